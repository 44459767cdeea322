// What the rules noticed over the weeks, as the server says it. The last of it is kept for days without a network.
import { t } from "./texts.js";

/**
 * @param {object} parts
 * @param {Diary.Store} parts.store
 * @param {Diary.Call} parts.call
 * @param {() => string} parts.diary
 * @param {(change: Partial<Diary.State>) => void} parts.show
 */
export function makeNoticed({ store, call, diary, show }) {
  return {
    /** What is kept comes at once; what is told now replaces it. */
    async look() {
      const asked = diary();
      /** @type {Diary.Noticed | undefined} */
      const kept = await store.kept("noticed");
      if (kept) show({ noticed: kept });
      const answer = await call({ method: "GET", path: `/api/v1/flags/?lang=${t.language}`, diary: asked });
      if (answer.kind !== "accepted" || diary() !== asked) return;
      await store.keep("noticed", answer.document);
      show({ noticed: answer.document });
    },
  };
}
