import { t } from "../texts.js";
import { act } from "./act.js";

/** @template {keyof HTMLElementTagNameMap} Tag @param {Tag} tag @param {Partial<HTMLElementTagNameMap[Tag]>} [properties] @returns {HTMLElementTagNameMap[Tag]} */
export const made = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);

/** A code in the language of this phone. @param {Diary.Term | undefined} term */
export const labelOf = (term) => term?.labels[t.language] ?? term?.code ?? "";

/** The head of a screen that is not the first: the way back, and what it is. @param {string} title */
export const head = (title) => `
  <header class="where-head">
    <button class="quiet back" type="button"><svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M14.5 5.5L8 12l6.5 6.5"/></svg><span>${t.back}</span></button>
    <h1 tabindex="-1">${title}</h1>
  </header>`;

/** @template {HTMLElement} Found @param {HTMLElement} el @returns {(selector: string) => Found} */
export const finder = (el) => (selector) => /** @type {Found} */ (el.querySelector(selector));

/** @param {HTMLElement} el @param {string} selector @returns {HTMLElement[]} */
export const every = (el, selector) => [...el.querySelectorAll(selector)].map((found) => /** @type {HTMLElement} */ (found));

/** Data are nouns and go down. @param {HTMLElement} el @param {(state: Diary.State) => void} update */
export const onDiary = (el, update) => el.addEventListener("diary", (event) => update(/** @type {CustomEvent<Diary.State>} */ (event).detail));

/** Hand them on to a part of a screen. @param {HTMLElement} part @param {Diary.State} state */
export const tellPart = (part, state) => part.dispatchEvent(new CustomEvent("diary", { detail: state }));

/**
 * A screen that is not the first: it knows when it is open, begins at its top, and its head leads back.
 * @param {HTMLElement} el
 * @param {Diary.Screen} screen
 * @param {{ opened?: () => void, update: (state: Diary.State) => void, closed?: (state: Diary.State) => void }} does `update` only while it is open
 */
export function onScreen(el, screen, { opened, update, closed }) {
  let wasOpen = false;
  for (const leave of every(el, ".back, .done")) leave.addEventListener("click", () => act(el, "leave"));
  const undo = /** @type {HTMLElement | null} */ (el.querySelector(".undo-row"));
  undo?.addEventListener("click", (event) => /** @type {HTMLElement} */ (event.target).closest("button") && act(el, "undo"));
  onDiary(el, (state) => {
    const isOpen = state.screen === screen && state.isRead && state.open !== undefined;
    el.hidden = !isOpen;
    const opens = isOpen && !wasOpen;
    if (!isOpen && wasOpen) (closeDialogs(el), closed?.(state)); // a dialog that stayed open would hold the whole page
    if (undo) undo.hidden = state.undo === null;
    wasOpen = isOpen; // before anything is asked for, which would come back here
    if (opens) opened?.();
    if (isOpen) update(state);
    if (!opens) return;
    window.scrollTo(0, 0);
    finder(el)("h1").focus({ preventScroll: true });
  });
}

/** @param {HTMLElement} el */
export function closeDialogs(el) {
  for (const dialog of el.querySelectorAll("dialog[open]")) /** @type {HTMLDialogElement} */ (dialog).close();
}

/** The way back, where something can be deleted; `onScreen` shows it. */
export const UNDO_ROW = `<div class="undo-row" hidden><button class="quiet" type="button">${t.undo}</button></div>`;

/** What was drawn, by its place. @type {WeakMap<Element, string>} */
const drawn = new WeakMap();

/** Draw anew only what shows something else now: the focus, and a finger that is down, stay where they are. @param {HTMLElement} el @param {unknown} shows @param {() => HTMLElement[]} draw */
export function redraw(el, shows, draw) {
  const told = JSON.stringify(shows);
  if (drawn.get(el) === told) return;
  drawn.set(el, told);
  el.replaceChildren(...draw());
}

