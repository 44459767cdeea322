import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, test } from "node:test";
import { BESIDE_THE_FACE, REGIONS, sideAt, touchables } from "../../phone/static/phone/screens/face-map.js";

const HOUSE = fileURLToPath(new URL("../../", import.meta.url));
const python = existsSync(`${HOUSE}.venv/bin/python`) ? `${HOUSE}.venv/bin/python` : "python3";
const asked = "import json; from diary.vocabulary import FACE_SITES; print(json.dumps([[s.code, s.sided] for s in FACE_SITES]))";
const faceSites = JSON.parse(execFileSync(python, ["-c", asked], { cwd: HOUSE, encoding: "utf8" }));

/** Whether a point lies in a polygon (even-odd rule). */
function holds(area, [x, y]) {
  return area.reduce((inside, [x1, y1], index) => {
    const [x2, y2] = area.at(index - 1);
    return y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1 ? !inside : inside;
  }, false);
}

/** The areas as they lie on the screen in the mirror view. */
const areas = touchables().map(({ region, side }) => {
  const half = side === "middle" || side === sideAt(1, true) ? 1 : -1;
  return { name: `${region.site} ${side}`, region, side, area: region.area.map(([x, y]) => [half * x, y]) };
});

describe("the face", () => {
  test("shows every face site and side of the vocabulary exactly once", () => {
    const wanted = faceSites
      .filter(([code]) => !BESIDE_THE_FACE.includes(code))
      .flatMap(([code, sided]) => (sided ? [`${code} right`, `${code} left`] : [`${code} middle`]));

    assert.deepEqual(areas.map(({ name }) => name).sort(), wanted.sort());
  });

  test("offers beside it what cannot be drawn, and that exists too", () => {
    const codes = faceSites.map(([code]) => code);

    for (const code of BESIDE_THE_FACE) assert.ok(codes.includes(code), code);
  });

  test("in a mirror has your right on the right, and for others on the left", () => {
    assert.deepEqual([sideAt(1, true), sideAt(-1, true)], ["right", "left"]);
    assert.deepEqual([sideAt(1, false), sideAt(-1, false)], ["left", "right"]);
  });

  test("has the right of every pair on the right of the midline in the mirror view", () => {
    for (const { name, side, area } of areas) {
      const centre = area.reduce((sum, [x]) => sum + x, 0) / area.length;
      assert.equal(Math.sign(Math.round(centre)), { right: 1, left: -1, middle: 0 }[side], name);
    }
  });

  test("asks which is meant where people say lower jaw, and nowhere else", () => {
    const asking = REGIONS.filter((region) => region.asks).map((region) => [region.site, region.asks]);

    assert.deepEqual(asking, [["jaw_muscle", "chin"]]);
  });

  test("gives every point to one place at most", () => {
    for (let x = -189.5; x < 190; x += 2)
      for (let y = 0.5; y < 545; y += 2) {
        const owners = areas.filter(({ area }) => holds(area, [x, y])).map(({ name }) => name);
        assert.ok(owners.length <= 1, `${x} ${y}: ${owners}`);
      }
  });

  test("has room for a finger in every place: a square of 42 units, 46 pixels on a phone 412 wide", () => {
    for (const { name, area } of areas) assert.ok(fits(area, 42), name);
  });

  test("writes each number inside the place it belongs to", () => {
    for (const region of REGIONS) assert.ok(holds(region.area, [region.mark[0] + 0.01, region.mark[1] + 0.01]), region.site);
  });
});

/** Whether an upright square of `size` lies somewhere inside, tried on a grid. */
function fits(area, size) {
  for (let x = -190; x < 190; x += 2)
    for (let y = 0; y < 540; y++) {
      const corners = [[x, y], [x + size, y], [x, y + size], [x + size, y + size], [x + size / 2, y + size / 2], [x + size / 2, y], [x, y + size / 2], [x + size, y + size / 2], [x + size / 2, y + size]];
      if (corners.every((point) => holds(area, [point[0] + 0.01, point[1] + 0.01]))) return true;
    }
  return false;
}
