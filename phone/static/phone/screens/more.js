import { PAGE_FOR_DOCTOR } from "../logic.js";
import { STAYED, lossWords } from "../words.js";
import { act } from "./act.js";

const PAGE = `
  <p class="doctor"><a class="row-link" target="_blank" rel="noopener"><span class="row-name">Page for my doctor</span><span class="row-note"></span></a></p>
  <section id="sharing" aria-label="Sharing"></section>
  <div class="install" hidden>
    <p class="install-words"></p>
    <button class="strong install-now" type="button" hidden>Install</button>
    <button class="quiet install-close" type="button">Not now</button>
  </div>
  <p class="signed-in"><span></span><button class="quiet leave" type="button">Sign out</button></p>
  <p class="stayed" role="status"></p>
  <dialog class="loss" aria-labelledby="loss-title">
    <h2 id="loss-title">Sign out?</h2><p class="loss-words"></p>
    <button class="strong send-first" type="button">Send first</button>
    <button class="quiet leave-anyway" type="button">Sign out anyway</button>
    <button class="quiet stay" type="button">Stay signed in</button>
  </dialog>`;

const IPHONE = "To keep this diary at hand, and to keep Safari from clearing it after a week without a visit: tap Share, then Add to Home Screen.";
const OTHERS = "Keep this diary on the home screen: it opens faster there, and without a network.";

/** @param {HTMLElement} el */
export function mountMore(el) {
  el.innerHTML = PAGE;
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (el.querySelector(selector));
  const loss = /** @type {HTMLDialogElement} */ (find(".loss"));
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
  find(".leave").addEventListener("click", () => (state.operations.length ? loss.showModal() : act(el, "sign-out")));
  find(".send-first").addEventListener("click", () => (loss.close(), act(el, "send-now")));
  find(".leave-anyway").addEventListener("click", () => (loss.close(), act(el, "sign-out")));
  find(".stay").addEventListener("click", () => loss.close());
  el.addEventListener("diary", (event) => update(/** @type {CustomEvent<Diary.State>} */ (event).detail));

  /** @param {Diary.State} next */
  function update(next) {
    state = next;
    updateDoctor();
    updateInstall();
    find(".signed-in").hidden = state.owner === null;
    find(".signed-in span").textContent = state.owner ? `Diary of ${state.owner.name || state.owner.username}` : "";
    find(".stayed").textContent = state.said === STAYED ? STAYED : "";
    find(".loss-words").textContent = lossWords(state.operations.length);
  }

  function updateDoctor() {
    const link = find(".doctor a");
    const note = state.online ? "The last 90 days on one page (PDF)" : "Needs a connection. It is here again when you are online.";
    find(".doctor .row-note").textContent = note;
    if (state.online) link.setAttribute("href", PAGE_FOR_DOCTOR);
    else link.removeAttribute("href"); // a link without an address cannot be followed
    if (state.online) link.removeAttribute("aria-disabled");
    else link.setAttribute("aria-disabled", "true");
    if (state.online) link.removeAttribute("role");
    else link.setAttribute("role", "link");
  }

  function updateInstall() {
    const iphone = /** @type {any} */ (navigator).standalone === false;
    const wanted = (offer || iphone) && state.entries.length > 0 && !state.preferences.installHintClosed;
    find(".install").hidden = !wanted;
    find(".install-words").textContent = offer ? OTHERS : IPHONE;
    find(".install-now").hidden = !offer;
  }
}
