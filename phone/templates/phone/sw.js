// The service worker: it keeps the shell and its files for the days without a network. It never touches anything else:
// no answer of the API, no page of another room, nothing that a person wrote.
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const CACHE = "twitch-diary-{{ version|escapejs }}";
/** @type {Set<string>} */
const FILES = new Set(JSON.parse("{{ files|escapejs }}"));
const SHELL = "/";
const SHELL_MARK = "Twitch-Diary-Shell"; // a header only our shell carries; a login page or a hotel's page does not
const PATIENCE_MS = 2500;
const ICON = "{{ icon|escapejs }}";
const LEADS_TO = ["day", "check"]; // or to the first screen: nothing that is sent opens anything else

/** @param {Response} response */
const isShell = (response) => response.ok && response.headers.has(SHELL_MARK);

/** @param {Response} response */
const isFile = (response) => response.ok && !response.redirected && !/text\/html/i.test(response.headers.get("Content-Type") ?? "");

/**
 * @param {Cache} cache
 * @param {string} path
 * @param {(response: Response) => boolean} ours
 */
async function keep(cache, path, ours) {
  const response = await fetch(path, { cache: "no-cache", credentials: "same-origin" });
  if (!ours(response)) throw new Error(`Not ours: ${path}`); // then the install fails, and is tried again another time
  await cache.put(path, response);
}

async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all([keep(cache, SHELL, isShell), ...[...FILES].map((path) => keep(cache, path, isFile))]);
  // Take over at once. It is safe here: a page asks for all of its code while its first screen is drawn, so one that is
  // open keeps the version it has, and a phone that is never fully closed does not stay on an old one for weeks.
  await worker.skipWaiting();
}

async function activate() {
  for (const name of await caches.keys()) if (name.startsWith("twitch-diary-") && name !== CACHE) await caches.delete(name);
  await worker.clients.claim();
}

/**
 * The network's shell if it comes soon and is ours; else the kept one. A lost session does not stand between a person
 * and the button: the shell opens, and the page itself asks to sign in before anything is sent. A newer shell is not
 * kept here, because its files are not: it arrives with the next version of this worker.
 * @param {FetchEvent} event
 */
async function shell(event) {
  const network = fetch(event.request).catch(() => null);
  const soon = await Promise.race([network, new Promise((enough) => setTimeout(enough, PATIENCE_MS, null))]);
  if (soon && isShell(soon)) return soon;
  const kept = await (await caches.open(CACHE)).match(SHELL);
  return kept ?? (await network) ?? Response.error();
}

/** @param {FetchEvent} event */
async function file(event) {
  return (await (await caches.open(CACHE)).match(event.request.url)) ?? fetch(event.request);
}

/**
 * A reminder says what the server sent, which is nothing of the diary; a newer one takes the place of an older one.
 * @param {PushEvent} event
 */
function remind(event) {
  /** @type {Record<string, string>} */
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {} // not from our server, or cut off: the browser wants something to be shown all the same
  return worker.registration.showNotification(told.title ?? "Diary", { body: told.body ?? "", tag: "reminder", icon: ICON, data: { to: told.to } });
}

/** Straight to the entry, in the window that is open if there is one. @param {NotificationEvent} event */
async function open(event) {
  event.notification.close();
  const { to } = event.notification.data ?? {};
  const address = new URL(LEADS_TO.includes(to) ? `${SHELL}#${to}` : SHELL, location.origin).href;
  const windows = await worker.clients.matchAll({ type: "window" });
  const ours = windows.find(({ url }) => new URL(url).pathname === SHELL);
  const there = ours && (await ours.focus().catch(() => ours)).navigate(address).catch(() => null);
  return (await there) ?? worker.clients.openWindow(address);
}

worker.addEventListener("push", (event) => event.waitUntil(remind(event)));
worker.addEventListener("notificationclick", (event) => event.waitUntil(open(event)));
worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") return url.pathname === SHELL ? event.respondWith(shell(event)) : undefined;
  if (FILES.has(url.pathname)) event.respondWith(file(event));
});
