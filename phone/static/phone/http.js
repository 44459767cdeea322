// The only place that speaks to the network. It trusts nothing but JSON of our own server: hotel and airport networks
// answer 200 with a page of their own, and a lost session answers with a redirect.

const JSON_TYPE = /^application\/(problem\+)?json\b/i;
const TIMEOUT_MS = 20_000;
const NAME = "Twitch-Request"; // comes back with the answer, so that one that was mixed up on the way is noticed

/** The cookie is read anew each time: signing in changes it. In production its name carries the __Host- prefix. */
function csrfToken() {
  return /(?:^|;\s*)(?:__Host-|__Secure-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

/** @type {Diary.Call} */
export async function call({ method, path, body, diary }) {
  const headers = new Headers({ Accept: "application/json", [NAME]: crypto.randomUUID?.() ?? String(Math.random()).slice(2) });
  if (diary) headers.set("Twitch-Diary", diary);
  if (method !== "GET") headers.set("X-CSRFToken", csrfToken());
  if (body !== undefined) headers.set("Content-Type", "application/json");
  return answerTo(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
}

/**
 * End the session. Whether it ended is asked, not assumed: the answer to this form is a redirect, and so is a hotel's.
 * @returns {Promise<boolean>}
 */
export async function signOut() {
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrfToken() });
  await answerTo("/accounts/logout/", { method: "POST", headers: { "X-CSRFToken": csrfToken() }, body });
  const account = await call({ method: "GET", path: "/api/v1/account/" });
  return account.kind === "problem" && (account.status === 401 || account.status === 403) && account.problem !== null;
}

/**
 * A page or drawing of ours, as a file.
 * @param {string} path
 * @param {string} name
 * @param {string} type
 * @param {string} diary
 * @param {object} [asked] by POST, and so in no address
 * @returns {Promise<File | null>}
 */
export async function fileFrom(path, name, type, diary, asked) {
  const headers = { "Twitch-Diary": diary, ...(asked && { "Content-Type": "application/json", "X-CSRFToken": csrfToken() }) };
  try {
    const response = await fetch(path, {
      method: asked ? "POST" : "GET", headers, body: asked && JSON.stringify(asked),
      credentials: "same-origin", redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const isOurs = response.ok && response.headers.get("Content-Type")?.split(";")[0] === type;
    return isOurs ? new File([await response.blob()], name, { type }) : null;
  } catch {
    return null;
  }
}

/** @param {string} path @param {RequestInit} request @returns {Promise<Diary.Answer>} */
async function answerTo(path, request) {
  try {
    const response = await fetch(path, {
      ...request, credentials: "same-origin", redirect: "manual", cache: "no-cache",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return await answerOf(response, request.headers instanceof Headers ? request.headers.get(NAME) : null);
  } catch {
    return { kind: "lost", reason: "no_network" };
  }
}

/** Only what claims to be our answer can be the wrong one of ours. @param {Response} response @param {string | null} name */
const isMixedUp = (response, name) => name !== null && response.ok && response.headers.get(NAME) !== name;

/** What a response to the request of this name says. @param {Response} response @param {string | null} name @returns {Promise<Diary.Answer>} */
export async function answerOf(response, name) {
  if (isMixedUp(response, name)) return { kind: "lost", reason: "not_ours" };
  if (response.type === "opaqueredirect") return { kind: "lost", reason: "redirect" };
  if (response.status === 204) return { kind: "accepted", status: 204, document: null };
  const content = await jsonOf(response);
  if (!response.ok) return { kind: "problem", status: response.status, problem: content ?? null, retryAfterS: retryAfterS(response) };
  if (content === undefined) return { kind: "lost", reason: "not_ours" };
  return { kind: "accepted", status: response.status, document: content };
}

/** @param {Response} response @returns {Promise<any>} undefined where it is no whole JSON */
async function jsonOf(response) {
  if (!JSON_TYPE.test(response.headers.get("Content-Type") ?? "")) return undefined;
  try {
    return await response.json();
  } catch {
    return undefined; // cut off on its way
  }
}

/** Seconds, or a date; both are allowed. @param {Response} response */
function retryAfterS(response) {
  const told = response.headers.get("Retry-After");
  if (!told) return null;
  const seconds = /^\d+$/.test(told) ? Number(told) : (Date.parse(told) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds), 3_600) : null;
}
