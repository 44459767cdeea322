import { t } from "../texts.js";
import { eventWords, placesWords } from "../words.js";
import { act } from "./act.js";
import { UNDO_ROW, button, chip, every, finder, head, made, onScreen, redraw, rowOf, tapped } from "./elements.js";

/** What the diary can be asked about later, under the names of the day's fields; anything else stands in the person's own words. */
const FACTORS = /** @type {const} */ (["caffeine", "sleep", "stress", "fatigue", "screen", "alcohol"]);

const PAGE = `${head(t.start.title)}
  <div class="intended"></div>
  <button class="row-link places" type="button"><span class="row-name">${t.start.sites}</span><span class="row-note"></span></button>
  <fieldset class="choices palsy"><legend>${t.start.palsy}</legend></fieldset>
  <form class="palsy-on" hidden><label class="field">${t.start.palsyOn}<input type="date" min="1900-01-01" required></label>
    <button class="quiet" type="submit">${t.save}</button></form>
  <ul class="palsies"></ul>
  ${UNDO_ROW}
  <fieldset class="choices factors"><legend>${t.start.factors}</legend><p class="sheet-note">${t.start.factorsNote}</p></fieldset>
  <label class="field">${t.start.other}<input class="other" maxlength="100" autocomplete="off"></label>
  <p class="sheet-said" role="status"></p>
  <button class="strong begin" type="button">${t.start.begin}</button>`;

/** The first minute: what is there already, so that it is never taken for new. Every part of it can be left out. @param {HTMLElement} el */
export function mountStart(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  const on = /** @type {HTMLInputElement} */ (find(".palsy-on input"));
  const other = /** @type {HTMLInputElement} */ (find(".other"));
  /** @type {Diary.State} */
  let state;
  let side = "";

  find(".intended").append(...t.intended.map((textContent) => made("p", { textContent })));
  find(".palsy").append(...(/** @type {const} */ (["left", "right"])).map((side) => chip({ palsy: side }, t.start.palsySides[side])));
  find(".places").addEventListener("click", () => act(el, "go", { to: "where=baseline:baseline" }));
  find(".begin").addEventListener("click", begin);
  el.addEventListener("click", (event) => pressed(/** @type {HTMLElement} */ (event.target)));
  el.addEventListener("change", (event) => changed(/** @type {HTMLInputElement} */ (event.target)));
  find(".palsy-on").addEventListener("submit", (event) => (event.preventDefault(), addPalsy()));
  onScreen(el, "start", { update });

  const baseline = () => state.facts.baseline?.[0]?.document ?? /** @type {Diary.Fields} */ ({});
  const suspected = () => /** @type {string[]} */ (baseline().suspected_factors ?? []);
  const palsies = () => (state.facts.event ?? []).filter(({ document }) => document.kind === "palsy");

  /** @param {HTMLElement} target */
  function pressed(target) {
    const { factor, palsy, remove } = /** @type {HTMLElement} */ (target.closest("button"))?.dataset ?? {};
    if (factor) declare(factor);
    if (palsy) ((side = side === palsy ? "" : palsy), update(state));
    if (remove) act(el, "delete-fact", { entry: palsies().find(({ id }) => id === remove) });
  }

  /** The same again takes it back. @param {string} factor */
  function declare(factor) {
    act(el, "say-fact", { kind: "baseline", id: "baseline", fields: () => ({ suspected_factors: tapped(suspected(), factor) }) });
  }

  /** @param {HTMLInputElement} target */
  function changed(target) {
    const words = target.value.trim();
    if (target === other && words && !suspected().includes(words)) (declare(words), (other.value = ""));
  }

  /** A date that stands there is said too; one that cannot be is to be mended first. */
  function begin() {
    if (side && on.value && !on.reportValidity()) return;
    if (side && on.value) addPalsy();
    act(el, "prefer", { started: true });
    act(el, "leave");
  }

  /** A date is said when it is sent off: while it is typed it is another one. */
  function addPalsy() {
    act(el, "say-fact", { kind: "event", fields: { kind: "palsy", action: "single", on: on.value, side } });
    [side, on.value] = ["", ""];
  }

  /** @param {Diary.State} next */
  function update(next) {
    state = next;
    const places = /** @type {Diary.Place[]} */ (baseline().sites ?? []);
    find(".places .row-note").textContent = places.length ? placesWords(state.vocabulary, places) : t.start.sitesNote;
    for (const choice of every(el, "[data-palsy]")) choice.ariaPressed = String(choice.dataset.palsy === side);
    find(".palsy-on").hidden = side === "";
    on.max = state.today;
    redraw(find(".palsies"), palsies(), () => palsies().map(({ id, document }) => rowOf(eventWords(state.vocabulary, document), button({ remove: id }, t.history.remove))));
    fillFactors();
    find(".sheet-said").textContent = state.said === t.saved || state.trouble ? state.said : "";
  }

  function fillFactors() {
    const own = suspected().filter((name) => !FACTORS.includes(/** @type {any} */ (name)));
    const codes = [...FACTORS, ...own];
    if (every(el, "[data-factor]").map(({ dataset }) => dataset.factor).join("|") !== codes.join("|")) {
      for (const old of every(el, "[data-factor]")) old.remove();
      find(".factors").append(...codes.map((code) => chip({ factor: code }, t.start.named[/** @type {keyof typeof t.start.named} */ (code)] ?? code)));
    }
    for (const choice of every(el, "[data-factor]")) choice.ariaPressed = String(suspected().includes(choice.dataset.factor ?? ""));
  }
}
