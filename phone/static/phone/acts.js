// The verbs. Each makes a change by `logic`, has it saved by the store, says so, and lets the sync know.
import {
  UNDO_MS, allDay, answerToday, bringBack, dayAnswer, ending, entriesOf, isBounce, newEpisode, pastEpisode, placing, removal, samePlace, togglePlace,
  unplaced, usualPlaces,
} from "./logic.js";
import { NotYourDiary } from "./store.js";
import { t } from "./texts.js";
import { localDay } from "./time.js";

/**
 * @param {object} parts
 * @param {Diary.Store} parts.store
 * @param {{ flush: (how?: { look?: boolean }) => Promise<void> }} parts.sync
 * @param {(nowMs: number) => string} parts.nextId
 * @param {() => number} parts.clock
 * @param {() => string} parts.zone
 * @param {() => Diary.State} parts.state
 * @param {(change: Partial<Diary.State>) => void} parts.show
 * @param {() => Promise<void>} parts.refresh read the memory again, here and in other tabs
 */
export function makeActs({ store, sync, nextId, clock, zone, state, show, refresh }) {
  /** @type {number | null} */
  let countedMs = null;
  /** @type {number | null} */
  let listedMs = null; // the last tap that added to a list or took away from it
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let undoEnds;
  let persistAsked = false;
  let last = Promise.resolve(); // one act after the other: a burst is counted in its order

  const diary = () => state().owner?.diary ?? "";

  /** @param {() => Promise<unknown>} work */
  const inOrder = (work) => (last = last.then(work).then(() => undefined, failed));

  /** @param {unknown} error */
  function failed(error) {
    countedMs = null; // the next tap is a new try, not a bounce
    if (error instanceof NotYourDiary) return void refresh().then(() => sync.flush({ look: true }));
    show({ trouble: "storage_full", said: t.now.notSaved, undo: null });
  }

  /**
   * @param {Diary.Wish} wish
   * @param {Partial<Diary.State>} after what is true once it is saved
   */
  async function save(wish, after) {
    await store.write({ diary: diary(), wish });
    await saved(after);
  }

  /** @param {Partial<Diary.State>} after */
  async function saved(after) {
    await refresh();
    show({ trouble: null, ...after });
    if (after.undo) endUndoLater();
    void sync.flush();
  }

  function endUndoLater() {
    clearTimeout(undoEnds);
    undoEnds = setTimeout(() => show({ undo: null }), UNDO_MS);
  }

  /** Once there is something to keep, ask the browser not to clear it; once a visit, since some browsers ask the person. */
  function askToPersist() {
    if (!persistAsked) void navigator.storage?.persist?.();
    persistAsked = true;
  }

  /** A trembling finger is one tap here, too: what slid under it was not meant. */
  function isTrembling() {
    const tapMs = performance.now();
    if (isBounce(listedMs, tapMs)) return true;
    listedMs = tapMs;
    return false;
  }

  /** @param {string} id */
  const entryOf = (id) => state().entries.find((entry) => entry.id === id);
  return {
    save: (/** @type {Diary.Wish} */ wish, /** @type {Partial<Diary.State>} */ after) => inOrder(() => save(wish, after)),

    /** @param {{ tapMs: number, minutesAgo?: number, shut?: boolean }} tap */
    logEpisode({ tapMs, minutesAgo = 0, shut = false }) {
      if (isBounce(countedMs, tapMs)) return;
      countedMs = tapMs;
      navigator.vibrate?.(30);
      const nowMs = clock(); // the moment of the tap, not of the turn it gets
      inOrder(async () => {
        const wish = newEpisode({ id: nextId(nowMs), nowMs, zone: zone(), minutesAgo, shut });
        const day = localDay(nowMs - minutesAgo * 60_000, zone());
        const count = entriesOf(state().entries, day).length + 1;
        const said = day === state().today ? t.now.saved(count) : t.now.savedEarlier;
        await save(wish, { said: shut ? `${t.now.shut} ${said}` : said, undo: { wishes: [removal(wish)], said: t.now.takenBack }, recentId: wish.id });
        askToPersist();
      });
    },

    /** @param {{ day: string, then: (id: string) => void }} past a twitch of another day */
    logPast({ day, then }) {
      if (isTrembling()) return;
      const nowMs = clock();
      inOrder(async () => {
        const wish = pastEpisode({ id: nextId(nowMs), day, nowMs, zone: zone() });
        await save(wish, { said: t.saved, undo: { wishes: [removal(wish)], said: t.now.takenBack } });
        then(wish.id);
      });
    },

    endEpisode() {
      const nowMs = clock();
      inOrder(async () => {
        const entry = entryOf(state().recentId ?? "");
        if (entry) await save(ending(entry, nowMs), { said: t.now.ended, undo: null });
      });
    },

    sayAllDay() {
      inOrder(async () => {
        const { today, days } = state();
        const before = { kind: "day", id: today, fields: { state: days[today]?.document.state ?? "unknown", burden: days[today]?.document.burden ?? null } };
        await save(allDay(today), { said: t.now.answered, undo: { wishes: [before], said: t.now.asItWas } });
      });
    },

    /** @param {{ place: Diary.Place, add?: boolean }} said of the fact that is open */
    togglePlace({ place, add = false }) {
      inOrder(async () => {
        const { open } = state();
        if (!open || (add && open.document.sites?.some((known) => samePlace(known, place)))) return;
        const places = togglePlace(open, place);
        if (places.length === open.document.sites?.length) return show({ said: t.places.most });
        if (open.kind === "episode" && places.length) await store.prefer(diary(), { usual: places });
        await save(placing(open, places), { said: t.places.saved, undo: null });
      });
    },

    /** What was logged without a place was where it was the last time. */
    placeAsUsual() {
      inOrder(async () => {
        const usual = usualPlaces(state());
        const wishes = unplaced(state()).map((entry) => placing(entry, usual));
        const undo = { wishes: wishes.map((wish) => ({ ...wish, fields: { sites: [] } })), said: t.now.asItWas, floats: true };
        for (const wish of wishes) await store.write({ diary: diary(), wish });
        await saved({ said: t.places.saved, undo });
      });
    },

    /** @param {{ entry: Diary.Entry }} which */
    deleteFact({ entry }) {
      if (isTrembling()) return;
      inOrder(async () => {
        const undo = { wishes: [bringBack(entry)], said: t.now.back, floats: true };
        await save(removal(entry), { said: t.now.deleted, undo, recentId: null });
      });
    },

    /** @param {{ entry: Diary.Entry }} which was deleted some time ago */
    bringBack: ({ entry }) => inOrder(() => save(bringBack(entry), { said: t.now.back, undo: null })),

    /** @param {{ state: Diary.DayState }} answer for today */
    answerDay(answer) {
      inOrder(async () => {
        const { today } = state();
        const before = dayAnswer(today, answerToday(state()));
        const said = answer.state === "none" ? t.now.answered : t.now.unanswered;
        await save(dayAnswer(today, answer.state), { said, undo: { wishes: [before], said: t.now.asItWas } });
      });
    },

    /**
     * Said of a fact; of a new one where it has no id. What adds to a list is a function: in its turn it sees what the
     * act before it did, so that of two taps at once neither is lost.
     * @param {{ kind: string, id?: string, fields: Diary.Fields | (() => Diary.Fields) }} said
     */
    sayFact: ({ kind, id = nextId(clock()), fields }) =>
      inOrder(() => save({ kind, id, fields: typeof fields === "function" ? fields() : fields }, { said: t.saved, undo: null })),

    undo() {
      inOrder(async () => {
        const { undo } = state();
        if (!undo) return;
        for (const wish of undo.wishes) await store.write({ diary: diary(), wish });
        await saved({ said: undo.said, undo: null });
      });
    },

    /** @param {{ seqs: number[] }} operations that were refused */
    retry({ seqs }) {
      inOrder(async () => {
        await store.retry(seqs);
        await refresh();
        void sync.flush();
      });
    },

    /** @param {Diary.Preferences} change */
    prefer(change) {
      inOrder(async () => {
        await store.prefer(diary(), change);
        await refresh();
      });
    },
  };
}
