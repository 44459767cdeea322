// Ana keeps a diary; Eve uses the same phone. A small server that keeps the sync's word, and can be made to fail in the
// ways networks fail. Against the real one, the same client is driven by tests/sync/test_machine.py.
import "fake-indexeddb/auto";
import { makeSync } from "../../phone/static/phone/sync.js";
import { openStore } from "../../phone/static/phone/store.js";
import { newEpisode, placing } from "../../phone/static/phone/logic.js";
import { makeIds } from "../../phone/static/phone/ids.js";
import { makeTurns } from "../../phone/static/phone/turns.js";

export const ANA = { diary: "0197a000-0000-7000-8000-00000000000a", username: "ana", name: "Ana" };
export const EVE = { diary: "0197a000-0000-7000-8000-00000000000e", username: "eve", name: "Eve" };
export const TODAY = "2026-11-22";
export const YESTERDAY = "2026-11-21";
export const NOON_MS = Date.parse("2026-11-22T12:00:00+08:00");
export const ZONE = "Asia/Taipei";

let phones = 0;
const nextId = makeIds((bytes) => crypto.getRandomValues(bytes));

/** The wish of one tap of Ana's at `atMs`. */
export const tap = (atMs = NOON_MS) => newEpisode({ id: nextId(atMs), nowMs: atMs, zone: ZONE });

/** An entry as a screen is given it. */
export const entry = (more = {}, atMs = NOON_MS) => {
  const { kind, id, fields } = tap(atMs);
  const day = new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 10);
  return { kind, id, day, document: { ...fields }, isKnown: false, waiting: true, refusal: null, refused: [], ...more };
};

/** An operation as the store holds it. */
export const operation = (seq, more = {}) => ({
  seq, kind: "episode", id: "x", op_id: `op-${seq}`, fields: {}, deleted: false, anew: false, offer: null, base: null,
  frozen: false, parked: false, problem: null, ...more,
});

/** A server of its own. `faults` holds one fault per coming request; "ok" lets it through. */
export class Server {
  signedIn = ANA;
  epoch = 1;
  facts = new Map(); // of Ana's diary, by kind and id
  results = new Map();
  requests = [];
  faults = [];
  refusals = new Map(); // id -> the server's words
  number = 0;

  call = async (request) => {
    this.requests.push(request);
    const fault = this.faults.shift() ?? "ok";
    if (fault === "no network") return { kind: "lost", reason: "no_network" };
    if (fault === "hotel page") return { kind: "lost", reason: "not_ours" };
    if (fault === "redirect") return { kind: "lost", reason: "redirect" };
    if (typeof fault === "object") return fault;
    const answer = this.#answer(structuredClone(request));
    return fault === "reply lost" ? { kind: "lost", reason: "no_network" } : answer;
  };

  /** What was sent, request by request. */
  get pushes() {
    return this.requests.filter(({ method }) => method === "POST").map(({ body }) => body.ops);
  }

  get episodes() {
    return [...this.facts.values()].filter(({ kind, deleted }) => kind === "episode" && !deleted).map(({ document }) => document);
  }

  /** Say something on another phone. */
  say(kind, id, fields, deleted = false) {
    const before = this.facts.get(`${kind} ${id}`)?.document ?? {};
    const revision = `${this.epoch}.${++this.number}`;
    const document = { ...before, ...fields, ...(kind === "day" ? { date: id } : { id }), revision };
    if (kind === "episode") document.day = document.started_at.slice(0, 10);
    this.facts.set(`${kind} ${id}`, { kind, id, revision, deleted, document, number: this.number });
    return this.facts.get(`${kind} ${id}`);
  }

  #answer({ method, path, body, diary }) {
    if (!this.signedIn) return problem(401, "not_authenticated");
    if (path === "/api/v1/account/") return accepted({ ...this.signedIn, epoch: this.epoch });
    if (diary !== this.signedIn.diary) return problem(409, "other_diary");
    if (method === "POST" && body.epoch !== this.epoch) return problem(410, "resync_required");
    if (method === "POST") return accepted({ epoch: this.epoch, results: body.ops.map((op) => this.#decide(op)) });
    const [epoch, number] = (new URL(path, "http://x").searchParams.get("cursor") || `${this.epoch}.0`).split(".").map(Number);
    if (epoch !== this.epoch) return problem(410, "resync_required");
    const facts = this.signedIn === ANA ? [...this.facts.values()] : [];
    const changes = facts.filter((fact) => fact.number > number).sort((one, other) => one.number - other.number);
    return accepted({ changes, next_cursor: `${this.epoch}.${this.number}`, has_more: false, epoch: this.epoch });
  }

  #decide({ op_id, kind, id, base_rev, deleted, fields, ensure }) {
    const head = this.facts.get(`${kind} ${id}`);
    const told = (status, fact) => ({ op_id, status, ...(fact && { document: structuredClone(fact.document), deleted: fact.deleted }) });
    if (this.results.has(op_id)) return { ...this.results.get(op_id), status: "duplicate" };
    if (this.refusals.has(id)) return { op_id, status: "rejected", problem: { code: "invalid", detail: this.refusals.get(id), errors: [] } };
    if (head && !ensure && base_rev !== head.revision && kind !== "day") return told(base_rev ? "conflict" : "stale", head);
    this.results.set(op_id, told("applied", this.say(kind, id, fields, deleted)));
    return this.results.get(op_id);
  }
}

export const accepted = (document, status = 200) => ({ kind: "accepted", status, document });

export const problem = (status, code, detail = code, retryAfterS = null) =>
  ({ kind: "problem", status, problem: { status, code, detail, title: code, errors: [] }, retryAfterS });

/** A phone of Ana: a real store, a real sync, and a clock and timers that stand still until moved. */
export async function phoneOf(server, owner = ANA) {
  const store = await openStore(`phone-${++phones}`);
  if (owner) await store.startOver(owner);
  return { store, ...tabOf(store, server) };
}

/** One more tab on the same store. */
export function tabOf(store, server, locks = undefined, holder = "tab") {
  const tab = { nowMs: 0, phases: [], wakes: [] };
  const sync = makeSync({
    store, call: server.call, device: holder, clock: () => tab.nowMs, luck: () => 0.5,
    inTurn: makeTurns(store, locks, holder, () => tab.nowMs),
    wakeIn: (wake, inMs) => tab.wakes.push({ wake, inMs }),
    tell: (phase) => tab.phases.push(phase),
  });
  return { tab, sync };
}

/** Ana taps. */
export async function log(store, wish = tap(), owner = ANA) {
  await store.write({ diary: owner.diary, wish });
  return wish;
}

/** Ana gives the place of an entry. */
export const place = (store, wish, ...sites) => log(store, placing(wish, sites));

/** What is shown of today and yesterday. */
export const shownOn = async (store) => (await store.load({ first: YESTERDAY })).entries;
