// Whether a predicate of the table of rules holds of a check, and by which answers and tasks. Pure.
// It is reports/flags/holding.py once more; the docstring of reports/flags/predicates.py says what each operator means.
import { localDay } from "./time.js";

/** @typedef {Record<string, any>} Data JSON: a check, a context, a predicate or the table of rules */
/** @typedef {{ table: Data, context: Data, answers: Data, tasks: Data, lost: string[], day: string, side?: string }} Given */
/** @typedef {string[] | null} By the codes a predicate holds by, which may be none; null where it does not hold */
/** @typedef {{ site: string, sides: string[] }} Place */

const DAY_MS = 86_400_000;
const BOTH = ["left", "right"];
/** @type {Record<string, string[]>} */
const SIDES = { left: ["left"], right: ["right"], both_together: BOTH, both_apart: BOTH };
const SIDE_NAMES = ["unknown", "one", "both"]; // by how many sides were said
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** @param {string | null | undefined} name @returns {string[]} none where no side was said */
export const sidesNamed = (name) => SIDES[name ?? ""] ?? [];

/** @param {string[][]} lists @returns {string[]} every code once, sorted */
export const union = (lists) => [...new Set(lists.flat())].sort();

/** @param {unknown} value @returns {number | null} milliseconds since 1970 of an RFC 3339 time with its offset */
export function instantMs(value) {
  const ms = typeof value === "string" && INSTANT.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? null : ms;
}

/** @param {Data} check @returns {Data} the answers as objects; a plain value is shorthand for one */
export function answersOf(check) {
  const told = Object.entries(check.answers ?? {});
  return Object.fromEntries(told.map(([code, one]) => [code, one !== null && typeof one === "object" ? one : { value: one }]));
}

/** Read a check; what it does not have was not asked. @param {Data} check @param {Data} context @param {Data} table @returns {Given} */
export function given(check, context, table) {
  const tasks = Object.fromEntries(Object.entries(check.tasks ?? {}).map(([code, grades]) => [code, grades ?? {}]));
  return { table, context, answers: answersOf(check), tasks, lost: check.tasks_lost ?? [], day: dayOf(check) };
}

/** The local day of the check, where it was made; empty where its time cannot be read. @param {Data} check */
function dayOf(check) {
  const ms = instantMs(check.performed_at);
  if (ms === null) return "";
  try {
    return localDay(ms, check.time_zone || "none");
  } catch {
    return String(check.performed_at).slice(0, 10); // no zone, or none that is known here: the day as it was written
  }
}

/** Where a task is weaker, or the sides that an answer named. @param {string} code @param {Given} of @returns {string[]} */
export function sidesOf(code, of) {
  const grades = of.tasks[code];
  if (grades) return BOTH.filter((side) => (grades[side] ?? "same") !== "same");
  return sidesNamed(of.answers[code]?.side || of.table.implied_sides[code]);
}

/** @type {Record<string, (one: Data, of: Given) => By>} */
const OPERATORS = {
  all: (one, of) => enough(each(one.all, of), one.all.length),
  any: (one, of) => enough(each(one.any, of), 1),
  not: (one, of) => (holds(one.not, of) ? null : []),
  at_least: (one, of) => enough(each(one.of, of), one.at_least),
  same_side: (one, of) => enough(BOTH.map((side) => holds({ all: one.same_side }, { ...of, side })), 1),
  is: (one, of) => holds(of.table.named[one.is], of),
  answer: (one, of) => orNull(one.answer.filter((/** @type {string} */ code) => isSaid(code, one, of))),
  task: weakTasks,
  lost: (one, of) => orNull(one.lost.filter((/** @type {string} */ code) => of.lost.includes(code))),
  event: (one, of) => (eventsAt(one, of).length ? [] : null),
};

/** @param {Data} predicate @param {Given} of @returns {By} */
export function holds(predicate, of) {
  const operator = Object.keys(OPERATORS).find((name) => name in predicate);
  return /** @type {(one: Data, of: Given) => By} */ (OPERATORS[operator ?? ""])(predicate, of);
}

/** @param {string[]} codes @returns {By} */
const orNull = (codes) => (codes.length ? codes : null);

/** @param {Data[]} predicates @param {Given} of */
const each = (predicates, of) => predicates.map((one) => holds(one, of));

/** @param {By[]} found @param {number} least @returns {By} */
function enough(found, least) {
  const held = found.filter((by) => by !== null);
  return held.length >= least ? union(held) : null;
}

/** @param {string} code @param {Data} predicate @param {Given} of */
function isSaid(code, { speed, side }, of) {
  const told = of.answers[code] ?? {}, sides = sidesOf(code, of);
  return told.value === "yes"
    && (!speed || speed.includes(told.onset_speed || "unknown"))
    && (!side || side.includes(SIDE_NAMES[sides.length]))
    && (!of.side || !sides.length || sides.includes(of.side));
}

/** @param {Data} predicate @param {Given} of @returns {By} */
function weakTasks({ task, grade, side }, of) {
  const wanted = of.side ? [of.side] : BOTH;
  /** @param {string} code */
  const weak = (code) => wanted.filter((one) => grade.includes(of.tasks[code]?.[one]));
  const by = task.filter((/** @type {string} */ code) => weak(code).length);
  return by.length && (!side || side.includes(SIDE_NAMES[union(by.map(weak)).length])) ? by : null;
}

/** The events so many days before the check, at these sites. @param {Data} where @param {Given} of @returns {Data[]} */
function eventsAt({ event: kind, days, sites }, of) {
  return (of.context.events ?? []).filter((/** @type {Data} */ one) => {
    const since = (Date.parse(`${of.day}T00:00:00Z`) - Date.parse(`${one.on}T00:00:00Z`)) / DAY_MS;
    return one.kind === kind && one.action !== "planned" && days[0] <= since && since <= days[1]
      && (!sites || sitesOf(one).some(({ site }) => sites.includes(site)));
  });
}

/** A site without a side has the event's; the middle is both sides. @param {Data} event @returns {Place[]} */
function sitesOf(event) {
  /** @param {string | undefined} name */
  const sided = (name) => (name === "middle" ? BOTH : sidesNamed(name));
  return (event.sites ?? []).map((/** @type {any} */ one) => {
    const own = sided(one.side);
    return { site: typeof one === "string" ? one : one.site, sides: own.length ? own : sided(event.side) };
  });
}

/** Sites with their sides: those of the events that `where` describes, or of the baseline. @param {Data} where @param {Given} of @returns {Place[]} */
export const placesOf = (where, of) =>
  "baseline" in where ? sitesOf({ sites: of.context[where.baseline] }) : eventsAt(where, of).flatMap(sitesOf);
