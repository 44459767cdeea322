import { samePlace } from "../logic.js";
import { t } from "../texts.js";
import { placeWords } from "../words.js";
import { act } from "./act.js";
import { onDiary } from "./elements.js";
import { sideAt, touchables } from "./face-map.js";

const HALF = `
  <path d="M143 140C146 200 146 246 138 290 130 352 96 402 58 430 38 446 18 451 0 451"/>
  <path d="M143 202C158 184 177 196 174 228 172 256 162 282 146 280"/><path class="fine" d="M151 212C161 206 166 220 161 238 158 252 153 260 149 262"/>
  <path class="fine" d="M30 209C44 189 80 187 95 205 81 222 46 223 30 209Z"/><circle class="fine" cx="62" cy="206" r="10.5"/><circle class="dot" cx="62" cy="206" r="4.5"/>
  <path class="lash" d="M30 209C44 189 80 187 95 205"/>
  <path class="brow-hair" d="M27 170C44 151 84 147 109 165 84 157 48 160 29 176Z"/>
  <path class="fine" d="M13 196C12 224 17 244 24 258M29 268C37 282 33 295 20 294M0 300C6 301 10 298 13 294"/>
  <path class="fine" d="M0 331C7 324 14 323 20 326 34 331 45 338 55 343 45 359 24 368 0 368"/><path d="M0 345C18 342 38 344 55 343"/>
  <path class="fine" d="M3 304C3 312 3 318 4 322M14 394C20 391 26 391 30 393"/>
  <path d="M84 410C83 452 88 492 108 512 128 526 158 532 186 540"/><path class="fine" d="M22 538C30 520 40 494 46 470"/>`;

const HAIR = `
  <path class="hair-mass" d="M-147 196C-168 62-106-12 2-12 110-12 166 62 147 196L143 142C138 108 112 92 72 86 24 77-22 66-44 36-72 96-140 96-143 142Z"/>
  <path d="M-147 196C-168 62-106-12 2-12 110-12 166 62 147 196M-143 142C-140 96-72 96-44 36-22 66 24 77 72 86 112 92 138 108 143 142"/>
  <path class="fine" d="M-44 36C-36 18-16 6 10 2M-26 44C0 60 60 62 104 76M-58 50C-72 66-100 76-122 92"/>`;

const SVG = "http://www.w3.org/2000/svg";

/** @param {[number, number][]} area */
const polygon = (area) => `M${area.map((point) => point.join(" ")).join("L")}Z`;

/** @param {HTMLElement} el */
export function mountFace(el) {
  el.innerHTML = `
    <div class="face-sides" aria-hidden="true"><span></span><span></span></div>
    <svg class="face" viewBox="-179 -18 358 556" role="group" aria-label="${t.where.face}">
      <g class="regions"></g>
      <g class="drawing" aria-hidden="true"><g>${HALF}</g><g transform="scale(-1 1)">${HALF}</g><g class="hair">${HAIR}</g></g>
      <g class="badges" aria-hidden="true"></g>
    </svg>`;
  const pieces = touchables().map((touchable) => piece(el, touchable));
  onDiary(el, update);

  /** @param {Diary.State} state */
  function update({ open, vocabulary, preferences }) {
    const mirror = preferences.mirror ?? true;
    const places = open?.document.sites ?? [];
    for (const [place, label] of el.querySelectorAll(".face-sides span").entries())
      label.textContent = sideAt(place ? 1 : -1, mirror) === "left" ? t.where.yourLeft : t.where.yourRight;
    el.querySelector(".hair")?.setAttribute("transform", mirror ? "" : "scale(-1 1)");
    for (const update of pieces) update({ places, mirror, vocabulary });
  }
}

/**
 * One region: a checkbox that a finger, a key or a screen reader can tick.
 * @param {HTMLElement} el
 * @param {ReturnType<typeof touchables>[number]} touchable
 */
function piece(el, { region, side }) {
  const box = document.createElementNS(SVG, "g");
  const badge = document.createElementNS(SVG, "g");
  const place = { site: region.site, side };
  box.innerHTML = `<path class="shape" d="${region.shape}"/><path class="area" d="${polygon(region.area)}"/>`;
  badge.innerHTML = `<circle r="13"/><text text-anchor="middle" dy="5.5"></text>`;
  for (const [name, value] of Object.entries({ class: "region", role: "checkbox", tabindex: "0" })) box.setAttribute(name, value);
  Object.assign(box.dataset, place);
  el.querySelector(".regions")?.append(box);
  el.querySelector(".badges")?.append(badge);

  const tick = () => act(el, region.asks && box.ariaChecked !== "true" ? "ask-jaw" : "toggle-place", { place });
  box.addEventListener("click", tick);
  box.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault(); // Space would scroll
    if (!event.repeat) tick();
  });

  /** @param {{ places: Diary.Place[], mirror: boolean, vocabulary: Diary.Vocabulary | null }} now */
  return function update({ places, mirror, vocabulary }) {
    const order = places.findIndex((other) => samePlace(other, place)) + 1;
    const half = side === "middle" || side === sideAt(1, mirror) ? 1 : -1;
    const [x, y] = region.mark;
    box.setAttribute("transform", half === 1 ? "" : "scale(-1 1)");
    badge.setAttribute("transform", `translate(${half * x} ${y})`);
    badge.setAttribute("display", order ? "inline" : "none");
    /** @type {Element} */ (badge.lastElementChild).textContent = String(order);
    box.ariaChecked = String(order > 0);
    box.setAttribute("aria-label", regionWords(vocabulary, region, place, order));
  };
}

/**
 * @param {Diary.Vocabulary | null} vocabulary
 * @param {import("./face-map.js").Region} region
 * @param {Diary.Place} place
 * @param {number} order from 1; 0 where it is not chosen
 */
function regionWords(vocabulary, region, place, order) {
  if (region.asks && !order) return t.where.lowerJaw(t.sides[place.side]);
  return placeWords(vocabulary, place) + (order ? t.where.number(order) : "");
}
