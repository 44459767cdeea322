import { dateInWords, daysBefore } from "../time.js";
import { t } from "../texts.js";
import { act } from "./act.js";
import { every, fill, finder, head, keepTyping, made, onScreen, redraw } from "./elements.js";

const PAGE_FOR_DOCTOR = "/api/v1/reports/profile.pdf";
const QUESTIONS = 3;
const QUESTION_MAX = 200;
const USUAL_DAYS = 90;
const DAYS_MAX = 366;
const PERIODS = [30, USUAL_DAYS, 180, 365];

const PAGE = `${head(t.visit.link)}
  <p class="sheet-said" role="status"></p>
  <section class="noticed" aria-labelledby="noticed-title"><h2 id="noticed-title">${t.visit.noticed}</h2><div></div></section>
  <fieldset class="questions"><legend>${t.visit.questions}</legend>
    ${Array.from({ length: QUESTIONS }, (_, number) => question(number)).join("")}
  </fieldset>
  <fieldset class="choices periods"><legend>${t.visit.period}</legend>
    ${PERIODS.map(period).join("")}
  </fieldset>
  <div class="period-dates"><label class="field">${t.visit.first}<input name="first" type="date"></label><label class="field">${t.visit.last}<input name="last" type="date"></label></div>
  <p class="sheet-note period-said" role="status"></p>
  <p class="page-offline">${t.visit.offline}</p>
  <div class="page-acts">
    <a class="strong look" target="_blank" rel="noopener">${t.visit.look}</a>
    <button class="quiet share" type="button">${t.visit.share}</button>
    <a class="quiet save-page" download>${t.visit.save}</a>
  </div>
  <p class="sheet-note">${t.visit.note}</p>
  <button class="quiet done" type="button">${t.done}</button>`;

/** @param {number} number */
function question(number) {
  return `<label class="field">${t.visit.question(number + 1)}<textarea rows="2" data-question="${number}" maxlength="${QUESTION_MAX}"></textarea></label>`;
}

/** @param {number} days */
function period(days) {
  return `<button class="chip" type="button" data-days="${days}">${t.visit.days(days)}</button>`;
}

/** Before a visit: what to ask, which weeks to show, and the page itself. @param {HTMLElement} el */
export function mountVisit(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  const first = /** @type {HTMLInputElement} */ (find("[name=first]"));
  const last = /** @type {HTMLInputElement} */ (find("[name=last]"));
  /** @type {Diary.State} */
  let state;
  let days = USUAL_DAYS;

  el.addEventListener("click", (event) => {
    const { days: chosen } = /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (event.target).closest("button"))?.dataset ?? {};
    if (chosen) (days = Number(chosen), setPeriod(), update(state));
  });
  el.addEventListener("change", (event) => changed(/** @type {HTMLTextAreaElement} */ (event.target)));
  find(".share").addEventListener("click", () => act(el, "share-page", { address: address(), name: fileName() }));
  keepTyping(el, ask);
  onScreen(el, "visit", { opened: () => act(el, "look-at-noticed"), update });

  /** The usual one is left to the server: of a younger diary it takes all there is. */
  function setPeriod() {
    [first.value, last.value] = days === USUAL_DAYS ? ["", ""] : [daysBefore(state.today, days - 1), state.today];
  }

  /** @param {HTMLTextAreaElement} target */
  function changed(target) {
    if (target.dataset.question === undefined) (days = 0), update(state);
  }

  function ask() {
    const asked = /** @type {HTMLTextAreaElement[]} */ (every(el, "[data-question]")).map(({ value }) => value.trim()).filter(Boolean);
    act(el, "say-fact", { kind: "questions", id: "questions", fields: { questions: asked } });
  }

  const address = () => `${PAGE_FOR_DOCTOR}?${new URLSearchParams(first.value ? { first: first.value, last: last.value } : {})}`;
  const fileName = () => `twitch-profile-${last.value || state.today}.pdf`;

  /** @param {Diary.State} next */
  function update(next) {
    state = next;
    find(".sheet-said").textContent = state.said === t.saved || state.said === t.visit.unshared || state.trouble ? state.said : "";
    const asked = /** @type {string[]} */ (state.facts.questions?.[0]?.document.questions ?? []);
    if (!el.querySelector("[data-question]:focus"))
      for (const [number, field] of /** @type {HTMLTextAreaElement[]} */ (every(el, "[data-question]")).entries()) fill(field, asked[number]);
    for (const chip of every(el, "[data-days]")) chip.ariaPressed = String(Number(chip.dataset.days) === days);
    const isPeriod = first.value === "" ? last.value === "" : first.value <= last.value && last.value <= state.today && first.value > daysBefore(last.value, DAYS_MAX);
    find(".period-said").textContent = isPeriod ? "" : t.visit.badPeriod(DAYS_MAX);
    redraw(find(".noticed div"), [state.noticed], () => noticedOf(state.noticed));
    find(".page-offline").hidden = state.online;
    find(".page-acts").hidden = !state.online || !isPeriod;
    find(".share").hidden = !navigator.canShare;
    for (const link of every(el, ".look, .save-page")) link.setAttribute("href", address());
    find(".save-page").setAttribute("download", fileName());
  }
}

/** @param {Diary.Noticed | null} noticed */
function noticedOf(noticed) {
  if (!noticed) return [made("p", { className: "sheet-note", textContent: t.visit.notAsked })];
  const { as_of: day, enabled, remark, results } = noticed;
  const rest = made("p", { className: "sheet-note", textContent: [enabled ? remark : t.check.off, t.visit.asOf(dateInWords(day, t.dates))].filter(Boolean).join(" ") });
  return [...results.map(flagOf), rest];
}

/** @param {Diary.Flag} flag */
function flagOf({ level, urgency, title, text, source, basis, evidence }) {
  const days = [...new Set(evidence.map(({ day }) => dateInWords(day, t.dates)))];
  const box = made("details", { className: "flag" });
  const name = made("summary");
  name.append(title, made("span", { className: "flag-level", textContent: t.visit.levels[urgency === "within_days" ? urgency : level] }));
  box.append(name, made("p", { textContent: text }));
  if (days.length) box.append(made("p", { className: "sheet-note", textContent: t.visit.restsOn(new Intl.ListFormat(t.dates).format(days)) }));
  box.append(made("p", { className: "sheet-note", textContent: [t.check.basis(source), basis === "unreviewed" ? t.visit.unreviewed : ""].filter(Boolean).join(". ") }));
  return box;
}
