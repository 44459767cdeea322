// What two phones said differently. Asked of the server each time: it holds both versions, and settles them in one act.
import { t } from "./texts.js";

/**
 * @param {object} parts
 * @param {Diary.Call} parts.call
 * @param {() => string} parts.diary
 * @param {(change: Partial<Diary.State>) => void} parts.show
 * @param {() => unknown} parts.look fetch what came of it
 */
export function makeConflicts({ call, diary, show, look: fetchChanges }) {
  /** @param {string} [said] */
  async function look(said = "") {
    const asked = diary();
    const answer = await call({ method: "GET", path: "/api/v1/conflicts/", diary: asked });
    if (diary() !== asked) return; // somebody else is here by now
    const list = answer.kind === "accepted" ? answer.document.results : [];
    show({ conflicts: { list, said: said || (answer.kind === "accepted" ? "" : t.history.unseen) } });
  }

  return {
    look: () => look(),

    /** @param {{ id: string, keep: "mine" | "theirs" | "both" }} choice */
    async settle({ id, keep }) {
      const answer = await call({ method: "POST", path: `/api/v1/conflicts/${id}/resolve/`, body: { keep }, diary: diary() });
      await look(answer.kind === "accepted" ? t.history.settled : t.history.unsettled);
      await fetchChanges();
    },
  };
}
