// Reminders: by web push to this browser, and to a calendar by a secret address. Asked of the server each time; what
// this phone keeps of it is one word, that it wants to be reminded.
import { t } from "./texts.js";

const PUSH = "/api/v1/push-subscriptions/";
const CALENDAR = "/api/v1/calendar/";
const USUAL = "20:00";
/** What is shown before the server was asked. */
export const NOTHING = { here: "", calendar: false, address: "", said: "" };

/**
 * @param {object} parts
 * @param {Diary.Call} parts.call
 * @param {() => Diary.State} parts.state
 * @param {(change: Partial<Diary.State>) => void} parts.show
 * @param {(change: Diary.Preferences) => Promise<unknown>} parts.prefer
 */
export function makeReminding({ call, state, show, prefer }) {
  const diary = () => state().owner?.diary ?? "";

  /** @param {string} [said] @param {string} [address] of the calendar, in the answer that made it and never again */
  async function look(said = "", address = "") {
    const asked = diary();
    const [push, calendar] = await Promise.all([PUSH, CALENDAR].map((path) => call({ method: "GET", path, diary: asked })));
    if (diary() !== asked) return; // somebody else is here by now
    if (push?.kind !== "accepted" || calendar?.kind !== "accepted") return show({ reminders: { ...(state().reminders ?? NOTHING), said: said || t.reminders.offline } });
    const here = push.document.results.find((/** @type {{ is_this: boolean }} */ { is_this }) => is_this)?.id ?? "";
    show({ reminders: { here, calendar: calendar.document.made_at !== null, address, said } });
  }

  /** Give the server the subscription of this browser, made with the server's present key. @param {PushManager} manager @returns {Promise<boolean>} */
  async function subscribe(manager) {
    const told = await call({ method: "GET", path: PUSH, diary: diary() });
    if (told.kind !== "accepted") return false;
    const { endpoint, keys } = (await subscriptionFor(manager, bytesOf(told.document.application_server_key))).toJSON();
    const answer = await call({ method: "POST", path: PUSH, diary: diary(), body: { endpoint, keys, time_zone: state().here, language: t.language } });
    return answer.kind === "accepted";
  }

  /** A reminder needs a time: the usual one, until another is chosen. */
  function withTime() {
    const detail = { kind: "settings", id: "settings", fields: { reminder_at: USUAL } };
    if (!state().settings.reminder_at) document.dispatchEvent(new CustomEvent("say-fact", { detail }));
  }

  return {
    look: () => look(),

    /** The question of the browser comes first: it wants to be asked for by a tap. */
    async remindHere() {
      const manager = await pushManager();
      if (!manager) return look(t.reminders.cannot);
      if ((await Notification.requestPermission()) !== "granted") return look(t.reminders.denied);
      show({ reminders: { ...(state().reminders ?? NOTHING), said: t.reminders.asking } }); // it may take a while
      const isDone = await subscribe(manager).catch(() => null); // the push service of the browser did not answer
      if (isDone) (withTime(), await prefer({ reminded: true }));
      await look(isDone ? t.reminders.here : t.reminders.notNow);
    },

    async remindNoMore() {
      const id = state().reminders?.here;
      const answer = id ? await call({ method: "DELETE", path: `${PUSH}${id}/`, diary: diary() }) : null;
      const isGone = answer?.kind === "problem" && answer.status === 404; // by an earlier press, or from afar
      if (answer && answer.kind !== "accepted" && !isGone) return look(t.reminders.offline);
      await prefer({ reminded: false });
      await (await (await pushManager())?.getSubscription())?.unsubscribe().catch(() => false);
      await look(t.reminders.noMore);
    },

    /** A browser may change its subscription, a person their zone, and a session its end: told anew once a visit. */
    async keepUp() {
      const manager = state().preferences.reminded && (await pushManager());
      if (manager && Notification.permission === "granted") await subscribe(manager).catch(() => false);
    },

    async makeCalendar() {
      const answer = await call({ method: "POST", path: CALENDAR, diary: diary() });
      if (answer.kind !== "accepted") return look(t.reminders.offline);
      withTime();
      await look(state().reminders?.calendar ? t.reminders.calendarAnew : t.reminders.calendarMade, answer.document.address);
    },

    async closeCalendar() {
      const answer = await call({ method: "DELETE", path: CALENDAR, diary: diary() });
      await look(answer.kind === "accepted" ? t.reminders.calendarClosed : t.reminders.offline);
    },
  };
}

/** None where the browser takes no push here: an iPhone takes it in the installed app only. */
const pushManager = async () => ("Notification" in window ? (await navigator.serviceWorker?.getRegistration())?.pushManager : undefined);

/** One that was made with another key is of no use. @param {PushManager} manager @param {Uint8Array<ArrayBuffer>} key */
async function subscriptionFor(manager, key) {
  const known = await manager.getSubscription();
  const told = known?.options.applicationServerKey;
  if (known && told && String(new Uint8Array(told)) === String(key)) return known;
  await known?.unsubscribe();
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/** @param {string} base64url */
const bytesOf = (base64url) => Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
