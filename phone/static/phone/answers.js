import { t } from "./texts.js";
import { problemWords } from "./words.js";

/** Why an act was not done. An answer that did not come says nothing about what was done. @param {Diary.Answer} answer */
export const unknownOr = (answer) => problemWords(answer) || (navigator.onLine ? t.settings.unknown : t.settings.offline);
