import { t } from "./texts.js";

/** Say it aloud, for somebody whose eye is shut. What was being said gives way. @param {string} words */
export function say(words) {
  const voice = globalThis.speechSynthesis;
  if (!voice) return;
  voice.cancel();
  voice.speak(Object.assign(new SpeechSynthesisUtterance(words), { lang: t.language }));
}
