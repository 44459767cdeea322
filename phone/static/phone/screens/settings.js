import { emergencyNumber } from "../questions.js";
import { canLock } from "../lock.js";
import { factsIn } from "../operations.js";
import { dateInWords } from "../time.js";
import { t } from "../texts.js";
import { deviceWords } from "../words.js";
import { act } from "./act.js";
import { button, choices, every, fill, fillChoices, finder, head, made, onScreen, rowOf, tapped, tellPart } from "./elements.js";
import { LANGUAGES } from "./languages.js";
import { mountReminders } from "./reminders.js";
import { mountSharing } from "./sharing.js";

const SWITCHES = /** @type {const} */ (["spoken_reply", "flags_enabled"]);
const CHOICES = /** @type {const} */ ([["theme", "themes"], ["text_size", "text_sizes"], ["time_zone_policy", "time_zone_policies"]]);

const PAGE = `${head(t.settings.link)}
  <p class="sheet-said" role="status"></p>
  <fieldset class="choices languages"><legend>${t.settings.language}</legend>
    ${LANGUAGES.map(([code, name]) => `<button class="chip" type="button" lang="${code}" data-language="${code}">${name}</button>`).join("")}
  </fieldset>
  <div class="kinds"></div>
  <p class="sheet-note home-zone"></p>
  <ul class="switches">
    <li><label><input type="checkbox" data-preference="lessMotion"><span>${t.settings.lessMotion}</span></label></li>
    <li class="lock" hidden><label><input type="checkbox" data-lock><span>${t.lock.name}</span></label></li>
    ${SWITCHES.map(toggle).join("")}
  </ul>
  <label class="field">${t.settings.emergency}<input class="emergency" type="tel" maxlength="20" pattern="[0-9+*# \\-]{2,20}" autocomplete="off"></label>
  <p class="sheet-note">${t.settings.emergencyNote}</p>
  <section id="reminders" aria-label="${t.reminders.title}"></section>
  <section id="sharing" aria-label="${t.sharing.label}"></section>
  <section aria-labelledby="devices-title"><h2 id="devices-title">${t.settings.devices}</h2><p class="devices-said" role="status"></p><ul class="devices"></ul></section>
  <section aria-labelledby="data-title"><h2 id="data-title">${t.settings.data}</h2>
    <p class="sheet-note">${t.settings.whole}</p>
    <p class="sheet-acts"><a class="quiet" href="/api/v1/account/export/" download="twitch-diary.json">${t.settings.exportJson}</a>
      <a class="quiet" href="/api/v1/exports/csv/" download="twitch-diary.zip">${t.settings.exportCsv}</a></p>
    <p class="sheet-acts"><button class="quiet erase" type="button">${t.settings.erase}</button></p>
  </section>
  <section aria-labelledby="account-title"><h2 id="account-title" class="of"></h2>
    <p class="sheet-acts"><button class="quiet sign-out" type="button">${t.account.leave}</button></p>
  </section>
  <section class="about" aria-labelledby="about-title"><h2 id="about-title">${t.about}</h2><div class="intended"></div></section>
  <button class="quiet done" type="button">${t.done}</button>
  <dialog class="loss" aria-labelledby="loss-title">
    <h2 id="loss-title">${t.account.leaveTitle}</h2><p class="loss-words"></p>
    <button class="strong send-first" type="button">${t.account.sendFirst}</button>
    <button class="quiet leave-anyway" type="button">${t.account.leaveAnyway}</button>
    <button class="quiet stay" type="button">${t.account.stay}</button>
  </dialog>
  <dialog class="erasing" aria-labelledby="erase-title">
    <h2 id="erase-title">${t.settings.eraseTitle}</h2><p>${t.settings.eraseHelp}</p>
    <form><label class="field">${t.settings.password}<input type="password" autocomplete="current-password" required></label>
      <p class="erase-said" role="status"></p>
      <button class="strong keep-it" type="button">${t.settings.keepIt}</button>
      <button class="quiet" type="submit">${t.settings.eraseNow}</button></form>
  </dialog>`;

/** @param {typeof SWITCHES[number]} name */
function toggle(name) {
  return `<li><label><input type="checkbox" data-switch="${name}"><span>${t.settings[name]}</span></label></li>`;
}

