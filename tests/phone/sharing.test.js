// Links for a doctor: what the phone shows of them, and what it forgets. A small server that keeps Ana's links.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { makeSharing } from "../../phone/static/phone/sharing.js";
import en from "../../phone/static/phone/texts/en.js";
import { ANA, EVE } from "./cast.js";

const WANTED = { first: "2026-08-25", last: "2026-11-22", scope: "profile", expires_in_days: 7, label: "Dr Lin", pin: "" };
const accepted = (document, status = 200) => ({ kind: "accepted", status, document });
const lost = { kind: "lost", reason: "no_network" };

let state, owner, links, requests, instead;

/** Answers as the API does; `instead` holds other answers, by method and path. */
async function call({ method, path, body, diary }) {
  requests.push({ method, path, body, diary });
  const other = instead[`${method} ${path}`];
  if (other) return typeof other === "function" ? other() : other;
  if (method === "GET") return accepted({ results: path === "/api/v1/shares/" ? [...links] : [] });
  if (method === "DELETE") return (links = links.filter(({ id }) => !path.includes(id))), accepted(null, 204);
  links.push({ id: "one", ...body });
  return accepted({ id: "one", ...body, token: "secret" }, 201);
}

const sharing = () => makeSharing({ call, diary: () => owner.diary, shown: () => state.sharing, show: (change) => Object.assign(state, change) });

beforeEach(() => {
  [state, owner, links, requests, instead] = [{ sharing: null }, ANA, [], [], {}];
  const page = { location: { origin: "https://diary.example" }, navigator: { onLine: true } };
  for (const [name, value] of Object.entries(page)) Object.defineProperty(globalThis, name, { value, configurable: true });
});

describe("a link that is made", () => {
  test("is shown with its address, and stands in the list", async () => {
    await sharing().look();
    await sharing().makeShare({ link: WANTED });

    assert.deepEqual(state.sharing.made, { id: "one", token: "secret", last: "2026-11-22", address: "https://diary.example/share/#secret" });
    assert.deepEqual(state.sharing.shares.map(({ label }) => label), ["Dr Lin"]);
    assert.equal(state.sharing.said, en.shares.made);
    assert.deepEqual(requests.find(({ method }) => method === "POST"), { method: "POST", path: "/api/v1/shares/", body: WANTED, diary: ANA.diary });
  });

  test("has the address that the server tells, where it tells one", async () => {
    instead["POST /api/v1/shares/"] = accepted({ id: "one", token: "secret", address: "https://diary.example/elsewhere#secret" }, 201);
    await sharing().look();
    await sharing().makeShare({ link: WANTED });

    assert.equal(state.sharing.made.address, "https://diary.example/elsewhere#secret");
  });

  test("stays shown when the list is read again, and when it cannot be", async () => {
    await sharing().look();
    await sharing().makeShare({ link: WANTED });
    instead["GET /api/v1/openings/"] = lost;
    await sharing().look();

    assert.equal(state.sharing.made.token, "secret");
    assert.equal(state.sharing.said, en.sharing.unseen);
    assert.equal(state.sharing.shares.length, 1);
  });

  test("is shown to nobody where the screen was closed meanwhile", async () => {
    await sharing().look();
    instead["POST /api/v1/shares/"] = () => ((state.sharing = null), accepted({ id: "one", token: "secret" }, 201));
    await sharing().makeShare({ link: WANTED });

    assert.equal(state.sharing, null);
  });

  test("is not shown to the next person", async () => {
    await sharing().look();
    instead["POST /api/v1/shares/"] = () => ((owner = EVE), accepted({ id: "one", token: "secret" }, 201));
    await sharing().makeShare({ link: WANTED });

    assert.equal(state.sharing.made, null);
    assert.deepEqual(state.sharing.shares, []);
  });

  test("is not taken for made where no answer came, and what is open is looked at", async () => {
    instead["POST /api/v1/shares/"] = () => (links.push({ id: "one", label: "Dr Lin" }), lost);
    await sharing().look();
    await sharing().makeShare({ link: WANTED });

    assert.equal(state.sharing.made, null);
    assert.equal(state.sharing.said, en.settings.unknown);
    assert.equal(state.sharing.shares.length, 1);
  });

  test("is refused in the server's words", async () => {
    instead["POST /api/v1/shares/"] = { kind: "problem", status: 409, problem: { code: "too_many_shares", detail: "20 links are open. Close one first." }, retryAfterS: null };
    await sharing().look();
    await sharing().makeShare({ link: WANTED });

    assert.equal(state.sharing.said, "20 links are open. Close one first.");
  });
});

