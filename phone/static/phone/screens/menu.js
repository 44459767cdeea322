import { t } from "../texts.js";
import { act } from "./act.js";
import { every, finder, onDiary } from "./elements.js";

const SCREENS = /** @type {const} */ (["day", "check", "history", "trends", "visit", "treatments", "settings"]);

const URGENT = ["emergency", "same_day", "soon"];

const PAGE = `
  <p class="start-hint" hidden><a class="row-link" href="#start"><span class="row-name">${t.start.link}</span><span class="row-note">${t.start.linkNote}</span></a></p>
  <ul class="menu">${SCREENS.map(row).join("")}</ul>
  <div class="install" hidden>
    <p class="install-words"></p>
    <button class="strong install-now" type="button" hidden>${t.account.installNow}</button>
    <button class="quiet install-close" type="button">${t.account.notNow}</button>
  </div>
  <p class="stayed" role="status"></p>`;

/** @param {typeof SCREENS[number]} screen */
function row(screen) {
  return `<li><a class="row-link" href="#${screen}"><span class="row-name">${t[screen].link}</span><span class="row-note">${t[screen].linkNote}</span></a></li>`;
}

/** Who asks for a face check, until there is one. @param {Diary.State} state */
function askedBy({ noticed, facts }) {
  const asked = noticed?.check_asked;
  if (!asked || (facts.check ?? []).some(({ document }) => new Date(`${document.performed_at}`) >= new Date(asked.asked_at))) return "";
  return `${asked.by || asked.practice} ${t.sharing.acts.check_asked}`;
}

/** The ways to everything that is not on the first screen. @param {HTMLElement} el */
export function mountMenu(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  /** @type {Diary.State} */
  let state;
  /** @type {any} the browser's offer to install, kept for when it is asked for */
  let offer = null;

  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event;
    if (state) update(state);
  });
  find(".install-now").addEventListener("click", () => (offer?.prompt(), act(el, "prefer", { installHintClosed: true })));
  find(".install-close").addEventListener("click", () => act(el, "prefer", { installHintClosed: true }));
  for (const link of /** @type {HTMLAnchorElement[]} */ (every(el, "a.row-link")))
    link.addEventListener("click", (event) => (event.preventDefault(), act(el, "go", { to: link.hash.slice(1) })));
  onDiary(el, update);

  /** @param {Diary.State} next */
  function update(next) {
    state = next;
    const iphone = /** @type {any} */ (navigator).standalone === false;
    find(".install").hidden = !((offer || iphone) && state.entries.length > 0 && !state.preferences.installHintClosed);
    find(".install-words").textContent = offer ? t.account.install : t.account.iphone;
    find(".install-now").hidden = !offer;
    find(".start-hint").hidden = !state.isRead || state.owner === null || state.preferences.started === true || (state.facts.baseline ?? []).length > 0;
    const toSee = (state.noticed?.results ?? []).filter(({ level, review }) => URGENT.includes(level) && !review).length;
    find("[href='#check'] .row-note").textContent = askedBy(state) || t.check.linkNote;
    find("[href='#visit'] .row-note").textContent = toSee ? t.visit.toSee(toSee) : t.visit.linkNote;
    find(".stayed").textContent = state.said === t.account.stayed ? state.said : "";
  }
}
