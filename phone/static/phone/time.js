// Local time from an instant and a zone. Pure: the clock and the zone are given, so a test can choose them.

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {string} zone IANA name */
function formatIn(zone) {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23",
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
    });
    formats.set(zone, format);
  }
  return format;
}

/**
 * @param {number} instantMs
 * @param {string} zone
 * @returns {Record<string, string>} year, month, day, hour, minute and second on the wall
 */
function wallParts(instantMs, zone) {
  return Object.fromEntries(formatIn(zone).formatToParts(instantMs).map((part) => [part.type, part.value]));
}

/**
 * How far the wall clock is ahead of UTC, in minutes.
 * @param {number} instantMs
 * @param {string} zone
 */
export function offsetMin(instantMs, zone) {
  const wall = wallParts(instantMs, zone);
  const asIfUtcMs = Date.UTC(
    Number(wall.year), Number(wall.month) - 1, Number(wall.day),
    Number(wall.hour), Number(wall.minute), Number(wall.second),
  );
  return Math.round((asIfUtcMs - instantMs) / 60_000);
}

/**
 * RFC 3339 with the local offset and milliseconds.
 * @param {number} instantMs
 * @param {string} zone
 */
export function rfc3339(instantMs, zone) {
  const ahead = offsetMin(instantMs, zone);
  const wall = new Date(instantMs + ahead * 60_000).toISOString().slice(0, -1);
  const hours = String(Math.trunc(Math.abs(ahead) / 60)).padStart(2, "0");
  const minutes = String(Math.abs(ahead) % 60).padStart(2, "0");
  return `${wall}${ahead < 0 ? "-" : "+"}${hours}:${minutes}`;
}

/**
 * @param {number} instantMs
 * @param {string} zone
 * @returns {string} YYYY-MM-DD
 */
export function localDay(instantMs, zone) {
  const wall = wallParts(instantMs, zone);
  return `${wall.year}-${wall.month}-${wall.day}`;
}

/**
 * The calendar day `days` before (a calendar day has no length, so no clock change can disturb this).
 * @param {string} day YYYY-MM-DD
 * @param {number} days
 */
export function daysBefore(day, days) {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * The time on the wall when it was recorded, "14:03": it stands in the document, whatever the zone is by now.
 * @param {string} startedAt RFC 3339 with offset
 * @param {string} zone the zone of the entry
 */
export function wallTime(startedAt, zone) {
  const wall = wallParts(Date.parse(startedAt), zone);
  return `${wall.hour}:${wall.minute}`;
}

/** What the wall shows, as a field for date and time wants it: "2026-11-22T14:03". @param {number} instantMs @param {string} zone */
export const wallClock = (instantMs, zone) => rfc3339(instantMs, zone).slice(0, 16);

/**
 * The instant at which the wall shows this; of an hour that comes twice the first, of one that is left out the one after.
 * @param {string} wall YYYY-MM-DDTHH:MM
 * @param {string} zone
 */
export function instantOf(wall, zone) {
  const asIfUtcMs = Date.parse(`${wall}Z`);
  const beforeMs = asIfUtcMs - offsetMin(asIfUtcMs - 86_400_000, zone) * 60_000; // as if the clocks stood as the day before
  const afterMs = asIfUtcMs - offsetMin(beforeMs, zone) * 60_000;
  return [beforeMs, afterMs].find((ms) => wallClock(ms, zone) === wall.slice(0, 16)) ?? beforeMs;
}

/** The first day of the month, `step` months on. @param {string} day @param {number} step */
export function monthOf(day, step) {
  const [year, month] = day.split("-").map(Number);
  return new Date(Date.UTC(year ?? 0, (month ?? 1) - 1 + step, 1)).toISOString().slice(0, 10);
}

/** @param {string} day @param {string} language */
export const dateInWords = (day, language) =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${day}T12:00:00Z`));

/** @param {string} day @param {string} language */
export const monthInWords = (day, language) =>
  new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(`${day}T12:00:00Z`));

/** The day with which a week begins, Sunday is 7. @param {string} language */
const weekBegins = (language) => /** @type {any} */ (new Intl.Locale(language)).getWeekInfo?.().firstDay ?? 1;

/** In which column of the calendar a day stands, from 1. @param {string} day @param {string} language */
export const columnOf = (day, language) => ((new Date(`${day}T12:00:00Z`).getUTCDay() - weekBegins(language) + 14) % 7) + 1;

/** The heads of these columns. @param {string} language */
export function weekdays(language) {
  const format = new Intl.DateTimeFormat(language, { weekday: "narrow", timeZone: "UTC" });
  const sunday = Date.UTC(2026, 0, 4, 12);
  return Array.from({ length: 7 }, (_, column) => format.format(sunday + ((weekBegins(language) + column) % 7) * 86_400_000));
}

/**
 * @param {string} day YYYY-MM-DD
 * @param {string} [language]
 */
export function dayInWords(day, language = "en-GB") {
  const noon = new Date(`${day}T12:00:00Z`);
  return new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(noon);
}

/**
 * The zone a browser reports, or UTC if it reports none that can be used.
 * @param {string | undefined} reported
 */
export function usableZone(reported) {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: reported }).resolvedOptions().timeZone || "UTC";
  } catch {
    return "UTC";
  }
}
