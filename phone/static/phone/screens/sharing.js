import { t } from "../texts.js";
import { act } from "./act.js";

const PAGE = `
  <details class="fold">
    <summary class="row-link"><span class="row-name">${t.sharing.title}</span></summary>
    <p class="fold-said" role="status"></p>
    <ul class="links"></ul>
    <form class="consent field">
      <label for="practice-code">${t.sharing.code}</label>
      <input id="practice-code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="40">
      <p>${t.sharing.help}</p>
      <button class="strong" type="submit">${t.sharing.open}</button>
    </form>
    <div class="openings" hidden><h2>${t.sharing.openings}</h2><ol></ol></div>
  </details>`;

const OPENED = /** @type {Record<string, string>} */ ({ profile: t.sharing.page, profile_pdf: t.sharing.pdf });
const moment = new Intl.DateTimeFormat(t.dates, { dateStyle: "medium", timeStyle: "short" });
const date = new Intl.DateTimeFormat(t.dates, { dateStyle: "medium" });

/** Consent, and what came of it. @param {HTMLElement} el */
export function mountSharing(el) {
  el.innerHTML = PAGE;
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (el.querySelector(selector));
  const code = /** @type {HTMLInputElement} */ (find("input"));
  /** @type {Diary.Sharing | null} */
  let shown = null;

  find("details").addEventListener("toggle", () => /** @type {HTMLDetailsElement} */ (find("details")).open && act(el, "look-at-sharing"));
  find("form").addEventListener("submit", (event) => {
    event.preventDefault();
    act(el, "give-consent", { code: code.value });
  });
  el.addEventListener("diary", (event) => update(/** @type {CustomEvent<Diary.State>} */ (event).detail));

  /** @param {Diary.State} state */
  function update({ sharing, owner }) {
    el.hidden = owner === null;
    if (sharing === shown) return;
    shown = sharing;
    if (!sharing) /** @type {HTMLDetailsElement} */ (find("details")).open = false;
    const { links, openings, said, taken } = sharing ?? { links: [], openings: [], said: "", taken: true };
    find(".fold-said").textContent = said;
    if (taken) code.value = ""; // one that was not taken stays to be corrected
    const focusGoes = find(".links").contains(document.activeElement);
    find(".links").replaceChildren(...links.map(linkItem));
    if (focusGoes) find("summary").focus({ preventScroll: true });
    find(".openings").hidden = openings.length === 0;
    find(".openings ol").replaceChildren(...openings.map(openingItem));
  }

  /** @param {Diary.Sharing["links"][number]} link */
  function linkItem({ id, practice, given_at, until }) {
    const item = document.createElement("li");
    const close = document.createElement("button");
    close.className = "quiet";
    close.type = "button";
    close.textContent = t.sharing.close(practice);
    close.addEventListener("click", () => act(el, "end-consent", { id, practice }));
    const end = until ? date.format(Date.parse(until)) : "";
    item.append(t.sharing.since(practice, date.format(Date.parse(given_at)), end), close);
    return item;
  }

  /** @param {Diary.Sharing["openings"][number]} opening */
  function openingItem({ reader, practice, what, opened_at }) {
    const item = document.createElement("li");
    const who = [reader || t.sharing.somebody, practice].filter(Boolean).join(", ");
    item.textContent = t.sharing.opening(who, OPENED[what] ?? what, moment.format(Date.parse(opened_at)));
    return item;
  }
}
