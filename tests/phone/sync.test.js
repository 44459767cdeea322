import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openDB } from "../../phone/static/phone/vendor/idb.js";
import { dayAnswer, removal } from "../../phone/static/phone/logic.js";
import { NotYourDiary, openStore } from "../../phone/static/phone/store.js";
import { ANA, EVE, NOON_MS, Server, TODAY, YESTERDAY, accepted, log, phoneOf, place, problem, shownOn, tabOf, tap } from "./cast.js";

const CHEEK = { site: "cheek", side: "left" };

describe("sending", () => {
  test("goes in the order of the taps, all in one request", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const wishes = [tap(), tap(NOON_MS + 1), tap(NOON_MS - 50)];
    for (const wish of wishes) await log(store, wish);
    await sync.flush();

    assert.deepEqual(server.pushes.map((ops) => ops.map(({ id }) => id)), [wishes.map(({ id }) => id)]);
    assert.deepEqual(await store.operations(), []);
  });

  test("takes five hundred at once", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    for (let count = 0; count < 501; count++) await log(store, tap(NOON_MS + count));
    await sync.flush();

    assert.deepEqual(server.pushes.map((ops) => ops.length), [500, 1]);
    assert.equal(server.episodes.length, 501);
  });

  test("names the diary it is for, every time", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    await log(store);
    await sync.flush();

    assert.deepEqual([...new Set(server.requests.map((request) => request.diary))], [ANA.diary]);
  });

  test("happens again after a lost reply, and it is one row", async () => {
    const server = new Server();
    const { store, sync, tab } = await phoneOf(server);
    await log(store);
    server.faults = ["ok", "reply lost"];
    await sync.flush();
    assert.deepEqual([(await store.operations()).length, tab.phases.at(-1)], [1, "later"]);
    await sync.flush();

    assert.deepEqual([server.episodes.length, server.pushes.length, await store.operations()], [1, 2, []]);
    assert.deepEqual(server.pushes[0], server.pushes[1]);
  });

  test("freezes what was sent: the edit follows on its own", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const wish = await log(store);
    server.faults = ["ok", "reply lost"];
    await sync.flush();
    await place(store, wish, CHEEK);

    assert.deepEqual((await store.operations()).map(({ fields }) => fields.sites), [[], [CHEEK]]);
    assert.deepEqual((await shownOn(store))[0].document.sites, [CHEEK]);
    await sync.flush();
    assert.deepEqual(server.episodes[0].sites, [CHEEK]);
  });

  test("sends the place alone, and leaves what another phone said", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const wish = await log(store);
    await sync.flush();
    server.say("episode", wish.id, { stress: 7 });
    await place(store, wish, CHEEK);
    await sync.flush();

    assert.deepEqual([server.episodes[0].sites, server.episodes[0].stress], [[CHEEK], 7]);
    assert.deepEqual((await shownOn(store))[0].document.stress, 7);
  });

  test("does not delete what was edited elsewhere since: it comes back to be seen", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const wish = await log(store);
    await sync.flush();
    server.say("episode", wish.id, { stress: 7 });
    await log(store, removal(wish));
    await sync.flush();

    assert.deepEqual((await shownOn(store)).map(({ id, document }) => [id, document.stress]), [[wish.id, 7]]);
  });

  test("sends nothing of a tap that was taken back before it left", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const wish = await log(store);
    await log(store, removal(wish));
    await sync.flush();

    assert.deepEqual(server.pushes, []);
  });

  test("sends a tombstone for a tap that may have arrived", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const wish = await log(store);
    server.faults = ["ok", "reply lost"];
    await sync.flush();
    await log(store, removal(wish));
    await sync.flush();

    assert.deepEqual([server.episodes, await shownOn(store)], [[], []]);
  });
});

