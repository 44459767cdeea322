import { t } from "../texts.js";
import { act } from "./act.js";
import { button, finder, made, onDiary, rowOf } from "./elements.js";

const LASTS = [0, 30, 90, 365]; // days; 0 for no end

/** Who opened it last, and what was signed; `fillOpenings` says who. */
export const OPENINGS = `<div class="openings" hidden><h2>${t.sharing.openings}</h2><ol></ol></div>`;

const PAGE = `
  <details class="fold">
    <summary class="row-link"><span class="row-name">${t.sharing.title}</span></summary>
    <p class="fold-said" role="status"></p>
    <ul class="links"></ul>
    <form class="consent field">
      <label for="practice-code">${t.sharing.code}</label>
      <input id="practice-code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="40">
      <label class="field">${t.shares.scope}<select name="scope"><option value="profile">${t.shares.page}</option><option value="profile_and_log">${t.shares.log}</option></select></label>
      <label class="field">${t.sharing.days}<select name="days">${t.sharing.lasts.map((words, at) => `<option value="${LASTS[at]}">${words}</option>`).join("")}</select></label>
      <p>${t.sharing.help}</p>
      <button class="strong" type="submit">${t.sharing.open}</button>
    </form>
    ${OPENINGS}
  </details>`;

const OPENED = /** @type {Record<string, string>} */ (t.sharing.acts);
const momentFormat = new Intl.DateTimeFormat(t.dates, { dateStyle: "medium", timeStyle: "short" });
const date = new Intl.DateTimeFormat(t.dates, { dateStyle: "medium" });

/** A day and its time, on this phone's clock. @param {string} instant */
export const momentInWords = (instant) => momentFormat.format(Date.parse(instant));

/** Consent, and what came of it. @param {HTMLElement} el */
export function mountSharing(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  const fold = /** @type {HTMLDetailsElement} */ (find("details"));
  const form = /** @type {HTMLFormElement} */ (find("form"));
  /** @type {Diary.Sharing | null} */
  let shown = null;

  fold.addEventListener("toggle", () => fold.open && act(el, "look-at-sharing"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { days, ...said } = Object.fromEntries(new FormData(form));
    act(el, "give-consent", { consent: { ...said, until: Number(days) ? new Date(Date.now() + Number(days) * 864e5).toISOString() : null } });
  });
  onDiary(el, update);

  /** @param {Diary.State} state */
  function update({ sharing, owner }) {
    el.hidden = owner === null;
    if (sharing === shown) return;
    shown = sharing;
    if (!sharing) fold.open = false;
    const { links = [], openings = [], said = "", taken = true } = sharing ?? {};
    find(".fold-said").textContent = [said, sharing?.isRead ? othersThan(sharing) : ""].filter(Boolean).join(" ");
    if (taken) form.reset(); // one that was not taken stays to be corrected
    const focusGoes = find(".links").contains(document.activeElement);
    find(".links").replaceChildren(...links.map(linkItem));
    if (focusGoes) find("summary").focus({ preventScroll: true });
    fillOpenings(el, openings);
  }

  /** @param {Diary.Sharing["links"][number]} link */
  function linkItem({ id, practice, scope, given_at, until, paused }) {
    const close = button({}, t.sharing.close(practice));
    close.addEventListener("click", () => act(el, "end-consent", { id, practice }));
    const pause = button({}, t.sharing.pause(paused));
    pause.addEventListener("click", () => act(el, "pause-consent", { id, paused: !paused }));
    const end = until ? date.format(Date.parse(until)) : "";
    const told = paused ? t.sharing.paused(practice) : t.sharing.since(practice, date.format(Date.parse(given_at)), end);
    const row = rowOf(`${scope === "profile" ? t.shares.page : t.shares.log}: ${told}`, pause);
    row.append(close);
    return row;
  }
}

/** Who may read it besides the practices of the list. @param {Diary.Sharing} sharing */
const othersThan = ({ links, shares }) => {
  const open = shares.filter(({ is_closed }) => !is_closed).length;
  if (open) return t.sharing.byLinks(open, !links.length);
  return links.length ? "" : t.sharing.nobody;
};

/** @param {HTMLElement} el @param {Diary.Opening[]} openings */
export function fillOpenings(el, openings) {
  const find = finder(el);
  find(".openings").hidden = openings.length === 0;
  find(".openings ol").replaceChildren(...openings.map((opening) => made("li", { textContent: openingWords(opening) })));
}

/** @param {Diary.Opening} opening */
function openingWords({ reader, practice, what, text, opened_at, share, times }) {
  const who = share === null ? [reader || t.sharing.somebody, practice].filter(Boolean).join(", ") : t.sharing.byLink(share);
  const told = (OPENED[what] ?? what) + (text ? `: “${text}”` : "");
  return t.sharing.opening(who, times > 1 ? t.sharing.times(told, times) : told, momentInWords(opened_at));
}
