import { ALWAYS, BEGINS, GROUPS, SIDED, emergencyNumber } from "../questions.js";
import { t } from "../texts.js";
import { wallClock } from "../time.js";
import { act } from "./act.js";
import { button, every, finder, head, labelOf, made, onScreen } from "./elements.js";

const PAGE = `${head(t.check.title)}
  <p class="check-help">${t.check.help}</p>
  <section class="check-tasks" aria-labelledby="tasks-title"><h2 id="tasks-title">${t.check.tasks}</h2>
    <button class="quiet rest" type="button">${t.check.rest}</button>
    <div class="tasks"></div>
  </section>
  <p class="no-names">${t.check.noNames}</p>
  <div class="groups"></div>
  <fieldset class="lost"><legend>${t.check.lost}</legend><div class="chips"></div></fieldset>
  <p class="sheet-said" role="status"></p>
  <ul class="advice-list"></ul>
  <button class="strong done" type="button">${t.done}</button>
  <dialog class="advice" aria-labelledby="advice-title">
    <h2 id="advice-title" tabindex="-1"></h2>
    <p class="advice-number"></p>
    <div class="advice-text"></div>
    <p class="advice-basis"></p>
    <button class="strong close" type="button">${t.check.read}</button>
  </dialog>`;

/** @param {HTMLElement} el */
export function mountCheck(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  const dialog = /** @type {HTMLDialogElement} */ (find(".advice"));
  /** @type {Diary.Vocabulary | null} */
  let built = null;
  /** @type {Diary.State} */
  let state;
  let isAdvised = true; // unless it was switched off, by the person or for the whole house

  find(".rest").addEventListener("click", () => act(el, "check-rest"));
  find(".close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => act(el, "advice-seen"));
  el.addEventListener("click", (event) => pressed(/** @type {HTMLElement} */ (event.target)));
  el.addEventListener("change", (event) => chosen(/** @type {HTMLInputElement} */ (event.target)));
  onScreen(el, "check", { update });

  /** @param {HTMLElement} target */
  function pressed(target) {
    const { code, none, lost } = /** @type {HTMLElement} */ (target.closest("button"))?.dataset ?? {};
    if (code) act(el, "check-answer", { code });
    if (none) (act(el, "check-none", { group: none }), openNext(target.closest("details")));
    if (lost) act(el, "check-lost", { task: lost });
  }

  /** Who has opened a group of questions and is through with it goes on to the next. @param {Element | null} group */
  function openNext(group) {
    const next = group?.nextElementSibling;
    if (next instanceof HTMLDetailsElement) next.open = true;
  }

  /** @param {HTMLInputElement} target */
  function chosen({ dataset: { task, side, about, field }, value }) {
    if (task) act(el, "check-grade", { task, side, grade: value });
    if (about && field) act(el, "check-describe", { code: about, more: { [field]: value || null } });
  }

  /** @param {Diary.State} next */
  function update(next) {
    isAdvised = Boolean(next.vocabulary?.answer_rules) && next.settings.flags_enabled !== false;
    state = isAdvised ? next : { ...next, advice: [], urgent: null };
    if (state.vocabulary && state.vocabulary.version !== built?.version) build(state.vocabulary);
    find(".no-names").hidden = built !== null;
    for (const part of every(el, ".check-tasks, .lost, .done")) part.hidden = built === null;
    if (!built) return;
    fill();
    showAdvice();
  }

  /** @param {Diary.Vocabulary} vocabulary */
  function build(vocabulary) {
    built = vocabulary;
    find(".tasks").replaceChildren(...vocabulary.check_tasks.map((task) => taskRow(vocabulary, task)));
    find(".groups").replaceChildren(...GROUPS.map(groupOf));
    find(".lost .chips").replaceChildren(...vocabulary.tasks_lost.map((task) => answerChip({ lost: task.code }, labelOf(task))));
  }

  /** @param {Diary.Vocabulary} vocabulary @param {Diary.Term} task */
  function taskRow(vocabulary, task) {
    const row = made("fieldset", { className: "task" });
    row.append(made("legend", { textContent: labelOf(task) }));
    const sides = { left: t.where.yourLeft, right: t.where.yourRight };
    row.append(...Object.entries(sides).map(([side, words]) => selection({ task: task.code, side }, words, vocabulary.task_grades)));
    return row;
  }

  /** @param {typeof GROUPS[number]} group */
  function groupOf({ name, codes }) {
    const isAlways = ALWAYS.includes(name);
    const box = made(isAlways ? "fieldset" : "details", { className: "group" });
    const none = button({ none: name }, t.check.none);
    none.classList.add("none-of");
    const items = codes.map(questionOf);
    box.append(made(isAlways ? "legend" : "summary", { textContent: t.check.groups[name] }), ...items, none);
    return box;
  }

  /** @param {string} code */
  function questionOf(code) {
    const item = made("div", { className: "question" });
    item.dataset.question = code;
    item.append(answerChip({ code }, labelOf(built?.check_answers.find((term) => term.code === code))));
    const more = made("div", { className: "more-of", hidden: true });
    if (SIDED.includes(code)) more.append(selection({ about: code, field: "side" }, t.check.side, (built?.sides ?? []).filter((side) => ["left", "right", "both_together"].includes(side.code))));
    if (BEGINS.includes(code)) {
      const since = made("input", { type: "datetime-local" });
      Object.assign(since.dataset, { about: code, field: "onset_at" });
      more.append(selection({ about: code, field: "onset_speed" }, t.check.began, built?.onset_speeds ?? []), labelled(t.check.since, since));
    }
    if (more.children.length) item.append(more);
    return item;
  }

  function fill() {
    /** @type {Pick<Diary.CheckFields, "tasks" | "answers" | "tasks_lost">} */
    const fields = state.check?.fields ?? { tasks: {}, answers: {}, tasks_lost: [] };
    for (const select of /** @type {HTMLSelectElement[]} */ (every(el, "[data-task]")))
      select.value = fields.tasks[select.dataset.task ?? ""]?.[/** @type {"left" | "right"} */ (select.dataset.side)] ?? "";
    for (const item of every(el, ".question")) fillQuestion(item, fields.answers[item.dataset.question ?? ""]);
    for (const button of every(el, "[data-lost]")) button.ariaPressed = String(fields.tasks_lost.includes(button.dataset.lost ?? ""));
    find(".sheet-said").textContent = state.check ? state.said : "";
    const none = state.check && !state.advice.length ? [isAdvised ? t.check.noRule : t.check.off] : [];
    find(".advice-list").replaceChildren(...[...state.advice.map(({ title }) => title), ...none].map((textContent) => made("li", { textContent })));
  }

  /** @param {HTMLElement} item @param {Diary.CheckAnswer | undefined} answer */
  function fillQuestion(item, answer) {
    const button = /** @type {HTMLElement} */ (item.querySelector("button"));
    const words = /** @type {HTMLElement} */ (button.querySelector(".value"));
    button.dataset.value = answer?.value ?? "";
    button.ariaPressed = answer?.value === "unsure" ? "mixed" : String(answer?.value === "yes");
    words.textContent = answer ? t.check.values[answer.value] : "";
    const more = /** @type {HTMLElement | null} */ (item.querySelector(".more-of"));
    if (more) more.hidden = answer?.value !== "yes";
    for (const field of /** @type {HTMLInputElement[]} */ (every(item, "[data-field]"))) {
      const told = answer?.[/** @type {"side" | "onset_speed" | "onset_at"} */ (field.dataset.field)] ?? "";
      if (document.activeElement !== field) field.value = told && field.type === "datetime-local" ? wallClock(Date.parse(told), state.zone) : told;
    }
  }

  /** What published guidance says to do at once, over everything else. */
  function showAdvice() {
    const advice = state.urgent;
    if (!advice || dialog.open) return;
    dialog.dataset.level = advice.level;
    find("#advice-title").textContent = advice.title;
    find(".advice-text").replaceChildren(made("p", { textContent: advice.text }));
    find(".advice-number").textContent = t.check.number(emergencyNumber(state.settings.emergency_number, state.here));
    find(".advice-basis").textContent = t.check.basis(advice.source);
    dialog.showModal();
    find("#advice-title").focus({ preventScroll: true });
  }
}

/** A chip with a place for what was answered. @param {Record<string, string>} data @param {string} words */
function answerChip(data, words) {
  const button = made("button", { type: "button", className: "chip", ariaPressed: "false" });
  Object.assign(button.dataset, data);
  button.append(made("span", { textContent: words }), made("span", { className: "value" }));
  return button;
}

/** @param {string} words @param {HTMLElement} field */
function labelled(words, field) {
  const label = made("label");
  label.append(made("span", { textContent: words }), field);
  return label;
}

/** A list to choose from, or to leave. @param {Record<string, string>} data @param {string} words @param {Diary.Term[]} terms */
function selection(data, words, terms) {
  const select = made("select");
  Object.assign(select.dataset, data);
  select.append(made("option", { value: "", textContent: "–" }), ...terms.map((term) => made("option", { value: term.code, textContent: labelOf(term) })));
  return labelled(words, select);
}