describe("a refusal", () => {
  test("is kept beside its own words, with the text, and blocks nobody", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const [bad, good] = [await log(store), await log(store)];
    server.refusals.set(bad.id, "The start lies in the future.");
    await sync.flush();
    const shown = (await shownOn(store)).find(({ id }) => id === bad.id);

    assert.deepEqual(server.episodes.map(({ id }) => id), [good.id]);
    assert.deepEqual([shown.refusal.words, shown.document.started_at], ["The start lies in the future.", bad.fields.started_at]);
  });

  test("can be tried again", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const wish = await log(store);
    server.refusals.set(wish.id, "no");
    await sync.flush();
    server.refusals.clear();
    await store.retry((await store.operations()).map(({ seq }) => seq));
    await sync.flush();

    assert.deepEqual([server.episodes.length, await store.operations()], [1, []]);
  });

  test("of a whole request finds the one it is about, and lets the others through", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const wishes = [];
    for (let count = 0; count < 5; count++) wishes.push(await log(store));
    const asked = server.call;
    const { sync: strict } = tabOf(store, { call: async (request) => {
      const isBad = request.body?.ops.some(({ id }) => id === wishes[2].id);
      return isBad ? problem(400, "malformed_json", "Not readable.") : asked(request);
    } });
    await strict.flush();
    const [refused, ...others] = await store.operations();

    assert.deepEqual([refused.id, refused.problem.words, others], [wishes[2].id, "Not readable.", []]);
    assert.equal(server.episodes.length, 4);
  });
});

describe("a stop", () => {
  for (const [name, fault, phase] of [
    ["401", problem(401, "not_authenticated"), "sign_in"],
    ["403", problem(403, "csrf_failed"), "sign_in"],
    ["a redirect to the login page", "redirect", "sign_in"],
    ["a hotel's page with 200", "hotel page", "later"],
    ["a hotel's page with 404", { kind: "problem", status: 404, problem: null, retryAfterS: null }, "later"],
    ["the answer of another request", accepted({ epoch: 1, results: ["x", "y", "z"].map((op_id) => ({ op_id, status: "applied" })) }), "later"],
    ["no network", "no network", "later"],
    ["503", problem(503, "unavailable"), "later"],
    ["426", problem(426, "schema_too_old"), "update"],
  ])
    test(`by ${name} keeps everything, and refuses nothing`, async () => {
      const server = new Server();
      const { store, sync, tab } = await phoneOf(server);
      for (let count = 0; count < 3; count++) await log(store);
      server.faults = ["ok", fault];
      await sync.flush();

      assert.deepEqual([(await store.operations()).map(({ problem: refused }) => refused), tab.phases.at(-1)], [[null, null, null], phase]);
      await sync.flush();
      assert.equal(server.episodes.length, 3);
    });

  test("because another person is signed in sends nothing under that name", async () => {
    const server = new Server();
    const { store, sync, tab } = await phoneOf(server);
    for (let count = 0; count < 3; count++) await log(store);
    server.signedIn = EVE;
    await sync.flush({ look: true });

    assert.deepEqual([server.episodes, tab.phases.at(-1), (await store.operations()).length], [[], "other_person", 3]);
    assert.equal((await store.owner()).diary, ANA.diary);
  });
});

describe("patience", () => {
  test("honours Retry-After, also when somebody taps meanwhile", async () => {
    const server = new Server();
    const { store, sync, tab } = await phoneOf(server);
    await log(store);
    server.faults = [problem(429, "throttled", "Slow down.", 60)];
    await sync.flush();
    tab.nowMs = 59_000;
    await log(store);
    await sync.flush();
    assert.equal(server.requests.length, 1);
    assert.ok(tab.wakes.at(-1).inMs >= 60_000);

    tab.nowMs = tab.wakes.at(-1).inMs;
    tab.wakes.at(-1).wake();
    await settled(() => server.episodes.length === 2);
  });

  test("grows with each failure and starts afresh after a success", async () => {
    const server = new Server();
    const { store, sync, tab } = await phoneOf(server);
    await log(store);
    server.faults = ["no network", "no network", "no network", "ok", "no network"];
    for (let count = 0; count < 4; count++) (await sync.flush(), (tab.nowMs += 1_000_000));

    assert.deepEqual(tab.wakes.map(({ inMs }) => inMs), [500, 1_000, 2_000, 500]);
  });
});

