import { PERIOD_DAYS_MAX } from "../period.js";
import { dateInWords } from "../time.js";
import { t } from "../texts.js";
import { act } from "./act.js";
import { button, copyFrom, finder, onDiary, redraw, rowOf } from "./elements.js";
import { OPENINGS, fillOpenings, momentInWords } from "./sharing.js";

const LABEL_MAX = 100;
const DAYS_USUAL = 7;
const DAYS_MAX = 90;
const BAD_PERIOD = t.visit.badPeriod(PERIOD_DAYS_MAX);

const PAGE = `
  <details class="fold">
    <summary class="row-link"><span class="row-name">${t.shares.title}</span></summary>
    <p class="sheet-note">${t.shares.help}</p>
    <p class="fold-said" role="status"></p>
    <div class="made" hidden>
      <label class="field">${t.shares.address}<input class="feed" type="url" readonly></label>
      <p class="sheet-note">${t.shares.only}</p>
      <p class="sheet-acts"><button class="strong copy" type="button">${t.reminders.copy}</button><button class="quiet send" type="button">${t.shares.send}</button>
        <button class="quiet code" type="button">${t.shares.code}</button></p>
    </div>
    <p class="shares-offline">${t.shares.offline}</p>
    <ul class="links"></ul>
    <form>
      <p class="shares-days"></p>
      <label class="field">${t.shares.label}<input name="label" maxlength="${LABEL_MAX}" autocomplete="off"></label>
      <label class="field">${t.shares.scope}<select name="scope"><option value="profile">${t.shares.page}</option><option value="profile_and_log">${t.shares.log}</option></select></label>
      <label class="field">${t.shares.expires(DAYS_MAX)}<input name="expires_in_days" type="number" inputmode="numeric" min="1" max="${DAYS_MAX}" value="${DAYS_USUAL}" required></label>
      <label class="field">${t.shares.pin}<input name="pin" inputmode="numeric" pattern="[0-9]{4,12}" maxlength="12" autocomplete="off" aria-describedby="pin-help"></label>
      <p class="sheet-note" id="pin-help">${t.shares.pinHelp}</p>
      <button class="strong" type="submit">${t.shares.make}</button>
    </form>
    ${OPENINGS}
  </details>`;

/**
 * Links for doctors without an account.
 * @param {HTMLElement} el
 * @param {object} chosen on the screen around it
 * @param {() => { first: string, last: string } | null} chosen.days null where they are no period
 * @param {() => { asked: object, name: string }} chosen.page
 */
export function mountShares(el, { days, page }) {
  el.innerHTML = PAGE;
  const find = finder(el);
  const fold = /** @type {HTMLDetailsElement} */ (find("details"));
  const form = /** @type {HTMLFormElement} */ (find("form"));
  const feed = /** @type {HTMLInputElement} */ (find(".feed"));
  /** @type {Diary.Sharing | null} */
  let shown = null;

  fold.addEventListener("toggle", () => fold.open && act(el, "look-at-sharing"));
  form.addEventListener("submit", (event) => (event.preventDefault(), make()));
  find(".copy").addEventListener("click", async () => say((await copyFrom(feed)) ? t.shares.copied : t.shares.uncopied));
  find(".send").addEventListener("click", () => navigator.share({ url: feed.value }).catch(() => undefined)); // they changed their mind
  find(".code").addEventListener("click", () => act(el, "page-with-code", page()));
  el.addEventListener("click", ({ target }) => {
    const { close } = /** @type {HTMLElement} */ (target).closest("button")?.dataset ?? {};
    if (close) act(el, "close-share", { id: close });
  });
  onDiary(el, update);

  /** It stands above the form, and is brought into sight. @param {string} words */
  function say(words) {
    find(".fold-said").textContent = words;
    if (words) find(".fold-said").scrollIntoView({ block: "nearest" });
  }

  function make() {
    const period = days();
    if (!period) return say(BAD_PERIOD);
    if (shown?.said === t.shares.making) return; // the first press is under way
    const { label, scope, expires_in_days, pin } = Object.fromEntries(new FormData(form));
    act(el, "make-share", { link: { ...period, label: String(label).trim(), scope, expires_in_days: Number(expires_in_days), pin } });
  }

  /** @param {Diary.State} state */
  function update({ sharing, online }) {
    const period = days();
    find(".shares-days").textContent = period ? t.shares.shows(periodWords(period)) : BAD_PERIOD;
    if (period && find(".fold-said").textContent === BAD_PERIOD) say("");
    find(".shares-offline").hidden = online;
    find(".links").hidden = form.hidden = !online;
    if (sharing === shown) return;
    const { made: before = null, said: saidBefore = "" } = shown ?? {};
    shown = sharing;
    if (!sharing) (fold.open = false, form.reset());
    const { shares = [], openings = [], said = "", made = null } = sharing ?? {};
    if (said !== saidBefore) say(said); // what came of a press on Copy stays
    find(".made").hidden = made === null;
    find(".send").hidden = !navigator.share;
    feed.value = made?.address ?? "";
    const focusGoes = find(".links").contains(document.activeElement);
    redraw(find(".links"), shares, () => shares.map(shareItem));
    if (focusGoes && !find(".links").contains(document.activeElement)) find("summary").focus({ preventScroll: true });
    fillOpenings(el, openings);
    if (made && made !== before) (form.reset(), feed.focus());
  }
}

/** @param {Diary.Share} share */
function shareItem({ id, label, scope, first, last, has_pin, is_closed, expires_at }) {
  const parts = [label || t.shares.unnamed, periodWords({ first, last }), scope === "profile" ? "" : t.shares.log, ...(is_closed ? [t.shares.shut] : [t.shares.until(momentInWords(expires_at)), has_pin ? t.shares.withPin : t.shares.noPin])];
  return rowOf(parts.filter(Boolean).join(" · "), button({ close: id }, t.shares.close(label)));
}

/** @param {{ first: string, last: string }} period */
const periodWords = ({ first, last }) => t.treatments.period(dateInWords(first, t.dates), dateInWords(last, t.dates));
