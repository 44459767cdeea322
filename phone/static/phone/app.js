// The hall of the house: it gives verbs an id, a clock and a zone, and hands the nouns to the screens.
import { makeActs } from "./acts.js";
import { addressed } from "./address.js";
import { makeIds } from "./ids.js";
import { dress, undress } from "./looks.js";
import { openStore } from "./store.js";
import { daysBefore, localDay, usableZone } from "./time.js";
import { choose, t } from "./texts.js";
import { say } from "./voice.js";
import { mountMenu } from "./screens/menu.js";
import { mountNotice } from "./screens/notice.js";
import { mountNow } from "./screens/now.js";
import { mountSending, mountToday } from "./screens/today.js";

const HOME = { notice: mountNotice, now: mountNow, today: mountToday, menu: mountMenu, sending: mountSending };

/** The other screens. @type {Exclude<Diary.Screen, "home">[]} */
const OTHERS = ["where", "details", "day", "check", "history", "trends", "treatments", "visit", "settings", "start"];

/** Made once; what failed is tried again when it is next asked for. @template T @param {() => Promise<T>} make */
function once(make) {
  /** @type {Promise<T> | undefined} */
  let making;
  return () => (making ??= make().catch((error) => {
    making = undefined;
    throw error;
  }));
}

const behind = once(() => import("./behind.js"));

/** What a screen shows besides the episodes and the days. @param {Diary.Screen} screen @returns {Record<string, string>} */
const kindsFor = (screen) => ({
  home: { baseline: "" }, check: { event: "", baseline: "" }, treatments: { event: "" },
  history: { check: "" }, visit: { questions: "" }, start: { baseline: "", event: "" },
})[/** @type {"home"} */ (screen)] ?? {};

/** @type {Set<string>} */
const mounted = new Set();

const LOCKS_AFTER_MS = 60_000; // out of sight

const clock = () => Date.now();
/** The zone in which days are counted: the phone's, unless the person keeps the one of home. */
const zone = () => String((state?.settings.time_zone_policy === "home" && state.settings.home_time_zone) || here());
/** Where the phone is, whatever the days are counted in: whom to call depends on it. */
const here = () => usableZone(Intl.DateTimeFormat().resolvedOptions().timeZone);
const today = () => localDay(clock(), zone());
const deviceName = () => `phone client in ${navigator.userAgent}`.slice(0, 64);
const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @satisfies {Partial<Diary.State>} */
const NO_CHECK = { check: null, advice: [], urgent: null };
/** What is told once, secrets among it: gone with the screen that shows it. @satisfies {Partial<Diary.State>} */
const UNTOLD = { sharing: null, reminders: null, pageSaid: "" };
/** What was fetched to be looked at once. @satisfies {Partial<Diary.State>} */
const NOT_ASKED = { ...UNTOLD, conflicts: null, devices: null, trends: null, noticed: null };

/** @type {Diary.State} */
let state;
state = {
  owner: null, entries: [], operations: [], days: {}, vocabulary: null, preferences: {}, settings: {}, facts: {},
  nowMs: clock(), zone: zone(), here: here(), today: today(), online: navigator.onLine,
  phase: "idle", trouble: null, said: "", undo: null, recentId: null, isRead: false, locked: false, asked: [], gone: [],
  screen: "home", about: null, open: undefined, since: null, ...NO_CHECK, ...NOT_ASKED,
};

/** @param {Partial<Diary.State>} change */
function show(change) {
  const before = state.said;
  state = { ...state, ...change, nowMs: clock(), zone: zone(), here: here(), today: today(), online: navigator.onLine };
  if (change.said && change.said !== before && state.settings.spoken_reply) say(change.said);
  const isOther = state.phase === "other_person"; // to whom nothing is shown
  const { locked } = state;
  const isLost = state.about !== null && state.open === null; // it was deleted, or never was
  const home = { ...state, screen: /** @type {const} */ ("home") };
  const closed = { ...home, entries: [], days: {}, asked: [], said: state.said && t.saved }; // what was logged is not for curious eyes
  const shown = locked ? closed : isOther || isLost ? home : state;
  part("home").hidden = shown.screen !== "home";
  part("diary").hidden = isOther;
  part("today").hidden = locked;
  part("menu").hidden = isOther || locked;
  for (const id of [...Object.keys(HOME), ...mounted]) part(id).dispatchEvent(new CustomEvent("diary", { detail: shown }));
}

