// The hall of the house: it gives verbs an id, a clock and a zone, and hands the nouns to the screens.
import { makeActs } from "./acts.js";
import { call } from "./http.js";
import { makeIds } from "./ids.js";
import { leave, switchBack } from "./leaving.js";
import { makeSharing } from "./sharing.js";
import { openStore } from "./store.js";
import { makeSync } from "./sync.js";
import { daysBefore, localDay, usableZone } from "./time.js";
import { makeTurns } from "./turns.js";
import { choose, t } from "./texts.js";
import { mountMore } from "./screens/more.js";
import { mountNotice } from "./screens/notice.js";
import { mountNow } from "./screens/now.js";
import { mountSharing } from "./screens/sharing.js";
import { mountSending, mountToday } from "./screens/today.js";

// `sharing` stands in `more`, so it is mounted after it.
const SCREENS = {
  notice: mountNotice, now: mountNow, today: mountToday, more: mountMore, sharing: mountSharing, sending: mountSending,
};

/** Screens that are not the first are loaded when they are first opened; the worker keeps them for days without a network. */
const LAZY = {
  where: () => import("./screens/where.js").then(({ mountWhere }) => mountWhere),
  check: () => Promise.all([import("./screens/check.js"), import("./checks.js")]).then(([{ mountCheck }]) => mountCheck),
  day: () => import("./screens/day.js").then(({ mountDay }) => mountDay),
};

/** @type {Set<string>} */
const mounted = new Set();

const clock = () => Date.now();
const zone = () => usableZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
const today = () => localDay(clock(), zone());
const deviceName = () => `phone client in ${navigator.userAgent}`.slice(0, 64);
const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @satisfies {Partial<Diary.State>} */
const NO_CHECK = { check: null, advice: [], urgent: null };

/** @type {Diary.State} */
let state = {
  owner: null, entries: [], operations: [], days: {}, vocabulary: null, preferences: {},
  nowMs: clock(), zone: zone(), today: today(), online: navigator.onLine,
  phase: "idle", trouble: null, said: "", undo: null, recentId: null, whereId: null, sharing: null,
  screen: "home", settings: {}, ...NO_CHECK,
};

/** @param {Partial<Diary.State>} change */
function show(change) {
  state = { ...state, ...change, nowMs: clock(), zone: zone(), today: today(), online: navigator.onLine };
  const isOther = state.phase === "other_person"; // to whom nothing is shown
  const isLost = state.screen === "where" && !state.entries.some((entry) => entry.id === state.whereId);
  const shown = isOther || isLost ? { ...state, screen: /** @type {const} */ ("home") } : state;
  part("home").hidden = shown.screen !== "home";
  for (const id of ["diary", "sharing", "more"]) part(id).hidden = isOther;
  for (const id of [...Object.keys(SCREENS), ...mounted]) part(id).dispatchEvent(new CustomEvent("diary", { detail: shown }));
}

/** Someone must sign in before anything moves: that stays said until a line goes through. @param {Diary.Phase} phase */
const lasting = (phase) =>
  (state.phase === "sign_in" || state.phase === "other_person") && (phase === "sending" || phase === "later") ? state.phase : phase;

