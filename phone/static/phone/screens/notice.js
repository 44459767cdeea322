import { LOGIN } from "../leaving.js";
import { factsIn } from "../operations.js";
import { t } from "../texts.js";
import { act } from "./act.js";
import { finder, onDiary } from "./elements.js";

const PAGE = `
  <div class="notice" role="alert" hidden><p class="notice-words"></p><div class="notice-acts"></div></div>
  <dialog class="discard" aria-labelledby="discard-title">
    <h2 id="discard-title">${t.notice.discardTitle}</h2>
    <p>${t.notice.discardHelp}</p>
    <button class="strong stay" type="button">${t.notice.keep}</button>
    <button class="quiet discard-now" type="button">${t.notice.discardNow}</button>
  </dialog>`;

/** @typedef {{ words: string, acts: HTMLElement[] }} Notice */

/** What stands in the way, if anything does, and the way out of it. @param {HTMLElement} el */
export function mountNotice(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  const discard = /** @type {HTMLDialogElement} */ (find(".discard"));
  let shown = "";

  find(".stay").addEventListener("click", () => discard.close());
  find(".discard-now").addEventListener("click", () => (discard.close(), act(el, "discard-other")));
  onDiary(el, update);

  /** @param {Diary.State} state */
  function update(state) {
    const words = noticeWords(state);
    find(".notice").hidden = words === "";
    const told = `${words} ${state.operations.length > 0}`;
    if (told === shown) return;
    shown = told;
    find(".notice-words").textContent = words;
    find(".notice-acts").replaceChildren(...noticeActs(state));
  }

  /** @param {Diary.State} state @returns {HTMLElement[]} */
  function noticeActs({ phase, trouble, owner, locked, operations }) {
    if (trouble) return [];
    if (locked && phase !== "other_person")
      return [button(t.lock.open, () => act(el, "unlock")), ...(operations.length ? [] : [button(t.account.leave, () => act(el, "sign-out"))])]; // what waits is sent first
    if (phase === "sign_in") return [link(t.notice.again, LOGIN)];
    if (phase !== "other_person") return [];
    return [
      button(t.notice.signInAs(nameOf(owner)), () => act(el, "switch-back")),
      button(t.notice.discard, () => discard.showModal()),
    ];
  }
}

/** @param {Diary.State} state */
export function noticeWords({ trouble, phase, owner, operations, said, locked }) {
  if (trouble === "storage_blocked") return t.notice.blocked;
  if (trouble === "storage_full") return t.notice.full;
  if (phase === "other_person")
    return t.notice.other(nameOf(owner), factsIn(operations)) + (said === t.account.stayed ? ` ${said}` : "");
  if (locked) return t.lock.locked;
  if (phase === "update") return t.notice.update;
  if (phase === "sign_in") return owner ? t.notice.signedOut : t.notice.signIn;
  if (!owner && phase === "later") return t.notice.once;
  return "";
}

/** @param {Diary.Owner | null} owner */
const nameOf = (owner) => owner?.name || owner?.username || t.notice.first;

/** @param {string} words @param {() => void} pressed */
function button(words, pressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "quiet";
  made.textContent = words;
  made.addEventListener("click", pressed);
  return made;
}

/** @param {string} words @param {string} address */
function link(words, address) {
  const made = document.createElement("a");
  made.className = "strong";
  made.href = address;
  made.textContent = words;
  return made;
}
