import { t } from "../texts.js";
import { valueWords } from "../words.js";
import { dayInWords, daysBefore } from "../time.js";
import { act } from "./act.js";
import { choices, every, fillChoices, fillScales, finder, head, labelOf, made, onScreen, scale, tapped } from "./elements.js";

const SLEEP_STEP_MIN = 15;
const SLEEP_USUAL_MIN = 450;
const SLEEP_MOST_MIN = 1_440;
const DRINKS_MOST = 50;
const HABITS = /** @type {const} */ (["drinks", "sleep_min"]);
const SCALES = /** @type {const} */ (["stress", "fatigue"]);
const CHOICES = /** @type {const} */ ([["state", "day_states"], ["burden", "burdens"], ["function", "functions"]]);

const PAGE = `${head("")}
  <div class="which" role="group" aria-label="${t.day.which}">
    <button class="quiet" type="button" data-back="1">${t.day.yesterday}</button><button class="quiet" type="button" data-back="0">${t.day.today}</button>
  </div>
  <div class="kinds"></div>
  <button class="quiet as-before" type="button" hidden></button>
  <section aria-labelledby="drinks-title"><h2 id="drinks-title">${t.day.drinks}</h2><p class="caffeine" role="status"></p><button class="chip none-drunk" type="button" data-none>${t.day.noDrinks}</button><ul class="drinks"></ul></section>
  <section aria-labelledby="sleep-title"><h2 id="sleep-title">${t.day.sleep}</h2>
    <div class="stepper"><button class="quiet" type="button" data-sleep="-1" aria-label="${t.day.less}">−</button><output class="slept"></output>
    <button class="quiet" type="button" data-sleep="1" aria-label="${t.day.moreSleep}">+</button></div></section>
  <div class="scales"></div>
  <p class="sheet-said" role="status"></p>
  <button class="strong done" type="button">${t.done}</button>`;

