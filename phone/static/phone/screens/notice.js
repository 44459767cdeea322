import { LOGIN } from "../leaving.js";
import { STAYED, otherPersonWords } from "../words.js";
import { act } from "./act.js";

const PAGE = `
  <div class="notice" role="alert" hidden><p class="notice-words"></p><div class="notice-acts"></div></div>
  <dialog class="discard" aria-labelledby="discard-title">
    <h2 id="discard-title">Discard what waits?</h2>
    <p>It was never sent and cannot be brought back.</p>
    <button class="strong stay" type="button">Keep it</button>
    <button class="quiet discard-now" type="button">Discard it</button>
  </dialog>`;

/** @typedef {{ words: string, acts: HTMLElement[] }} Notice */

/** What stands in the way, if anything does, and the way out of it. @param {HTMLElement} el */
export function mountNotice(el) {
  el.innerHTML = PAGE;
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (el.querySelector(selector));
  const discard = /** @type {HTMLDialogElement} */ (find(".discard"));
  let shown = "";

  find(".stay").addEventListener("click", () => discard.close());
  find(".discard-now").addEventListener("click", () => (discard.close(), act(el, "discard-other")));
  el.addEventListener("diary", (event) => update(/** @type {CustomEvent<Diary.State>} */ (event).detail));

  /** @param {Diary.State} state */
  function update(state) {
    const words = noticeWords(state);
    find(".notice").hidden = words === "";
    if (words === shown) return;
    shown = words;
    find(".notice-words").textContent = words;
    find(".notice-acts").replaceChildren(...noticeActs(state));
  }

  /** @param {Diary.State} state @returns {HTMLElement[]} */
  function noticeActs({ phase, trouble, owner }) {
    if (trouble) return [];
    if (phase === "sign_in") return [link("Sign in again", LOGIN)];
    if (phase !== "other_person") return [];
    return [
      button(`Sign in as ${nameOf(owner)}`, () => act(el, "switch-back")),
      button("Discard them", () => discard.showModal()),
    ];
  }
}

/** @param {Diary.State} state */
export function noticeWords({ trouble, phase, owner, operations, said }) {
  if (trouble === "storage_blocked")
    return "This browser does not let the diary keep anything on this phone (private mode, or storage is blocked). Nothing can be logged here. Open the diary in an ordinary window.";
  if (trouble === "storage_full") return "The last tap could not be saved: this phone's storage may be full. What was saved before is still there. Free some space and tap again.";
  if (phase === "other_person") return otherPersonWords(nameOf(owner), operations.length) + (said === STAYED ? ` ${STAYED}` : "");
  if (phase === "update") return "This diary has to be updated before it can send. Logging goes on and nothing is lost: close it and open it again with a connection.";
  if (phase === "sign_in") return owner ? "You are signed out. Logging goes on; sign in again to send what waits." : "Sign in to begin.";
  if (!owner && phase === "later") return "The diary needs the network once, to know whose it is. It keeps trying.";
  return "";
}

/** @param {Diary.Owner | null} owner */
const nameOf = (owner) => owner?.name || owner?.username || "the first person";

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
