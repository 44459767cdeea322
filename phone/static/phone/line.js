// The line to the server, and everything that needs it. It is loaded behind the first screen: a tap asks for none of it.
import { makeConflicts } from "./conflicts.js";
import { call } from "./http.js";
import { makeKeeping } from "./keeping.js";
import { forget, leave, switchBack } from "./leaving.js";
import { makeNoticed } from "./noticed.js";
import { makePage } from "./page.js";
import { makeReminding } from "./reminding.js";
import { makeSharing } from "./sharing.js";
import { makeSync } from "./sync.js";
import { makeTrends } from "./trends.js";
import { makeTurns } from "./turns.js";

/**
 * @param {object} parts
 * @param {Diary.Store} parts.store
 * @param {string} parts.device
 * @param {(phase: Diary.Phase) => void} parts.tell
 * @param {() => Diary.State} parts.state
 * @param {(change: Partial<Diary.State>) => void} parts.show
 * @param {() => void} parts.tellTabs
 * @param {() => Promise<void>} parts.read the memory again
 */
export function makeLine({ store, device, tell, state, show, tellTabs, read }) {
  const diary = () => state().owner?.diary ?? "";
  const sync = makeSync({
    store, call, device, tell, clock: () => performance.now(), luck: Math.random,
    inTurn: makeTurns(store, navigator.locks, crypto.randomUUID?.() ?? String(Math.random()), Date.now),
    wakeIn: (wake, inMs) => setTimeout(wake, inMs),
  });
  return {
    sync,
    sharing: makeSharing({ call, diary, shown: () => state().sharing, show }),
    conflicts: makeConflicts({ call, diary, show, look: () => sync.flush({ look: true }) }),
    trends: makeTrends({ store, call, diary, show }),
    noticed: makeNoticed({ store, call, diary, show }),
    reminding: makeReminding({ call, state, show, prefer: (change) => store.prefer(diary(), change).then(read) }),
    keeping: makeKeeping({ call, diary, show, forget: () => forget(store, tellTabs) }),
    page: makePage({ diary, show }),
    leave: () => leave(store, tellTabs),
    switchBack,
    /** The names of places and the rules, kept for the days without a network. */
    async learnWords() {
      const answer = await call({ method: "GET", path: "/api/v1/vocabulary/" });
      if (answer.kind !== "accepted" || !Array.isArray(answer.document?.sites)) return;
      await store.keep("vocabulary", answer.document);
      await read();
    },
  };
}