/** @param {HTMLElement} el */
export function mountDay(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  /** @type {Diary.State} */
  let state;
  /** @type {Diary.Vocabulary | null} */
  let built = null;
  let chosen = ""; // the day that is told of: it stays the same over midnight

  el.addEventListener("click", (event) => pressed(/** @type {HTMLElement} */ (event.target)));
  find(".as-before").addEventListener("click", () => say(asBefore()));
  el.addEventListener("change", (event) => scaled(/** @type {HTMLInputElement} */ (event.target)));
  onScreen(el, "day", { opened: () => (chosen = ""), update });

  const day = () => chosen || state.today;
  const told = () => state.days[day()]?.document ?? /** @type {Diary.Fields} */ ({});
  const say = (/** @type {Diary.Fields} */ fields) => act(el, "say-fact", { kind: "day", id: day(), fields });

  /** Of the day that was open when it was tapped. @param {() => Diary.Fields} fields */
  function inTurn(fields) {
    const [asked, atTap] = [day(), fields()];
    act(el, "say-fact", { kind: "day", id: asked, fields: () => (day() === asked ? fields() : atTap) });
  }

  /** @param {HTMLElement} target */
  function pressed(target) {
    if (target.classList.contains("untouched")) say({ [target.dataset.scale ?? ""]: Number(/** @type {HTMLInputElement} */ (target).value) }); // a tap where it stands already says so
    const data = /** @type {HTMLElement} */ (target.closest("button"))?.dataset ?? {};
    if (data.back) ((chosen = daysBefore(state.today, Number(data.back))), update(state));
    if (data.none !== undefined) say({ drinks: /** @type {unknown[] | null} */ (told().drinks ?? null)?.length === 0 ? null : [] });
    if (data.field) choose(data.field, data.code ?? "");
    if (data.drink) inTurn(() => ({ drinks: poured(data.drink ?? "", Number(data.by)) }));
    if (data.sleep) say({ sleep_min: slept(Number(data.sleep)) });
  }

  /** The same again takes the answer back. @param {string} field @param {string} code */
  function choose(field, code) {
    const value = tapped(told()[field] ?? null, code);
    say({ [field]: value ?? (field === "state" ? "unknown" : null) });
  }

  /** @param {string} kind @param {number} by */
  function poured(kind, by) {
    const drinks = /** @type {{ kind: string, count: number }[]} */ (told().drinks ?? []);
    const count = Math.min(DRINKS_MOST, Math.max(0, (drinks.find((drink) => drink.kind === kind)?.count ?? 0) + by));
    const others = drinks.filter((drink) => drink.kind !== kind);
    const left = count ? [...others, { kind, count }] : others;
    return left.length ? left : null; // a drink that is taken back is not "none"
  }

  /** Of coffee and sleep, what the day before said and this one does not: a suggestion, until it is tapped. */
  function asBefore() {
    const before = state.days[daysBefore(day(), 1)]?.document ?? /** @type {Diary.Fields} */ ({});
    const open = HABITS.filter((field) => (told()[field] ?? null) === null && (before[field] ?? null) !== null);
    return Object.fromEntries(open.map((field) => [field, before[field]]));
  }

  function suggest() {
    const suggested = Object.entries(asBefore());
    const words = suggested.map(([field, value]) => (Array.isArray(value) && !value.length ? t.day.noDrinks : valueWords(built, field, value)));
    find(".as-before").hidden = words.length === 0;
    find(".as-before").textContent = t.day.asBefore(words.join(" · "));
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
    chosen ||= state.today;
    if (state.vocabulary && state.vocabulary.version !== built?.version) build(state.vocabulary);
    fill();
  }

  /** @param {Diary.Vocabulary} vocabulary */
  function build(vocabulary) {
    built = vocabulary;
    find(".kinds").replaceChildren(...CHOICES.map(([field, list]) => choices(field, t.day.asked[field], vocabulary[list].filter(({ code }) => code !== "unknown"))));
    find(".drinks").replaceChildren(...vocabulary.drinks.map(drinkOf));
    find(".scales").replaceChildren(...SCALES.map((field) => scale(field, t.day.scales[field])));
  }

  function fill() {
    const fields = told();
    find("h1").textContent = dayInWords(day(), t.dates);
    for (const button of every(el, "[data-back]")) button.ariaPressed = String(daysBefore(state.today, Number(button.dataset.back)) === day());
    fillChoices(el, fields);
    fillScales(el, fields);
    fillDrinks(/** @type {{ kind: string, count: number }[] | null} */ (fields.drinks ?? null));
    const minutes = /** @type {number | null} */ (fields.sleep_min ?? null);
    find(".slept").textContent = minutes === null ? t.notSaid : t.day.slept(Math.floor(minutes / 60), minutes % 60);
    suggest();
    find(".sheet-said").textContent = state.said === t.saved ? state.said : "";
  }

  /** @param {{ kind: string, count: number }[] | null} drinks */
  function fillDrinks(drinks) {
    const counts = new Map(drinks?.map(({ kind, count }) => [kind, count]));
    for (const output of every(el, "[data-count]"))
      output.textContent = String(counts.get(output.dataset.count ?? "") ?? 0);
    const totalMg = built?.drinks.reduce((sum, { code, caffeine_mg }) => sum + caffeine_mg * (counts.get(code) ?? 0), 0) ?? 0;
    find(".none-drunk").ariaPressed = String(drinks?.length === 0);
    find(".caffeine").textContent = drinks ? t.day.caffeine(totalMg) : t.notSaid;
  }
}

/** @param {Diary.Drink} drink */
function drinkOf(drink) {
  const item = made("li", { className: "stepper" });
  const count = made("output");
  count.dataset.count = drink.code;
  const step = (/** @type {number} */ by) => {
    const button = made("button", { type: "button", className: "quiet", textContent: by > 0 ? "+" : "−", ariaLabel: t.day.step(labelOf(drink), by) });
    Object.assign(button.dataset, { drink: drink.code, by });
    return button;
  };
  item.append(made("span", { textContent: labelOf(drink) }), step(-1), count, step(1));
  return item;
}
