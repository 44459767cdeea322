// Who may read this diary. Asked of the server each time, never kept on the phone, never queued: consent that is taken
// back has to be taken back now, and the person has to see that it was.

import { t } from "./texts.js";
import { problemWords } from "./words.js";

const OPENINGS_SHOWN = 5;

/**
 * @param {object} parts
 * @param {Diary.Call} parts.call
 * @param {() => string} parts.diary
 * @param {() => Diary.Sharing | null} parts.shown
 * @param {(change: Partial<Diary.State>) => void} parts.show
 */
export function makeSharing({ call, diary, shown, show }) {
  /** @param {string} [said] @param {boolean} [taken] whether a code was taken, and may leave its field */
  async function look(said = "", taken = false) {
    const asked = diary();
    const links = await call({ method: "GET", path: "/api/v1/care-links/", diary: asked });
    const openings = await call({ method: "GET", path: "/api/v1/openings/", diary: asked });
    if (diary() !== asked) return; // somebody else is here by now
    const before = shown() ?? { links: [], openings: [] };
    if (links.kind !== "accepted") return show({ sharing: { ...before, said: said || wordsOf(links, t.sharing.unseen), taken } });
    if (openings.kind !== "accepted") return show({ sharing: { ...before, said: said || wordsOf(openings, t.sharing.unseen), taken } });
    const open = links.document.results;
    const words = [said, open.length ? "" : t.sharing.nobody].filter(Boolean).join(" ");
    show({ sharing: { links: open, openings: openings.document.results.slice(0, OPENINGS_SHOWN), said: words, taken } });
  }

  return {
    look: () => look(),

    /** @param {{ code: string }} consent */
    async give({ code }) {
      const answer = await call({ method: "POST", path: "/api/v1/care-links/", body: { code }, diary: diary() });
      const taken = answer.kind === "accepted";
      await look(taken ? t.sharing.opened(answer.document.practice) : wordsOf(answer, t.sharing.offline), taken);
    },

    /** @param {{ id: string, practice: string }} consent */
    async end({ id, practice }) {
      const answer = await call({ method: "DELETE", path: `/api/v1/care-links/${id}/`, diary: diary() });
      await look(answer.kind === "accepted" ? t.sharing.closed(practice) : wordsOf(answer, t.sharing.offline));
    },
  };
}

/** @param {Diary.Answer} answer @param {string} lost what to say where no answer came */
const wordsOf = (answer, lost) => problemWords(answer) || lost;
