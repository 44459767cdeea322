import { dayState, deletedLately, entriesOf } from "../logic.js";
import { isWaiting } from "../operations.js";
import { columnOf, dayInWords, daysBefore, monthInWords, monthOf, weekdays } from "../time.js";
import { t } from "../texts.js";
import { checkWords, dayAnswerWords, episodeWords, operationWords, valueWords } from "../words.js";
import { act } from "./act.js";
import { UNDO_ROW, button, finder, head, made, onScreen, redraw, rowOf } from "./elements.js";

const PAGE = `${head(t.history.link)}
  <p class="sheet-said" role="status"></p>
  ${UNDO_ROW}
  <section class="conflicts" aria-label="${t.history.conflicts}"></section>
  <section class="month" aria-labelledby="month-title">
    <div class="month-head"><button class="quiet" type="button" data-step="-1" aria-label="${t.history.earlier}">‹</button><h2 id="month-title" aria-live="polite"></h2><button class="quiet" type="button" data-step="1" aria-label="${t.history.later}">›</button></div>
    <div class="weekdays" aria-hidden="true"></div><div class="calendar"></div>
    <p class="legend"><span><i class="mark twitched"></i> ${t.history.twitched}</span> <span><i class="mark quiet-day"></i> ${t.history.none}</span> <span><i class="mark"></i> ${t.history.unknown}</span></p>
  </section>
  <section aria-labelledby="chosen-title"><h2 id="chosen-title"></h2>
    <p class="day-answer"></p><ol class="listed"></ol><ul class="checks"></ul>
    <button class="quiet add" type="button">${t.history.add}</button>
    <div class="gone" hidden><h3>${t.history.gone}</h3><ul></ul></div>
  </section>
  <section class="unsent" hidden aria-labelledby="unsent-title"><h2 id="unsent-title">${t.history.unsent}</h2><ul></ul></section>`;

const MARKS = { twitched: "twitched", none: "quiet-day", unknown: "" };

