// How codes and counts become words, in the language of this phone. Pure.
import { t } from "./texts.js";
import { dateInWords, dayInWords, wallTime } from "./time.js";

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
  const what = kind === "day" ? t.entry.answerFor(dayInWords(id, t.dates)) : kind === "episode" ? t.entry.earlier : t.kinds[/** @type {keyof typeof t.kinds} */ (kind)] ?? kind;
  return t.entry.stray(deleted ? t.entry.removing : what, problem ? refusalWords(problem) : "");
}

/** Why it was refused: in the words of this phone where it has some, else in the server's. @param {Diary.Refusal} refusal */
const refusalWords = ({ code, words }) => /** @type {Record<string, string>} */ (t.refusals)[code] ?? (words || t.entry.noWords);

/** What an answer says is wrong, in the person's language where there are words for it. @param {Diary.Answer} answer @returns {string} nothing where it is no refusal */
export const problemWords = (answer) =>
  answer.kind === "problem" && answer.problem ? refusalWords({ code: String(answer.problem.code ?? ""), words: answer.problem.detail ?? "" }) : "";

/** What a code of one of the vocabulary's lists is called. @param {Diary.Vocabulary | null} vocabulary @param {string} list @param {unknown} code */
function termWords(vocabulary, list, code) {
  const terms = /** @type {Record<string, Diary.Term[] | undefined>} */ (/** @type {unknown} */ (vocabulary ?? {}))[list];
  return terms?.find((term) => term.code === String(code))?.labels[t.language] ?? String(code).replaceAll("_", " ");
}

/** In which list the codes of a field stand. */
const LISTS = /** @type {Record<string, string>} */ ({
  rhythm: "rhythms", intensity: "intensities", during: "contexts", movement: "movements", suppressible: "answers", urge: "answers", observed_by: "observers",
  sensations: "sensations", state: "day_states", burden: "burdens", function: "functions", kind: "event_kinds", action: "event_actions", side: "sides",
  theme: "themes", text_size: "text_sizes", time_zone_policy: "time_zone_policies", time_precision: "time_precisions", tasks_lost: "tasks_lost",
});

/**
 * What a field says, whatever it is: for the two sides of a conflict.
 * @param {Diary.Vocabulary | null} vocabulary @param {string} field @param {unknown} value
 * @returns {string}
 */
export function valueWords(vocabulary, field, value) {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) return t.notSaid;
  if (field === "sites") return placesWords(vocabulary, /** @type {Diary.Place[]} */ (value));
  if (field === "drinks") return /** @type {{ kind: string, count: number }[]} */ (value).map(({ kind, count }) => `${count} × ${termWords(vocabulary, "drinks", kind)}`).join(", ");
  if (field.endsWith("_at")) return String(value).slice(0, 16).replace("T", " ");
  if (field === "duration_s") return durationWords(Number(value));
  if (field === "sleep_min") return t.day.slept(Math.floor(Number(value) / 60), Number(value) % 60);
  if (Array.isArray(value)) return value.map((one) => valueWords(vocabulary, field, one)).join(", ");
  if (typeof value === "object") return Object.entries(value).map(([name, said]) => `${termWords(vocabulary, field === "tasks" ? "check_tasks" : "check_answers", name)}: ${partWords(vocabulary, said)}`).join("; ");
  if (typeof value === "boolean") return t.check.values[value ? "yes" : "no"];
  return LISTS[field] ? termWords(vocabulary, LISTS[field], value) : String(value);
}

/** Part of a check: an answer, or a task on both sides. @param {Diary.Vocabulary | null} vocabulary @param {any} said */
function partWords(vocabulary, said) {
  if (said?.value) return termWords(vocabulary, "answers", said.value);
  return Object.entries(said ?? {}).filter(([, grade]) => grade).map(([side, grade]) => `${t.sides[/** @type {Diary.Side} */ (side)]} ${termWords(vocabulary, "task_grades", grade)}`).join(", ");
}

/** @param {number} seconds */
export function durationWords(seconds) {
  if (seconds < 60) return t.length.seconds(seconds);
  return seconds < 7_200 ? t.length.minutes(Math.round(seconds / 60)) : t.length.hours(Math.round(seconds / 3_600));
}

