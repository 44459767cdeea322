import { daysBefore, instantOf, localDay, rfc3339, wallClock } from "../time.js";
import { t } from "../texts.js";
import { placesWords } from "../words.js";
import { act } from "./act.js";
import { chip, choices, every, fill, fillChoices, fillScales, finder, head, keepTyping, onScreen, scale, tapped } from "./elements.js";

/** Nobody counts seconds: a bucket stands for the middle of it, on a scale of ratios. Most seconds of each, and what is stored. */
const LENGTHS = /** @type {const} */ ([[3, 2], [10, 5], [30, 17], [60, 42], [300, 134], [604_800, 600]]);
const CHOICES = /** @type {const} */ ([
  ["rhythm", "rhythms"], ["intensity", "intensities"], ["during", "contexts"], ["movement", "movements"],
  ["suppressible", "answers"], ["urge", "answers"], ["sensations", "sensations"],
]);
const NOTE_MAX = 2_000;

const PAGE = `${head(t.details.title)}
  <p class="sheet-said" role="status"></p>
  <button class="row-link places" type="button"><span class="row-name">${t.details.where}</span><span class="row-note"></span></button>
  <fieldset class="choices lengths"><legend>${t.details.length}</legend></fieldset>
  <label class="field">${t.details.when}<input class="when" type="datetime-local"></label>
  <div class="kinds"></div>
  <label class="field">${t.details.caffeine}<input class="caffeine-so-far" type="number" inputmode="numeric" min="0" max="5000" step="1"></label>
  <p class="suggestion" hidden><button class="quiet as-told" type="button"></button></p>
  <div class="stress"></div>
  <label class="field">${t.details.note}<textarea rows="4"></textarea></label>
  <p class="note-left" role="status"></p>
  <p class="sheet-acts"><button class="quiet remove" type="button">${t.details.remove}</button></p>
  <button class="strong done" type="button">${t.done}</button>`;

/** Everything that can be said of one twitch, and need not be. @param {HTMLElement} el */
export function mountDetails(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  const when = /** @type {HTMLInputElement} */ (find(".when"));
  const caffeine = /** @type {HTMLInputElement} */ (find(".caffeine-so-far"));
  /** @type {Diary.State["about"] | undefined} */
  let noteOf;
  const note = /** @type {HTMLTextAreaElement} */ (find("textarea"));
  /** @type {Diary.State} */
  let state;
  /** @type {Diary.Vocabulary | null} */
  let built = null;

  find(".lengths").append(
    ...LENGTHS.map((length, number) => chip({ length: String(length[1]) }, t.details.lengths[number] ?? "")),
    chip({ length: "day" }, t.details.allDay),
  );
  find(".stress").append(scale("stress", t.day.scales.stress));
  find(".places").addEventListener("click", () => act(el, "go", { to: `where=${state.about?.id}` }));
  find(".remove").addEventListener("click", () => (act(el, "delete-fact", { entry: state.open }), act(el, "leave")));
  find(".as-told").addEventListener("click", () => say({ caffeine_mg: toldForTheDay() }));
  el.addEventListener("click", (event) => pressed(/** @type {HTMLElement} */ (event.target)));
  el.addEventListener("change", (event) => changed(/** @type {HTMLInputElement} */ (event.target)));
  note.addEventListener("input", countDown);
  keepTyping(el, () => state.open && left() >= 0 && say({ note: note.value }));
  onScreen(el, "details", { update });

  const document = () => /** @type {Diary.Document} */ (state.open?.document);
  const say = (/** @type {Diary.Fields} */ fields) => act(el, "say-fact", { kind: "episode", id: state.about?.id, fields });
  const day = () => state.open?.day ?? state.today;
  const toldForTheDay = () => /** @type {number | null} */ (state.days[day()]?.document.caffeine_mg ?? null);

  /** @param {HTMLElement} target */
  function pressed(target) {
    if (target.classList.contains("untouched")) say({ [target.dataset.scale ?? ""]: Number(/** @type {HTMLInputElement} */ (target).value) }); // a tap where it stands already says so
    const { field, code, length } = /** @type {HTMLElement} */ (target.closest("button"))?.dataset ?? {};
    if (field && code) choose(field, code);
    if (length === "day") act(el, "say-fact", { kind: "day", id: day(), fields: isAllDay() ? { burden: null } : { state: "twitched", burden: "continuous" } });
    else if (length) say({ duration_s: isLength(Number(length)) ? null : Number(length) });
  }

  /** Of the entry that was open when it was tapped. @param {string} field @param {string} code */
  function choose(field, code) {
    const { about } = state;
    const chosen = () => ({ [field]: tapped(document()[field] ?? (field === "sensations" ? [] : null), code) });
    const atTap = chosen();
    act(el, "say-fact", { kind: "episode", id: about?.id, fields: () => (state.about === about ? chosen() : atTap) });
  }

  const isAllDay = () => state.days[day()]?.document.burden === "continuous";

  /** Whether the bucket of this length holds what was said. @param {number} lengthS */
  function isLength(lengthS) {
    const saidS = document().duration_s ?? null;
    return saidS !== null && LENGTHS.find(([mostS]) => Number(saidS) <= mostS)?.[1] === lengthS;
  }

  /** @param {HTMLInputElement} target */
  function changed(target) {
    if (target.dataset.scale) say({ [target.dataset.scale]: Number(target.value) });
    if (target === when) move();
    if (target === caffeine && caffeine.reportValidity()) say({ caffeine_mg: target.value === "" ? null : Number(target.value) });
  }

  /** To another moment, on the wall of the place where it was. */
  function move() {
    const zone = document().time_zone;
    const startedMs = when.value ? instantOf(when.value, zone) : NaN;
    if (!(startedMs <= state.nowMs)) return void (when.value = wallClock(Date.parse(document().started_at), zone));
    say({ started_at: rfc3339(startedMs, zone), time_precision: "exact" });
  }

  const left = () => NOTE_MAX - [...note.value.normalize("NFC")].length;
  function countDown() {
    find(".note-left").textContent = left() < 200 ? t.details.left(left()) : "";
  }

  /** @param {Diary.State} next */
  function update(next) {
    state = next;
    if (state.vocabulary && state.vocabulary.version !== built?.version) build(state.vocabulary);
    const told = document();
    find(".sheet-said").textContent = state.said === t.saved || state.trouble ? state.said : "";
    find(".places .row-note").textContent = placesWords(state.vocabulary, told.sites ?? []);
    for (const button of every(el, "[data-length]")) button.ariaPressed = String(button.dataset.length === "day" ? isAllDay() : isLength(Number(button.dataset.length)));
    fill(when, wallClock(Date.parse(told.started_at), told.time_zone));
    when.max = wallClock(state.nowMs, told.time_zone);
    fillChoices(el, told);
    fillScales(el, told);
    fill(caffeine, told.caffeine_mg);
    if (left() >= 0 || noteOf !== state.about) fill(note, told.note); // what is too long to be kept stays to be shortened
    noteOf = state.about;
    const dayMg = toldForTheDay();
    find(".suggestion").hidden = dayMg === null || (told.caffeine_mg ?? null) !== null || day() < daysBefore(localDay(state.nowMs, state.zone), 1);
    find(".as-told").textContent = t.details.asTold(dayMg ?? 0);
    countDown();
  }

  /** @param {Diary.Vocabulary} vocabulary */
  function build(vocabulary) {
    built = vocabulary;
    find(".kinds").replaceChildren(...CHOICES.map(([field, list]) => choices(field, t.details.asked[field], vocabulary[list])));
  }
}
