import { isBounce } from "../logic.js";
import { t } from "../texts.js";
import { eventWords, placesWords } from "../words.js";
import { act } from "./act.js";
import { UNDO_ROW, button, choices, fillChoices, finder, head, onScreen, redraw, rowOf } from "./elements.js";

const KINDS = /** @type {const} */ (["toxin", "medication", "supplement", "therapy", "palsy", "investigation", "surgery", "visit", "other"]);
/** What is usual of each kind; an injection happens once, a medicine is begun. */
const ACTIONS = /** @type {Record<string, string[]>} */ ({
  medication: ["start", "change", "stop"], supplement: ["start", "change", "stop"], therapy: ["start", "stop", "single"],
  visit: ["planned", "single"], investigation: ["single", "planned"], toxin: ["single", "planned"], surgery: ["single", "planned"],
});
const SITED = ["toxin", "surgery"];
const SIDED = ["palsy"];

const PAGE = `${head(t.treatments.link)}
  <p class="sheet-said" role="status"></p>
  ${UNDO_ROW}
  <ol class="events"></ol>
  <p class="no-events">${t.treatments.nothing}</p>
  <form class="event-form" aria-labelledby="event-title" novalidate>
    <h2 id="event-title" tabindex="-1"></h2>
    <div class="kind"></div>
    <div class="action"></div>
    <label class="field on">${t.treatments.on}<input name="on" type="date" required></label>
    <label class="field until">${t.treatments.until}<input name="until" type="date"></label>
    <label class="field name">${t.treatments.name}<input name="name" maxlength="200" autocomplete="off"></label>
    <div class="dose"><label class="field">${t.treatments.dose}<input name="dose" type="number" inputmode="decimal" min="0" max="9999999" step="0.001"></label>
      <label class="field">${t.treatments.unit}<input name="unit" maxlength="20" autocomplete="off" autocapitalize="off"></label></div>
    <div class="side"></div>
    <label class="field">${t.details.note}<textarea name="note" rows="3" maxlength="2000"></textarea></label>
    <p class="form-said" role="alert"></p>
    <button class="strong" type="submit">${t.save}</button>
    <button class="quiet cancel" type="button" hidden>${t.cancel}</button>
  </form>
  <button class="quiet done" type="button">${t.done}</button>`;

