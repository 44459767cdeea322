import { samePlace } from "../logic.js";
import { t } from "../texts.js";
import { placeWords, siteWords } from "../words.js";
import { act } from "./act.js";

/**
 * Places as a plain list: a name, and a button for each side.
 * @param {HTMLElement} el
 * @param {(vocabulary: Diary.Vocabulary) => Diary.Site[]} choose which sites
 */
export function mountPlaceRows(el, choose) {
  /** @type {Diary.Vocabulary | null} */
  let built = null;

  /** @param {Diary.State} state */
  return function update({ vocabulary, open }) {
    if (vocabulary && vocabulary.version !== built?.version) build(vocabulary);
    const places = open?.document.sites ?? [];
    for (const button of el.querySelectorAll("button")) {
      const order = places.findIndex((place) => samePlace(place, placeOf(button))) + 1;
      button.ariaPressed = String(order > 0);
      button.dataset.order = order ? String(order) : "";
    }
  };

  /** @param {Diary.Vocabulary} vocabulary */
  function build(vocabulary) {
    built = vocabulary;
    el.replaceChildren(...choose(vocabulary).map((site) => row(vocabulary, site)));
  }

  /** @param {Diary.Vocabulary} vocabulary @param {Diary.Site} site */
  function row(vocabulary, site) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = siteWords(vocabulary, site.code);
    const sides = /** @type {Diary.Side[]} */ (site.sided ? ["left", "right"] : ["middle"]);
    item.append(name, ...sides.map((side) => sideButton(vocabulary, { site: site.code, side })));
    return item;
  }

  /** @param {Diary.Vocabulary} vocabulary @param {Diary.Place} place */
  function sideButton(vocabulary, place) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = { left: t.where.left, right: t.where.right }[String(place.side)] ?? t.where.here;
    button.setAttribute("aria-label", `${button.textContent}: ${placeWords(vocabulary, place)}`);
    Object.assign(button.dataset, place);
    button.addEventListener("click", () => act(el, "toggle-place", { place }));
    return button;
  }
}

/** @param {HTMLElement} button */
const placeOf = ({ dataset }) => ({ site: dataset.site ?? "", side: /** @type {Diary.Side} */ (dataset.side) });
