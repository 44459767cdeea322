import { act } from "./act.js";

const PAGE = `
  <details class="sharing">
    <summary class="row-link"><span class="row-name">Who may read my diary</span></summary>
    <p class="sharing-said" role="status"></p>
    <ul class="links"></ul>
    <form class="consent field">
      <label for="practice-code">Code of the practice</label>
      <input id="practice-code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" required maxlength="40">
      <p>With its code you let a practice read your page. You can close your diary again at any time.</p>
      <button class="strong" type="submit">Open my diary to this practice</button>
    </form>
    <div class="openings" hidden><h3>Opened last</h3><ol></ol></div>
  </details>`;

const OPENED = /** @type {Record<string, string>} */ ({ profile: "the page", profile_pdf: "the PDF" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

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
    find(".sharing-said").textContent = said;
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
    close.textContent = `Close it to ${practice}`;
    close.addEventListener("click", () => act(el, "end-consent", { id, practice }));
    const end = until ? `, until ${date.format(Date.parse(until))}` : "";
    item.append(`${practice} may read it since ${date.format(Date.parse(given_at))}${end}.`, close);
    return item;
  }

  /** @param {Diary.Sharing["openings"][number]} opening */
  function openingItem({ reader, practice, what, opened_at }) {
    const item = document.createElement("li");
    const who = [reader || "Somebody who has left", practice].filter(Boolean).join(", ");
    item.textContent = `${who}: ${OPENED[what] ?? what}, ${moment.format(Date.parse(opened_at))}`;
    return item;
  }
}
