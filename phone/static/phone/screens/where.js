import { placesWords } from "../words.js";
import { wallTime } from "../time.js";
import { act } from "./act.js";
import { BESIDE_THE_FACE } from "./face-map.js";
import { mountFace } from "./face.js";
import { mountPlaceRows } from "./place-rows.js";

const PAGE = `
  <header class="where-head">
    <button class="quiet back" type="button"><svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M14.5 5.5L8 12l6.5 6.5"/></svg><span>Back</span></button>
    <h1 tabindex="-1">Where was it?</h1>
  </header>
  <p class="where-said" role="status"></p>
  <fieldset class="mirror">
    <legend class="visually-hidden">How the face is shown</legend>
    <label><input type="radio" name="mirror" value="mirror"><span>As in a mirror</span></label>
    <label><input type="radio" name="mirror" value="others"><span>As others see me</span></label>
  </fieldset>
  <div class="face-stage"></div>
  <ul class="place-rows beside" aria-label="In the eye and the mouth"></ul>
  <details class="body"><summary>Elsewhere on the body</summary>
    <p class="no-names">The names of these places have not reached this phone yet. They come with the next connection.</p>
    <ul class="place-rows elsewhere"></ul>
  </details>
  <button class="strong done" type="button">Done</button>
  <dialog class="jaw" aria-labelledby="jaw-title" aria-describedby="jaw-help">
    <h2 id="jaw-title"></h2>
    <p id="jaw-help">Put a finger on the spot and bite. If it hardens under the finger, it is the chewing muscle.</p>
    <button class="strong" type="button" data-site="chin">Skin of the chin</button>
    <button class="strong" type="button" data-site="jaw_muscle">Chewing muscle</button>
    <button class="quiet" type="button" data-site="">Neither</button>
  </dialog>`;

/** @param {HTMLElement} el */
export function mountWhere(el) {
  el.innerHTML = PAGE;
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (el.querySelector(selector));
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
  for (const leave of [".back", ".done"]) find(leave).addEventListener("click", () => act(el, "leave-where"));
  find(".mirror").addEventListener("change", (event) =>
    act(el, "prefer", { mirror: /** @type {HTMLInputElement} */ (event.target).value === "mirror" }));
  el.addEventListener("ask-jaw", (event) => askJaw(/** @type {CustomEvent} */ (event).detail.place.side));
  jaw.addEventListener("click", (event) => answerJaw(/** @type {HTMLElement} */ (event.target)));
  el.addEventListener("diary", (event) => update(/** @type {CustomEvent<Diary.State>} */ (event).detail));

  /** What people call the lower jaw is skin (VII) or chewing muscle (V), and the doctor reads them apart. @param {Diary.Side} side */
  function askJaw(side) {
    jawSide = side;
    find("#jaw-title").textContent = `Lower jaw, your ${side}: skin of the chin, or chewing muscle?`;
    jaw.showModal();
  }

  /** @param {HTMLElement} target */
  function answerJaw(target) {
    const site = target.dataset.site;
    if (site === undefined) return;
    jaw.close();
    if (site) act(el, "place-episode", { place: { site, side: jawSide }, add: true });
  }

  /** @param {Diary.State} state */
  function update(state) {
    const entry = state.entries.find((candidate) => candidate.id === state.whereId);
    el.hidden = entry === undefined;
    if (!entry) return void (shownId = null);
    const places = entry.document.sites ?? [];
    const saved = state.trouble ? state.said : `${placesWords(state.vocabulary, places)}.`;
    find("h1").textContent = `Where was it at ${wallTime(entry.document.started_at, entry.document.time_zone)}?`;
    find(".where-said").textContent = saved;
    /** @type {HTMLInputElement} */ (find(`[value=${state.preferences.mirror ?? true ? "mirror" : "others"}]`)).checked = true;
    find(".no-names").hidden = state.vocabulary !== null;
    stage.dispatchEvent(new CustomEvent("diary", { detail: state }));
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
