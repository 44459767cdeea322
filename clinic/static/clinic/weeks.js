// Every week of a diary in two charts over one axis of time, to be moved and zoomed by buttons or by dragging.
import uPlot from "./vendor/uplot.js";

/** @typedef {{ value: (number | null)[], low: (number | null)[], high: (number | null)[] }} Measure */
/** @typedef {{ at: number[], said: string[], share: Measure, rate: Measure, events: { at: number, said: string }[] }} Points */

const WEEK_S = 7 * 86_400;
const LEAST_S = 4 * WEEK_S;
const HEIGHT = 190;
const NAMES = 1.18; // room above the highest value

/** @param {number} at @param {Intl.DateTimeFormatOptions} how */
const day = (at, how = { dateStyle: "medium" }) => new Date(1000 * at).toLocaleDateString("en-GB", { ...how, timeZone: "UTC" });

/** @param {HTMLElement} place */
function draw(place) {
  const told = document.getElementById(place.dataset.weeks ?? "")?.textContent;
  const paper = /** @type {HTMLElement} */ (place.querySelector("[data-chart]"));
  const shown = /** @type {HTMLElement} */ (place.querySelector("[data-shown]"));
  if (!told) return;
  const points = /** @type {Points} */ (JSON.parse(told));
  const whole = { min: (points.at[0] ?? 0) - WEEK_S / 2, max: (points.at.at(-1) ?? 0) + WEEK_S / 2 };
  let range = { ...whole };
  /** @type {uPlot[]} */
  let charts = [];

  /** @param {number} min @param {number} max */
  function show(min, max) {
    const length = Math.min(Math.max(max - min, LEAST_S), whole.max - whole.min);
    const first = Math.min(Math.max(min, whole.min), whole.max - length);
    range = { min: first, max: first + length };
    for (const chart of charts) chart.setScale("x", range);
    shown.textContent = `${day(range.min)} to ${day(range.max - 1)}`;
  }

  const chartOf = (/** @type {string} */ title, /** @type {Measure} */ measure, /** @type {number | null} */ top) => {
    const colour = (/** @type {string} */ name) => getComputedStyle(place).getPropertyValue(name).trim();
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line") } };
    return new uPlot(
      {
        title,
        width: paper.clientWidth,
        height: HEIGHT,
        tzDate: (at) => uPlot.tzDate(new Date(1000 * at), "UTC"),
        legend: { show: false },
        cursor: { drag: { setScale: false }, sync: { key: "weeks" }, y: false },
        scales: { x: range, y: { range: (_, __, high) => [0, NAMES * (top ?? Math.max(1, high))] } },
        axes: [{ ...axis, values: (_, days) => days.map((at) => day(at, { day: "numeric", month: "short" })) }, { ...axis, size: 44 }],
        series: [
          {},
          { stroke: colour("--link"), width: 2, points: { show: true, size: 5, fill: colour("--link") } },
          { stroke: "transparent", points: { show: false } },
          { stroke: "transparent", points: { show: false } },
        ],
        bands: [{ series: [2, 3], fill: colour("--link") + "30" }],
        hooks: {
          draw: [(chart) => mark(chart, points.events, colour("--ink"), top !== null)],
          setCursor: [(chart) => typeof chart.cursor.idx === "number" && (shown.textContent = points.said[chart.cursor.idx] ?? "")],
          setSelect: [
            (chart) => {
              const { left, width } = chart.select;
              if (width > 4) show(chart.posToVal(left, "x"), chart.posToVal(left + width, "x"));
              if (width) chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            },
          ],
        },
      },
      [points.at, measure.value, measure.high, measure.low],
      paper,
    );
  };

  function drawAnew() {
    for (const chart of charts) chart.destroy();
    charts = [
      chartOf("Days with twitching, % of the answered days", points.share, 100),
      chartOf("Episodes a day", points.rate, null),
    ];
    show(range.min, range.max);
  }

  /** @type {Record<string, (length: number) => [number, number]>} */
  const moves = {
    earlier: (length) => [range.min - length / 2, range.max - length / 2],
    later: (length) => [range.min + length / 2, range.max + length / 2],
    closer: (length) => [range.min + length / 2, range.max],
    wider: (length) => [range.min - length, range.max],
    all: () => [whole.min, whole.max],
  };
  place.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-move]");
    const move = button instanceof HTMLElement ? moves[button.dataset.move ?? ""] : undefined;
    if (move) show(...move(range.max - range.min));
  });

  place.hidden = false;
  drawAnew();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAnew);
  new ResizeObserver(() => {
    for (const chart of charts) if (paper.clientWidth) chart.setSize({ width: paper.clientWidth, height: HEIGHT });
  }).observe(paper);
}

/**
 * A dashed line for each event, and its name on the first chart where it touches no other.
 * @param {uPlot} chart
 * @param {{ at: number, said: string }[]} events
 * @param {string} colour
 * @param {boolean} named
 */
function mark(chart, events, colour, named) {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.textAlign = "left";
  ctx.setLineDash([4, 3]);
  ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
  let free = bbox.left;
  for (const event of events) {
    const x = chart.valToPos(event.at, "x", true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue; // not within the days that are shown
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const width = ctx.measureText(event.said).width + 12;
    const left = Math.min(x + 4, bbox.left + bbox.width - width);
    if (!named || left < free) continue;
    ctx.fillText(event.said, left, bbox.top + 12 * devicePixelRatio);
    free = left + width;
  }
  ctx.restore();
}

for (const place of document.querySelectorAll("[data-weeks]")) draw(/** @type {HTMLElement} */ (place));