/** A twitch in one line. @param {Diary.Vocabulary | null} vocabulary @param {Diary.Document} document */
export function episodeWords(vocabulary, document) {
  const { started_at, time_zone, time_precision, duration_s = null, sites = [] } = document;
  const time = time_precision === "day" ? t.length.someTime : wallTime(started_at, time_zone);
  return [time, placesWords(vocabulary, sites), duration_s === null ? "" : durationWords(Number(duration_s))].filter(Boolean).join(" · ");
}

/** A face check in one line: what was said to be there, or weaker than usual. @param {Diary.Vocabulary | null} vocabulary @param {Diary.Document} document */
export function checkWords(vocabulary, document) {
  const { performed_at, time_zone, tasks = {}, answers = {}, tasks_lost = [] } = /** @type {any} */ (document);
  const weaker = Object.entries(tasks).filter(([, sides]) => Object.values(sides ?? {}).some((grade) => grade && grade !== "same"));
  const told = [
    ...Object.entries(answers).filter(([, said]) => said.value === "yes").map(([code]) => termWords(vocabulary, "check_answers", code)),
    ...weaker.map(([task, sides]) => `${termWords(vocabulary, "check_tasks", task)}: ${partWords(vocabulary, sides)}`),
    ...tasks_lost.map((/** @type {string} */ task) => termWords(vocabulary, "tasks_lost", task)),
  ];
  return [wallTime(performed_at, time_zone), t.check.link, told.join("; ") || t.check.nothingNew].join(" · ");
}

/** What was answered for a day, in one line. @param {Diary.Vocabulary | null} vocabulary @param {Diary.Fields} told */
export function dayAnswerWords(vocabulary, told) {
  const asked = ["state", "burden", "function", (told.caffeine_mg ?? null) === null ? "drinks" : "caffeine_mg", "sleep_min", "stress", "fatigue"];
  const said = asked.filter((field) => (told[field] ?? null) !== null && told[field] !== "unknown");
  return said.map((field) => `${t.fields[/** @type {keyof typeof t.fields} */ (field)]}: ${valueWords(vocabulary, field, told[field])}`).join(" · ");
}

/** A treatment in one line. @param {Diary.Vocabulary | null} vocabulary @param {Diary.Fields} told */
export function eventWords(vocabulary, told) {
  const { kind, action, name, on, until, side, dose = null, unit } = told;
  const what = termWords(vocabulary, "event_kinds", kind);
  const [from, to] = [on, until].map((day) => (day ? dateInWords(String(day), t.dates) : ""));
  const period = to ? t.treatments.period(from ?? "", to) : from;
  const amount = dose === null ? "" : `${dose} ${unit ?? ""}`.trim();
  const acted = action === "single" ? "" : termWords(vocabulary, "event_actions", action);
  return [period, what, name, acted, amount, side ? termWords(vocabulary, "sides", side) : ""].filter(Boolean).join(" · ");
}

const BROWSERS = /** @type {const} */ ([["Edg", "Edge"], ["Firefox", "Firefox"], ["Chrome", "Chrome"], ["Safari", "Safari"]]);
const MACHINES = /** @type {const} */ ([["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS", "Mac"], ["Linux", "Linux"]]);

/** A device by what people call it, where a browser only told its long name. @param {string} name */
export function deviceWords(name) {
  const [browser, machine] = [BROWSERS, MACHINES].map((known) => known.find(([sign]) => name.includes(sign))?.[1]);
  return name.startsWith("Mozilla/") && browser && machine ? `${browser}, ${machine}` : name;
}

/** What was done on this phone and has not arrived. @param {Diary.Operation} operation */
export function operationWords(operation) {
  const { kind, id, deleted, problem } = operation;
  if (problem) return strayWords(operation);
  const what = kind === "day" ? t.entry.answerFor(dayInWords(id, t.dates)) : t.kinds[/** @type {keyof typeof t.kinds} */ (kind)] ?? kind;
  return t.entry.waits(deleted ? t.entry.removing : what);
}
