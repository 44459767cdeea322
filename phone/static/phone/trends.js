// The figures that the server draws, with their sentences and rows. The last ones are kept for days without a network.
import { fileFrom } from "./http.js";
import { t } from "./texts.js";

const SUMMARY = "/api/v1/reports/summary/";
const SVG = "image/svg+xml";

/**
 * @param {object} parts
 * @param {Diary.Store} parts.store
 * @param {Diary.Call} parts.call
 * @param {() => string} parts.diary
 * @param {(change: Partial<Diary.State>) => void} parts.show
 */
export function makeTrends({ store, call, diary, show }) {
  return {
    /** What is kept comes at once; what is new replaces it when all of it is there. @param {{ theme: "light" | "dark" }} how */
    async look({ theme }) {
      const asked = diary();
      /** @type {Diary.Trends | undefined} */
      const kept = await store.kept("trends");
      show({ trends: { figures: kept?.figures ?? [], last: kept?.last ?? "", said: t.trends.coming } });
      const trends = await drawn(asked, theme);
      if (diary() !== asked) return; // somebody else is here by now
      if (!trends) return show({ trends: { figures: kept?.figures ?? [], last: kept?.last ?? "", said: kept ? "" : t.trends.offline } });
      await store.keep("trends", trends);
      show({ trends });
    },
  };

  /** @param {string} asked @param {string} theme @returns {Promise<Diary.Trends | null>} */
  async function drawn(asked, theme) {
    const answer = await call({ method: "GET", path: `${SUMMARY}?lang=${t.language}`, diary: asked });
    if (answer.kind !== "accepted") return null;
    const { first, last, figures } = answer.document;
    const period = new URLSearchParams({ first, last, theme, lang: t.language });
    const drawings = await Promise.all(figures.map((/** @type {Diary.Figure} */ { name }) =>
      fileFrom(`/api/v1/reports/figures/${name}.svg?${period}`, `${name}.svg`, SVG, asked)));
    if (drawings.some((drawing) => drawing === null)) return null;
    return { last, said: "", figures: figures.map((/** @type {Diary.Figure} */ figure, /** @type {number} */ number) => ({ ...figure, drawing: drawings[number] })) };
  }
}
