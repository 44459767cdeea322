// The panel by keyboard, and the drawer beside it. Without this file each name still leads to the whole page.
const drawer = document.getElementById("drawer");
const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-row]")]);

/** @param {HTMLElement} row */
const nameOf = (row) => /** @type {HTMLAnchorElement} */ (row.querySelector("a"));
const chosen = () => rows.findIndex((row) => row.classList.contains("chosen"));

/** @param {number} at */
function choose(at) {
  const row = rows[Math.max(0, Math.min(at, rows.length - 1))];
  if (!row) return;
  rows.forEach((one) => one.classList.toggle("chosen", one === row));
  row.closest("details")?.setAttribute("open", "");
  if (!shows(row)) hideDrawer(); // what stands in the drawer is of the chosen row, or nothing stands there
  nameOf(row).focus();
}

/** Whether the drawer shows the diary of this row. @param {HTMLElement | undefined} row */
const shows = (row) => row !== undefined && /** @type {HTMLElement | null | undefined} */ (drawer?.firstElementChild)?.dataset.of === row.dataset.row;

function hideDrawer() {
  if (!drawer || drawer.hidden) return;
  drawer.hidden = true;
  drawer.replaceChildren();
  document.body.classList.remove("with-drawer");
}

function closeDrawer() {
  if (drawer?.hidden) return;
  hideDrawer();
  choose(chosen());
}

/** @param {string} selector */
const press = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector))?.click();

/** @type {Record<string, () => unknown>} */
const keys = {
  j: () => choose(chosen() + 1),
  k: () => choose(chosen() - 1),
  r: () => press(shows(rows[chosen()]) ? '#drawer [data-key="r"]' : ".chosen a"), // nobody signs what was not shown
  u: () => shows(rows[chosen()]) && press('#drawer [data-key="u"]'),
  "/": () => {
    document.querySelector(".filters")?.setAttribute("open", "");
    /** @type {HTMLElement | null} */ (document.querySelector(".filters input[name=name]"))?.focus();
  },
  Escape: closeDrawer,
};

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
  if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== "Escape")) return;
  const act = keys[event.key];
  if (!act || event.repeat) return; // a key that is held down opens and signs nothing
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest("[data-close]")) closeDrawer();
  const row = event.target.closest("[data-row]");
  if (row) rows.forEach((one) => one.classList.toggle("chosen", one === row));
  if (event.target.closest("[data-clear]")) {
    event.preventDefault();
    press("button[name=clear]");
  }
});

/** @param {HTMLElement} row @param {string} cell @param {string} said */
const tell = (row, cell, said) => /** @type {HTMLElement} */ (row.querySelector(cell)).textContent = said;

/** What was put into the drawer: show it, read out whose it is, and mark its row. */
function arrived() {
  if (!drawer?.firstElementChild) return;
  const of = /** @type {HTMLElement} */ (drawer.firstElementChild).dataset.of;
  if (of && rows[chosen()] && !shows(rows[chosen()])) return drawer.replaceChildren(); // another row was chosen meanwhile
  drawer.hidden = false;
  document.body.classList.add("with-drawer");
  const inner = /** @type {HTMLElement} */ (drawer.firstElementChild);
  const row = rows.find((one) => one.dataset.row === inner.dataset.of);
  if (row && inner.dataset.reviewed) {
    row.classList.toggle("done", "done" in inner.dataset);
    tell(row, "[data-reviewed]", inner.dataset.reviewed);
    tell(row, ".why", inner.querySelector(".lane-said")?.textContent ?? "");
  }
  drawer.scrollTop = 0;
  /** @type {HTMLElement | null} */ (inner.querySelector("[data-focus]") ?? inner.querySelector("h2"))?.focus();
}

if (drawer) new MutationObserver(arrived).observe(drawer, { childList: true });
