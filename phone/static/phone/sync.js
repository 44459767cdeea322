// When to send and to fetch: one drain at a time, in exchanges, until nothing is left; later again, if something failed.
import { meet } from "./account.js";
import { makeExchange } from "./exchange.js";
import { waitMs } from "./operations.js";

const EXCHANGES_MAX = 10_000; // a run that does not come to rest goes on another time

/**
 * @param {object} parts
 * @param {Diary.Store} parts.store
 * @param {Diary.Call} parts.call
 * @param {string} parts.device how this phone calls itself
 * @param {(work: (renew: () => Promise<unknown>) => Promise<void>) => Promise<boolean>} parts.inTurn
 * @param {() => number} parts.clock milliseconds
 * @param {() => number} parts.luck from 0 to 1
 * @param {(wake: () => void, inMs: number) => unknown} parts.wakeIn
 * @param {(phase: Diary.Phase) => unknown} parts.tell called when the phase or the memory changed
 */
export function makeSync({ store, call, device, inTurn, clock, luck, wakeIn, tell }) {
  const exchanges = makeExchange({ store, call, device });
  let failures = 0;
  let holdUntilMs = 0; // the server asked for quiet
  let wakeAtMs = Infinity;
  let running = false;
  let wanted = { once: false, look: false };

  /**
   * Send what waits, and fetch what is new; with `look` ask first who is signed in. Calls during a run are answered by
   * one more run after it.
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
      end("later", null); // the storage failed in the middle; everything is where it was
    } finally {
      running = false;
    }
  }

  /** @param {boolean} look @param {() => Promise<unknown>} renew */
  async function run(look, renew) {
    if ((look || !(await store.owner())) && !(await isOurs())) return;
    await store.unpark();
    for (let number = 0; number < EXCHANGES_MAX; number++) {
      const exchange = await exchanges.next();
      if (!exchange) return; // signed out meanwhile
      if (exchange.sent.length) tell("sending");
      await renew();
      const answer = await call(exchange.request);
      const outcome = await exchanges.hear(exchange, answer);
      if (outcome === "other_person" && (await isOurs())) continue; // nothing waited of the one who was here before
      if (outcome !== "more") return end(outcome === "done" ? "idle" : outcome, answer);
      failures = 0;
    }
    end("later", null);
  }

  /** Whether what this phone holds belongs to the person signed in; it is told why not. */
  async function isOurs() {
    const met = await meet(store, call);
    if (met === "new") tell("idle"); // from now on something can be logged here
    if (met === "same" || met === "new") return true;
    end(met, null);
    return false;
  }

  /** @param {Diary.Phase} phase @param {Diary.Answer | null} answer */
  function end(phase, answer) {
    if (phase === "later") {
      failures += 1;
      const retryAfterS = answer?.kind === "problem" ? answer.retryAfterS : null;
      if (retryAfterS) holdUntilMs = clock() + retryAfterS * 1_000;
      tryAgainIn(waitMs(failures, luck(), retryAfterS));
    } else failures = 0;
    tell(phase);
  }

  /** @param {number} inMs */
  function tryAgainIn(inMs) {
    if (wakeAtMs > clock() && wakeAtMs <= clock() + inMs && clock() >= holdUntilMs) return; // sooner is planned
    wakeAtMs = clock() + inMs;
    wakeIn(() => {
      wakeAtMs = Infinity;
      holdUntilMs = 0;
      void flush();
    }, inMs);
  }

  return { flush };
}
