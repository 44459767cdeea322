import { t } from "../texts.js";

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
