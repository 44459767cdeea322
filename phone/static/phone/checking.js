// A face check while it is being made. Pure: what is touched is what is stored, and what the rules say follows from it.
import { GROUPS } from "./questions.js";
import { evaluate } from "./rules.js";
import { rfc3339 } from "./time.js";

const AT_ONCE = ["emergency", "same_day"]; // levels whose advice is shown before anything else

/** @param {{ id: string, nowMs: number, zone: string }} moment @returns {Diary.Check} */
export const newCheck = ({ id, nowMs, zone }) =>
  ({ id, fields: { performed_at: rfc3339(nowMs, zone), time_zone: zone, tasks: {}, answers: {}, tasks_lost: [] } });

/** @param {Diary.Check} check @param {Partial<Diary.CheckFields>} change @returns {Diary.Check} */
const changed = (check, change) => ({ ...check, fields: { ...check.fields, ...change } });

/** One side of one task, against the person's usual. @param {Diary.Check} check @param {string} task @param {"left" | "right"} side @param {string} grade */
export function graded(check, task, side, grade) {
  const before = check.fields.tasks[task] ?? {};
  return changed(check, { tasks: { ...check.fields.tasks, [task]: { ...before, [side]: grade } } });
}

/** Every task that nobody has graded is as usual: one tap for all that went well. @param {Diary.Check} check @param {string[]} tasks */
export function restAsUsual(check, tasks) {
  const told = tasks.map((task) => [task, { left: "same", right: "same", ...check.fields.tasks[task] }]);
  return changed(check, { tasks: { ...check.fields.tasks, ...Object.fromEntries(told) } });
}

/** Yes, then not sure, then no answer. @param {Diary.Check} check @param {string} code */
export function answered(check, code) {
  const { [code]: before, ...others } = check.fields.answers;
  /** @type {Diary.CheckAnswer | null} */
  const next = before?.value === "unsure" ? null : { ...before, value: before?.value === "yes" ? "unsure" : "yes" };
  return changed(check, { answers: next ? { ...others, [code]: next } : others });
}

/** Which side, how it began, since when. @param {Diary.Check} check @param {string} code @param {Partial<Diary.CheckAnswer>} more */
export const described = (check, code, more) =>
  changed(check, { answers: { ...check.fields.answers, [code]: { value: "yes", ...check.fields.answers[code], ...more } } });

/** "None of these": no to what was shown and has no other answer, and to nothing else. @param {Diary.Check} check @param {string} group */
export function noneOf(check, group) {
  const shown = GROUPS.find(({ name }) => name === group)?.codes ?? [];
  const open = shown.filter((code) => !check.fields.answers[code]);
  return changed(check, { answers: { ...check.fields.answers, ...Object.fromEntries(open.map((code) => [code, { value: "no" }])) } });
}

/** @param {Diary.Check} check @param {string} task something the person can no longer do */
export function toggledLost(check, task) {
  const lost = check.fields.tasks_lost;
  return changed(check, { tasks_lost: lost.includes(task) ? lost.filter((other) => other !== task) : [...lost, task] });
}

/**
 * What published advice says of this check; none is not an all-clear.
 * @param {Diary.Check} check
 * @param {Diary.Vocabulary | null} vocabulary
 * @param {Diary.CheckContext} context
 * @param {number} nowMs
 * @param {string} language
 */
export const adviceOn = (check, vocabulary, context, nowMs, language) =>
  vocabulary?.answer_rules ? evaluate(vocabulary.answer_rules, check.fields, context, nowMs, language) : [];

/**
 * What has to be seen at once: an urgent advice that was not shown yet at this level.
 * @param {import("./rules.js").Fired[]} advice most urgent first
 * @param {string[]} seen
 */
export const unseen = (advice, seen) => advice.find((one) => AT_ONCE.includes(one.level) && !seen.includes(seenAs(one))) ?? null;

/** @param {import("./rules.js").Fired} advice */
export const seenAs = ({ rule, level }) => `${rule} ${level}`;
