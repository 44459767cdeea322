// Signing out by a page, not by the phone's own screen: what a diary keeps in this browser goes here too.
import { leave } from "./leaving.js";
import { factsIn } from "./operations.js";
import { openStore } from "./store.js";
import { t } from "./texts.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-sign-out]"));
const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
let warned = false;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const store = await openStore().catch(() => null);
  const warning = warned ? "" : await lossIn(store);
  if (warning) {
    warned = true;
    say(warning, t.account.leaveAnyway);
  } else if (!store) form.submit();
  else if (!(await leave(store, () => new BroadcastChannel("twitch-diary").postMessage("changed")))) say(t.account.stayed, t.account.leave);
});
button.disabled = false; // before, a tap would have ended the session and left the diary lying here

/** What signing out would lose or leave behind; nothing where all of it is sent. @param {Diary.Store | null} store */
async function lossIn(store) {
  if (!store) return t.account.unread;
  const waiting = factsIn(await store.operations());
  return waiting ? t.account.loss(waiting) : "";
}

/** @param {string} words @param {string} act */
function say(words, act) {
  /** @type {HTMLElement} */ (form.querySelector("[role=status]")).textContent = words;
  button.textContent = act;
}
