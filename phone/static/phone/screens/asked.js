import { asksSince, openQuestions } from "../asking.js";
import { samePlace } from "../logic.js";
import { newPlace, noting } from "../new-place.js";
import { daysBefore } from "../time.js";
import { t } from "../texts.js";
import { placesWords } from "../words.js";
import { act } from "./act.js";
import { button, finder, labelOf, made, onDiary, redraw } from "./elements.js";

const FOR_GOOD = "9999-12-31"; // noted once, and not asked again
const ONLY_THE_WHOLE_TELLS = ["lid_three_months", "new_place"]; // found in part of a diary it may not hold of all of it
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
    const { vocabulary, settings, preferences: { noted = {} }, today } = state();
    if (settings.flags_enabled === false) return [];
    const { entries: episodes, facts } = await store.load({ first, kinds: { check: first, day: first, baseline: "" } });
    const told = { episodes, checks: facts.check ?? [], baseline: facts.baseline?.[0]?.document ?? {}, vocabulary, today };
    const placesOf = (/** @type {import("../asking.js").Question} */ { about, site }) => episodes.find(({ id }) => id === about)?.document.sites?.filter((place) => place.site === site);
    const open = openQuestions(told).filter(({ code }) => (noted[code] ?? "") <= today);
    return [...open.map((one) => ({ ...one, places: placesOf(one) ?? [] })), ...newPlace({ ...told, answers: facts.day ?? [], isWhole: first === "", noted })];
  }

  async function look() {
    const { vocabulary, owner, today } = state();
    let asked = await openSince(asksSince(vocabulary, today));
    if (asked.some(({ code }) => ONLY_THE_WHOLE_TELLS.includes(code))) asked = await openSince("");
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
  onDiary(el, (next) => {
    state = next;
    const [first] = state.asked;
    const focusGoes = el.contains(document.activeElement);
    el.hidden = !first;
    redraw(finder(el)("div"), [first, state.vocabulary?.version, state.today], () => (first ? DRAW[first.code](first) : []));
    if (focusGoes && !el.contains(document.activeElement)) act(el, "focus-now");
  });
  el.addEventListener("click", (event) => {
    const { to, code, until, before } = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset ?? {};
    const [first] = state.asked;
    if (!first || !state.facts.baseline) return; // a second tap of the one that led back here: this screen's facts are still being read
    if (to) act(el, "go", { to });
    if (until !== undefined) act(el, "prefer", { noted: { ...state.preferences.noted, ...notes(first, until) } });
    if (code) act(el, "say-fact", { kind: "episode", id: first.about, fields: { suppressible: code } });
    if (before !== undefined) declare(first.places);
  });

  /** @param {Diary.Asked} question @param {string} until */
  const notes = ({ code, places: [place] }, until) => (code === "new_place" && place ? noting(place, until, state.today) : { [code]: until });

  /** What twitches already, and these. If the person goes on to a screen that does not know the rest, it is not lost. @param {Diary.Place[]} places */
  function declare(places) {
    const atTap = state.facts.baseline;
    const declared = () => /** @type {Diary.Place[]} */ ((state.facts.baseline ?? atTap)?.[0]?.document.sites ?? []);
    const isOther = (/** @type {Diary.Place} */ one) => !places.some((place) => samePlace(one, place));
    act(el, "say-fact", { kind: "baseline", id: "baseline", fields: () => ({ sites: [...declared().filter(isOther), ...places] }) });
  }

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
    new_place: ({ about, places }) => [
      made("h2", { textContent: t.asked.place }), made("p", { textContent: t.asked.placeNote(placesWords(state.vocabulary, places)) }),
      acts(
        button({ until: FOR_GOOD }, t.asked.isNew), button({ until: "", before: "" }, t.asked.before),
        button({ until: state.today, to: `where=episode:${about}` }, t.asked.notThere), button({ until: "" }, t.asked.later),
      ),
    ],
  };
}

/** @param {HTMLElement[]} list */
function acts(...list) {
  const row = made("div", { className: "asked-acts" });
  row.append(...list);
  return row;
}
