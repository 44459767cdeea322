// The language of this phone: what the person chose, else what the browser prefers. Both files say the same things
// under the same names (tests/phone/texts.test.js).

/** @returns {string} what was chosen on this phone; "" where nothing was, or nothing can be kept */
function chosen() {
  try {
    return localStorage.getItem("language") ?? "";
  } catch {
    return "";
  }
}

/** @param {string} language */
export function choose(language) {
  try {
    localStorage.setItem("language", language);
  } catch {}
}

/** Readers of any Chinese are given Traditional Chinese rather than English. @param {readonly string[]} wanted in the order of preference */
export const languageOf = (wanted) => (/^zh\b/i.test(wanted.find((name) => /^(zh|en)\b/i.test(name)) ?? "") ? "zh-Hant" : "en");

export const language = languageOf([chosen(), ...(globalThis.navigator?.languages ?? [])]);

/** @type {typeof import("./texts/en.js").default} */
export const t = (language === "zh-Hant" ? await import("./texts/zh-hant.js") : await import("./texts/en.js")).default;
