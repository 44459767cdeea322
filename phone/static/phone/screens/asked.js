import { asksSince, openQuestions } from "../asking.js";
import { daysBefore } from "../time.js";
import { t } from "../texts.js";
import { placesWords } from "../words.js";
import { act } from "./act.js";
import { button, finder, labelOf, made, redraw } from "./elements.js";

const FOR_GOOD = "9999-12-31"; // noted once, and not asked again
const REST_MS = 300;

/**
 * Looks for what is asked again once the hand has come to rest: no tap waits for it.
 * @param {object} parts
 * @param {HTMLElement} parts.el
 * @param {Diary.Store} parts.store
 * @param {() => Diary.State} parts.state
 * @param {(change: Partial<Diary.State>) => void} parts.show
 */
export function makeAsking({ el, store, state, show }) {
  mountAsked(el);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;

  /** @param {string} first day @returns {Promise<Diary.Asked[]>} */
  async function openSince(first) {
    const { vocabulary, settings, today } = state();
    if (settings.flags_enabled === false) return [];
    const { entries: episodes, facts } = await store.load({ first, kinds: { check: first, baseline: "" } });
    const told = { episodes, checks: facts.check ?? [], baseline: facts.baseline?.[0]?.document ?? {}, vocabulary, today };
    const placesOf = (/** @type {import("../asking.js").Question} */ { about, site }) => episodes.find(({ id }) => id === about)?.document.sites?.filter((place) => place.site === site);
    return openQuestions(told).map((one) => ({ ...one, places: placesOf(one) ?? [] }));
  }

  async function look() {
    const { vocabulary, owner, preferences: { noted = {} }, today } = state();
    let found = await openSince(asksSince(vocabulary, today));
    if (found.some(({ code }) => code === "lid_three_months")) found = await openSince(""); // only the whole diary tells
    const asked = found.filter(({ code }) => (noted[code] ?? "") <= today);
    if (state().owner?.diary === owner?.diary && JSON.stringify(asked) !== JSON.stringify(state().asked)) show({ asked });
  }

  return {
    lookSoon() {
      clearTimeout(resting);
      resting = setTimeout(() => look().catch(() => undefined), REST_MS); // a store that fails is told of by the taps
    },
  };
}

/** What the diary asks again, one question at a time, under the button and never over it. @param {HTMLElement} el */
function mountAsked(el) {
  el.ariaLabel = t.asked.label;
  el.innerHTML = "<div></div>";
  /** @type {Diary.State} */
  let state;
  el.addEventListener("diary", (event) => {
    state = /** @type {CustomEvent<Diary.State>} */ (event).detail;
    const [first] = state.asked;
    const focusGoes = el.contains(document.activeElement);
    el.hidden = !first;
    redraw(finder(el)("div"), [first, state.vocabulary?.version], () => (first ? DRAW[first.code](first) : []));
    if (focusGoes && !el.contains(document.activeElement)) act(el, "focus-now");
  });
  el.addEventListener("click", (event) => {
    const { to, code, until } = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset ?? {};
    if (to) act(el, "go", { to });
    const [first] = state.asked;
    if (first && until) act(el, "prefer", { noted: { ...state.preferences.noted, [first.code]: until } });
    if (first && code) act(el, "say-fact", { kind: "episode", id: first.about, fields: { suppressible: code } });
  });

  /** @type {Record<Diary.Asked["code"], (question: Diary.Asked) => HTMLElement[]>} */
  const DRAW = {
    face_check: () => [made("h2", { textContent: t.check.again }), made("p", { textContent: t.check.againNote }), acts(button({ to: "check" }, t.check.link))],
    lid_three_months: () => [
      made("h2", { textContent: t.asked.lid }), made("p", { textContent: t.asked.lidNote }),
      acts(button({ to: "visit" }, t.visit.link), button({ until: FOR_GOOD }, t.asked.noted)),
    ],
    hold_back: ({ places }) => [
      made("h2", { textContent: t.asked.hold }), made("p", { textContent: t.asked.holdNote(placesWords(state.vocabulary, places)) }),
      acts(...(state.vocabulary?.answers ?? []).map((term) => button({ code: term.code }, labelOf(term))), button({ until: daysBefore(state.today, -1) }, t.asked.later)),
    ],
  };
}

/** @param {HTMLElement[]} list */
function acts(...list) {
  const row = made("div", { className: "asked-acts" });
  row.append(...list);
  return row;
}