/** Someone must sign in before anything moves: that stays said until a line goes through. @param {Diary.Phase} phase */
const lasting = (phase) =>
  (state.phase === "sign_in" || state.phase === "other_person") && (phase === "sending" || phase === "later") ? state.phase : phase;

/** @type {() => Promise<void>} */
let read = async () => {};

/** @param {Diary.Store} store */
function begin(store) {
  const tabs = new BroadcastChannel("twitch-diary");
  const tellTabs = () => tabs.postMessage("changed");
  const readNow = async () => {
    const { screen, about, since } = state;
    const memory = await store.load({ first: since ?? daysBefore(today(), 1), kinds: kindsFor(screen), about });
    if (state.screen !== screen || state.about !== about) return void read(); // the person went on
    if (state.owner && memory.owner?.diary !== state.owner.diary) return forgetPage(); // what one person typed is not the next one's
    dress(memory.settings, memory.preferences);
    const locked = Boolean(memory.preferences.lock) && (state.locked || !state.isRead);
    show({ ...memory, isRead: true, locked });
    if (memory.owner) meet();
    if (screen === "home") void asking().then(({ lookSoon }) => lookSoon(), () => undefined);
    if (state.check) document.dispatchEvent(new CustomEvent("check-again"));
  };
  const forgetPage = () => (undress(), location.reload());
  const asking = once(async () => {
    const { makeAsking } = await behind();
    mounted.add("asked");
    return makeAsking({ el: part("asked"), store, state: () => state, show });
  });
  let reading = Promise.resolve();
  /** @type {Promise<void> | null} */
  let next = null;
  // Whoever asks is told what is true from now on; who asks while one is being read shares the one after it.
  read = () => (next ??= reading.catch(() => undefined).then(() => {
    next = null;
    return (reading = readNow());
  }));
  const refresh = async () => (await read(), tellTabs());
  /** @type {() => void} */
  let meet;
  const met = new Promise((/** @type {(none: void) => void} */ resolve) => (meet = resolve)); // it is known whose diary this is, or that nobody can tell just now
  const tell = (/** @type {Diary.Phase} */ phase) => (show({ phase: lasting(phase), ...(phase === "other_person" ? UNTOLD : {}) }), refresh().then(meet));
  const line = once(async () => (await behind()).makeLine({ store, device: deviceName(), tell, state: () => state, show, tellTabs, read }));
  const later = () => (show({ phase: lasting("later") }), meet());
  const laterAgain = () => (later(), void setTimeout(() => flush({ look: true }), 10_000)); // what speaks to the server has not come
  /** Without a network nothing is tried: the browser says when there is one again. @param {{ look?: boolean }} [how] */
  const flush = async (how) => (navigator.onLine ? line().then(({ sync }) => sync.flush(how), laterAgain) : later());
  const acts = makeActs({ store, sync: { flush }, nextId, clock, zone, state: () => state, show, refresh });
  const look = () => read().then(() => flush({ look: true }));

  listen({
    "log-episode": acts.logEpisode, "end-episode": acts.endEpisode, "say-all-day": acts.sayAllDay, "log-past": acts.logPast, "place-as-usual": acts.placeAsUsual,
    "toggle-place": acts.togglePlace, "delete-fact": acts.deleteFact, "bring-back": acts.bringBack, "answer-day": acts.answerDay, undo: acts.undo,
    "retry-refused": acts.retry, prefer: acts.prefer, "say-fact": acts.sayFact,
    ...checkVerbs(acts.save),
    ...lockVerbs(acts.prefer),
    ...lineVerbs(async () => (await met, line())),
    "look-back": ({ since }) => (show({ since }), read()),
    "choose-language": async ({ language }) => (await acts.sayFact({ kind: "settings", id: "settings", fields: { language } }), choose(language), location.reload()),
    "send-now": () => (navigator.onLine ? flush({ look: true }) : show({ said: t.now.offline })),
    "sign-out": async () => (await (await line()).leave()) || show({ said: t.account.stayed }),
    "switch-back": async () => (await (await line()).switchBack()) || show({ said: t.account.stayed }),
    "discard-other": async () => (await store.startOver(null), tellTabs(), show({ phase: "idle" }), look()),
  });
  /** What a shortcut on the home screen asks for, once. Only the installed app obeys: a link elsewhere could ask the same. @type {Record<string, () => void>} */
  const shortcuts = { "#now": () => acts.logEpisode({ tapMs: performance.now() }), "#none": () => acts.answerDay({ state: "none" }) };
  const obey = () => {
    const asked = shortcuts[location.hash];
    if (!asked) return;
    history.replaceState(null, "", location.pathname);
    if (state.owner && state.phase !== "other_person" && !document.referrer && matchMedia("(display-mode: standalone)").matches) asked();
  };
  addEventListener("hashchange", obey);
  tabs.addEventListener("message", () => read());
  addEventListener("online", () => (look(), state.sharing && document.dispatchEvent(new CustomEvent("look-at-sharing")), state.reminders && document.dispatchEvent(new CustomEvent("look-at-reminders"))));
  addEventListener("offline", () => show({}));
  let leftMs = Infinity;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") return void (leftMs = clock());
    if (state.preferences.lock && clock() - leftMs > LOCKS_AFTER_MS) show({ locked: true, ...UNTOLD });
    void look();
  });
  setInterval(() => state.today !== today() && look(), 30_000); // midnight
  void followAddress().then(obey).then(() => Promise.all([look().then(line).then(({ noticed }) => noticed.look(), () => undefined), line().then(({ learnWords, reminding }) => learnWords().then(reminding.keepUp), () => undefined)]));
}

