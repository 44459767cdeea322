// Every sentence the phone says, and how codes become words. Pure.
import { dayInWords } from "./time.js";

const ORDINALS = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"];
const SUFFIXES = { one: "st", two: "nd", few: "rd", other: "th" };
const ordinalRule = new Intl.PluralRules("en", { type: "ordinal" });

/** @param {number} place from 1 */
export function ordinal(place) {
  const suffix = SUFFIXES[/** @type {keyof typeof SUFFIXES} */ (ordinalRule.select(place))] ?? "th";
  return ORDINALS[place - 1] ?? `${place}${suffix}`;
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} many
 */
const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** @param {number} countToday with the one just logged */
export const savedWords = (countToday) => `Saved on this phone. ${ordinal(countToday)} today.`;

/**
 * The state of sending, calmly: waiting is normal, and nothing is lost by it.
 * @param {{ waiting: number, refused: number, phase: Diary.Phase, ready: boolean }} facts
 */
export function sendingWords({ waiting, refused, phase, ready }) {
  if (!ready) return "";
  if (refused && !waiting) return counted(refused, "needs attention", "need attention");
  if (!waiting) return "All sent";
  if (phase === "sending") return `Sending ${waiting}`;
  return counted(waiting, "waits on this phone", "wait on this phone");
}

/**
 * @param {Diary.DayState} state
 * @param {number} twitches logged today
 */
export function dayWords(state, twitches) {
  if (state !== "none") return "";
  if (!twitches) return "Noted: no twitching today.";
  return `You also logged ${counted(twitches, "twitch", "twitches")} today: the day counts as a twitch day.`;
}

/** @param {Diary.Side} side */
export function sideWords(side) {
  const words = {
    right: "your right", left: "your left", middle: "middle", unsure: "side not sure",
    both_together: "both sides, at the same moment", both_apart: "both sides, at different moments",
  };
  return words[side];
}

/**
 * @param {Diary.Vocabulary | null} vocabulary
 * @param {string} code
 */
export function siteWords(vocabulary, code) {
  const site = vocabulary?.sites.find((known) => known.code === code);
  return site?.labels.en?.lay ?? code.replaceAll("_", " ");
}

/**
 * @param {Diary.Vocabulary | null} vocabulary
 * @param {Diary.Place} place
 */
export function placeWords(vocabulary, { site, side }) {
  const name = siteWords(vocabulary, site);
  return side === "middle" ? name : `${name}, ${sideWords(side)}`;
}

/**
 * @param {Diary.Vocabulary | null} vocabulary
 * @param {Diary.Place[]} places in the order in which they joined
 */
export function placesWords(vocabulary, places) {
  if (!places.length) return "Place not given yet";
  const words = places.map((place) => placeWords(vocabulary, place)).join("; then ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @param {Pick<Diary.Entry, "refusal" | "waiting">} entry */
export function entryWords({ refusal, waiting }) {
  if (refusal) return `Needs attention: ${refusal.words}`;
  return waiting ? "On this phone" : "Sent";
}

/** @param {Diary.Operation} operation a refused one that belongs to nothing in the list */
export function strayWords({ kind, id, deleted, problem }) {
  const what = kind === "day" ? `The answer for ${dayInWords(id)}` : "An entry of an earlier day";
  return `${deleted ? "Removing an entry" : what} needs attention: ${problem?.words ?? ""}`;
}

/** @param {number} count of what is not on the server */
export const lossWords = (count) => `${counted(count, "entry waits", "entries wait")} on this phone and would be lost.`;

/** @param {string} name @param {number} count */
export const otherPersonWords = (name, count) =>
  `${counted(count, "entry", "entries")} of ${name} ${count === 1 ? "waits" : "wait"} on this phone. ` +
  `Nothing is mixed: sign in as ${name} to send ${count === 1 ? "it" : "them"}.`;

export const STAYED = "Could not sign out: the server cannot be reached. Nothing was removed.";
