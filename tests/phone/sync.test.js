import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { answerDay, keepNew, removeEntry } from "../../phone/static/phone/logic.js";
import { NotYourDiary } from "../../phone/static/phone/store.js";
import { ANA, EVE, NOON_MS, Server, TODAY, episode, log, phoneOf, place, problem, tabOf } from "./cast.js";

const CHEEK = { site: "cheek", side: "left" };

describe("the outbox", () => {
  test("drains in the order of the taps", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const entries = [episode(), episode(NOON_MS + 1), episode(NOON_MS - 50)];
    for (const entry of entries) await log(store, entry);
    await sync.flush();

    assert.deepEqual(server.writes.map((request) => request.path), entries.map((entry) => `/api/v1/episodes/${entry.id}/`));
    assert.deepEqual(await store.lines(), []);
  });

  test("names the diary it belongs to on every line", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    await log(store, episode());
    await store.write(answerDay({ day: TODAY, state: "none" }, ANA.diary));
    await sync.flush();

    assert.deepEqual(server.writes.map((request) => request.diary), [ANA.diary, ANA.diary]);
  });

  test("sends again after a lost reply, and it is one row", async () => {
    const server = new Server();
    const { store, sync, tab } = await phoneOf(server);
    await log(store, episode());
    server.faults = ["reply lost"];
    await sync.flush();
    assert.equal((await store.lines()).length, 1);
    assert.equal(tab.phases.at(-1), "later");
    await sync.flush();

    assert.deepEqual([server.rows.size, server.writes.length, (await store.lines()).length], [1, 2, 0]);
    assert.deepEqual(server.writes[0].body, server.writes[1].body);
  });

  test("freezes a line once it was sent: the edit follows as a line of its own", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const entry = episode();
    await log(store, entry);
    server.faults = ["reply lost"];
    await sync.flush();
    await place(store, entry, CHEEK);

    assert.deepEqual((await store.lines()).map((line) => line.body.sites), [[], [CHEEK]]);
    await sync.flush();
    assert.deepEqual(server.rows.get(entry.id).sites, [CHEEK]);
  });

  test("loses nothing when the edit is made while the first line is under way", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const entry = episode();
    await log(store, entry);
    const { sync: slow } = tabOf(store, { call: async (request) => {
      if (request.body.sites.length) return { kind: "lost", reason: "no_network" };
      await place(store, entry, CHEEK);
      return server.call(request);
    } });
    await slow.flush();
    assert.deepEqual((await store.load(TODAY)).entries[0].document.sites, [CHEEK]); // the answer is older than the edit
    await sync.flush();

    assert.deepEqual(server.rows.get(entry.id).sites, [CHEEK]);
  });

  test("never overwrites with a repeated create what another phone added", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const entry = episode();
    await log(store, entry);
    server.faults = ["reply lost"];
    await sync.flush();
    server.rows.get(entry.id).stress = 7; // on another phone
    server.rows.get(entry.id).sites = [CHEEK];
    await sync.flush({ look: true });

    assert.deepEqual([server.rows.get(entry.id).sites, server.rows.get(entry.id).stress], [[CHEEK], 7]);
    assert.deepEqual((await store.lines()).length, 0);
    assert.deepEqual((await store.load(TODAY)).entries[0].document.sites, [CHEEK]);
  });

  test("sends the place alone, and leaves what another phone said", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const entry = episode();
    await log(store, entry);
    await sync.flush();
    server.rows.get(entry.id).stress = 7;
    await place(store, entry, CHEEK);
    await sync.flush();

    assert.deepEqual([server.rows.get(entry.id).sites, server.rows.get(entry.id).stress], [[CHEEK], 7]);
  });

  test("does not delete what was edited elsewhere since: it comes back to be seen", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const entry = episode();
    await log(store, entry);
    await sync.flush();
    server.rows.set(entry.id, { ...server.rows.get(entry.id), stress: 7, revision: "1.99" });
    const [seen] = (await store.load(TODAY)).entries;
    await store.write(removeEntry(seen, ANA.diary));
    await sync.flush({ look: true });

    assert.equal(server.rows.get(entry.id).stress, 7);
    assert.deepEqual((await store.load(TODAY)).entries.map(({ id }) => id), [entry.id]);
  });

  test("deletes its own entry although its own place went before", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const entry = episode();
    await log(store, entry);
    await sync.flush();
    const [seen] = (await store.load(TODAY)).entries;
    await place(store, seen, CHEEK);
    server.faults = ["reply lost"];
    await sync.flush();
    await store.write(removeEntry(seen, ANA.diary));
    await sync.flush();
    await sync.flush();

    assert.equal(server.rows.size, 0);
  });

  test("sends nothing of a tap that was taken back before it left", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const entry = episode();
    await log(store, entry);
    await store.write(removeEntry(entry, ANA.diary));
    await sync.flush();

    assert.deepEqual(server.writes, []);
  });

  test("sends a tombstone for a tap that may have arrived", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const entry = episode();
    await log(store, entry);
    server.faults = ["reply lost"];
    await sync.flush();
    await store.write(removeEntry(entry, ANA.diary));
    await sync.flush();

    assert.deepEqual(server.writes.map((request) => request.method), ["PUT", "PUT", "DELETE"]);
    assert.equal(server.rows.size, 0);
  });
});

