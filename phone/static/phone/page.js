// The page for the doctor, as a file and as text. The file is asked for by POST, so that no day stands in its address; the text has no POST.
import { fileFrom } from "./http.js";
import { t } from "./texts.js";

const PAGE = "/api/v1/reports/profile";
export const PDF = "application/pdf";

/**
 * @param {object} parts
 * @param {() => string} parts.diary
 * @param {(change: Partial<Diary.State>) => void} parts.show
 */
export function makePage({ diary, show }) {
  /** @param {Asked} asked @param {string} name @returns {Promise<File | null>} */
  async function pdf(asked, name) {
    const owner = diary();
    show({ pageSaid: t.visit.coming });
    const file = await fileFrom(`${PAGE}.pdf`, name, PDF, owner, asked);
    return diary() === owner ? file : null; // somebody else may be here by now
  }

  return {
    /** To whom the person chooses: no link is left behind. @param {{ asked: Asked, name: string }} page */
    async share({ asked, name }) {
      const file = await pdf(asked, name);
      if (!file || !navigator.canShare?.({ files: [file] })) return show({ pageSaid: t.visit.unshared });
      show({ pageSaid: "" });
      await navigator.share({ files: [file] }).catch(({ name }) => name !== "AbortError" && show({ pageSaid: t.visit.unshared })); // or they changed their mind
    },

    /** @param {{ asked: Asked, name: string }} page */
    async save({ asked, name }) {
      const file = await pdf(asked, name);
      if (file) keepFile(file);
      show({ pageSaid: file ? t.visit.made : t.visit.unmade });
    },

    /** The page in words, to be pasted into a record. The browser wants to be asked in the moment of the tap, so it is promised the text. @param {{ asked: Asked }} page */
    async copy({ asked: { first, last, lang } }) {
      const wanted = new URLSearchParams(first && last ? { first, last, lang } : [["lang", lang]]);
      show({ pageSaid: t.visit.coming });
      const text = fileFrom(`${PAGE}.txt?${wanted}`, "page.txt", "text/plain", diary());
      const isCopied = await copied(text.then((file) => file ?? Promise.reject(new Error("no text"))));
      show({ pageSaid: isCopied ? t.visit.copied : t.visit.uncopied });
    },
  };
}

/** @typedef {{ first?: string, last?: string, lang: string }} Asked what the page is asked to be, by the names of the API */

/** @param {Promise<Blob>} text @returns {Promise<boolean>} */
async function copied(text) {
  text.catch(() => undefined); // where the browser does not take it, nobody else hears of it
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
    return true;
  } catch {
    return false;
  }
}

/** Hand a file to the browser, to be opened or stored where the person keeps files. @param {File} file */
export function keepFile(file) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: file.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers fetch it after a question of their own
}
