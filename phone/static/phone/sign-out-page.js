// Signing out by a page, not by the phone's own screen: what a diary keeps in this browser goes here too.
import { leave } from "./leaving.js";
import { factsIn } from "./operations.js";
import { openStore } from "./store.js";
import { t } from "./texts.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-sign-out]"));
let warned = false;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const store = await openStore().catch(() => null);
  if (!store) return form.submit(); // nothing can be kept here, so nothing is
  const waiting = factsIn(await store.operations());
  if (waiting && !warned) {
    warned = true;
    say(t.account.loss(waiting), t.account.leaveAnyway);
  } else if (!(await leave(store, () => new BroadcastChannel("twitch-diary").postMessage("changed")))) say(t.account.stayed, t.account.leave);
});

/** @param {string} words @param {string} act */
function say(words, act) {
  /** @type {HTMLElement} */ (form.querySelector("[role=status]")).textContent = words;
  /** @type {HTMLElement} */ (form.querySelector("button")).textContent = act;
}