/** The months that were, day by day; and what has not arrived, was refused, or was said twice. @param {HTMLElement} el */
export function mountHistory(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  /** @type {Diary.State} */
  let state;
  let month = ""; // its first day
  let chosen = "";
  /** @type {Diary.State["conflicts"]} */
  let shownConflicts = null;

  find(".weekdays").append(...weekdays(t.dates).map((textContent) => made("span", { textContent })));
  find(".add").addEventListener("click", () => act(el, "log-past", { day: chosen, then: (/** @type {string} */ id) => act(el, "go", { to: `details=${id}` }) }));
  el.addEventListener("click", (event) => pressed(/** @type {HTMLElement} */ (event.target)));
  onScreen(el, "history", { opened: () => act(el, "look-at-conflicts"), update });

  /** The face checks of the day that is looked at. */
  const checks = () => (state.facts.check ?? []).filter(({ day }) => day === chosen);

  /** @param {HTMLElement} target */
  function pressed(target) {
    const { step, day, open, remove, back, retry, conflict, keep } = /** @type {HTMLElement} */ (target.closest("button"))?.dataset ?? {};
    const among = (/** @type {Diary.Entry[]} */ entries, /** @type {string} */ id) => entries.find((entry) => entry.id === id);
    if (step) turn(monthOf(month, Number(step)));
    if (day) (chosen = day, update(state), finder(el)(`[data-day="${day}"]`).focus({ preventScroll: true }));
    if (open) act(el, "go", { to: `details=${open}` });
    if (remove) act(el, "delete-fact", { entry: among([...state.entries, ...checks()], remove) });
    if (back) act(el, "bring-back", { entry: among(state.gone, back) });
    if (retry) act(el, "retry-refused", { seqs: [Number(retry)] });
    if (conflict) act(el, "settle-conflict", { id: conflict, keep });
  }

  /** @param {string} first */
  function turn(first) {
    month = first;
    chosen = state.today.startsWith(month.slice(0, 7)) ? state.today : month;
    if (month < (state.since ?? "9")) act(el, "look-back", { since: month });
    else update(state);
  }

  /** @param {Diary.State} next */
  function update(next) {
    state = next;
    if (!month) [month, chosen] = [monthOf(state.today, 0), state.today];
    if (!state.since || month < state.since) return act(el, "look-back", { since: month });
    find(".sheet-said").textContent = state.trouble || state.undo ? state.said : state.conflicts?.said ?? "";
    find("#month-title").textContent = monthInWords(month, t.dates);
    find("[data-step='1']").classList.toggle("away", monthOf(month, 1) > state.today);
    const days = daysOf(month);
    redraw(find(".calendar"), [chosen, state.today, days.map((day) => [day, dayState(state, day), entriesOf(state.entries, day).length])], () => days.map(dayCell));
    fillDay();
    fillUnsent();
    if (state.conflicts !== shownConflicts) fillConflicts(state.conflicts?.list ?? []);
  }

  /** @param {string} first */
  function daysOf(first) {
    const next = monthOf(first, 1);
    const days = [];
    for (let day = first; day < next; day = daysBefore(day, -1)) days.push(day);
    return days;
  }

  /** @param {string} day */
  function dayCell(day) {
    const told = dayState(state, day);
    const count = entriesOf(state.entries, day).length;
    const cell = made("button", { type: "button", className: "cell", disabled: day > state.today });
    cell.append(made("span", { textContent: String(Number(day.slice(8))) }), made("span", { className: `mark ${MARKS[told]}`, textContent: count ? String(count) : "" }));
    cell.dataset.day = day;
    cell.ariaPressed = String(day === chosen);
    cell.ariaLabel = t.history.day(dayInWords(day, t.dates), t.history[told], count);
    if (day === month) cell.classList.add(`column-${columnOf(day, t.dates)}`);
    return cell;
  }

  function fillDay() {
    find("#chosen-title").textContent = dayInWords(chosen, t.dates);
    const listed = entriesOf(state.entries, chosen);
    const answer = dayAnswerWords(state.vocabulary, state.days[chosen]?.document ?? {});
    find(".day-answer").textContent = answer || (listed.length ? "" : t.history.nothing); // what was logged is an answer
    redraw(find(".listed"), [state.vocabulary?.version, listed], () => listed.map(entryItem));
    redraw(find(".checks"), [state.vocabulary?.version, checks()], () => checks().map((entry) => rowOf(checkWords(state.vocabulary, entry.document), button({ remove: entry.id }, t.history.remove))));
    const gone = deletedLately(state, chosen);
    find(".gone").hidden = gone.length === 0;
    redraw(find(".gone ul"), gone, () => gone.map((entry) => rowOf(episodeWords(state.vocabulary, entry.document), button({ back: entry.id }, t.history.bringBack))));
  }

  /** @param {Diary.Entry} entry */
  function entryItem(entry) {
    const item = rowOf(episodeWords(state.vocabulary, entry.document), button({ open: entry.id }, t.history.edit), button({ remove: entry.id }, t.history.remove));
    item.classList.toggle("attention", entry.refusal !== null);
    return item;
  }

  function fillUnsent() {
    const said = state.operations.filter(({ offer, problem }) => offer === null || problem !== null);
    find(".unsent").hidden = said.length === 0;
    redraw(find(".unsent ul"), said, () => said.map((operation) => {
      const retry = isWaiting(operation) ? [] : [button({ retry: String(operation.seq) }, t.tryAgain)];
      return rowOf(operationWords(operation), ...retry);
    }));
  }

  /** @param {Diary.Conflict[]} list */
  function fillConflicts(list) {
    const focusGoes = find(".conflicts").contains(document.activeElement);
    shownConflicts = state.conflicts;
    find(".conflicts").replaceChildren(...list.map(conflictCard));
    if (focusGoes) find("h1").focus({ preventScroll: true });
  }

  /** @param {Diary.Conflict} conflict */
  function conflictCard({ id, kind, fields, mine, theirs, theirs_deleted }) {
    const card = made("article", { className: "conflict" });
    const table = made("table");
    const columns = table.createTHead().insertRow();
    for (const words of ["", t.history.mine, t.history.theirs]) columns.append(made("th", { textContent: words, scope: "col" }));
    const rows = table.createTBody();
    for (const field of fields) {
      const row = rows.insertRow();
      row.append(made("th", { textContent: t.fields[/** @type {keyof typeof t.fields} */ (field)] ?? field, scope: "row" }));
      for (const [said, gone] of /** @type {[Diary.Fields, boolean][]} */ ([[mine, false], [theirs, theirs_deleted]]))
        row.append(made("td", { textContent: gone ? t.history.deletedThere : valueWords(state.vocabulary, field, said[field]) }));
    }
    const canBeTwo = ["episode", "check", "event"].includes(kind) && !theirs_deleted;
    const keeps = /** @type {("mine" | "theirs" | "both")[]} */ (canBeTwo ? ["mine", "theirs", "both"] : ["mine", "theirs"]);
    const acts = made("div", { className: "sheet-acts" });
    acts.append(...keeps.map((keep) => button({ conflict: id, keep }, t.history.keep[keep])));
    card.append(made("p", { textContent: t.history.conflict(titleOf(kind, mine)) }), table, acts);
    return card;
  }

  /** @param {string} kind @param {Diary.Fields} said */
  function titleOf(kind, said) {
    if (kind === "episode") return episodeWords(state.vocabulary, /** @type {Diary.Document} */ (said));
    return kind === "day" ? dayInWords(String(said.date), t.dates) : t.kinds[/** @type {keyof typeof t.kinds} */ (kind)] ?? kind;
  }
}
