// What a diary leaves open and is asked again. Pure. It is reports/flags/asking.py once more; both are held to
// tests/vectors/asking.json.
import { answersOf, given, holds } from "./holding.js";
import { daysBefore } from "./time.js";

/** @typedef {{ code: "face_check" | "lid_three_months" | "hold_back", about: string, site: string }} Question */
/** @typedef {Pick<Diary.Entry, "id" | "day" | "document">[]} Entries */

/** Rules that ask for days: what may follow by some days is asked again while this holds. */
const ASKED_WHILE = /** @type {Record<string, string>} */ ({ U5: "face_weak" });

/** @param {import("./holding.js").Data} table @param {string} code */
const threshold = (table, code) => table.thresholds.find((/** @type {{ code: string }} */ one) => one.code === code).value;

/** How far back any question looks, today included. @param {Diary.Vocabulary | null} vocabulary @param {string} today */
export const asksSince = (vocabulary, today) =>
  isAsking(vocabulary) ? daysBefore(today, threshold(vocabulary.answer_rules, "lid_reminder_days")[1]) : today;

/** Words that were learnt before there were these questions know nothing of them. @param {Diary.Vocabulary | null} vocabulary @returns {vocabulary is Diary.Vocabulary & { answer_rules: import("./holding.js").Data }} */
const isAsking = (vocabulary) => Boolean(vocabulary?.answer_rules?.thresholds.some((/** @type {{ code: string }} */ { code }) => code === "lid_reminder_days"));

/**
 * What is asked again today, the most urgent first. The facts may be cut to the days since `asksSince`, except that
 * `lid_three_months` then only says that the rest has to be read: it holds where it holds of everything.
 * @param {{ episodes: Entries, checks: Entries, baseline: Diary.Fields, vocabulary: Diary.Vocabulary | null, today: string }} told
 * @returns {Question[]}
 */
export function openQuestions({ episodes, checks, baseline, vocabulary, today }) {
  if (!isAsking(vocabulary)) return [];
  const { answer_rules: table, sites } = vocabulary;
  const lids = sites.filter(({ zone }) => zone === "EYE").map(({ code }) => code);
  const rest = sites.filter(({ zone, nerve }) => nerve === "VII" && zone !== "EYE").map(({ code }) => code);
  /** @type {Question[]} */
  const found = [];
  if (asksForCheck(checks, table, today)) found.push({ code: "face_check", about: "", site: "" });
  if (lidsAlone({ episodes, checks, baseline }, lids, table, today)) found.push({ code: "lid_three_months", about: "", site: "" });
  return [...found, ...holdBack(episodes, rest, table, today)];
}

/** U5: for the days after the face was first told to be weak; one that is still weak does not begin them anew. @param {Entries} checks @param {import("./holding.js").Data} table @param {string} today */
function asksForCheck(checks, table, today) {
  if (checks.some(({ day }) => day === today)) return false;
  return Object.entries(ASKED_WHILE).some(([id, is]) => {
    const days = table.rules.find((/** @type {import("./holding.js").Data} */ rule) => rule.id === id).ask_again_days;
    const told = checks.filter(({ document }) => holds({ is }, given(document, { events: [], long_standing_weakness: [] }, table))).map(({ day }) => day);
    const begins = (/** @type {string} */ day) => !told.some((earlier) => day > earlier && earlier >= daysBefore(day, threshold(table, "evidence_days")));
    return told.some((day) => today > day && day >= daysBefore(today, days) && begins(day));
  });
}

/** I1. @param {{ episodes: Entries, checks: Entries, baseline: Diary.Fields }} told @param {string[]} lids @param {import("./holding.js").Data} table @param {string} today */
function lidsAlone({ episodes, checks, baseline }, lids, table, today) {
  const places = episodes.flatMap(({ document }) => document.sites ?? []);
  const others = [baseline.sites, baseline.long_standing_weakness].flatMap((list) => /** @type {Diary.Place[]} */ (list ?? []));
  const days = episodes.map(({ day }) => day).filter((day) => today >= day).sort();
  const [from, until] = threshold(table, "lid_reminder_days");
  const first = days[0] ?? today, last = days.at(-1) ?? "";
  return places.length > 0 && [...places, ...others].every(({ site }) => lids.includes(site)) && !checks.some(({ document }) => saysMore(document))
    && first <= daysBefore(today, from) && first >= daysBefore(today, until) && last > daysBefore(today, threshold(table, "still_days"));
}

/** Whether a check names anything at all besides the twitching. @param {Diary.Fields} check */
function saysMore(check) {
  const grades = Object.values(/** @type {Record<string, Record<string, string>>} */ (check.tasks ?? {})).flatMap((sides) => Object.values(sides ?? {}));
  return Object.values(answersOf(check)).some(({ value }) => value === "yes") || (/** @type {string[]} */ (check.tasks_lost ?? [])).length > 0
    || grades.some((grade) => grade && grade !== "same");
}

/** S2: the newest entry of a site that twitches for long enough, if none of its entries says whether it is held back. @param {Entries} episodes @param {string[]} rest @param {import("./holding.js").Data} table @param {string} today @returns {Question[]} */
function holdBack(episodes, rest, table, today) {
  const lasts = threshold(table, "hold_back_days");
  const oldest = daysBefore(today, 2 * lasts - 1), recent = daysBefore(today, lasts);
  const within = episodes.filter(({ day }) => day >= oldest && today >= day);
  const found = rest.flatMap((site) => {
    const entries = within.filter(({ document }) => document.sites?.some((place) => place.site === site));
    const days = new Set(entries.map(({ day }) => day).filter((day) => day > recent));
    const isOpen = entries.some(({ day }) => recent >= day) && days.size >= threshold(table, "involved_days") && !entries.some(({ document }) => document.suppressible);
    return isOpen ? entries.map(({ id, day }) => ({ key: `${day} ${id} ${site}`, about: id, site })) : [];
  });
  const [newest] = found.sort((one, other) => (other.key > one.key ? 1 : -1));
  return newest ? [{ code: "hold_back", about: newest.about, site: newest.site }] : [];
}