describe("a refusal", () => {
  for (const status of [400, 404, 409, 413, 415, 426])
    test(`of ${status} parks its own line, with the text, and blocks nobody`, async () => {
      const server = new Server();
      const { store, sync } = await phoneOf(server);
      const [bad, good] = [episode(), episode()];
      await log(store, bad);
      await log(store, good);
      server.refusals.set(bad.id, status);
      await sync.flush();
      const [line, ...others] = await store.lines();

      assert.ok(server.rows.has(good.id));
      assert.deepEqual([line.key, line.refusal.status, line.refusal.words, others], [bad.id, status, "The start lies in the future.", []]);
      assert.deepEqual(line.body, keepNew(bad, ANA.diary).wish.body);
      assert.ok((await store.load(TODAY)).entries.some((entry) => entry.id === bad.id));
    });

  test("can be tried again", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const entry = episode();
    await log(store, entry);
    server.refusals.set(entry.id, 400);
    await sync.flush();
    server.refusals.clear();
    for (const line of await store.lines()) await store.park(line.seq, null);
    await sync.flush();

    assert.deepEqual([server.rows.size, await store.lines()], [1, []]);
  });

  test("by a hotel's page is not believed; our server must be heard at the same moment", async () => {
    const server = new Server();
    const { store, sync, tab } = await phoneOf(server);
    const page = { kind: "problem", status: 404, problem: null, retryAfterS: null };
    await log(store, episode());
    server.faults = [page, "hotel page"];
    await sync.flush();
    assert.deepEqual([(await store.lines())[0].refusal, tab.phases.at(-1)], [null, "later"]);

    server.faults = [page]; // a proxy before our own server
    await sync.flush();
    assert.equal((await store.lines())[0].refusal.status, 404);
  });
});

describe("a stop", () => {
  for (const [name, fault, phase] of [
    ["401", problem(401, "not_authenticated"), "sign_in"],
    ["403", problem(403, "csrf_failed"), "sign_in"],
    ["a redirect to the login page", "redirect", "sign_in"],
    ["a hotel's page with 200", "hotel page", "later"],
    ["no network", "no network", "later"],
    ["503", problem(503, "unavailable"), "later"],
  ])
    test(`by ${name} keeps every line and sends none after it`, async () => {
      const server = new Server();
      const { store, sync, tab } = await phoneOf(server);
      for (let count = 0; count < 3; count++) await log(store, episode());
      server.faults = [fault];
      await sync.flush();

      assert.deepEqual([(await store.lines()).length, server.writes.length, tab.phases.at(-1)], [3, 1, phase]);
      assert.ok((await store.lines()).every((line) => line.refusal === null));
      await sync.flush();
      assert.equal(server.rows.size, 3);
    });

  test("because another person is signed in sends nothing under that name", async () => {
    const server = new Server();
    const { store, sync, tab } = await phoneOf(server);
    for (let count = 0; count < 3; count++) await log(store, episode());
    server.signedIn = EVE;
    await sync.flush({ look: true });

    assert.deepEqual([server.rows.size, server.writes.length, tab.phases.at(-1)], [0, 1, "other_person"]);
    assert.equal((await store.lines()).length, 3);
    assert.equal((await store.owner()).diary, ANA.diary);
  });
});

describe("patience", () => {
  test("honours Retry-After, also when somebody taps meanwhile", async () => {
    const server = new Server();
    const { store, sync, tab } = await phoneOf(server);
    await log(store, episode());
    server.faults = [problem(429, "throttled", "Slow down.", 60)];
    await sync.flush();
    tab.nowMs = 59_000;
    await log(store, episode());
    await sync.flush();
    assert.equal(server.writes.length, 1);
    assert.ok(tab.wakes.at(-1).inMs >= 60_000);

    tab.nowMs = tab.wakes.at(-1).inMs;
    tab.wakes.at(-1).wake();
    await settled(() => server.rows.size === 2);
  });

  test("grows with each failure and starts afresh after a success", async () => {
    const server = new Server();
    const { store, sync, tab } = await phoneOf(server);
    await log(store, episode());
    await log(store, episode());
    server.faults = ["no network", "no network", "no network", "ok", "no network"];
    for (let count = 0; count < 4; count++) (await sync.flush(), (tab.nowMs += 1_000_000));

    assert.deepEqual(tab.wakes.map(({ inMs }) => inMs), [500, 1_000, 2_000, 500]);
  });
});