describe("a link that is closed", () => {
  test("goes from the list, and its address from the screen", async () => {
    await sharing().look();
    await sharing().makeShare({ link: WANTED });
    await sharing().closeShare({ id: "one" });

    assert.deepEqual([state.sharing.shares, state.sharing.made, state.sharing.said], [[], null, en.shares.closed]);
  });

  test("leaves the address of another one", async () => {
    links.push({ id: "two", label: "" });
    await sharing().look();
    await sharing().makeShare({ link: WANTED });
    await sharing().closeShare({ id: "two" });

    assert.equal(state.sharing.made.id, "one");
    assert.deepEqual(state.sharing.shares.map(({ id }) => id), ["one"]);
  });

  test("is closed where it had run out or was closed from elsewhere", async () => {
    await sharing().look();
    await sharing().makeShare({ link: WANTED });
    links = [];
    instead["DELETE /api/v1/shares/one/"] = { kind: "problem", status: 404, problem: { code: "not_found" }, retryAfterS: null };
    await sharing().closeShare({ id: "one" });

    assert.deepEqual([state.sharing.made, state.sharing.said], [null, en.shares.closed]);
  });

  test("stands there until the server has closed it", async () => {
    links.push({ id: "two", label: "" });
    instead["DELETE /api/v1/shares/two/"] = lost;
    await sharing().look();
    await sharing().closeShare({ id: "two" });

    assert.equal(state.sharing.shares.length, 1);
    assert.equal(state.sharing.said, en.settings.unknown);
  });
});

test("links are listed with the last one first", async () => {
  links.push({ id: "one" }, { id: "two" });
  await sharing().look();

  assert.deepEqual(state.sharing.shares.map(({ id }) => id), ["two", "one"]);
});

describe("who opened the diary", () => {
  const opening = (opened_at, change = {}) => ({ reader: "", practice: null, share: "Dr Lin", what: "profile", opened_at, ...change });
  const told = async (...results) => {
    instead["GET /api/v1/openings/"] = accepted({ results });
    await sharing().look();
    return state.sharing.openings.map(({ times, opened_at }) => [times, opened_at]);
  };

  test("again and again on one day is one line with the last time", async () => {
    const lines = await told(opening("2026-11-22T12:02:00Z"), opening("2026-11-22T12:01:00Z"), opening("2026-11-22T12:00:00Z"));

    assert.deepEqual(lines, [[3, "2026-11-22T12:02:00Z"]]);
  });

  test("on another day, by another link, as another reader or of another kind is a line of its own", async () => {
    const at = "2026-11-22T12:00:00Z";
    const others = [{ share: "Dr Wu" }, { share: null }, { share: null, reader: "Dr Lin" }, { share: null, reader: "Dr Lin", what: "profile_pdf" }];
    const lines = await told(...others.map((other) => opening(at, other)), opening("2026-11-20T12:00:00Z"), opening("2026-11-18T12:00:00Z"));

    assert.deepEqual(lines.map(([times]) => times), [1, 1, 1, 1, 1]); // five lines are shown
  });

  test("is hidden by nobody who opened it a hundred times", async () => {
    const many = Array.from({ length: 99 }, (_, second) => opening(`2026-11-22T12:00:${String(59 - (second % 60)).padStart(2, "0")}Z`));
    const lines = await told(...many, opening("2026-11-22T11:00:00Z", { share: null, reader: "Dr Wu" }));

    assert.deepEqual(lines.map(([times]) => times), [99, 1]);
  });
});

test("what was not read is no list of nobody", async () => {
  for (const path of ["care-links", "shares", "openings"]) {
    state.sharing = null;
    instead = { [`GET /api/v1/${path}/`]: lost };
    await sharing().look();

    assert.equal(state.sharing.isRead, false, path);
    assert.equal(state.sharing.said, en.sharing.unseen, path);
  }
});