describe("fetching", () => {
  test("brings what was made elsewhere, and the answer of today", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const elsewhere = tap();
    server.say("episode", elsewhere.id, elsewhere.fields);
    server.say("day", TODAY, { state: "none" });
    await sync.flush();
    const { entries, days } = await store.load({ first: YESTERDAY });

    assert.deepEqual(entries.map(({ id }) => id), [elsewhere.id]);
    assert.equal(days[TODAY].document.state, "none");
  });

  test("takes away what was deleted elsewhere", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const wish = await log(store);
    await sync.flush();
    server.say("episode", wish.id, {}, true);
    await sync.flush();

    assert.deepEqual(await shownOn(store), []);
  });

  test("asks only for what is new", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    await log(store);
    await sync.flush();
    await sync.flush();

    assert.match(server.requests.at(-1).path, /cursor=1\.1&/);
  });

  test("throws away a page that something was tapped over, and asks again", async () => {
    const server = new Server();
    const { store } = await phoneOf(server);
    const elsewhere = tap();
    let tapped = false;
    const { sync } = tabOf(store, { call: async (request) => {
      const answer = await server.call(request);
      if (request.method === "GET" && !tapped) {
        tapped = true;
        await log(store);
        server.say("episode", elsewhere.id, elsewhere.fields); // between the two: not on the page
      }
      return answer;
    } });
    await sync.flush();

    assert.equal((await shownOn(store)).length, 2);
  });

  test("gives an empty phone to the next person, and nothing of the first", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    await log(store);
    await sync.flush();
    server.signedIn = EVE;
    await sync.flush();

    assert.deepEqual([(await store.owner()).diary, await shownOn(store), await store.facts()], [EVE.diary, [], []]);
  });

  test("does not give the phone away while something refused of the first person is on it", async () => {
    const server = new Server();
    const { store, sync, tab } = await phoneOf(server);
    const wish = await log(store);
    server.refusals.set(wish.id, "no");
    await sync.flush();
    server.signedIn = EVE;
    await sync.flush({ look: true });

    assert.deepEqual([(await store.owner()).diary, tab.phases.at(-1), (await store.operations()).length], [ANA.diary, "other_person", 1]);
  });

  test("after a restore gives back what the server lost", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const wish = await log(store);
    await sync.flush();
    server.facts.clear();
    server.results.clear();
    server.epoch = 2;
    await sync.flush();

    assert.deepEqual([server.episodes.map(({ id }) => id), (await shownOn(store)).map(({ id }) => id)], [[wish.id], [wish.id]]);
    assert.deepEqual(await store.operations(), []);
  });

  test("notices a restore before it has ever kept a page", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const wish = await log(store);
    server.faults = ["ok", "ok", "no network"];
    await sync.flush();
    assert.deepEqual([server.episodes.length, await store.kept("cursor")], [1, undefined]);
    server.facts.clear();
    server.results.clear();
    server.epoch = 2;
    await sync.flush();

    assert.deepEqual([server.episodes.map(({ id }) => id), (await shownOn(store)).map(({ id }) => id)], [[wish.id], [wish.id]]);
  });
});

describe("what a full reload does not bring again", () => {
  test("is shown with its words, and not lost", async () => {
    const server = new Server();
    const { store, sync } = await phoneOf(server);
    const wish = await log(store);
    await sync.flush();
    await store.beginAnew(ANA.diary);
    const offered = await store.take(500);
    await store.settle(ANA.diary, offered, offered.map(({ op_id }) => ({ op_id, status: "applied" })));
    await store.takeIn(ANA.diary, "", { changes: [], next_cursor: "2.0", has_more: false, epoch: 2 });

    assert.deepEqual(await store.facts(), []);
    assert.deepEqual((await shownOn(store)).map(({ id, refusal }) => [id, refusal.code]), [[wish.id, "gone"]]);
    assert.equal((await store.operations())[0].fields.started_at, wish.fields.started_at);
  });
});

describe("two tabs", () => {
  test("without Web Locks take turns by a lease", async () => {
    const server = new Server();
    const { store } = await phoneOf(server);
    for (let count = 0; count < 4; count++) await log(store);
    const [one, two] = [tabOf(store, server, undefined, "one"), tabOf(store, server, undefined, "two")];
    await Promise.all([one.sync.flush(), two.sync.flush()]);

    assert.equal(server.pushes.flat().length, 4); // each left once
    assert.equal(one.tab.wakes.length + two.tab.wakes.length, 1); // the other comes back later
  });

  test("with Web Locks wait for each other", async () => {
    const server = new Server();
    const { store } = await phoneOf(server);
    for (let count = 0; count < 4; count++) await log(store);
    let turn = Promise.resolve();
    const locks = { request: (_name, work) => (turn = turn.then(work)) };
    await Promise.all([tabOf(store, server, locks).sync.flush(), tabOf(store, server, locks).sync.flush()]);

    assert.equal(server.pushes.flat().length, 4);
  });
});

