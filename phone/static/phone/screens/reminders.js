import { t } from "../texts.js";
import { NOTHING } from "../reminding.js";
import { act } from "./act.js";
import { copyFrom, fill, finder, onDiary } from "./elements.js";

const TIMES = /** @type {const} */ (["reminder_at", "quiet_from", "quiet_until"]);

const PAGE = `
  <details class="fold">
    <summary class="row-link"><span class="row-name">${t.reminders.title}</span></summary>
    <p class="reminders-when"></p>
    <p class="times">${TIMES.map((name) => `<label class="field">${t.reminders[name]}<input type="time" data-time="${name}"></label>`).join("")}</p>
    <p class="sheet-note">${t.reminders.help}</p>
    <p class="sheet-acts"><button class="strong here" type="button">${t.reminders.remindHere}</button><button class="quiet no-more" type="button">${t.reminders.remindNoMore}</button></p>
    <p class="fold-said" role="status"></p>
    <h2>${t.reminders.calendar}</h2>
    <p class="sheet-note">${t.reminders.calendarHelp}</p>
    <div class="address" hidden><label class="field">${t.reminders.address}<input class="feed" type="url" readonly></label>
      <p class="sheet-acts"><a class="quiet add">${t.reminders.add}</a><button class="quiet copy" type="button">${t.reminders.copy}</button></p></div>
    <p class="sheet-acts"><button class="quiet make" type="button"></button><button class="quiet close" type="button">${t.reminders.close}</button></p>
  </details>`;

/** When the diary reminds, and by which way. @param {HTMLElement} el */
export function mountReminders(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  const fold = /** @type {HTMLDetailsElement} */ (find("details"));
  const feed = /** @type {HTMLInputElement} */ (find(".feed"));
  /** @type {Diary.State} */
  let state;
  /** @type {Diary.State["reminders"]} */
  let shown = null;

  const say = (/** @type {Diary.Fields} */ fields) => act(el, "say-fact", { kind: "settings", id: "settings", fields });
  fold.addEventListener("toggle", () => fold.open && act(el, "look-at-reminders"));
  el.addEventListener("change", ({ target }) => {
    const { dataset, value } = /** @type {HTMLInputElement} */ (target);
    if (dataset.time) say({ [dataset.time]: value });
  });
  find(".here").addEventListener("click", () => act(el, "remind-here"));
  find(".no-more").addEventListener("click", () => act(el, "remind-no-more"));
  find(".make").addEventListener("click", () => act(el, "make-calendar"));
  find(".close").addEventListener("click", () => act(el, "close-calendar"));
  find(".copy").addEventListener("click", () => copyFrom(feed));
  onDiary(el, update);

  /** @param {Diary.State} next */
  function update(next) {
    state = next;
    el.hidden = state.owner === null;
    if (shown && !state.reminders) fold.open = false; // another screen was opened, or another person is here
    shown = state.reminders;
    const { here, calendar, address, said } = shown ?? NOTHING;
    const { reminder_at, quiet_from, quiet_until } = /** @type {Record<string, string>} */ (state.settings);
    for (const [name, value] of Object.entries({ reminder_at, quiet_from, quiet_until })) fill(/** @type {HTMLInputElement} */ (find(`[data-time="${name}"]`)), value);
    find(".reminders-when").textContent = !reminder_at ? t.reminders.never : here || calendar ? t.reminders.when(reminder_at) : t.reminders.noWay(reminder_at);
    find(".fold-said").textContent = said;
    find(".here").hidden = here !== "";
    find(".no-more").hidden = here === "";
    find(".address").hidden = address === "";
    feed.value = address;
    /** @type {HTMLAnchorElement} */ (find(".add")).href = address.replace(/^https?:/, "webcal:");
    find(".make").textContent = calendar ? t.reminders.makeAnew : t.reminders.make;
    find(".close").hidden = !calendar;
  }
}
