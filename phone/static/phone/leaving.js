// The ways out: signing out, and giving the phone back to the person it belongs to.
import { signOut } from "./http.js";
import { undress } from "./looks.js";

export const LOGIN = "/accounts/login/";

/**
 * End the session first, then forget: the other way round, a lost connection would leave an open session behind.
 * @param {Diary.Store} store
 * @param {() => void} tellTabs what other tabs show is gone too
 * @returns {Promise<boolean>} false where the session could not be ended; then nothing was removed
 */
export async function leave(store, tellTabs) {
  if (!(await signOut())) return false;
  await forget(store, tellTabs);
  return true;
}

/** Nothing of the diary stays on this phone. @param {Diary.Store} store @param {() => void} tellTabs */
export async function forget(store, tellTabs) {
  await store.startOver(null);
  tellTabs();
  undress();
  await forgetShell();
  location.replace(LOGIN);
}

/** The first person comes back: what waits stays. @returns {Promise<boolean>} */
export async function switchBack() {
  if (!(await signOut())) return false;
  location.replace(LOGIN);
  return true;
}

/** The worker goes too; the next shell brings a new one, which fills its cache again. */
async function forgetShell() {
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}
