// The account: the devices that are signed in, and the end of everything. Never queued, never kept.
import { unknownOr } from "./answers.js";
import { t } from "./texts.js";

/**
 * @param {object} parts
 * @param {Diary.Call} parts.call
 * @param {() => string} parts.diary
 * @param {(change: Partial<Diary.State>) => void} parts.show
 * @param {() => Promise<void>} parts.forget clear this phone
 */
export function makeKeeping({ call, diary, show, forget }) {
  /** @param {string} [said] */
  async function look(said = "") {
    const asked = diary();
    const answer = await call({ method: "GET", path: "/api/v1/devices/", diary: asked });
    if (diary() !== asked) return; // somebody else is here by now
    const list = answer.kind === "accepted" ? answer.document.results : [];
    show({ devices: { list, said: said || (answer.kind === "accepted" ? "" : t.settings.offline) } });
  }

  return {
    look: () => look(),

    /** @param {{ id: string }} device */
    async signOut({ id }) {
      const answer = await call({ method: "DELETE", path: `/api/v1/devices/${id}/`, diary: diary() });
      await look(answer.kind === "accepted" ? t.settings.signedOut : unknownOr(answer));
    },

    /** @param {{ password: string }} proof that it is the person */
    async erase({ password }) {
      const answer = await call({ method: "POST", path: "/api/v1/account/erase/", body: { password }, diary: diary() });
      if (answer.kind === "accepted") return forget();
      show({ said: unknownOr(answer) });
    },
  };
}
