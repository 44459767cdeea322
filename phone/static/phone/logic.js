// What the taps mean. Pure: state in, wishes out; no page, no clock, no network, no storage.
import { isWaiting, placeKey } from "./operations.js";
import { instantOf, rfc3339 } from "./time.js";

export const BOUNCE_MS = 300;
export const UNDO_MS = 10_000;
export const SITES_MAX = 20;
const EYE_SHUT = 3; // of the scale of intensity: closes the eye
const DURATION_MAX_S = 604_800;
const GOES_ON_MS = 3_600_000;
const RESTORE_MS = 30 * 86_400_000;

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
 * @param {{ id: string, nowMs: number, zone: string, minutesAgo?: number, shut?: boolean }} moment `shut`: it forced the eye shut
 * @returns {Diary.Wish}
 */
export function newEpisode({ id, nowMs, zone, minutesAgo = 0, shut = false }) {
  const [started_at, recorded_at] = [nowMs - minutesAgo * 60_000, nowMs].map((ms) => rfc3339(ms, zone));
  const fields = { started_at, time_zone: zone, time_precision: "exact", sites: [], recorded_at };
  return { kind: "episode", id, fields: shut ? { ...fields, intensity: EYE_SHUT } : fields };
}

/** An episode of another day, of which nobody knows the hour: it stands at noon and says so. @param {{ id: string, day: string, nowMs: number, zone: string }} moment @returns {Diary.Wish} */
export function pastEpisode({ id, day, nowMs, zone }) {
  const noonMs = Math.min(nowMs, instantOf(`${day}T12:00`, zone));
  const { kind, fields } = newEpisode({ id, nowMs, zone });
  return { kind, id, fields: { ...fields, started_at: rfc3339(noonMs, zone), time_precision: "day" } };
}

/** It went on until now. @param {Diary.Entry} entry @param {number} nowMs @returns {Diary.Wish} */
export function ending({ kind, id, document }, nowMs) {
  const seconds = Math.round((nowMs - Date.parse(document.started_at)) / 1_000);
  return { kind, id, fields: { duration_s: Math.min(DURATION_MAX_S, Math.max(1, seconds)) } };
}

/** Whether it may still be going on: the last one, while nobody said how long it was. @param {Diary.Entry | undefined} entry @param {number} nowMs */
export const mayGoOn = (entry, nowMs) =>
  entry !== undefined && (entry.document.duration_s ?? null) === null && nowMs - Date.parse(entry.document.started_at) < GOES_ON_MS;

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
 * What to say again of a document.
 * @param {Diary.Document} document
 */
export const bodyOf = (document) => Object.fromEntries(Object.entries(document).filter(isTold));

/** @param {Pick<Diary.Entry, "kind" | "id">} entry @returns {Diary.Wish} */
export const removal = ({ kind, id }) => ({ kind, id, fields: {}, deleted: true });

/** Bring back what was deleted, as it was; the server knows how, unless it never heard of it. @param {Diary.Entry} entry @returns {Diary.Wish} */
export const bringBack = ({ kind, id, document, isKnown }) => ({ kind, id, fields: isKnown ? {} : bodyOf(document) });

/** Only the places travel, so that nothing else is overwritten. @param {Pick<Diary.Entry, "kind" | "id">} entry @param {Diary.Place[]} sites @returns {Diary.Wish} */
export const placing = ({ kind, id }, sites) => ({ kind, id, fields: { sites } });

/** It came and went all day: nobody invents a start or an end. @param {string} day @returns {Diary.Wish} */
export const allDay = (day) => ({ kind: "day", id: day, fields: { state: "twitched", burden: "on_and_off" } });

/** @param {string} day @param {Diary.DayState} state @returns {Diary.Wish} */
export const dayAnswer = (day, state) => ({ kind: "day", id: day, fields: { state } });

/**
 * @param {Diary.Entry} entry
 * @param {Diary.Place} place
 * @returns {Diary.Place[]} with the place added last, or taken away if it was there
 */
export function togglePlace(entry, place) {
  const places = entry.document.sites ?? [];
  const kept = places.filter((other) => !samePlace(other, place));
  return kept.length === places.length && kept.length < SITES_MAX ? [...kept, place] : kept;
}

/** @param {Diary.Place} one @param {Diary.Place} other */
export const samePlace = (one, other) => one.site === other.site && one.side === other.side;

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
 * What was refused and is shown by no entry of today, so that nothing typed is nowhere.
 * @param {Diary.State} state
 */
export function strays(state) {
  const listed = new Set(entriesOf(state.entries, state.today).map(placeKey));
  return state.operations.filter((operation) => !isWaiting(operation) && !listed.has(placeKey(operation)));
}

/** What a person did and the server has not heard of yet. @param {Diary.Operation[]} operations */
export const waitingIn = (operations) => operations.filter((operation) => isWaiting(operation) && !operation.offer).length;

/** @param {Diary.State} state @returns {Diary.DayState} */
export const answerToday = (state) => /** @type {Diary.DayState} */ (state.days[state.today]?.document.state ?? "unknown");

/**
 * The three states of a day. A logged twitch outweighs an answer; silence is unknown.
 * @param {Pick<Diary.State, "entries" | "days">} state
 * @param {string} day
 * @returns {Diary.DayState}
 */
export function dayState({ entries, days }, day) {
  if (entries.some((entry) => entry.day === day)) return "twitched";
  return /** @type {Diary.DayState} */ (days[day]?.document.state ?? "unknown");
}

/** What was deleted of a day, as long as it can be brought back. @param {Pick<Diary.State, "gone" | "nowMs">} state @param {string} day */
export const deletedLately = ({ gone, nowMs }, day) =>
  entriesOf(gone.filter(({ document }) => nowMs - Date.parse(String(document.updated_at)) < RESTORE_MS), day);

/** What was logged lately and has no place yet. @param {Diary.State} state */
export const unplaced = ({ entries }) => entries.filter(({ document, refusal }) => !refusal && document.sites?.length === 0);

/**
 * Where it was the last time a place was given; in a new diary, the one place that was named when it began.
 * @param {Pick<Diary.State, "preferences" | "facts">} state
 * @returns {Diary.Place[]}
 */
export function usualPlaces({ preferences, facts }) {
  const began = /** @type {Diary.Place[]} */ (facts.baseline?.[0]?.document.sites ?? []);
  return preferences.usual ?? (began.length === 1 ? began : []);
}
