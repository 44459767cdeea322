import { t } from "../texts.js";
import { placesWords } from "../words.js";
import { wallTime } from "../time.js";
import { act } from "./act.js";
import { closeDialogs, finder, head, onDiary, tellPart } from "./elements.js";
import { BESIDE_THE_FACE } from "./face-map.js";
import { mountFace } from "./face.js";
import { mountPlaceRows } from "./place-rows.js";

const PAGE = `${head(t.where.asked)}
  <p class="where-said" role="status"></p>
  <fieldset class="mirror">
    <legend class="visually-hidden">${t.where.shown}</legend>
    <label><input type="radio" name="mirror" value="mirror"><span>${t.where.mirror}</span></label>
    <label><input type="radio" name="mirror" value="others"><span>${t.where.others}</span></label>
  </fieldset>
  <div class="face-stage"></div>
  <ul class="place-rows beside" aria-label="${t.where.beside}"></ul>
  <details class="body"><summary>${t.where.elsewhere}</summary>
    <p class="no-names">${t.where.noNames}</p>
    <ul class="place-rows elsewhere"></ul>
  </details>
  <button class="strong done" type="button">${t.done}</button>
  <dialog class="jaw" aria-labelledby="jaw-title" aria-describedby="jaw-help">
    <h2 id="jaw-title"></h2>
    <p id="jaw-help">${t.where.jawHelp}</p>
    <button class="strong" type="button" data-site="chin">${t.where.chin}</button>
    <button class="strong" type="button" data-site="jaw_muscle">${t.where.muscle}</button>
    <button class="quiet" type="button" data-site="">${t.where.neither}</button>
  </dialog>`;

/** @param {HTMLElement} el */
export function mountWhere(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  const jaw = /** @type {HTMLDialogElement} */ (find(".jaw"));
  const body = /** @type {HTMLDetailsElement} */ (find(".body"));
  const stage = find(".face-stage");
  const rows = [
    mountPlaceRows(find(".beside"), ({ sites }) => sites.filter((site) => BESIDE_THE_FACE.includes(site.code))),
    mountPlaceRows(find(".elsewhere"), ({ sites }) => sites.filter((site) => site.part === "body")),
  ];
  /** @type {Diary.Side} */
  let jawSide = "unsure";
  /** @type {string | null} */
  let shownId = null;

  mountFace(stage);
  for (const leave of [".back", ".done"]) find(leave).addEventListener("click", () => act(el, "leave"));
  find(".mirror").addEventListener("change", (event) =>
    act(el, "prefer", { mirror: /** @type {HTMLInputElement} */ (event.target).value === "mirror" }));
  el.addEventListener("ask-jaw", (event) => askJaw(/** @type {CustomEvent} */ (event).detail.place.side));
  jaw.addEventListener("click", (event) => answerJaw(/** @type {HTMLElement} */ (event.target)));
  onDiary(el, update);

  /** What people call the lower jaw is skin (VII) or chewing muscle (V), and the doctor reads them apart. @param {Diary.Side} side */
  function askJaw(side) {
    jawSide = side;
    find("#jaw-title").textContent = t.where.jaw(t.sides[side]);
    jaw.showModal();
  }

  /** @param {HTMLElement} target */
  function answerJaw(target) {
    const site = target.dataset.site;
    if (site === undefined) return;
    jaw.close();
    if (site) act(el, "toggle-place", { place: { site, side: jawSide }, add: true });
  }

  /** @param {Diary.State} state */
  function update(state) {
    const entry = state.screen === "where" ? state.open : null;
    el.hidden = !entry;
    if (!entry) return void ((shownId = null), closeDialogs(el));
    const places = entry.document.sites ?? [];
    const saved = state.trouble ? state.said : placesWords(state.vocabulary, places) + t.places.end;
    find("h1").textContent = titleOf(entry);
    find(".where-said").textContent = saved;
    /** @type {HTMLInputElement} */ (find(`[value=${state.preferences.mirror ?? true ? "mirror" : "others"}]`)).checked = true;
    find(".no-names").hidden = state.vocabulary !== null;
    tellPart(stage, state);
    for (const row of rows) row(state);
    if (shownId !== entry.id) open(entry, state);
  }

  /** @param {Diary.Entry} entry @param {Diary.State} state */
  function open(entry, { vocabulary }) {
    shownId = entry.id;
    const inBody = new Set(vocabulary?.sites.filter((site) => site.part === "body").map((site) => site.code));
    body.open = (entry.document.sites ?? []).some((place) => inBody.has(place.site));
    window.scrollTo(0, 0);
    find("h1").focus({ preventScroll: true });
  }
}

/** @param {Diary.Entry} entry */
function titleOf({ kind, document }) {
  if (kind === "episode") return t.where.title(wallTime(document.started_at, document.time_zone));
  return kind === "event" ? t.where.treated : t.where.already;
}
