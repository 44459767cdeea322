import { t } from "../texts.js";
import { dayInWords, daysBefore } from "../time.js";
import { act } from "./act.js";
import { head, labelOf, made } from "./elements.js";

const SLEEP_STEP_MIN = 15;
const SLEEP_USUAL_MIN = 450;
const SLEEP_MOST_MIN = 1_440;
const DRINKS_MOST = 50;
const SCALES = /** @type {const} */ (["stress", "fatigue"]);
const CHOICES = /** @type {const} */ ([["state", "day_states"], ["burden", "burdens"], ["function", "functions"]]);

const page = () => `${head("")}
  <div class="which" role="group" aria-label="${t.day.which}">
    <button class="quiet" type="button" data-back="1">${t.day.yesterday}</button><button class="quiet" type="button" data-back="0">${t.day.today}</button>
  </div>
  <div class="choices"></div>
  <section aria-labelledby="drinks-title"><h2 id="drinks-title">${t.day.drinks}</h2><p class="caffeine" role="status"></p><ul class="drinks"></ul></section>
  <section aria-labelledby="sleep-title"><h2 id="sleep-title">${t.day.sleep}</h2>
    <div class="stepper"><button class="quiet" type="button" data-sleep="-1" aria-label="${t.day.less}">−</button><output class="slept"></output>
    <button class="quiet" type="button" data-sleep="1" aria-label="${t.day.moreSleep}">+</button></div></section>
  <div class="scales"></div>
  <p class="day-said" role="status"></p>
  <button class="strong done" type="button">${t.done}</button>`;

