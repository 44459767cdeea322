// Who may read this diary, by consent or by link. Asked of the server each time, never kept on the phone, never queued:
// what is taken back has to be taken back now, and the person has to see that it was.
import { unknownOr } from "./answers.js";
import { fileFrom } from "./http.js";
import { PDF, keepFile } from "./page.js";
import { t } from "./texts.js";
import { problemWords } from "./words.js";

const CARE_LINKS = "/api/v1/care-links/";
const SHARES = "/api/v1/shares/";
const OPENINGS_SHOWN = 5;
const REVIEWS = `/api/v1/reviews/?page_size=${OPENINGS_SHOWN}`;
/** @type {Diary.Sharing} before the server was asked */
const NOTHING = { links: [], shares: [], openings: [], isRead: false, said: "", taken: false, made: null };

/**
 * @param {object} parts
 * @param {Diary.Call} parts.call
 * @param {() => string} parts.diary
 * @param {() => Diary.Sharing | null} parts.shown null where no screen shows it
 * @param {(change: Partial<Diary.State>) => void} parts.show
 */
export function makeSharing({ call, diary, shown, show }) {
  /** @param {Partial<Diary.Sharing>} change */
  const tell = (change) => show({ sharing: { ...(shown() ?? NOTHING), ...change } });

  /** @param {Partial<Diary.Sharing>} [told] what came of an act */
  async function look(told = {}) {
    const asked = diary();
    tell({ said: "", taken: false, ...told });
    const answers = await Promise.all([CARE_LINKS, SHARES, "/api/v1/openings/", REVIEWS].map((path) => call({ method: "GET", path, diary: asked })));
    if (diary() !== asked || !shown()) return; // somebody else is here by now, or the screen was closed
    const [links, shares, openings, reviews] = answers.map((answer) => (answer.kind === "accepted" ? answer.document.results : null));
    if (!links || !shares || !openings || !reviews) return tell({ said: told.said || unseen(...answers) });
    tell({ links, shares: shares.reverse(), openings: [...reviews.filter(isStanding).map(signed), ...counted(openings).slice(0, OPENINGS_SHOWN)], isRead: true });
  }

  return {
    look: () => look(),

    /** @param {{ consent: Diary.Fields }} wanted */
    async give({ consent }) {
      const answer = await call({ method: "POST", path: CARE_LINKS, body: consent, diary: diary() });
      const taken = answer.kind === "accepted";
      await look({ said: taken ? t.sharing.opened(answer.document.practice) : unknownOr(answer), taken });
    },

    /** Close it for a while, or open it again. @param {{ id: string, paused: boolean }} consent */
    async pause({ id, paused }) {
      const answer = await call({ method: "PATCH", path: `${CARE_LINKS}${id}/`, body: { paused }, diary: diary() });
      await look({ said: answer.kind === "accepted" ? "" : unknownOr(answer) });
    },

    /** @param {{ id: string, practice: string }} consent */
    async end({ id, practice }) {
      const answer = await call({ method: "DELETE", path: `${CARE_LINKS}${id}/`, diary: diary() });
      await look({ said: answer.kind === "accepted" ? t.sharing.closed(practice) : unknownOr(answer) });
    },

    /** A link for a doctor without an account. Its token is in this answer only, and in no memory but the page's. @param {{ link: Diary.Fields }} wanted */
    async makeShare({ link }) {
      const asked = diary();
      tell({ said: t.shares.making, made: null });
      const answer = await call({ method: "POST", path: SHARES, body: link, diary: asked });
      if (diary() !== asked || !shown()) return; // nobody is there to whom it could be shown; it stands in the list
      if (answer.kind !== "accepted") return look({ said: unknownOr(answer) });
      const { id, token, last, address = `${location.origin}/share/#${token}` } = answer.document;
      await look({ said: t.shares.made, made: { id, token, last, address } });
    },

    /** @param {{ id: string }} share */
    async closeShare({ id }) {
      const answer = await call({ method: "DELETE", path: `${SHARES}${id}/`, diary: diary() });
      const isClosed = answer.kind === "accepted" || (answer.kind === "problem" && answer.status === 404); // by an earlier press, or by its time
      const made = shown()?.made ?? null;
      await look({ said: isClosed ? t.shares.closed : unknownOr(answer), made: isClosed && made?.id === id ? null : made });
    },

    /** The page as a file that has the address as a QR code, made of the token while it is known. @param {{ asked: { lang: string, paper: string, large?: boolean } }} page */
    async pageWithCode({ asked: { lang, paper, large } }) {
      const made = shown()?.made;
      if (!made) return;
      tell({ said: t.visit.coming });
      const file = await fileFrom(`${SHARES}${made.id}/profile.pdf`, `twitch-profile-${made.last}.pdf`, PDF, diary(), { token: made.token, lang, paper, large });
      if (shown()?.made !== made) return; // it is gone, and what was made of it with it
      if (file) keepFile(file);
      tell({ said: file ? t.visit.made : t.visit.unmade });
    },
  };
}

/** @param {{ kind: string, undone: boolean }} review */
const isStanding = ({ kind, undone }) => kind !== "undone" && !undone;

/** What was signed, as a line among those that say who opened it. @param {{ by: string, practice: string, kind: string, text: string, signed_at: string }} review @returns {Diary.Opening} */
const signed = ({ by, practice, kind, text, signed_at }) => ({ reader: by, practice, share: null, what: kind, text, opened_at: signed_at, times: 1 });

/** What one reader, or one link, opened again and again on one day is one line. @param {Omit<Diary.Opening, "times">[]} openings the last one first @returns {Diary.Opening[]} */
function counted(openings) {
  /** @type {Diary.Opening[]} */
  const lines = [];
  for (const opening of openings) {
    const line = lines.at(-1);
    if (line && sameOf(line) === sameOf(opening)) line.times += 1;
    else lines.push({ ...opening, times: 1 });
  }
  return lines;
}

/** @param {Omit<Diary.Opening, "times">} opening */
const sameOf = ({ reader, practice, share, what, opened_at }) => JSON.stringify([reader, practice, share, what, new Date(opened_at).toDateString()]);

/** @param {(Diary.Answer | undefined)[]} answers */
const unseen = (...answers) => answers.map((answer) => (answer ? problemWords(answer) : "")).find(Boolean) ?? t.sharing.unseen;
