// Ana keeps a diary; Eve uses the same phone. A small server that behaves as the contract says, and can be made to
// fail in the ways networks fail.
import "fake-indexeddb/auto";
import { makeSync } from "../../phone/static/phone/sync.js";
import { openStore } from "../../phone/static/phone/store.js";
import { keepNew, keepPlaces, newEpisode, togglePlace } from "../../phone/static/phone/logic.js";
import { makeIds } from "../../phone/static/phone/ids.js";
import { makeTurns } from "../../phone/static/phone/turns.js";

export const ANA = { diary: "0197a000-0000-7000-8000-00000000000a", username: "ana", name: "Ana", epoch: 1 };
export const EVE = { diary: "0197a000-0000-7000-8000-00000000000e", username: "eve", name: "Eve", epoch: 1 };
export const TODAY = "2026-11-22";
export const NOON_MS = Date.parse("2026-11-22T12:00:00+08:00");
export const ZONE = "Asia/Taipei";

let phones = 0;
const nextId = makeIds((bytes) => crypto.getRandomValues(bytes));

/** An episode of Ana at `atMs`, as one tap makes it. */
export const episode = (atMs = NOON_MS) => newEpisode({ id: nextId(atMs), nowMs: atMs, zone: ZONE });

/** A server of its own. `faults` holds one fault per coming request; "ok" lets it through. */
export class Server {
  signedIn = ANA;
  rows = new Map();
  days = new Map();
  requests = [];
  faults = [];
  changes = 0;
  refusals = new Map(); // id -> status

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

  get writes() {
    return this.requests.filter((request) => request.method !== "GET");
  }

  #answer({ method, path, body, diary, guard = null }) {
    if (!this.signedIn) return problem(401, "not_authenticated");
    if (path === "/api/v1/account/") return accepted(this.signedIn);
    if (method !== "GET" && diary !== this.signedIn.diary) return problem(409, "other_diary");
    if (path.startsWith("/api/v1/days/")) return this.#day(method, path.split("/").at(-2), body);
    if (method === "GET") return accepted({ next: null, previous: null, results: [...this.rows.values()] });
    return this.#episode(method, path.split("/").at(-2), body, guard);
  }

  #episode(method, id, body, guard) {
    if (this.refusals.has(id)) return problem(this.refusals.get(id), "invalid", "The start lies in the future.");
    const row = this.rows.get(id);
    if (row && (guard === "new" ? this.#differs(row, body) : guard !== null && guard !== row.revision)) return problem(412, "exists");
    if (method === "PATCH" && !row) return problem(404, "not_found");
    if (method === "DELETE") return this.rows.delete(id) ? accepted(null, 204) : problem(404, "not_found");
    const told = method === "PATCH" ? { ...row, ...body } : body;
    const same = row && !this.#differs(row, told);
    const revision = same ? row.revision : `1.${++this.changes}`;
    this.rows.set(id, { ...told, id, day: told.started_at.slice(0, 10), revision });
    return accepted(this.rows.get(id), row ? 200 : 201);
  }

  #differs(row, body) {
    return Object.entries(body).some(([name, value]) => JSON.stringify(row[name]) !== JSON.stringify(value));
  }

  #day(method, day, body) {
    if (method === "PATCH") this.days.set(day, { ...this.days.get(day), ...body });
    return accepted({ state: "unknown", ...this.days.get(day), date: day });
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
    store, call: server.call, today: () => TODAY, clock: () => tab.nowMs, luck: () => 0.5,
    inTurn: makeTurns(store, locks, holder, () => tab.nowMs),
    wakeIn: (wake, inMs) => tab.wakes.push({ wake, inMs }),
    tell: (phase) => tab.phases.push(phase),
  });
  return { tab, sync };
}

/** Ana gives the place of an entry. */
export const place = (store, entry, site) => store.write(keepPlaces(togglePlace(entry, site), ANA.diary));

export const log = (store, entry, owner = ANA) => store.write(keepNew(entry, owner.diary));