/** @param {HTMLElement} el */
export function mountDay(el) {
  el.innerHTML = page();
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (el.querySelector(selector));
  /** @type {Diary.State} */
  let state;
  /** @type {Diary.Vocabulary | null} */
  let built = null;
  let back = 0; // days before today
  let wasOpen = false;

  for (const leave of [".back", ".done"]) find(leave).addEventListener("click", () => act(el, "leave-screen"));
  el.addEventListener("click", (event) => pressed(/** @type {HTMLElement} */ (event.target)));
  el.addEventListener("change", (event) => scaled(/** @type {HTMLInputElement} */ (event.target)));
  el.addEventListener("diary", (event) => update(/** @type {CustomEvent<Diary.State>} */ (event).detail));

  const day = () => daysBefore(state.today, back);
  const told = () => state.days[day()]?.document ?? /** @type {Diary.Fields} */ ({});
  const say = (/** @type {Diary.Fields} */ fields) => act(el, "say-day", { day: day(), fields });

  /** @param {HTMLElement} target */
  function pressed(target) {
    const data = /** @type {HTMLElement} */ (target.closest("button"))?.dataset ?? {};
    if (data.back) (back = Number(data.back), update(state));
    if (data.field) choose(data.field, data.code ?? "");
    if (data.drink) say({ drinks: poured(data.drink, Number(data.by)) });
    if (data.sleep) say({ sleep_min: slept(Number(data.sleep)) });
  }

  /** The same again takes the answer back. @param {string} field @param {string} code */
  function choose(field, code) {
    const value = field === "function" ? Number(code) : code;
    const isSame = told()[field] === value;
    say({ [field]: isSame ? (field === "state" ? "unknown" : null) : value });
  }

  /** @param {string} kind @param {number} by */
  function poured(kind, by) {
    const drinks = /** @type {{ kind: string, count: number }[]} */ (told().drinks ?? []);
    const count = Math.min(DRINKS_MOST, Math.max(0, (drinks.find((drink) => drink.kind === kind)?.count ?? 0) + by));
    const others = drinks.filter((drink) => drink.kind !== kind);
    return count ? [...others, { kind, count }] : others;
  }

  /** Begins at the night before, or at a usual one; nothing is stored before it is touched. @param {number} by */
  function slept(by) {
    const known = /** @type {number | null} */ (told().sleep_min ?? null);
    if (known === null) return /** @type {number} */ (state.days[daysBefore(day(), 1)]?.document.sleep_min ?? SLEEP_USUAL_MIN);
    return Math.min(SLEEP_MOST_MIN, Math.max(0, known + by * SLEEP_STEP_MIN));
  }

  /** @param {HTMLInputElement} target */
  const scaled = ({ dataset: { scale }, value }) => scale && say({ [scale]: Number(value) });

  /** @param {Diary.State} next */
  function update(next) {
    state = next;
    const isOpen = state.screen === "day";
    el.hidden = !isOpen;
    if (state.vocabulary && state.vocabulary !== built) build(state.vocabulary);
    if (isOpen && !wasOpen) (back = 0, window.scrollTo(0, 0), find("h1").focus({ preventScroll: true }));
    wasOpen = isOpen;
    if (isOpen) fill();
  }

  /** @param {Diary.Vocabulary} vocabulary */
  function build(vocabulary) {
    built = vocabulary;
    find(".choices").replaceChildren(...CHOICES.map(([field, list]) => choiceOf(field, vocabulary[list])));
    find(".drinks").replaceChildren(...vocabulary.drinks.map(drinkOf));
    find(".scales").replaceChildren(...SCALES.map(scaleOf));
  }

  function fill() {
    const fields = told();
    find("h1").textContent = dayInWords(day(), t.dates);
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (el.querySelectorAll("[data-back]"))) button.ariaPressed = String(Number(button.dataset.back) === back);
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (el.querySelectorAll("[data-field]")))
      button.ariaPressed = String(String(fields[button.dataset.field ?? ""] ?? "") === button.dataset.code);
    fillDrinks(/** @type {{ kind: string, count: number }[] | null} */ (fields.drinks ?? null));
    const minutes = /** @type {number | null} */ (fields.sleep_min ?? null);
    find(".slept").textContent = minutes === null ? t.day.notSaid : t.day.slept(Math.floor(minutes / 60), minutes % 60);
    for (const range of /** @type {NodeListOf<HTMLInputElement>} */ (el.querySelectorAll("[data-scale]"))) {
      const value = fields[range.dataset.scale ?? ""] ?? null;
      range.value = String(value ?? 0);
      range.classList.toggle("untouched", value === null);
      range.setAttribute("aria-valuetext", value === null ? t.day.notSaid : String(value));
      /** @type {HTMLElement} */ (range.nextElementSibling).textContent = value === null ? t.day.notSaid : String(value);
    }
    find(".day-said").textContent = state.said === t.day.saved ? state.said : "";
  }

  /** @param {{ kind: string, count: number }[] | null} drinks */
  function fillDrinks(drinks) {
    const counts = new Map(drinks?.map(({ kind, count }) => [kind, count]));
    for (const output of /** @type {NodeListOf<HTMLElement>} */ (el.querySelectorAll("[data-count]")))
      output.textContent = String(counts.get(output.dataset.count ?? "") ?? 0);
    const totalMg = built?.drinks.reduce((sum, { code, caffeine_mg }) => sum + caffeine_mg * (counts.get(code) ?? 0), 0) ?? 0;
    find(".caffeine").textContent = drinks ? t.day.caffeine(totalMg) : t.day.notSaid;
  }
}

/** @param {string} field @param {Diary.Term[]} terms */
function choiceOf(field, terms) {
  const box = made("fieldset", {});
  const asked = terms.filter(({ code }) => code !== "unknown");
  box.append(made("legend", { textContent: t.day.asked[/** @type {keyof typeof t.day.asked} */ (field)] }));
  for (const term of asked) {
    const button = made("button", { type: "button", className: "chip", textContent: labelOf(term) });
    Object.assign(button.dataset, { field, code: term.code });
    box.append(button);
  }
  return box;
}

/** @param {Diary.Drink} drink */
function drinkOf(drink) {
  const item = made("li", { className: "stepper" });
  const count = made("output", {});
  count.dataset.count = drink.code;
  const step = (/** @type {number} */ by) => {
    const button = made("button", { type: "button", className: "quiet", textContent: by > 0 ? "+" : "−", ariaLabel: t.day.step(labelOf(drink), by) });
    Object.assign(button.dataset, { drink: drink.code, by });
    return button;
  };
  item.append(made("span", { textContent: labelOf(drink) }), step(-1), count, step(1));
  return item;
}

/** @param {typeof SCALES[number]} scale */
function scaleOf(scale) {
  const label = made("label", { className: "scale" });
  const range = made("input", { type: "range", min: "0", max: "10", step: "1" });
  range.dataset.scale = scale;
  label.append(made("span", { textContent: t.day.scales[scale] }), range, made("output", {}));
  return label;
}