describe("looking", () => {
  test("brings what was made elsewhere, and the answer of today", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const elsewhere = episode();
    server.rows.set(elsewhere.id, { ...elsewhere.document, id: elsewhere.id, day: TODAY });
    server.days.set(TODAY, { state: "none" });
    await sync.flush({ look: true });
    const { entries, answers } = await store.load(TODAY);

    assert.deepEqual(entries.map((entry) => entry.id), [elsewhere.id]);
    assert.deepEqual(answers, [{ day: TODAY, state: "none" }]);
  });

  test("throws away an answer that something was tapped over", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    await log(store, episode());
    await sync.flush();
    const ask = server.call;
    const { sync: slow } = tabOf(store, { call: async (request) => {
      const answer = await ask(request);
      if (request.path.startsWith("/api/v1/episodes/?")) {
        answer.document.results = []; // an old page: the entry is not on it
        await log(store, episode());
      }
      return answer;
    } });
    await slow.flush({ look: true });

    assert.equal((await store.load(TODAY)).entries.length, 2);
  });

  test("gives an empty phone to the next person, and nothing of the first", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    await log(store, episode());
    await sync.flush({ look: true });
    server.signedIn = EVE;
    server.rows.clear();
    await sync.flush({ look: true });

    assert.deepEqual([(await store.owner()).diary, (await store.load(TODAY)).entries], [EVE.diary, []]);
  });

  test("does not give the phone away while a refused line of the first person is on it", async () => {
    const server = new Server();
    const { store, sync, tab } = await phoneOf(server);
    const entry = episode();
    await log(store, entry);
    server.refusals.set(entry.id, 400);
    await sync.flush();
    server.signedIn = EVE;
    await sync.flush({ look: true });

    assert.deepEqual([(await store.owner()).diary, tab.phases.at(-1), (await store.lines()).length], [ANA.diary, "other_person", 1]);
  });
});

describe("two tabs", () => {
  test("without Web Locks take turns by a lease", async () => {
    const server = new Server();
    const { store } = await phoneOf(server);
    for (let count = 0; count < 4; count++) await log(store, episode());
    const [one, two] = [tabOf(store, server, undefined, "one"), tabOf(store, server, undefined, "two")];
    await Promise.all([one.sync.flush(), two.sync.flush()]);

    assert.equal(server.writes.length, 4); // each line left once
    assert.equal(one.tab.wakes.length + two.tab.wakes.length, 1); // the other comes back later
  });

  test("with Web Locks wait for each other", async () => {
    const server = new Server();
    const { store } = await phoneOf(server);
    for (let count = 0; count < 4; count++) await log(store, episode());
    let turn = Promise.resolve();
    const locks = { request: (_name, work) => (turn = turn.then(work)) };
    await Promise.all([tabOf(store, server, locks).sync.flush(), tabOf(store, server, locks).sync.flush()]);

    assert.equal(server.writes.length, 4);
  });
});

describe("the store", () => {
  test("writes entry and line together or not at all", async () => {
    const { store } = await phoneOf(new Server());
    const broken = keepNew(episode(), ANA.diary);
    broken.answer = { day: TODAY, state: () => "a function cannot be stored" };

    await assert.rejects(store.write(broken));
    assert.deepEqual([await store.lines(), (await store.load(TODAY)).entries], [[], []]);
  });

  test("refuses a tap of a page that still shows the person before", async () => {
    const { store } = await phoneOf(new Server());
    await store.startOver(EVE);

    await assert.rejects(log(store, episode()), NotYourDiary);
    assert.deepEqual([await store.lines(), (await store.load(TODAY)).entries], [[], []]);
  });

  test("forgets everything of a person at the end", async () => {
    const { store } = await phoneOf(new Server());
    await log(store, episode());
    await store.keep("preferences", { mirror: false });
    await store.keep("vocabulary", { version: 1 });
    await store.startOver(null);

    assert.deepEqual(await store.load(TODAY), { lines: [], entries: [], answers: [], owner: null, vocabulary: { version: 1 }, preferences: {} });
  });
});

/** Wait until `done` holds; a wake-up has no promise to wait for. */
async function settled(done) {
  for (let turns = 0; turns < 500 && !done(); turns++) await new Promise((next) => setTimeout(next, 2));
  assert.ok(done());
}
