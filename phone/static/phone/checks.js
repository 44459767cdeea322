// The verbs of the face check. What is touched is saved at once, and what the rules say of it is shown at once.
import { adviceOn, answered, described, graded, newCheck, noneOf, restAsUsual, seenAs, toggledLost, unseen } from "./checking.js";
import { t } from "./texts.js";
import { instantOf, rfc3339 } from "./time.js";

/**
 * @param {object} parts
 * @param {(wish: Diary.Wish, after: Partial<Diary.State>) => unknown} parts.save
 * @param {(nowMs: number) => string} parts.nextId
 * @param {() => number} parts.clock
 * @param {() => string} parts.zone
 * @param {() => Diary.State} parts.state
 * @param {(change: Partial<Diary.State>) => void} parts.show
 */
export function makeChecks({ save, nextId, clock, zone, state, show }) {
  /** @type {string[]} */
  let seen = [];
  /** @param {(check: Diary.Check) => Diary.Check} change */
  function touch(change) {
    const { check: before } = state();
    if (!before) seen = [];
    const check = change(before ?? newCheck({ id: nextId(clock()), nowMs: clock(), zone: zone() }));
    advise(check); // from what is at hand, before anything is asked of the storage
    save(wishOf(check, before), { said: t.saved });
    show({ check });
  }

  /** @param {Diary.Check} check */
  function advise(check) {
    const { vocabulary, urgent, facts } = state();
    const advice = adviceOn(check, vocabulary, contextOf(facts), clock(), t.language);
    show({ advice, urgent: urgent ?? unseen(advice, seen) });
  }

  return {
    /** @param {{ task: string, side: "left" | "right", grade: string }} said */
    grade: ({ task, side, grade }) => touch((check) => graded(check, task, side, grade)),
    rest: () => touch((check) => restAsUsual(check, (state().vocabulary?.check_tasks ?? []).map(({ code }) => code))),
    /** @param {{ code: string }} which */
    answer: ({ code }) => touch((check) => answered(check, code)),
    /** @param {{ group: string }} which */
    none: ({ group }) => touch((check) => noneOf(check, group)),
    /** @param {{ code: string, more: Partial<Diary.CheckAnswer> }} said */
    describe: ({ code, more }) => touch((check) => described(check, code, withOffset(more, zone()))),
    /** @param {{ task: string }} which */
    lost: ({ task }) => touch((check) => toggledLost(check, task)),
    /** A treatment may have arrived meanwhile. */
    again() {
      const { check } = state();
      if (check) advise(check);
    },
    seen() {
      const { urgent, advice } = state();
      if (urgent) seen = [...seen, seenAs(urgent)];
      show({ urgent: null });
      show({ urgent: unseen(advice, seen) });
    },
  };
}

/**
 * What may account for a weakness: treatments, and what has been so for long. It lowers an advice, and never hides it.
 * @param {Diary.State["facts"]} facts
 * @returns {Diary.CheckContext}
 */
const contextOf = ({ event = [], baseline = [] }) => ({
  events: event.map(({ document }) => document),
  long_standing_weakness: baseline[0]?.document.long_standing_weakness ?? [],
});

/** All of it the first time, then what was touched. @param {Diary.Check} check @param {Diary.Check | null} before @returns {Diary.Wish} */
function wishOf({ id, fields }, before) {
  const touched = Object.entries(fields).filter(([name, value]) => !before || before.fields[name] !== value);
  return { kind: "check", id, fields: Object.fromEntries(touched) };
}

/** A moment on the wall of this phone, with its offset. @param {Partial<Diary.CheckAnswer>} more @param {string} zone */
function withOffset(more, zone) {
  const { onset_at } = more;
  return onset_at ? { ...more, onset_at: rfc3339(instantOf(onset_at, zone), zone) } : more;
}
