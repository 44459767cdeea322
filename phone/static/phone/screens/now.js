import { answerToday, entriesOf } from "../logic.js";
import { t } from "../texts.js";
import { dayWords } from "../words.js";
import { dayInWords } from "../time.js";
import { act } from "./act.js";

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
      <button class="strong where" type="button" hidden>${t.now.where}</button>
    </div>
  </div></div>
  <button class="none" type="button" aria-pressed="false">
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M5 13l4.5 4.5L19 8"/></svg>
    <span>${t.now.none}</span>
  </button>
  <p class="none-words"></p>`;

/** @param {HTMLElement} el */
export function mountNow(el) {
  el.innerHTML = PAGE;
  const find = (/** @type {string} */ selector) => /** @type {HTMLButtonElement} */ (el.querySelector(selector));
  const [tap, undo, where, none, said] = [find(".tap"), find(".undo"), find(".where"), find(".none"), find(".said")];
  /** @type {Diary.State} */
  let state;

  tap.addEventListener("click", (event) => act(el, "log-episode", { tapMs: event.timeStamp }));
  tap.addEventListener("keydown", (event) => event.repeat && event.preventDefault()); // a key held down is one tap
  undo.addEventListener("click", () => act(el, "undo"));
  where.addEventListener("click", () => act(el, "show-where", { id: state.recentId }));
  none.addEventListener("click", () => act(el, "answer-day", { state: none.ariaPressed === "true" ? "unknown" : "none" }));
  el.addEventListener("diary", (event) => update(/** @type {CustomEvent<Diary.State>} */ (event).detail));

  /** @param {Diary.State} next */
  function update(next) {
    const before = state;
    state = next;
    const entries = entriesOf(state.entries, state.today);
    const answer = answerToday(state);
    find(".day").textContent = dayInWords(state.today, t.dates);
    find(".tap-count").textContent = entries.length ? t.now.count(entries.length) : "";
    tap.disabled = none.disabled = !canLog(state);
    float(state.undo?.floats ?? false);
    said.textContent = state.said || t.now.hint;
    said.classList.toggle("hint", !state.said);
    where.hidden = !entries.some((entry) => entry.id === state.recentId && !entry.document.sites?.length);
    hideKeepingFocus(undo, state.undo === null);
    none.ariaPressed = String(answer === "none");
    find(".none-words").textContent = dayWords(answer, entries.length);
    if (before && before.recentId !== state.recentId && state.recentId) ripple();
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