/** @param {Diary.Store} store */
function begin(store) {
  const tabs = new BroadcastChannel("twitch-diary");
  const read = async () => {
    const memory = await store.load(daysBefore(today(), 1));
    const other = memory.owner?.diary !== state.owner?.diary; // what was shown of one person is not shown to the next
    show(other ? { ...memory, ...NO_CHECK, sharing: null, undo: null, said: "", recentId: null } : memory);
  };
  const refresh = async () => (await read(), tabs.postMessage("changed"));
  const sync = makeSync({
    store, call, device: deviceName(), clock: () => performance.now(), luck: Math.random,
    inTurn: makeTurns(store, navigator.locks, crypto.randomUUID?.() ?? String(Math.random()), clock),
    wakeIn: (wake, inMs) => setTimeout(wake, inMs),
    tell: (phase) => (show({ phase: lasting(phase) }), refresh()),
  });
  const acts = makeActs({ store, sync, nextId, clock, zone, state: () => state, show, refresh });
  /** @type {Promise<ReturnType<typeof import("./checks.js").makeChecks>> | undefined} with the screen that needs them */
  let checks;
  const check = (/** @type {"grade" | "rest" | "answer" | "none" | "describe" | "lost" | "seen"} */ verb) => async (/** @type {any} */ said) => {
    checks ??= import("./checks.js").then(({ makeChecks }) => makeChecks({ store, save: acts.save, nextId, clock, zone, state: () => state, show }));
    (await checks)[verb](said);
  };
  const sharing = makeSharing({ call, diary: () => state.owner?.diary ?? "", shown: () => state.sharing, show });
  const look = () => void read().then(() => sync.flush({ look: true }));

  listen({
    "log-episode": acts.logEpisode, "end-episode": acts.endEpisode, "say-all-day": acts.sayAllDay,
    "place-episode": acts.placeEpisode, "delete-episode": acts.deleteEpisode, "answer-day": acts.answerDay, undo: acts.undo, "retry-refused": acts.retry, prefer: acts.prefer,
    "say-day": acts.sayDay, "check-grade": check("grade"), "check-rest": check("rest"), "check-answer": check("answer"),
    "check-none": check("none"), "check-describe": check("describe"), "check-lost": check("lost"), "advice-seen": check("seen"),
    "look-at-sharing": sharing.look, "give-consent": sharing.give, "end-consent": sharing.end,
    "choose-language": ({ language }) => (choose(language), location.reload()),
    "send-now": () => (navigator.onLine ? sync.flush({ look: true }) : show({ said: t.now.offline })),
    "sign-out": async () => (await leave(store, () => tabs.postMessage("changed"))) || show({ said: t.account.stayed }),
    "switch-back": async () => (await switchBack()) || show({ said: t.account.stayed }),
    "discard-other": async () => (await store.startOver(null), tabs.postMessage("changed"), show({ phase: "idle" }), look()),
  });
  tabs.addEventListener("message", read);
  addEventListener("online", () => (look(), state.sharing && sharing.look()));
  addEventListener("offline", () => show({}));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  setInterval(() => state.today !== today() && look(), 30_000); // midnight
  void read().then(followAddress).then(look).then(() => learnWords(store, read));
}

/** @param {Record<string, (detail: any) => unknown>} verbs */
function listen(verbs) {
  for (const [verb, act] of Object.entries(verbs))
    document.addEventListener(verb, (event) => act(/** @type {CustomEvent} */ (event).detail));
  document.addEventListener("show-where", (event) => goWhere(/** @type {CustomEvent} */ (event).detail.id));
  document.addEventListener("show-screen", (event) => goTo(/** @type {CustomEvent} */ (event).detail.screen));
  for (const leave of ["leave-where", "leave-screen"])
    document.addEventListener(leave, () => (arrivedHere ? history.back() : (location.hash = "")));
  document.addEventListener("focus-now", () => part("now").querySelector("button")?.focus({ preventScroll: true }));
  addEventListener("hashchange", followAddress);
}

let arrivedHere = false; // by a tap in this page, so that Back leads to where the person was

/** @param {string} id */
const goWhere = (id) => goTo(`where=${id}`);

/** @param {string} address */
function goTo(address) {
  arrivedHere = true;
  location.hash = address;
}

/** The phone's own Back button works, because the screen stands in the address. */
function followAddress() {
  const whereId = /^#where=([\w-]+)$/.exec(location.hash)?.[1] ?? null;
  const named = whereId ? "where" : location.hash.slice(1);
  const screen = named in LAZY ? /** @type {keyof typeof LAZY} */ (named) : "home";
  const before = state.screen;
  if (screen !== "home") void mountOnce(screen);
  show({ whereId, screen, ...(screen === "check" ? {} : NO_CHECK) });
  if (screen === "home" && before !== "home") {
    arrivedHere = false;
    part("now").querySelector("button")?.focus({ preventScroll: true });
  }
}

/** @param {keyof typeof LAZY} id */
async function mountOnce(id) {
  if (mounted.has(id)) return;
  mounted.add(id);
  (await LAZY[id]())(part(id));
  show({});
}

/** The names of places, kept for the days without a network. @param {Diary.Store} store @param {() => unknown} read */
async function learnWords(store, read) {
  const answer = await call({ method: "GET", path: "/api/v1/vocabulary/" });
  if (answer.kind !== "accepted" || !Array.isArray(answer.document?.sites)) return;
  await store.keep("vocabulary", answer.document);
  await read();
}

document.documentElement.lang = t.language;
document.title = part("app-name").textContent = t.app;
for (const [id, name] of Object.entries({ now: t.now.label, today: t.today.label, more: t.more })) part(id).ariaLabel = name;
for (const [id, mount] of Object.entries(SCREENS)) mount(part(id));
show({});
const nextId = makeIds((bytes) => crypto.getRandomValues(bytes));
openStore("twitch-diary", () => nextId(clock())).then(begin, () => show({ trouble: "storage_blocked" }));
navigator.serviceWorker?.register("/sw.js", { updateViaCache: "none" }).catch(() => undefined); // works without it, only not offline