/** @param {HTMLElement} el */
export function mountSettings(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  const [loss, erasing] = [".loss", ".erasing"].map((name) => /** @type {HTMLDialogElement} */ (find(name)));
  const password = /** @type {HTMLInputElement} */ (find(".erasing input"));
  const number = /** @type {HTMLInputElement} */ (find(".emergency"));
  /** @type {Diary.State} */
  let state;
  let saidBefore = ""; // what was said before the dialog was opened is not about it
  /** @type {Diary.Vocabulary | null} */
  let built = null;
  /** @type {Diary.State["devices"]} */
  let shownDevices = null;

  mountReminders(find("#reminders"));
  mountSharing(find("#sharing"));
  void canLock().then((can) => (find(".lock").hidden = !can));
  find(".intended").append(...t.intended.map((textContent) => made("p", { textContent })));
  for (const choice of every(el, "[data-language]")) {
    choice.ariaPressed = String(choice.dataset.language === t.language);
    choice.addEventListener("click", () => act(el, "choose-language", { language: choice.dataset.language }));
  }
  el.addEventListener("click", (event) => pressed(/** @type {HTMLElement} */ (event.target)));
  el.addEventListener("change", (event) => changed(/** @type {HTMLInputElement} */ (event.target)));
  find(".sign-out").addEventListener("click", () => (state.operations.length ? loss?.showModal() : act(el, "sign-out")));
  find(".send-first").addEventListener("click", () => (loss?.close(), act(el, "send-now")));
  find(".leave-anyway").addEventListener("click", () => (loss?.close(), act(el, "sign-out")));
  find(".stay").addEventListener("click", () => loss?.close());
  find(".erase").addEventListener("click", () => ((saidBefore = state.said), (find(".erase-said").textContent = ""), erasing?.showModal()));
  find(".keep-it").addEventListener("click", () => erasing?.close());
  find(".erasing form").addEventListener("submit", (event) => (event.preventDefault(), act(el, "erase-all", { password: password.value })));
  erasing?.addEventListener("close", () => (password.value = ""));
  onScreen(el, "settings", { opened: () => act(el, "look-at-devices"), update, closed: tellParts });

  const say = (/** @type {Diary.Fields} */ fields) => act(el, "say-fact", { kind: "settings", id: "settings", fields });

  /** @param {HTMLElement} target */
  function pressed(target) {
    const { field, code, device } = /** @type {HTMLElement} */ (target.closest("button"))?.dataset ?? {};
    if (field && code) choose(field, tapped(state.settings[field] ?? null, code));
    if (device) act(el, "sign-out-device", { id: device });
  }

  /** Days stay with the zone in which that was chosen. @param {string} field @param {unknown} value */
  const choose = (field, value) => say({ [field]: value, ...(field === "time_zone_policy" && value === "home" ? { home_time_zone: state.zone } : {}) });

  /** @param {HTMLInputElement} target */
  function changed(target) {
    const { switch: name, preference, lock } = target.dataset;
    if (lock !== undefined) act(el, "set-lock", { on: target.checked });
    if (lock !== undefined) target.checked = Boolean(state.preferences.lock); // not before its key is made and stored
    if (name) say({ [name]: target.checked });
    if (preference) act(el, "prefer", { [preference]: target.checked });
    if (target === number && number.reportValidity()) say({ emergency_number: number.value.trim() });
  }

  /** @param {Diary.State} next */
  function update(next) {
    state = next;
    if (state.vocabulary && state.vocabulary.version !== built?.version) build(state.vocabulary);
    fillChoices(find(".kinds"), { time_zone_policy: "phone", theme: "system", text_size: "usual", ...told() });
    for (const box of /** @type {HTMLInputElement[]} */ (every(el, "[data-switch]"))) box.checked = Boolean(state.settings[box.dataset.switch ?? ""] ?? box.dataset.switch === "flags_enabled");
    for (const box of /** @type {HTMLInputElement[]} */ (every(el, "[data-preference]"))) box.checked = state.preferences.lessMotion ?? false;
    /** @type {HTMLInputElement} */ (find("[data-lock]")).checked = Boolean(state.preferences.lock);
    fill(number, emergencyNumber(state.settings.emergency_number, state.here));
    find(".sheet-said").textContent = state.said;
    find(".erase-said").textContent = state.said === saidBefore ? "" : state.said;
    find(".home-zone").textContent = t.settings.zone(state.zone);
    find(".of").textContent = state.owner ? t.account.of(state.owner.name || state.owner.username) : "";
    find(".loss-words").textContent = t.account.loss(factsIn(state.operations));
    tellParts(state);
    if (state.devices !== shownDevices) fillDevices();
  }

  /** @param {Diary.State} state */
  function tellParts(state) {
    for (const part of ["#reminders", "#sharing"]) tellPart(find(part), state);
  }

  /** What was chosen; the rest stands as the phone has it. */
  const told = () => Object.fromEntries(Object.entries(state.settings).filter(([, value]) => value !== null && value !== ""));

  /** @param {Diary.Vocabulary} vocabulary */
  function build(vocabulary) {
    built = vocabulary;
    find(".kinds").replaceChildren(...CHOICES.map(([field, list]) => choices(field, t.settings.asked[field], vocabulary[list])));
  }

  function fillDevices() {
    const focusGoes = find(".devices").contains(document.activeElement);
    shownDevices = state.devices;
    find(".devices-said").textContent = state.devices?.said ?? "";
    find(".devices").replaceChildren(...(state.devices?.list ?? []).map(({ id, name, last_used_on, is_this }) =>
      rowOf(is_this ? t.settings.thisDevice(deviceWords(name)) : t.settings.device(deviceWords(name), dateInWords(last_used_on, t.dates)), ...(is_this ? [] : [button({ device: id }, t.account.leave)]))));
    if (focusGoes) find("#devices-title").scrollIntoView();
  }
}
