// How codes and counts become words, in the language of this phone. Pure.
import { t } from "./texts.js";
import { dayInWords } from "./time.js";

/**
 * The state of sending, calmly: waiting is normal, and nothing is lost by it.
 * @param {{ waiting: number, refused: number, phase: Diary.Phase, ready: boolean }} facts
 */
export function sendingWords({ waiting, refused, phase, ready }) {
  if (!ready) return "";
  if (refused && !waiting) return t.sending.refused(refused);
  if (!waiting) return t.sending.sent;
  return phase === "sending" ? t.sending.sending(waiting) : t.sending.waiting(waiting);
}

/**
 * @param {Diary.DayState} state
 * @param {number} twitches logged today
 */
export function dayWords(state, twitches) {
  if (state !== "none") return "";
  return twitches ? t.now.contradiction(twitches) : t.now.noted;
}

/**
 * @param {Diary.Vocabulary | null} vocabulary
 * @param {string} code
 */
export function siteWords(vocabulary, code) {
  const site = vocabulary?.sites.find((known) => known.code === code);
  return site?.labels[t.language]?.lay ?? code.replaceAll("_", " ");
}

/**
 * @param {Diary.Vocabulary | null} vocabulary
 * @param {Diary.Place} place
 */
export function placeWords(vocabulary, { site, side }) {
  const name = siteWords(vocabulary, site);
  return side === "middle" ? name : t.places.side(name, t.sides[side]);
}

/**
 * @param {Diary.Vocabulary | null} vocabulary
 * @param {Diary.Place[]} places in the order in which they joined
 */
export function placesWords(vocabulary, places) {
  if (!places.length) return t.places.none;
  const words = places.map((place) => placeWords(vocabulary, place)).join(t.places.then);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @param {Pick<Diary.Entry, "refusal" | "waiting">} entry */
export function entryWords({ refusal, waiting }) {
  if (refusal) return t.entry.refused(refusalWords(refusal));
  return waiting ? t.entry.onThisPhone : t.entry.sent;
}

/** @param {Diary.Operation} operation a refused one that belongs to nothing in the list */
export function strayWords({ kind, id, deleted, problem }) {
  const what = kind === "day" ? t.entry.answerFor(dayInWords(id, t.dates)) : t.entry.earlier;
  return t.entry.stray(deleted ? t.entry.removing : what, problem ? refusalWords(problem) : "");
}

/** Why it was refused: in the words of this phone where it has some, else in the server's. @param {Diary.Refusal} refusal */
const refusalWords = ({ code, words }) => /** @type {Record<string, string>} */ (t.refusals)[code] ?? (words || t.entry.noWords);
