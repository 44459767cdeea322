// Sending and fetching. Lines leave in order, each on its own answer; only when nothing waits is anything fetched.
import { isWaiting, judge, pathOf, refusalFrom, waitMs } from "./outbox.js";
import { meet } from "./account.js";
import { daysBefore } from "./time.js";

/**
 * @param {object} parts
 * @param {Diary.Store} parts.store
 * @param {Diary.Call} parts.call
 * @param {(work: (renew: () => Promise<unknown>) => Promise<void>) => Promise<boolean>} parts.inTurn
 * @param {() => string} parts.today the local day
 * @param {() => number} parts.clock milliseconds
 * @param {() => number} parts.luck from 0 to 1
 * @param {(wake: () => void, inMs: number) => unknown} parts.wakeIn
 * @param {(phase: Diary.Phase) => unknown} parts.tell called when the phase or the memory changed
 */
export function makeSync({ store, call, inTurn, today, clock, luck, wakeIn, tell }) {
  let failures = 0;
  let holdUntilMs = 0; // the server asked for quiet
  let wakeAtMs = Infinity;
  let running = false;
  let wanted = { once: false, look: false };

  /**
   * Send what waits; with `look` also ask who is signed in and what is new. Calls during a run are answered by one
   * more run after it.
   * @param {{ look?: boolean }} [how]
   */
  async function flush({ look = false } = {}) {
    wanted = { once: true, look: wanted.look || look };
    if (running || clock() < holdUntilMs) return;
    running = true;
    try {
      while (wanted.once) {
        const { look: lookNow } = wanted;
        wanted = { once: false, look: false };
        if (!(await inTurn((renew) => run(lookNow, renew)))) tryAgainIn(2_000);
      }
    } catch {
      end("later", null); // the storage failed in the middle; the lines are where they were
    } finally {
      running = false;
    }
  }

  /** @param {boolean} look @param {() => Promise<unknown>} renew */
  async function run(look, renew) {
    const owned = (await store.owner()) !== null || (await settledAccount()) === "yes";
    if (!owned || !(await push(renew))) return;
    if (look) await pull();
  }

  /** Whether the account is known, telling why not. @returns {Promise<"yes" | "no">} */
  async function settledAccount() {
    const met = await meet(store, call);
    if (met === "same" || met === "new") return "yes";
    end(met, null);
    return "no";
  }

  /** @param {() => Promise<unknown>} renew @returns {Promise<boolean>} whether the outbox was drained */
  async function push(renew) {
    for (let line = await store.takeLine(); line; line = await store.takeLine()) {
      tell("sending");
      await renew();
      const owner = await store.owner();
      if (!owner) return false; // signed out meanwhile
      const answer = await call({ method: line.method, path: pathOf(line), body: line.body ?? undefined, diary: owner.diary, guard: line.guard });
      if (!(await apply(line, answer))) return false;
    }
    end("idle", null);
    return true;
  }

  /** @param {Diary.QueuedLine} line @param {Diary.Answer} answer @returns {Promise<boolean>} whether to go on */
  async function apply(line, answer) {
    const verdict = await believed(line, answer);
    if (verdict === "settled" && answer.kind === "accepted") await store.settle(line, answer.document);
    else if (verdict === "settled") await store.settle(line, null);
    else if (verdict === "refused" && answer.kind === "problem") await store.park(line.seq, refusalFrom(answer));
    else return end(verdict === "sign_in" || verdict === "other_person" ? verdict : "later", answer), false;
    failures = 0;
    return true;
  }

  /**
   * An error page that is not ours counts as a refusal only if our server can be heard at the same moment: otherwise
   * a hotel's network would refuse a diary.
   * @param {Diary.QueuedLine} line @param {Diary.Answer} answer
   */
  async function believed(line, answer) {
    const verdict = judge(line, answer);
    if (verdict !== "doubtful" || answer.kind !== "problem") return verdict;
    const met = await meet(store, call);
    if (met !== "same") return met === "new" ? "later" : met;
    return answer.status === 401 || answer.status === 403 ? "sign_in" : "refused";
  }

  async function pull() {
    const last = today();
    const first = daysBefore(last, 1);
    const diary = (await store.owner())?.diary ?? "";
    const documents = await readAll(`/api/v1/episodes/?first=${first}&last=${last}&page_size=1000`, diary);
    const day = await call({ method: "GET", path: `/api/v1/days/${last}/`, diary });
    const met = await meet(store, call); // after the reads: what was read belongs to whom?
    if (met === "new") return void (wanted = { once: true, look: true });
    if (met !== "same") return end(met, null);
    if (!documents) return;
    const answer = day.kind === "accepted" ? { day: last, state: day.document?.state ?? "unknown" } : null;
    await store.takeIn(diary, { first, last, documents, answer });
    tell("idle");
  }

  /** Every page of a list. @param {string} path @param {string} diary @returns {Promise<Diary.Document[] | null>} */
  async function readAll(path, diary) {
    const documents = [];
    for (let page = /** @type {string | null} */ (path); page; ) {
      const answer = await call({ method: "GET", path: page, diary });
      if (answer.kind !== "accepted" || !Array.isArray(answer.document?.results)) return null;
      documents.push(...answer.document.results);
      page = nextPage(answer.document.next);
    }
    return documents;
  }

  /** @param {Diary.Phase | "same"} phase @param {Diary.Answer | null} answer */
  function end(phase, answer) {
    if (phase === "later") {
      failures += 1;
      const retryAfterS = answer?.kind === "problem" ? answer.retryAfterS : null;
      if (retryAfterS) holdUntilMs = clock() + retryAfterS * 1_000;
      tryAgainIn(waitMs(failures, luck(), retryAfterS));
    } else failures = 0;
    tell(phase === "same" ? "idle" : phase);
  }

  /** @param {number} inMs */
  function tryAgainIn(inMs) {
    if (wakeAtMs > clock() && wakeAtMs <= clock() + inMs && clock() >= holdUntilMs) return; // sooner is planned
    wakeAtMs = clock() + inMs;
    wakeIn(() => {
      wakeAtMs = Infinity;
      holdUntilMs = 0;
      void flush({ look: true });
    }, inMs);
  }

  return { flush, anyWaiting: async () => (await store.lines()).some(isWaiting) };
}

/** A page's address may name a host, which a proxy can get wrong: only the path is used. @param {unknown} next */
function nextPage(next) {
  if (typeof next !== "string") return null;
  const { pathname, search } = new URL(next, "http://localhost");
  return pathname + search;
}