/** What was done about it, and what was before: all of it is drawn on the time axis. @param {HTMLElement} el */
export function mountTreatments(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  const form = /** @type {HTMLFormElement} */ (find("form"));
  /** @type {Diary.State} */
  let state;
  /** @type {Diary.Vocabulary | null} */
  let built = null;
  /** @type {Diary.Entry | null} the one that is being changed */
  let changing = null;
  /** @type {Diary.Fields} what the chips of the form say */
  let said = {};
  /** @type {number | null} */
  let savedMs = null;

  form.addEventListener("submit", (event) => (event.preventDefault(), save(event.timeStamp)));
  find(".cancel").addEventListener("click", () => begin(null));
  el.addEventListener("click", (event) => pressed(/** @type {HTMLElement} */ (event.target)));
  onScreen(el, "treatments", { update });

  const events = () => state.facts.event ?? [];
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

  /** @param {HTMLElement} target */
  function pressed(target) {
    const { field: name, code, change, remove, where } = /** @type {HTMLElement} */ (target.closest("button"))?.dataset ?? {};
    const entry = events().find(({ id }) => [change, remove].includes(id));
    if (name === "kind") (said = { ...said, kind: code, action: ACTIONS[code ?? ""]?.[0] ?? "single" }, fillForm());
    else if (name && code) (said = { ...said, [name]: said[name] === code && name === "side" ? null : code }, fillForm());
    if (change && entry) (begin(entry), form.scrollIntoView(), find("#event-title").focus({ preventScroll: true }));
    if (remove && entry) act(el, "delete-fact", { entry });
    if (where) act(el, "go", { to: `where=event:${where}` });
  }

  /** @param {Diary.Entry | null} entry */
  function begin(entry) {
    changing = entry;
    const { kind, action, side } = /** @type {Diary.Fields} */ (entry?.document ?? {});
    said = kind ? { kind, action, side } : {}; // nothing is chosen for the person
    for (const name of ["on", "until", "name", "dose", "unit", "note"]) field(name).value = String(entry?.document[name] ?? "");
    if (!entry) field("on").value = state.today;
    find(".form-said").textContent = "";
    fillForm();
  }

  /** What the kind that was chosen asks for; the rest of the form is out of sight. @param {Element} input */
  const isShown = (input) => input.closest("[hidden]") === null;

  /** @param {number} atMs */
  function save(atMs) {
    if (isBounce(savedMs, atMs)) return;
    const wrong = [...form.elements].find((input) => isShown(input) && !(/** @type {HTMLInputElement} */ (input).checkValidity()));
    const [on, until] = [field("on").value, (isShown(field("until")) && field("until").value) || null];
    if (!said.kind) return void (find(".form-said").textContent = t.treatments.choose);
    if (wrong || (until && until < on)) {
      find(".form-said").textContent = t.treatments.wrong;
      return /** @type {HTMLElement} */ (wrong ?? field("until")).focus();
    }
    savedMs = atMs;
    const dose = isShown(field("dose")) && field("dose").value !== "" ? Number(field("dose").value) : null;
    const words = Object.fromEntries(["name", "unit", "note"].map((name) => [name, isShown(field(name)) ? field(name).value.trim() : ""]));
    const side = SIDED.includes(String(said.kind)) ? said.side ?? null : null;
    const fields = { ...said, side, on, until, dose, ...words };
    const before = /** @type {Diary.Fields} */ (changing?.document ?? {});
    const touched = Object.entries(fields).filter(([name, value]) => (changing ? (before[name] ?? null) !== value : value !== null && value !== ""));
    if (touched.length) act(el, "say-fact", { kind: "event", id: changing?.id, fields: Object.fromEntries(touched) });
    begin(null);
  }

  /** @param {Diary.State} next */
  function update(next) {
    const isFirst = state === undefined;
    state = next;
    if (state.vocabulary && state.vocabulary.version !== built?.version) build(state.vocabulary);
    if (isFirst) begin(null);
    find(".sheet-said").textContent = state.said === t.saved || state.said === t.now.deleted || state.trouble ? state.said : "";
    const newest = [...events()].sort((one, other) => (String(one.document.on) < String(other.document.on) ? 1 : -1));
    redraw(find(".events"), newest, () => newest.map(item));
    find(".no-events").hidden = newest.length > 0;
  }

  /** @param {Diary.Entry} entry */
  function item(entry) {
    const { document, id } = entry;
    const kind = String(document.kind);
    const places = SITED.includes(kind) ? [button({ where: id }, document.sites?.length ? t.treatments.sites : t.treatments.addSites)] : [];
    const words = [eventWords(state.vocabulary, document), document.sites?.length ? placesWords(state.vocabulary, document.sites) : ""];
    return rowOf(words.filter(Boolean).join(" · "), ...places, button({ change: id }, t.history.edit), button({ remove: id }, t.history.remove));
  }

  /** @param {Diary.Vocabulary} vocabulary */
  function build(vocabulary) {
    built = vocabulary;
    const kinds = KINDS.flatMap((code) => vocabulary.event_kinds.find((term) => term.code === code) ?? []);
    find(".kind").replaceChildren(choices("kind", t.treatments.kind, kinds));
    find(".side").replaceChildren(choices("side", t.check.side, vocabulary.sides.filter(({ code }) => ["left", "right", "both_together"].includes(code))));
    fillForm();
  }

  function fillForm() {
    const kind = String(said.kind);
    const actions = ACTIONS[kind] ?? [];
    find("#event-title").textContent = changing ? t.treatments.changeIt : t.treatments.add;
    find(".cancel").hidden = changing === null;
    find(".side").hidden = !SIDED.includes(kind);
    find(".until").hidden = !["palsy", "therapy"].includes(kind);
    find(".dose").hidden = !["toxin", "medication", "supplement"].includes(kind);
    const terms = built?.event_actions.filter(({ code }) => actions.includes(code)) ?? [];
    redraw(find(".action"), terms, () => (terms.length ? [choices("action", t.treatments.action, terms)] : []));
    fillChoices(form, said);
  }
}
