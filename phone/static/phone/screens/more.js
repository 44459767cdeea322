import { PAGE_FOR_DOCTOR } from "../logic.js";
import { factsIn } from "../operations.js";
import { t } from "../texts.js";
import { act } from "./act.js";

const PAGE = `
  <p class="screen-link"><a class="row-link" href="#day"><span class="row-name">${t.day.link}</span><span class="row-note">${t.day.linkNote}</span></a></p>
  <p class="screen-link"><a class="row-link" href="#check"><span class="row-name">${t.check.link}</span><span class="row-note">${t.check.linkNote}</span></a></p>
  <p class="doctor"><a class="row-link" target="_blank" rel="noopener"><span class="row-name">${t.account.page}</span><span class="row-note"></span></a></p>
  <section id="sharing" aria-label="${t.sharing.label}"></section>
  <div class="install" hidden>
    <p class="install-words"></p>
    <button class="strong install-now" type="button" hidden>${t.account.installNow}</button>
    <button class="quiet install-close" type="button">${t.account.notNow}</button>
  </div>
  <p class="signed-in"><span></span><button class="quiet leave" type="button">${t.account.leave}</button></p>
  <p class="stayed" role="status"></p>
  <section class="about" aria-labelledby="about-title">
    <h2 id="about-title">${t.about}</h2>
    <div class="intended"></div>
    <p class="languages">${t.account.language}: <button class="quiet" type="button" lang="en" data-language="en">English</button>
      <button class="quiet" type="button" lang="zh-Hant" data-language="zh-Hant">繁體中文</button></p>
  </section>
  <dialog class="loss" aria-labelledby="loss-title">
    <h2 id="loss-title">${t.account.leaveTitle}</h2><p class="loss-words"></p>
    <button class="strong send-first" type="button">${t.account.sendFirst}</button>
    <button class="quiet leave-anyway" type="button">${t.account.leaveAnyway}</button>
    <button class="quiet stay" type="button">${t.account.stay}</button>
  </dialog>`;

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
  find(".intended").append(...t.intended.map((words) => Object.assign(document.createElement("p"), { textContent: words })));
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (el.querySelectorAll("[data-language]"))) {
    button.ariaPressed = String(button.dataset.language === t.language);
    button.addEventListener("click", () => act(el, "choose-language", { language: button.dataset.language }));
  }
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (el.querySelectorAll(".screen-link a")))
    link.addEventListener("click", (event) => (event.preventDefault(), act(el, "show-screen", { screen: link.hash.slice(1) })));
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
    find(".signed-in span").textContent = state.owner ? t.account.of(state.owner.name || state.owner.username) : "";
    find(".stayed").textContent = state.said === t.account.stayed ? state.said : "";
    find(".loss-words").textContent = t.account.loss(factsIn(state.operations));
  }

  function updateDoctor() {
    const link = find(".doctor a");
    const note = state.online ? t.account.pageNote : t.account.pageOffline;
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
    find(".install-words").textContent = offer ? t.account.install : t.account.iphone;
    find(".install-now").hidden = !offer;
  }
}
