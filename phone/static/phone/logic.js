// What the taps mean. Pure: state in, state or change out; no page, no clock, no network, no storage.
import { localDay, rfc3339 } from "./time.js";
import { isWaiting } from "./outbox.js";

export const BOUNCE_MS = 300;
export const UNDO_MS = 10_000;
export const SITES_MAX = 20;

/** Fields the server adds; they are told, never sent. */
const READ_ONLY = ["id", "day", "time_of_day", "entry_mode", "revision", "updated_at"];

/**
 * A trembling finger is one tap. Measured from the last tap that counted, so a burst can never melt into one.
 * @param {number | null} countedMs
 * @param {number} tapMs on the same clock, one that never jumps
 */
export const isBounce = (countedMs, tapMs) => countedMs !== null && tapMs - countedMs < BOUNCE_MS;

/**
 * An episode as one tap makes it: nothing is stored that the person did not touch.
 * @param {{ id: string, nowMs: number, zone: string }} moment
 * @returns {Diary.Entry}
 */
export function newEpisode({ id, nowMs, zone }) {
  const now = rfc3339(nowMs, zone);
  const document = { started_at: now, time_zone: zone, time_precision: "exact", sites: [], recorded_at: now };
  return { id, day: localDay(nowMs, zone), document, on_server: false };
}

/**
 * Whether a person said this; the rest is what the server fills in for what nobody touched.
 * @param {[string, unknown]} field
 */
function isTold([field, value]) {
  if (READ_ONLY.includes(field) || value === null || value === "") return false;
  if (Array.isArray(value) && !value.length) return field === "sites"; // no place yet is said, always
  return field !== "ongoing" || value === true;
}

/**
 * What to send of a document.
 * @param {Diary.Document} document
 */
export const bodyOf = (document) => Object.fromEntries(Object.entries(document).filter(isTold));

/** A new entry, to be created only: its repetition must not overwrite what another phone added since. @param {Diary.Entry} entry @param {string} diary @returns {Diary.Change} */
export function keepNew(entry, diary) {
  return { diary, entry, wish: { kind: "episode", key: entry.id, method: "PUT", body: bodyOf(entry.document), guard: "new" } };
}

/** Bring back what was deleted. @param {Diary.Entry} entry @param {string} diary @returns {Diary.Change} */
export function bringBack(entry, diary) {
  return { diary, entry, wish: { kind: "episode", key: entry.id, method: "PUT", body: bodyOf(entry.document), guard: null } };
}

/** Only the places travel, so that nothing else is overwritten. @param {Diary.Entry} entry @param {string} diary @returns {Diary.Change} */
export function keepPlaces(entry, diary) {
  const body = { sites: entry.document.sites ?? [] };
  return { diary, entry, wish: { kind: "episode", key: entry.id, method: "PATCH", body, guard: null } };
}

/** Delete what was seen: an edit made elsewhere since beats it. @param {Diary.Entry} entry @param {string} diary @returns {Diary.Change} */
export function removeEntry(entry, diary) {
  const guard = typeof entry.document.revision === "string" ? entry.document.revision : null;
  return { diary, forget: entry.id, wish: { kind: "episode", key: entry.id, method: "DELETE", body: null, guard } };
}

/** @param {Diary.DayAnswer} answer @param {string} diary @returns {Diary.Change} */
export function answerDay(answer, diary) {
  return { diary, answer, wish: { kind: "day", key: answer.day, method: "PATCH", body: { state: answer.state }, guard: null } };
}

/**
 * @param {Diary.Entry} entry
 * @param {Diary.Place} place
 * @returns {Diary.Entry} with the place added last, or taken away if it was there
 */
export function togglePlace(entry, place) {
  const places = entry.document.sites ?? [];
  const kept = places.filter((other) => !samePlace(other, place));
  const added = kept.length === places.length && kept.length < SITES_MAX ? [...kept, place] : kept;
  return { ...entry, document: { ...entry.document, sites: added } };
}

/** @param {Diary.Place} one @param {Diary.Place} other */
export const samePlace = (one, other) => one.site === other.site && one.side === other.side;

/**
 * An entry as the server has it.
 * @param {Diary.Document} document
 * @returns {Diary.Entry}
 */
export function entryFrom(document) {
  const day = document.day ?? localDay(Date.parse(document.started_at), document.time_zone);
  return { id: String(document.id), day, document, on_server: true };
}

/**
 * The entries of a day, newest first. Two in one millisecond keep the order of their ids.
 * @param {Diary.Entry[]} entries
 * @param {string} day
 */
export function entriesOf(entries, day) {
  return entries.filter((entry) => entry.day === day).sort((one, other) => {
    const apartMs = Date.parse(other.document.started_at) - Date.parse(one.document.started_at);
    return apartMs || (one.id < other.id ? 1 : -1);
  });
}

/**
 * @param {Diary.Entry} entry
 * @param {Diary.QueuedLine[]} lines
 */
export function sendingState(entry, lines) {
  const own = lines.filter((line) => line.kind === "episode" && line.key === entry.id);
  return {
    refusal: own.findLast((line) => line.refusal)?.refusal ?? null,
    refused: own.filter((line) => line.refusal).map((line) => line.seq),
    waiting: own.some(isWaiting),
  };
}

/**
 * Refused lines that no entry of today shows, so that nothing typed is nowhere.
 * @param {Diary.State} state
 */
export function strays(state) {
  const shown = new Set(entriesOf(state.entries, state.today).map((entry) => entry.id));
  return state.lines.filter((line) => line.refusal && !(line.kind === "episode" && shown.has(line.key)));
}

/** @param {Diary.QueuedLine[]} lines */
export const waitingIn = (lines) => lines.filter(isWaiting).length;

/** @param {Diary.State} state @returns {Diary.DayAnswer["state"]} */
export const answerToday = (state) => state.answers.find((answer) => answer.day === state.today)?.state ?? "unknown";

/**
 * What the server now says about some days, as a change of what this phone holds. Things that still have a line in
 * the outbox are left alone: this phone knows better.
 * @param {Diary.Memory} memory
 * @param {{ first: string, last: string, documents: Diary.Document[], answer: Diary.DayAnswer | null }} told
 */
export function comparePull(memory, { first, last, documents, answer }) {
  const own = new Set(memory.lines.filter((line) => line.method !== "DELETE").map((line) => `${line.kind} ${line.key}`));
  const arrived = documents.map(entryFrom).filter((entry) => !own.has(`episode ${entry.id}`));
  const known = new Set(documents.map((document) => String(document.id)));
  const gone = memory.entries.filter((entry) =>
    entry.on_server && first <= entry.day && entry.day <= last && !known.has(entry.id) && !own.has(`episode ${entry.id}`));
  return {
    put: arrived,
    forget: gone.map((entry) => entry.id),
    answer: answer && !own.has(`day ${answer.day}`) ? answer : null,
  };
}

/** The page for the doctor: the last ninety days or, in a younger diary, all of them. */
export const PAGE_FOR_DOCTOR = "/api/v1/reports/profile.pdf";