/** @param {(wish: Diary.Wish, after: Partial<Diary.State>) => unknown} save */
function checkVerbs(save) {
  const checks = once(async () => (await behind()).makeChecks({ save, nextId, clock, zone, state: () => state, show }));
  /** @typedef {"grade" | "rest" | "answer" | "none" | "describe" | "lost" | "seen" | "again"} Verb */
  const verb = (/** @type {Verb} */ name) => async (/** @type {any} */ said) => (await checks())[name](said);
  return {
    "check-grade": verb("grade"), "check-rest": verb("rest"), "check-answer": verb("answer"), "check-none": verb("none"),
    "check-again": verb("again"), "check-describe": verb("describe"), "check-lost": verb("lost"), "advice-seen": verb("seen"),
  };
}

/** @param {(change: Diary.Preferences) => unknown} prefer */
function lockVerbs(prefer) {
  return {
    "set-lock": async (/** @type {{ on: boolean }} */ { on }) => {
      const key = on ? await (await behind()).makeKey(state.owner?.username ?? "") : null;
      if (on && !key) return show({ said: t.lock.notSet });
      prefer({ lock: key ?? "" });
    },
    unlock: async () => (await (await behind()).isOpened(state.preferences.lock ?? "")) && (show({ locked: false }), followAddress()),
  };
}

