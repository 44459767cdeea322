// The address of a screen, "#history" or "#where=event:0192…": what stands after "=" is the fact it is about. Pure.
const ADDRESS = /^#([a-z]+)(?:=(?:([a-z]+):)?([\w-]+))?$/;
/** Screens that are nothing without a fact. */
const ABOUT_ONE = ["where", "details"];

/**
 * @param {string} hash
 * @param {string[]} screens
 * @returns {{ screen: Diary.Screen, about: Diary.About | null }} the first screen where there is no such one
 */
export function addressed(hash, screens) {
  const [, screen = "", kind = "episode", id] = ADDRESS.exec(hash) ?? [];
  if (!screens.includes(screen) || (ABOUT_ONE.includes(screen) && !id)) return { screen: "home", about: null };
  return { screen: /** @type {Diary.Screen} */ (screen), about: id ? { kind, id } : null };
}
