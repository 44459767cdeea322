import { dateInWords } from "../time.js";
import { t } from "../texts.js";
import { act } from "./act.js";
import { finder, head, made, onScreen } from "./elements.js";

const PAGE = `${head(t.trends.link)}
  <p class="sheet-said" role="status"></p>
  <div class="figures"></div>
  <p class="sheet-note">${t.trends.note}</p>
  <button class="quiet done" type="button">${t.done}</button>`;

/** The figures, each with the sentence that says the same, and its rows. @param {HTMLElement} el */
export function mountTrends(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  /** @type {Diary.Figure[] | null} */
  let shown = null;
  /** @type {string[]} addresses of drawings, let go when others take their place */
  let drawings = [];

  onScreen(el, "trends", { opened: () => act(el, "look-at-trends", { theme: isDark() ? "dark" : "light" }), update });

  /** @param {Diary.State} state */
  function update({ trends }) {
    const { figures = [], last = "", said = "" } = trends ?? {};
    find(".sheet-said").textContent = [last && t.trends.until(dateInWords(last, t.dates)), said].filter(Boolean).join(" ");
    if (figures === shown) return;
    shown = figures;
    for (const address of drawings) URL.revokeObjectURL(address);
    drawings = figures.map(({ drawing }) => URL.createObjectURL(drawing));
    find(".figures").replaceChildren(...figures.map((figure, number) => figureOf(figure, drawings[number] ?? "")));
  }
}

/** By night the figures are drawn by night. */
const isDark = () => getComputedStyle(document.documentElement).colorScheme === "dark";

/** @param {Diary.Figure} figure @param {string} address */
function figureOf({ title, sentence, header, rows }, address) {
  const box = made("figure", { className: "figure" });
  const caption = made("figcaption");
  caption.append(made("h2", { textContent: title }), made("p", { textContent: sentence }));
  const more = made("details");
  more.append(made("summary", { textContent: t.trends.rows }), tableOf(header, rows));
  box.append(caption, made("img", { src: address, alt: sentence }), more);
  return box;
}

/** @param {string[]} header @param {string[][]} rows */
function tableOf(header, rows) {
  const table = made("table");
  table.createTHead().insertRow().append(...header.map((textContent) => made("th", { textContent, scope: "col" })));
  const body = table.createTBody();
  for (const [first = "", ...others] of rows)
    body.insertRow().append(made("th", { textContent: first, scope: "row" }), ...others.map((textContent) => made("td", { textContent })));
  return table;
}
