// Which area may be new, for the person to say. Pure. It is asked on the phone only: no reminder is ever sent for it, so
// it has no twin in Python. What is new, and what confirms it, is as in reports/flags/baseline.py and `confirmed` of
// reports/flags/history/timeline.py.
import { sidesNamed } from "./holding.js";
import { SITES_MAX } from "./logic.js";
import { daysBefore } from "./time.js";

const CODE = "new_place";
const NOT_YET = "9000-01-01"; // a diary that is not kept yet has nothing new
const LIMITS = ["kept_days", "baseline_days", "confirmed_days", "confirmed_within_days", "evidence_days"];

/** @typedef {{ area: string, day: string, id: string }} Sighting of a site on one side, "cheek:left", by an entry */

/**
 * The area that was confirmed last, if that was lately and for the first time, and it is neither declared nor of the
 * first week. The facts may be cut: then the first week is not known, and what is found has to be asked of everything.
 * @param {{ episodes: import("./asking.js").Entries, checks: import("./asking.js").Entries, answers: import("./asking.js").Entries, isWhole: boolean, baseline: Diary.Fields, vocabulary: Diary.Vocabulary | null, noted: Record<string, string>, today: string }} told
 * @returns {Diary.Asked[]} one at most
 */
export function newPlace({ episodes, checks, answers, isWhole, baseline, vocabulary, noted, today }) {
  const known = vocabulary?.answer_rules?.thresholds ?? [];
  const limits = LIMITS.map((code) => known.find((/** @type {{ code: string }} */ one) => one.code === code)?.value);
  const declared = /** @type {Diary.Place[]} */ (baseline.sites ?? []);
  if (!vocabulary || limits.includes(undefined)) return []; // words that were learnt before there was this question
  if (declared.length >= SITES_MAX) return []; // "it was there before" could not be kept
  const told = episodes.filter(({ day }) => day && today >= day).sort((one, other) => (keyOf(one) > keyOf(other) ? 1 : -1));
  const sightings = told.flatMap(({ id, day, document }) => areasOf(document.sites ?? [], vocabulary.sites).map((area) => ({ area, day, id })));
  const [keptDays, baselineDays, ...confirming] = limits;
  const begins = keptFrom([...told, ...checks, ...answers.filter(isAnswered)], keptDays, declared.length > 0);
  const weekEnds = isWhole ? daysBefore(begins, -baselineDays) : "";
  const old = new Set([...areasOf(declared, vocabulary.sites), ...sightings.filter(({ day }) => weekEnds > day).map(({ area }) => area)]);
  const areas = [...new Set(sightings.map(({ area }) => area))].filter((area) => !old.has(area) && mayAsk(area, noted, today));
  const found = areas.flatMap((area) => confirmed(sightings.filter((one) => one.area === area), confirming, today));
  const [latest] = found.sort((one, other) => (other.key > one.key ? 1 : -1));
  return latest ? [{ code: CODE, about: latest.id, places: [placeOf(latest.area)] }] : [];
}

/** The first day, or the second after a pause: one entry of long ago, told later, does not begin a diary, unless something was declared. @param {{ day: string }[]} told @param {number} pause days @param {boolean} isDeclared */
function keptFrom(told, pause, isDeclared) {
  const [first = NOT_YET, second = NOT_YET] = [...new Set(told.map(({ day }) => day))].sort();
  return isDeclared || daysBefore(first, -pause) >= second ? first : second;
}

/** @param {import("./asking.js").Entries[number]} day */
const isAnswered = ({ document: { state, burden } }) => Boolean(burden) || (state ?? "unknown") !== "unknown";

/** The newest sighting of an area, if it was confirmed lately and never long ago. @param {Sighting[]} sightings of it, the oldest first @param {number[]} limits @param {string} today */
function confirmed(sightings, [least = 1, within = 0, lately = 0], today) {
  const days = [...new Set(sightings.map(({ day }) => day))];
  const confirming = days.filter((day, n) => (days[n + 1 - least] ?? "") > daysBefore(day, within)); // enough others shortly before
  const [first = "", last = "", newest] = [confirming[0], confirming.at(-1), sightings.at(-1)];
  const isOpen = newest && first > daysBefore(today, lately) && last > daysBefore(today, within);
  return isOpen ? [{ ...newest, key: `${first} ${keyOf(newest)} ${newest.area}` }] : [];
}

/**
 * What an answer notes. Of the area itself: the day from which on it may be asked about again, which is today while its
 * entry is put right, or "" for nothing but what holds of every area. That is one of them a day.
 * @param {Diary.Place} place @param {string} until @param {string} today @returns {Record<string, string>}
 */
export const noting = ({ site, side }, until, today) => ({ [CODE]: daysBefore(today, -1), [`${CODE}:${site}:${side}`]: until });

/** @param {string} area @param {Record<string, string>} noted @param {string} today */
function mayAsk(area, noted, today) {
  const own = noted[`${CODE}:${area}`] ?? "";
  return own === today || (today > own && today >= (noted[CODE] ?? ""));
}

/** @param {{ id: string, day: string }} entry */
const keyOf = ({ id, day }) => `${day} ${id}`;

/** Each side of its own, as `sided` in reports/analysis/days.py; none where the side is not known. @param {Diary.Place[]} places @param {Diary.Site[]} sites */
const areasOf = (places, sites) => places.flatMap(({ site, side }) => {
  const isSided = sites.find(({ code }) => code === site)?.sided ?? true;
  const sides = !isSided || side === "middle" ? ["middle"] : sidesNamed(side);
  return sides.map((one) => `${site}:${one}`);
});

/** @param {string} area @returns {Diary.Place} */
function placeOf(area) {
  const [site = "", side] = area.split(":");
  return { site, side: /** @type {Diary.Side} */ (side) };
}
