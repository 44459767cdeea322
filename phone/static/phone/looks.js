// How the diary looks: dark or light, the size of its letters, how much it moves. What the settings say is remembered
// beside the language, so that the next start does not flash.
const LOOKS = "looks";

/** @returns {Record<string, string>} */
function remembered() {
  try {
    return JSON.parse(localStorage.getItem(LOOKS) ?? "{}");
  } catch {
    return {};
  }
}

/** @type {Record<string, string>} */
let looks = remembered();

/** @param {Diary.Fields} settings @param {Diary.Preferences} preferences empty ones leave things as they were at the last start */
export function dress(settings, preferences) {
  const { theme = looks.theme, text_size = looks.text } = settings;
  const { lessMotion = looks.motion === "less" } = preferences;
  wear({ theme: String(theme ?? ""), text: String(text_size ?? ""), motion: lessMotion ? "less" : "" });
}

/** @param {Record<string, string>} next */
function wear(next) {
  if (JSON.stringify(next) !== JSON.stringify(looks)) keep(next);
  looks = next;
  Object.assign(document.documentElement.dataset, looks);
  const dark = /** @type {HTMLLinkElement | null} */ (document.getElementById("dark")); // only the phone's own page has it
  const media = { dark: "all", light: "not all" }[looks.theme ?? ""] ?? "(prefers-color-scheme: dark)";
  if (dark && dark.media !== media) dark.media = media;
}

/** @param {Record<string, string>} next */
function keep(next) {
  try {
    localStorage.setItem(LOOKS, JSON.stringify(next));
  } catch {}
}

/** For the next person on this phone. */
export function undress() {
  wear({ theme: "", text: "", motion: "" });
}
