// One exchange with the server: what to ask now, and what the answer means. Operations go first; only when none is left
// is anything fetched. docs/api.md, "What the client does", has the rules.
import { meet } from "./account.js";
import { refusalIn, wire } from "./operations.js";

const PUSH = "/api/v1/sync/push/";
const SCHEMA_VERSION = 1;
const OPERATIONS_MAX = 500;
const FACTS_AT_ONCE = 500;

/** What came of an exchange, and so what to do next: go on; or stop, for one of these reasons. */
/** @typedef {"more" | "done" | "later" | "sign_in" | "other_person" | "update"} Outcome */

/**
 * @param {object} parts
 * @param {Diary.Store} parts.store
 * @param {Diary.Call} parts.call
 * @param {string} parts.device how this phone calls itself
 * @param {number} [parts.most] operations at once
 * @param {number} [parts.factsAtOnce]
 */
export function makeExchange({ store, call, device, most = OPERATIONS_MAX, factsAtOnce = FACTS_AT_ONCE }) {
  let atOnce = most;

  /** @returns {Promise<Diary.Exchange | null>} null where the phone belongs to nobody */
  async function next() {
    const owner = await store.owner();
    if (!owner) return null;
    const epoch = await store.kept("epoch");
    const sent = epoch === undefined ? [] : await store.take(atOnce);
    if (sent.length) {
      const body = { device_id: device, epoch, schema_version: SCHEMA_VERSION, ops: sent.map(wire) };
      return { request: { method: "POST", path: PUSH, body, diary: owner.diary }, sent, cursor: "" };
    }
    const cursor = (await store.kept("cursor")) ?? "";
    const path = `/api/v1/sync/changes/?cursor=${encodeURIComponent(cursor)}&limit=${factsAtOnce}`;
    return { request: { method: "GET", path, diary: owner.diary }, sent: [], cursor };
  }

  /** @param {Diary.Exchange} exchange @param {Diary.Answer} answer @returns {Promise<Outcome>} */
  async function hear(exchange, answer) {
    if (answer.kind === "lost") return answer.reason === "redirect" ? "sign_in" : "later";
    if (answer.kind === "problem") return hearProblem(exchange, answer);
    return exchange.sent.length ? hearResults(exchange, answer.document) : hearPage(exchange, answer.document);
  }

  /** @param {Diary.Exchange} exchange @param {any} told @returns {Promise<Outcome>} */
  async function hearResults({ sent, request }, told) {
    const results = Array.isArray(told?.results) ? told.results : [];
    const isOurs = results.length === sent.length && sent.every(({ op_id }, number) => results[number].op_id === op_id);
    if (!isOurs) return "later"; // the answer of another request
    atOnce = most;
    await store.settle(request.diary ?? "", sent, results);
    return "more";
  }

  /** @param {Diary.Exchange} exchange @param {any} page @returns {Promise<Outcome>} */
  async function hearPage({ cursor, request }, page) {
    const diary = request.diary ?? "";
    if (!Array.isArray(page?.changes) || typeof page.next_cursor !== "string" || !Number.isInteger(page.epoch)) return "later";
    const epoch = await store.kept("epoch");
    if (epoch !== undefined && epoch !== page.epoch) return store.beginAnew(diary).then(() => "more");
    if (epoch === undefined) await store.keep("epoch", page.epoch);
    const isKept = await store.takeIn(diary, cursor, page);
    return isKept && !page.has_more ? "done" : "more";
  }

  /** @param {Diary.Exchange} exchange @param {Extract<Diary.Answer, { kind: "problem" }>} answer @returns {Promise<Outcome>} */
  async function hearProblem({ sent, request }, { status, problem }) {
    if (status === 408 || status === 425 || status === 429 || status >= 500) return "later";
    if (problem === null) return hearStranger(status);
    if (status === 401 || status === 403) return "sign_in";
    if (problem.code === "other_diary") return "other_person";
    if (status === 410) return store.beginAnew(request.diary ?? "").then(() => "more");
    if (status === 426) return "update";
    if (!sent.length) return "later";
    if (sent.length > 1) return halve(sent.length); // one of them, perhaps: it is found by sending fewer
    await store.refuse(/** @type {Diary.Operation} */ (sent[0]).seq, refusalIn(problem));
    return "more";
  }

  /** @param {number} count @returns {Outcome} */
  function halve(count) {
    atOnce = Math.max(1, Math.floor(count / 2));
    return "more";
  }

  /** An error that our server did not write: who is speaking? @param {number} status @returns {Promise<Outcome>} */
  async function hearStranger(status) {
    const met = await meet(store, call);
    if (met !== "same") return met === "new" ? "more" : met;
    return status === 401 || status === 403 ? "sign_in" : "later";
  }

  return { next, hear };
}