/** What is typed is kept while it is typed: after a second of rest, at the end, and when the page goes out of sight. @param {HTMLElement} el @param {(field: HTMLTextAreaElement) => void} save */
export function keepTyping(el, save) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  /** @type {HTMLTextAreaElement | null} */
  let typing = null;
  const now = () => {
    clearTimeout(resting);
    if (typing) save(typing);
    typing = null;
  };
  el.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLTextAreaElement)) return;
    if (typing && typing !== target) now();
    typing = target;
    clearTimeout(resting);
    resting = setTimeout(now, 1_000);
  });
  el.addEventListener("change", now);
  document.addEventListener("visibilitychange", now);
}

/** Chips to choose from, by the codes of the vocabulary. @param {string} field @param {string} legend @param {Diary.Term[]} terms */
export function choices(field, legend, terms) {
  const box = made("fieldset", { className: "choices" });
  box.append(made("legend", { textContent: legend }), ...terms.map((term) => chip({ field, code: term.code }, labelOf(term))));
  return box;
}

/** @param {Record<string, string>} data @param {string} words */
export function chip(data, words) {
  const button = made("button", { type: "button", className: "chip", textContent: words });
  Object.assign(button.dataset, data);
  return button;
}

/** Which chips are pressed. @param {HTMLElement} el @param {Diary.Fields} fields */
export function fillChoices(el, fields) {
  for (const button of every(el, "[data-field]")) {
    const told = fields[button.dataset.field ?? ""] ?? null;
    const codes = Array.isArray(told) ? told : [told];
    button.ariaPressed = String(codes.some((code) => code !== null && String(code) === button.dataset.code));
  }
}

/** What a field says once its chip was tapped; the same again takes the answer back. @param {unknown} told @param {string} code @returns {unknown} */
export function tapped(told, code) {
  if (Array.isArray(told)) return told.includes(code) ? told.filter((other) => other !== code) : [...told, code];
  const value = /^\d+$/.test(code) ? Number(code) : code;
  return told === value ? null : value;
}

/** A scale from 0 to 10 that says nothing until it is touched. @param {string} field @param {string} words */
export function scale(field, words) {
  const label = made("label", { className: "scale" });
  const range = made("input", { type: "range", min: "0", max: "10", step: "1" });
  range.dataset.scale = field;
  label.append(made("span", { textContent: words }), range, made("output"));
  return label;
}

/** @param {HTMLElement} el @param {Diary.Fields} fields */
export function fillScales(el, fields) {
  for (const range of /** @type {HTMLInputElement[]} */ (every(el, "[data-scale]"))) {
    const value = fields[range.dataset.scale ?? ""] ?? null;
    const words = value === null ? t.notSaid : String(value);
    if (range !== document.activeElement) range.value = String(value ?? 0); // it may be under a finger
    range.classList.toggle("untouched", value === null);
    range.setAttribute("aria-valuetext", words);
    /** @type {HTMLElement} */ (range.nextElementSibling).textContent = words;
  }
}

/** A field that is filled while nobody types in it. @param {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} field @param {unknown} value */
export function fill(field, value) {
  const words = String(value ?? "");
  if (field !== document.activeElement && field.value !== words) field.value = words;
}

/** @param {Record<string, string>} data @param {string} textContent */
export function button(data, textContent) {
  const found = made("button", { type: "button", className: "quiet", textContent });
  Object.assign(found.dataset, data);
  return found;
}

/** It stays selected, to be copied by hand where the browser refuses. @param {HTMLInputElement} field @returns {Promise<boolean>} */
export async function copyFrom(field) {
  field.select();
  return navigator.clipboard?.writeText(field.value).then(() => true, () => false) ?? false;
}

/** One line of a list: what it is, and what can be done. @param {string} words @param {HTMLElement[]} acts */
export function rowOf(words, ...acts) {
  const item = made("li", { className: "fact-row" });
  item.append(made("span", { textContent: words }), ...acts);
  return item;
}
