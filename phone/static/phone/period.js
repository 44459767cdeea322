// Which days a page is about. Pure.
import { daysBefore } from "./time.js";

export const USUAL_DAYS = 90;
export const PERIOD_DAYS_MAX = 366;

/**
 * The days between these two, both included; the usual ones where none is said.
 * @param {string} first "" where none is said
 * @param {string} last
 * @param {string} today
 * @returns {{ first: string, last: string } | null} null where they are no period, or one that is to come or too long
 */
export function periodOf(first, last, today) {
  if (!first && !last) return { first: daysBefore(today, USUAL_DAYS - 1), last: today };
  if (!first || !last) return null;
  return first <= last && last <= today && first > daysBefore(last, PERIOD_DAYS_MAX) ? { first, last } : null;
}
