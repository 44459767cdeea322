// The rules over one answer, evaluated on the phone: their advice is there at once, also without a network. Pure.
// It is reports/flags/answers.py once more; both are held to tests/vectors/answer_rules.json.
import { answersOf, given, holds, instantMs, placesOf, sidesOf, union } from "./holding.js";

/** @typedef {import("./holding.js").Data} Data */
/** @typedef {import("./holding.js").Given} Given */
/** @typedef {import("./holding.js").Place} Place */
/**
 * A rule that fired, with its level after suppression. `hours_left` are full hours of its clock; null where it has
 * none, where it is not known since when it runs, and after it has run out.
 * @typedef {{
 *   rule: string, version: number, level: string, urgency: string | null, fired_by: string[], hours_left: number | null,
 *   suppressed_by: string | null, title: string, text: string, clinician: string, source: string, basis: string,
 * }} Fired
 */

const HOUR_MS = 3_600_000;

/**
 * The rules that fire from one check, by level and then in the table's order. None is not an all-clear.
 * @param {Data} table as the server makes it in reports/flags/answer_table.py
 * @param {Data} check a document of the contract; an answer may be a plain value
 * @param {Data} context `events`, and `long_standing_weakness` of the baseline; either may be missing
 * @param {number} nowMs the moment at which the clock is read
 * @param {string} [asked] language; English for one that the table does not have
 * @returns {Fired[]}
 */
export function evaluate(table, check, context, nowMs, asked = "en") {
  const language = table.languages.includes(asked) ? asked : "en";
  const of = given(check, context, table);
  /** @type {Fired[]} */
  const all = table.rules.flatMap((/** @type {Data} */ rule) => fire(rule, of, nowMs, language) ?? []);
  return all.sort((one, other) => table.levels.indexOf(one.level) - table.levels.indexOf(other.level));
}

/** @param {Data} rule @param {Given} of @param {number} nowMs @param {string} language @returns {Fired | null} */
function fire(rule, of, nowMs, language) {
  for (const told of rule.cases) {
    const by = holds(told.when, of);
    if (by) return fired(rule, told, by, of, nowMs, language);
  }
  return null;
}

/** @param {Data} rule @param {Data} told its case @param {string[]} by @param {Given} of @param {number} nowMs @param {string} language */
function fired(rule, told, by, of, nowMs, language) {
  const { lowered, suppressors } = of.table;
  const suppressor = told.level === lowered.from ? suppressorOf(rule, by, of) : null;
  const left = suppressor ? null : hoursLeft(rule.clock_hours, by, of, nowMs);
  const words = suppressor ? suppressors[suppressor] : told;
  return {
    rule: rule.id,
    version: rule.version,
    level: suppressor ? lowered.to : told.level,
    urgency: suppressor ? lowered.urgency : told.urgency,
    fired_by: union([by]),
    hours_left: left,
    suppressed_by: suppressor,
    title: words.title[language],
    text: textOf(words.text[language], rule.clock_hours, left, of.table, language),
    clinician: words.clinician[language],
    source: rule.source,
    basis: rule.basis,
  };
}

/** The four parts; the hours that are left stand after what guidance says.
 * @param {string[]} parts @param {number} total @param {number | null} left @param {Data} table @param {string} language */
function textOf(parts, total, left, table, language) {
  const clock = left === null ? [] : [phrase(table, "clock", { total, hours: left }, language)];
  return [...parts.slice(0, 2), ...clock, ...parts.slice(2)].join(table.phrases[language].joint);
}

/** Counted on instants, which no clock change and no journey can disturb, from the earliest onset.
 * @param {number | null} clockHours @param {string[]} by @param {Given} of @param {number} nowMs @returns {number | null} */
function hoursLeft(clockHours, by, of, nowMs) {
  const onsets = by.map((code) => instantMs(of.answers[code]?.onset_at)).filter((ms) => ms !== null);
  if (clockHours === null || !onsets.length) return null;
  const leftMs = clockHours * HOUR_MS - Math.max(0, nowMs - Math.min(...onsets));
  return leftMs > 0 ? Math.floor(leftMs / HOUR_MS) : null;
}

/** @param {Data} rule @param {string[]} by @param {Given} of @returns {string | null} */
function suppressorOf(rule, by, of) {
  return rule.suppressors.find((/** @type {string} */ name) => accountsFor(of.table.suppressors[name], by, of)) ?? null;
}

/** Whether it covers all that the rule fired by, and every weakness that it has to explain.
 * @param {Data} suppressor @param {string[]} by @param {Given} of */
function accountsFor({ when, explains, places, covers }, by, of) {
  if (!holds(when, of)) return false;
  const near = places && placesOf(places, of);
  return union([by, holds(explains, of) ?? []]).every((code) => isCovered(covers[code], sidesOf(code, of), near));
}

/** Whether a place lies in these sites on each side; a side that was not named is not covered.
 * @param {string[] | undefined} sites @param {string[]} sides @param {Place[] | null} near */
function isCovered(sites, sides, near) {
  if (!sites || !near) return Boolean(sites);
  return sides.length > 0 && sides.every((side) => near.some((one) => sites.includes(one.site) && one.sides.includes(side)));
}

/** The answers that were "unsure", sorted: neither yes nor no, so that no rule uses them. @param {Data} check */
export function unsure(check) {
  const told = Object.entries(answersOf(check)).filter(([, answer]) => answer.value === "unsure");
  return told.map(([code]) => code).sort();
}

/** A phrase that belongs to no rule, with its numbers filled in.
 * @param {Data} table @param {string} name @param {Record<string, number>} [numbers] @param {string} [language] */
export function phrase(table, name, numbers = {}, language = "en") {
  const told = String((table.phrases[language] ?? table.phrases.en)[name]);
  return Object.entries(numbers).reduce((text, [key, value]) => text.replace(`{${key}}`, String(value)), told);
}
