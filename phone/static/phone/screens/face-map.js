// Where on the face. One half is drawn, for x > 0; the other half is its reflection. `site` is the code that is stored.
// `shape` is what is seen; `area` is what a finger hits, larger, and never shared with another area.
// The two halves of a face differ only by the sign of x: which of them is "right" is decided in `sideAt`, once.

/**
 * @typedef {object} Region
 * @property {string} site
 * @property {"pair" | "middle"} lies a pair has a left and a right
 * @property {string} shape path of the visible shape
 * @property {[number, number][]} area polygon
 * @property {[number, number]} mark where its number is written
 * @property {string} [asks] this region is what people call the lower jaw: the other site they may mean
 */

/** @type {Region[]} from the top of the face down */
export const REGIONS = [
  {
    site: "brow", lies: "pair", mark: [68, 126],
    shape: "M27 146C46 118 96 114 121 140 127 149 121 158 112 157 84 138 52 142 34 158 25 162 22 154 27 146Z",
    area: [[0, 62], [118, 62], [118, 164], [22, 164], [22, 116], [0, 116]],
  },
  {
    site: "temple", lies: "pair", mark: [132, 152],
    shape: "M124 122C138 132 142 156 141 182 140 194 131 196 127 188 121 176 124 160 123 146 122 136 117 118 124 122Z",
    area: [[118, 84], [162, 84], [162, 190], [112, 190], [112, 164], [118, 164]],
  },
  {
    site: "glabella", lies: "middle", mark: [0, 150],
    shape: "M-15 136C-8 129 8 129 15 136 19 152 13 170 0 175-13 170-19 152-15 136Z",
    area: [[-22, 116], [22, 116], [22, 190], [-22, 190]],
  },
  {
    site: "lid_upper", lies: "pair", mark: [62, 185],
    shape: "M26 206C38 176 86 171 103 197 105 203 99 204 94 201 80 190 46 191 31 208 28 211 25 210 26 206Z",
    area: [[22, 164], [112, 164], [112, 208], [22, 208]],
  },
  {
    site: "lid_lower", lies: "pair", mark: [64, 233],
    shape: "M31 214C45 227 82 226 99 209 104 206 107 211 104 217 96 234 80 245 62 245 45 245 30 232 27 219 26 213 28 212 31 214Z",
    area: [[22, 208], [112, 208], [112, 252], [22, 252]],
  },
  {
    site: "ear", lies: "pair", mark: [160, 240],
    shape: "M146 206C158 192 172 202 170 228 168 252 160 276 149 276 144 262 147 226 146 206Z",
    area: [[140, 190], [186, 190], [186, 296], [140, 296]],
  },
  {
    site: "nose", lies: "pair", mark: [25, 274],
    shape: "M11 234C19 246 32 264 35 277 38 291 29 297 16 297 6 292 5 252 11 234Z",
    area: [[0, 190], [22, 190], [22, 252], [46, 252], [46, 300], [0, 300]],
  },
  {
    site: "cheek", lies: "pair", mark: [92, 286],
    shape: "M58 262C86 260 108 250 121 240 131 236 135 246 134 260 132 284 120 306 103 313 86 316 64 308 54 296 48 284 46 264 58 262Z",
    area: [[112, 190], [140, 190], [140, 318], [46, 318], [46, 252], [112, 252]],
  },
  {
    site: "lip_upper", lies: "pair", mark: [22, 321],
    shape: "M3 305C17 303 34 309 41 322 45 332 44 339 39 340 27 338 14 337 3 340Z",
    area: [[0, 300], [46, 300], [46, 343], [0, 343]],
  },
  {
    site: "mouth_corner", lies: "pair", mark: [66, 346],
    shape: "M52 328C62 320 80 328 81 346 81 362 66 372 54 363 49 356 60 350 60 344 60 338 46 334 52 328Z",
    area: [[46, 318], [94, 318], [94, 374], [46, 374]],
  },
  {
    site: "lip_lower", lies: "pair", mark: [22, 364],
    shape: "M3 347C14 347 27 347 39 345 45 347 43 360 34 371 26 379 13 382 3 382Z",
    area: [[0, 343], [46, 343], [46, 386], [0, 386]],
  },
  {
    site: "chin", lies: "pair", mark: [26, 416],
    shape: "M3 390C20 388 40 392 48 406 51 422 36 441 3 443Z",
    area: [[0, 386], [46, 386], [46, 374], [62, 374], [62, 450], [0, 450]],
  },
  {
    site: "jaw_muscle", lies: "pair", mark: [105, 368], asks: "chin",
    shape: "M121 322C128 308 138 306 137 320 132 356 108 394 76 418 66 424 58 412 65 403 84 384 108 352 121 322Z",
    area: [[94, 318], [140, 318], [140, 296], [176, 296], [176, 340], [150, 400], [104, 450], [62, 450], [62, 374], [94, 374]],
  },
  {
    site: "throat", lies: "middle", mark: [0, 490],
    shape: "M-15 470C-8 464 8 464 15 470 18 486 17 504 13 516 6 521-6 521-13 516-17 504-18 486-15 470Z",
    area: [[-24, 450], [24, 450], [24, 540], [-24, 540]],
  },
  {
    site: "neck_front", lies: "pair", mark: [56, 490],
    shape: "M30 468C44 462 62 452 73 442 77 472 82 494 95 510 74 519 52 522 32 521 25 506 24 482 30 468Z",
    area: [[24, 450], [110, 450], [110, 540], [24, 540]],
  },
];

/** Face sites that no drawing from the front can show. */
export const BESIDE_THE_FACE = ["eyeball", "tongue"];

/**
 * Whose side a half of the picture is. In a mirror your right hand is on the right; for somebody facing you it is on
 * the left. Only the picture turns: what is stored is always the person's own side.
 * @param {1 | -1} half sign of x on the screen
 * @param {boolean} mirror
 * @returns {"left" | "right"}
 */
export const sideAt = (half, mirror) => ((half === 1) === mirror ? "right" : "left");

/** Every place of the face that can be touched. @returns {{ region: Region, side: Diary.Side }[]} */
export function touchables() {
  const sides = { pair: /** @type {Diary.Side[]} */ (["right", "left"]), middle: /** @type {Diary.Side[]} */ (["middle"]) };
  return REGIONS.flatMap((region) => sides[region.lies].map((side) => ({ region, side })));
}
