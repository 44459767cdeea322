import { PERIOD_DAYS_MAX, USUAL_DAYS, periodOf } from "../period.js";
import { dateInWords, daysBefore } from "../time.js";
import { t } from "../texts.js";
import { act } from "./act.js";
import { every, fill, finder, head, keepTyping, made, onScreen, redraw, tellPart } from "./elements.js";
import { LANGUAGES } from "./languages.js";
import { mountShares } from "./shares.js";

const PAGE_FOR_DOCTOR = "/api/v1/reports/profile.pdf";
const QUESTIONS = 3;
const QUESTION_MAX = 200;
const PERIODS = [30, USUAL_DAYS, 180, 365];
const PAPERS = /** @type {const} */ (["a4", "letter"]);
const EXTRAS = /** @type {const} */ (["large", "checks", "log"]);

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
  <details class="fold options">
    <summary class="row-link"><span class="row-name">${t.visit.options}</span></summary>
    <label class="field">${t.visit.lang}<select name="lang">${LANGUAGES.map(([code, name]) => `<option value="${code}" lang="${code}">${name}</option>`).join("")}</select></label>
    <label class="field">${t.visit.paper}<select name="paper">${PAPERS.map((name) => `<option value="${name}">${t.visit.papers[name]}</option>`).join("")}</select></label>
    <ul class="switches">${EXTRAS.map((name) => `<li><label><input type="checkbox" name="${name}"><span>${t.visit.extras[name]}</span></label></li>`).join("")}</ul>
  </details>
  <p class="page-offline">${t.visit.offline}</p>
  <div class="page-acts">
    <a class="strong look" target="_blank" rel="noopener">${t.visit.look}</a>
    <button class="quiet share" type="button">${t.visit.share}</button>
    <button class="quiet save-page" type="button">${t.visit.save}</button>
    <button class="quiet copy-page" type="button">${t.visit.copy}</button>
  </div>
  <p class="page-said" role="status"></p>
  <p class="sheet-note">${t.visit.note}</p>
  <section id="shares" aria-label="${t.shares.title}"></section>
  <button class="quiet done" type="button">${t.done}</button>`;

/** @param {number} number */
function question(number) {
  return `<label class="field">${t.visit.question(number + 1)}<textarea rows="2" data-question="${number}" maxlength="${QUESTION_MAX}"></textarea></label>`;
}

/** @param {number} days */
function period(days) {
  return `<button class="chip" type="button" data-days="${days}">${t.visit.days(days)}</button>`;
}

/** Before a visit: what to ask, which weeks to show, the page itself, and links to it. @param {HTMLElement} el */
export function mountVisit(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (find(`[name=${name}]`));
  const [first, last] = [field("first"), field("last")];
  /** @type {Diary.State} */
  let state;
  let days = USUAL_DAYS;

  field("lang").value = t.language;
  el.addEventListener("click", (event) => {
    const { days: chosen } = /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (event.target).closest("button"))?.dataset ?? {};
    if (chosen) (days = Number(chosen), update(state));
  });
  el.addEventListener("change", ({ target }) => {
    if (target === first || target === last) days = 0;
    if (!(target instanceof HTMLTextAreaElement)) update(state); // a question is stored first, by keepTyping
  });
  for (const verb of ["share", "save-page", "copy-page"]) find(`.${verb}`).addEventListener("click", () => act(el, verb === "share" ? "share-page" : verb, page()));
  keepTyping(el, ask);
  mountShares(find("#shares"), { days: chosenDays, page });
  onScreen(el, "visit", { opened: () => act(el, "look-at-noticed"), update, closed: (state) => tellPart(find("#shares"), state) });

  function ask() {
    const asked = /** @type {HTMLTextAreaElement[]} */ (every(el, "[data-question]")).map(({ value }) => value.trim()).filter(Boolean);
    act(el, "say-fact", { kind: "questions", id: "questions", fields: { questions: asked } });
  }

  function chosenDays() {
    return periodOf(first.value, last.value, state.today);
  }

  /** What the page is asked to be, and what its file is called. The usual days are left to the server: of a younger diary it takes all there is. */
  function page() {
    const chosen = EXTRAS.filter((name) => field(name).checked);
    const asked = {
      ...(first.value && days !== USUAL_DAYS ? { first: first.value, last: last.value } : {}), lang: field("lang").value, paper: field("paper").value,
      ...Object.fromEntries(chosen.map((name) => [name, true])),
    };
    return { asked, name: `twitch-profile-${last.value || state.today}.pdf` };
  }

  /** @param {Diary.State} next */
  function update(next) {
    state = next;
    const { said, pageSaid, online } = state;
    find(".sheet-said").textContent = said === t.saved || state.trouble ? said : "";
    find(".page-said").textContent = pageSaid;
    const asked = /** @type {string[]} */ (state.facts.questions?.[0]?.document.questions ?? []);
    if (!el.querySelector("[data-question]:focus"))
      for (const [number, field] of /** @type {HTMLTextAreaElement[]} */ (every(el, "[data-question]")).entries()) fill(field, asked[number]);
    for (const chip of every(el, "[data-days]")) chip.ariaPressed = String(Number(chip.dataset.days) === days);
    if (days) [first.value, last.value] = [daysBefore(state.today, days - 1), state.today];
    const isPeriod = chosenDays() !== null;
    find(".period-said").textContent = isPeriod ? "" : t.visit.badPeriod(PERIOD_DAYS_MAX);
    redraw(find(".noticed div"), [state.noticed], () => noticedOf(state.noticed));
    find(".page-offline").hidden = online;
    find(".page-acts").hidden = !online || !isPeriod;
    find(".share").hidden = !navigator.canShare;
    find(".look").setAttribute("href", `${PAGE_FOR_DOCTOR}?${new URLSearchParams(/** @type {Record<string, string>} */ (page().asked))}`);
    tellPart(find("#shares"), state);
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
function flagOf({ level, urgency, title, text, source, basis, evidence, review }) {
  const days = [...new Set(evidence.map(({ day }) => dateInWords(day, t.dates)))];
  const box = made("details", { className: "flag" });
  const name = made("summary");
  name.append(title, made("span", { className: "flag-level", textContent: t.visit.levels[urgency === "within_days" ? urgency : level] }));
  box.append(name, made("p", { textContent: text }));
  if (days.length) box.append(made("p", { className: "sheet-note", textContent: t.visit.restsOn(new Intl.ListFormat(t.dates).format(days)) }));
  if (review) box.append(made("p", { textContent: t.visit.seen(review.by || review.practice, dateInWords(review.on, t.dates)) }));
  box.append(made("p", { className: "sheet-note", textContent: [t.check.basis(source), basis === "unreviewed" ? t.visit.unreviewed : ""].filter(Boolean).join(". ") }));
  return box;
}