/** @typedef {ReturnType<typeof import("./line.js").makeLine>} Line */
/** What needs the network and a person, and is never queued. @param {() => Promise<Line>} line */
function lineVerbs(line) {
  const verb = (/** @type {(parts: Line) => (said: any) => unknown} */ choose) =>
    async (/** @type {any} */ said) => choose(await line())(said);
  return {
    "look-at-sharing": verb(({ sharing }) => sharing.look), "give-consent": verb(({ sharing }) => sharing.give), "end-consent": verb(({ sharing }) => sharing.end), "pause-consent": verb(({ sharing }) => sharing.pause),
    "look-at-conflicts": verb(({ conflicts }) => conflicts.look), "settle-conflict": verb(({ conflicts }) => conflicts.settle),
    "look-at-devices": verb(({ keeping }) => keeping.look), "sign-out-device": verb(({ keeping }) => keeping.signOut), "erase-all": verb(({ keeping }) => keeping.erase),
    "look-at-trends": verb(({ trends }) => trends.look), "look-at-noticed": verb(({ noticed }) => noticed.look),
    "share-page": verb(({ page }) => page.share), "save-page": verb(({ page }) => page.save), "copy-page": verb(({ page }) => page.copy),
    "make-share": verb(({ sharing }) => sharing.makeShare), "close-share": verb(({ sharing }) => sharing.closeShare), "page-with-code": verb(({ sharing }) => sharing.pageWithCode),
    "look-at-reminders": verb(({ reminding }) => reminding.look), "remind-here": verb(({ reminding }) => reminding.remindHere), "remind-no-more": verb(({ reminding }) => reminding.remindNoMore),
    "make-calendar": verb(({ reminding }) => reminding.makeCalendar), "close-calendar": verb(({ reminding }) => reminding.closeCalendar),
  };
}

/** @param {Record<string, (detail: any) => unknown>} verbs */
function listen(verbs) {
  for (const [verb, act] of Object.entries(verbs))
    document.addEventListener(verb, (event) => act(/** @type {CustomEvent} */ (event).detail));
  document.addEventListener("go", (event) => goTo(/** @type {CustomEvent} */ (event).detail.to));
  document.addEventListener("leave", () => {
    if (!leaving && location.hash) (leaving = true, arrivedHere ? history.back() : (location.hash = ""));
  });
  document.addEventListener("focus-now", () => part("now").querySelector("button")?.focus({ preventScroll: true }));
  addEventListener("hashchange", followAddress);
}

let leaving = false; // a second tap is the same one
let arrivedHere = false; // by a tap in this page, so that Back leads to where the person was

/** @param {string} address */
function goTo(address) {
  arrivedHere = true;
  location.hash = address;
}

/** The phone's own Back button works, because the screen stands in the address. */
async function followAddress() {
  leaving = false;
  const { hash } = location;
  const { screen, about } = addressed(hash, OTHERS);
  const before = state.screen;
  const isThere = screen === "home" || (await mountOnce(screen).then(() => true, () => false));
  if (location.hash !== hash) return; // the person went on
  if (!isThere) return (history.replaceState(null, "", location.pathname), show({ said: t.notThere }));
  show({ screen, about, open: undefined, ...(screen === "check" ? {} : NO_CHECK), ...(screen === "home" ? { since: null } : {}), ...(screen === state.screen ? {} : UNTOLD) });
  await read();
  if (screen !== "home" || before === "home") return;
  arrivedHere = false;
  part("now").querySelector("button")?.focus({ preventScroll: true });
}

/** @param {Exclude<Diary.Screen, "home">} id */
async function mountOnce(id) {
  if (mounted.has(id)) return;
  const { SCREENS } = await behind();
  if (mounted.has(id)) return; // asked for twice meanwhile
  for (const styles of /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll("link.behind"))) styles.media = "all";
  SCREENS[id](part(id));
  mounted.add(id);
}

void behind().catch(() => undefined); // asked for while the first screen is drawn; where it fails, it is asked for again
dress({}, {});
document.documentElement.lang = t.language;
document.title = part("app-name").textContent = t.app;
for (const [id, name] of Object.entries({ now: t.now.label, today: t.today.label, menu: t.more })) part(id).ariaLabel = name;
for (const [id, mount] of Object.entries(HOME)) mount(part(id));
show({});
const nextId = makeIds((bytes) => crypto.getRandomValues(bytes));
openStore("twitch-diary", () => nextId(clock())).then(begin, () => show({ trouble: "storage_blocked" }));
navigator.serviceWorker?.register("/sw.js", { updateViaCache: "none" }).catch(() => undefined); // works without it, only not offline