describe("the store", () => {
  test("writes all of it or nothing", async () => {
    const { store } = await phoneOf(new Server());
    const wish = await log(store);

    await assert.rejects(log(store, { ...wish, fields: { note: () => "a function cannot be stored" } }));
    assert.deepEqual((await store.operations()).map(({ fields }) => fields), [wish.fields]);
  });

  test("refuses a tap of a page that still shows the person before", async () => {
    const { store } = await phoneOf(new Server());
    await store.startOver(EVE);

    await assert.rejects(log(store), NotYourDiary);
    assert.deepEqual(await store.operations(), []);
  });

  test("refuses an answer that was for the person before", async () => {
    const { store } = await phoneOf(new Server());
    await log(store);
    const sent = await store.take(500);
    await store.startOver(EVE);
    const document = { id: sent[0].id, revision: "1.1", day: TODAY };
    const page = { changes: [{ kind: "episode", id: sent[0].id, revision: "1.1", deleted: false, document }], next_cursor: "1.1", has_more: false, epoch: 1 };

    await assert.rejects(store.settle(ANA.diary, sent, [{ op_id: sent[0].op_id, status: "applied", document, deleted: false }]), NotYourDiary);
    await assert.rejects(store.takeIn(ANA.diary, "", page), NotYourDiary);
    await assert.rejects(store.beginAnew(ANA.diary), NotYourDiary);
    assert.deepEqual([await store.facts(), await store.operations()], [[], []]);
  });

  test("shows an answer and an entry at once, before anything is sent", async () => {
    const { store } = await phoneOf(new Server());
    const wish = await log(store);
    await log(store, dayAnswer(TODAY, "none"));
    const { entries, days } = await store.load({ first: YESTERDAY });

    assert.deepEqual([entries.map(({ id, day, waiting }) => [id, day, waiting]), days[TODAY].document.state], [[[wish.id, TODAY, true]], "none"]);
  });

  test("forgets everything of a person at the end", async () => {
    const { store } = await phoneOf(new Server());
    await log(store);
    await store.keep("preferences", { mirror: false });
    await store.keep("vocabulary", { version: 1 });
    await store.startOver(null);

    assert.deepEqual(await store.load({ first: YESTERDAY }), { operations: [], entries: [], days: {}, owner: null, vocabulary: { version: 1 }, preferences: {}, settings: {}, facts: { settings: [] }, gone: [], open: null });
  });

  test("takes over what waited in an older version of this client", async () => {
    const older = await openDB("older", 1, { upgrade(db) {
      db.createObjectStore("entries", { keyPath: "id" }).createIndex("day", "day");
      db.createObjectStore("answers", { keyPath: "day" });
      db.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true }).createIndex("thing", ["kind", "key"]);
      db.createObjectStore("kept");
    } });
    const line = { sent: true, refusal: null, guard: null };
    const [fresh, sent] = [tap(), tap()];
    await older.put("kept", ANA, "owner");
    await older.put("entries", { id: sent.id, day: TODAY, on_server: true, document: { ...sent.fields, id: sent.id, revision: "1.7" } });
    await older.put("outbox", { ...line, kind: "episode", key: fresh.id, method: "PUT", body: fresh.fields });
    await older.put("outbox", { ...line, kind: "episode", key: sent.id, method: "PATCH", body: { sites: [CHEEK] } });
    await older.put("outbox", { ...line, kind: "day", key: TODAY, method: "PATCH", body: { state: "none" }, refusal: { status: 400, code: "x", words: "no" } });
    older.close();
    const store = await openStore("older");

    assert.deepEqual((await store.operations()).map(({ id, fields, base, problem: refused }) => [id, fields, base?.revision, refused?.words]), [
      [fresh.id, fresh.fields, undefined, undefined], [sent.id, { sites: [CHEEK] }, "1.7", undefined], [TODAY, { state: "none" }, undefined, "no"],
    ]);
    assert.equal((await store.owner()).diary, ANA.diary);
  });
});

/** Wait until `done` holds; a wake-up has no promise to wait for. */
async function settled(done) {
  for (let turns = 0; turns < 500 && !done(); turns++) await new Promise((next) => setTimeout(next, 2));
  assert.ok(done());
}
