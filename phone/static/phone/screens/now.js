import { answerToday, entriesOf, mayGoOn } from "../logic.js";
import { t } from "../texts.js";
import { dayWords } from "../words.js";
import { dayInWords } from "../time.js";
import { act } from "./act.js";
import { every, finder, onDiary } from "./elements.js";

const LONG_MS = 700;

/** @param {number} minutes */
function agoButton(minutes) {
  return `<button class="quiet ago" type="button" data-ago="${minutes}">${t.now.ago(minutes)}</button>`;
}

const PAGE = `
  <p class="day"></p>
  <button class="tap" type="button">
    <svg class="ripples" viewBox="-100 -125 200 250" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">
      <path d="M-82 0C-41 -58 41 -58 82 0 41 58 -41 58 -82 0Z"/><path d="M-108 0C-54 -92 54 -92 108 0 54 92 -54 92 -108 0Z"/>
      <path d="M-136 0C-68 -128 68 -128 136 0 68 128 -68 128 -136 0Z"/><path d="M-166 0C-83 -166 83 -166 166 0 83 166 -83 166 -166 0Z"/>
    </svg>
    <span class="tap-label">${t.now.tap}</span>
    <span class="tap-count" aria-hidden="true"></span>
  </button>
  <div class="after"><div class="bar">
    <p class="said" role="status"></p>
    <div class="after-acts">
      <button class="quiet undo" type="button" hidden>${t.undo}</button>
      <button class="quiet stopped" type="button" hidden>${t.now.stopped}</button>
      <button class="strong where" type="button" hidden>${t.now.where}</button>
    </div>
  </div></div>
  <button class="none" type="button" aria-pressed="false">
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M5 13l4.5 4.5L19 8"/></svg>
    <span>${t.now.none}</span>
  </button>
  <p class="none-words"></p>
  <div class="earlier">
    ${[15, 30, 60].map(agoButton).join("")}
    <button class="quiet all-day" type="button">${t.now.allDay}</button>
  </div>`;

/** @param {HTMLElement} el */
export function mountNow(el) {
  el.innerHTML = PAGE;
  const find = /** @type {typeof finder<HTMLButtonElement>} */ (finder)(el);
  const [tap, undo, where, none, said] = [find(".tap"), find(".undo"), find(".where"), find(".none"), find(".said")];
  /** @type {Diary.State} */
  let state;

  tap.addEventListener("click", (event) => heldMs(event) < LONG_MS && act(el, "log-episode", { tapMs: event.timeStamp }));
  tap.addEventListener("pointerdown", hold);
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) tap.addEventListener(end, () => clearTimeout(holding));
  tap.addEventListener("contextmenu", (event) => event.preventDefault()); // a long press is ours
  find(".stopped").addEventListener("click", () => act(el, "end-episode"));
  find(".all-day").addEventListener("click", () => act(el, "say-all-day"));
  for (const button of every(el, ".ago"))
    button.addEventListener("click", (event) => act(el, "log-episode", { tapMs: event.timeStamp, minutesAgo: Number(button.dataset.ago) }));
  tap.addEventListener("keydown", (event) => event.repeat && event.preventDefault()); // a key held down is one tap
  undo.addEventListener("click", () => act(el, "undo"));
  where.addEventListener("click", () => act(el, "go", { to: `where=${state.recentId}` }));
  none.addEventListener("click", () => act(el, "answer-day", { state: none.ariaPressed === "true" ? "unknown" : "none" }));
  onDiary(el, update);

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let holding;
  let downMs = 0;

  /** Held for a while it means that the eye was forced shut; it is told by the shake while the finger is still down. @param {PointerEvent} event */
  function hold(event) {
    downMs = event.timeStamp;
    clearTimeout(holding);
    holding = setTimeout(() => !tap.disabled && act(el, "log-episode", { tapMs: event.timeStamp + LONG_MS, shut: true }), LONG_MS);
  }

  /** How long the finger was down; a key or a screen reader holds nothing. @param {MouseEvent} event */
  const heldMs = (event) => (event.detail === 0 ? 0 : event.timeStamp - downMs);

  /** @param {Diary.State} next */
  function update(next) {
    const before = state;
    state = next;
    const entries = entriesOf(state.entries, state.today);
    const answer = answerToday(state);
    find(".day").textContent = dayInWords(state.today, t.dates);
    find(".tap-count").textContent = entries.length ? t.now.count(entries.length) : "";
    for (const button of /** @type {HTMLButtonElement[]} */ (every(el, ".tap, .none, .earlier button"))) button.disabled = !canLog(state);
    float(state.undo?.floats ?? false);
    said.textContent = state.said || t.now.hint;
    said.classList.toggle("hint", !state.said);
    where.hidden = !entries.some((entry) => entry.id === state.recentId && !entry.document.sites?.length);
    hideKeepingFocus(find(".stopped"), !mayGoOn(entries.find((entry) => entry.id === state.recentId), state.nowMs));
    hideKeepingFocus(undo, state.undo === null);
    none.ariaPressed = String(answer === "none");
    find(".none-words").textContent = dayWords(answer, entries.length);
    if (before && before.recentId !== state.recentId && state.recentId && !state.preferences.lessMotion) ripple();
  }

  /** @param {HTMLElement} button @param {boolean} hide */
  function hideKeepingFocus(button, hide) {
    const focused = document.activeElement === button;
    button.hidden = hide;
    if (hide && focused) tap.focus({ preventScroll: true });
  }

  /** The bar goes to the foot of the screen; its place is kept, so that nothing moves under a finger. @param {boolean} floats */
  function float(floats) {
    const [place, bar] = [find(".after"), find(".bar")];
    if (floats === bar.classList.contains("floating")) return;
    place.style.height = floats ? `${place.offsetHeight}px` : "";
    bar.classList.toggle("floating", floats);
  }

  function ripple() {
    tap.classList.remove("saved");
    void tap.offsetWidth; // begin the animation anew
    tap.classList.add("saved");
  }
}

/** @param {Diary.State} state */
const canLog = (state) => state.owner !== null && state.trouble !== "storage_blocked" && state.phase !== "other_person";
