import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { newPlace, noting } from "../../phone/static/phone/new-place.js";
import { daysBefore } from "../../phone/static/phone/time.js";

const { thresholds } = JSON.parse(readFileSync(new URL("../vectors/answer_rules_table.json", import.meta.url), "utf8"));
const words = (known) => ({ sites: [{ code: "glabella", sided: false }, { code: "cheek", sided: true }], answer_rules: { thresholds: known } });
const TODAY = "2026-11-22";
const CHEEK = { site: "cheek", side: "left" };
const CHIN = { site: "chin", side: "right" };
const LID = { site: "lid_lower", side: "left" };

/** An entry of so many days ago. */
const twitch = (ago, ...sites) => ({ id: `${ago} days ago: ${sites.map(({ site }) => site)}`, day: daysBefore(TODAY, ago), document: { sites } });
const LONG_AGO = [twitch(200, LID), twitch(190, LID)];

/** What is asked about a diary that began long ago with an eyelid. */
const asked = (episodes, { checks = [], answers = [], baseline = {}, noted = {}, vocabulary = words(thresholds), isWhole = true, today = TODAY } = {}) =>
  newPlace({ episodes: [...LONG_AGO, ...episodes], checks, answers, baseline, noted, vocabulary, isWhole, today });
const isAsked = (...told) => asked(...told).length > 0;

describe("whether an area is new", () => {
  test("is asked of a cheek on two days, about its newest entry", () => {
    const found = asked([twitch(1, CHEEK), twitch(3, CHEEK), twitch(0, LID)]);

    assert.deepEqual(found, [{ code: "new_place", about: "1 days ago: cheek", places: [CHEEK] }]);
  });

  test("is not asked of two taps on one day", () => {
    assert.ok(!isAsked([twitch(1, CHEEK), { ...twitch(1, CHEEK), id: "again" }]));
  });

  test("is asked of days that are thirteen apart, and not of fourteen or fifteen", () => {
    assert.deepEqual([13, 14, 15].map((ago) => isAsked([twitch(ago, CHEEK), twitch(0, CHEEK)])), [true, false, false]);
  });

  test("is not asked of what was there in the first seven days", () => {
    const began = (ago) => newPlace({
      episodes: [twitch(20, LID), twitch(20 - ago, CHEEK), twitch(9, CHEEK)], checks: [], answers: [], baseline: {}, noted: {}, vocabulary: words(thresholds), isWhole: true, today: TODAY,
    });

    assert.deepEqual([6, 7].map((ago) => began(ago).length), [0, 1]);
  });

  test("is not asked of the first week after one entry of long ago, nor before a diary is kept", () => {
    const began = (episodes, answers = [], checks = [], baseline = {}) => newPlace({
      episodes, answers, checks, baseline, noted: {}, vocabulary: words(thresholds), isWhole: true, today: TODAY,
    }).length;
    const week = [twitch(6, LID), twitch(3, CHEEK), twitch(1, CHEEK)];
    const answer = (state) => [{ id: "", day: daysBefore(TODAY, 40), document: { state } }, { id: "", day: daysBefore(TODAY, 20), document: { state } }];

    assert.equal(began([twitch(300, LID), ...week]), 0);
    assert.equal(began([twitch(300, LID), twitch(280, LID), ...week]), 1);
    assert.equal(began(week, answer("none")), 1);
    assert.equal(began(week, answer("unknown")), 0);
    assert.equal(began([twitch(300, LID), twitch(250, LID), ...week]), 1, "a diary kept now and then");
    assert.equal(began([twitch(34, LID), ...week]), 1, "a pause of 28 days");
    assert.equal(began([twitch(35, LID), ...week]), 0, "of 29");
    assert.equal(began(week, [], answer("none").slice(1)), 1, "a check before it");
    assert.equal(began([twitch(300, LID), ...week], [], [], { sites: [LID] }), 1, "what was there was declared");
  });

  test("is not asked of what was declared, on that side", () => {
    const entries = [twitch(3, CHEEK), twitch(1, CHEEK)];
    const declared = (side) => isAsked(entries, { baseline: { sites: [LID, { site: "cheek", side }] } });

    assert.deepEqual(["left", "both_together", "both_apart", "right", "unsure"].map(declared), [false, false, false, true, true]);
  });

  test("is asked of one side where both were told, and of none where the side was not known", () => {
    const told = (side) => asked([twitch(3, { site: "cheek", side }), twitch(1, CHEEK)]).map(({ places }) => places);

    assert.deepEqual(["both_together", "both_apart"].map(told), [[[CHEEK]], [[CHEEK]]]);
    assert.deepEqual(["right", "unsure", "middle"].map(told), [[], [], []]);
  });

  test("is asked of a place without sides in the middle", () => {
    const found = asked([twitch(3, { site: "glabella", side: "unsure" }), twitch(1, { site: "glabella", side: "middle" })]);

    assert.deepEqual(found[0].places, [{ site: "glabella", side: "middle" }]);
  });

  test("is asked while its newest confirmation is of the last fourteen days", () => {
    assert.deepEqual([13, 14].map((ago) => isAsked([twitch(ago + 3, CHEEK), twitch(ago, CHEEK)])), [true, false]);
  });

  test("is not asked of what was confirmed for the first time more than four weeks ago", () => {
    const since = (first) => isAsked([twitch(first + 1, CHEEK), twitch(first, CHEEK), twitch(2, CHEEK), twitch(1, CHEEK)]);

    assert.deepEqual([27, 28, 60].map(since), [true, false, false]);
  });

  test("is asked of what was tapped once long ago, and is confirmed only now", () => {
    assert.ok(isAsked([twitch(60, CHEEK), twitch(2, CHEEK), twitch(1, CHEEK)]));
  });

  test("is asked first of the area that was confirmed last", () => {
    const entries = [twitch(9, CHEEK), twitch(8, CHEEK), twitch(6, CHIN), twitch(5, CHIN), twitch(1, CHEEK)];

    assert.deepEqual(asked(entries).map(({ places }) => places), [[CHIN]]);
    assert.deepEqual(asked(entries, { noted: { "new_place:chin:right": "9999-12-31" } }).map(({ places }) => places), [[CHEEK]]);
  });

  test("is asked of part of a diary without knowing its first week", () => {
    const entries = [twitch(200, CHEEK), twitch(2, CHEEK), twitch(1, CHEEK)];

    assert.deepEqual([false, true].map((isWhole) => isAsked(entries, { isWhole })), [true, false]);
  });

  test("is not asked where a full map could not take what was there before", () => {
    const sites = Array.from({ length: 20 }, (_, n) => ({ site: `place_${n}`, side: "left" }));

    assert.ok(!isAsked([twitch(3, CHEEK), twitch(1, CHEEK)], { baseline: { sites } }));
    assert.ok(isAsked([twitch(3, CHEEK), twitch(1, CHEEK)], { baseline: { sites: sites.slice(1) } }));
  });

  test("is asked beside an entry that has no day, or one that is yet to come", () => {
    const nowhere = { id: "refused", day: "", document: {} };

    assert.ok(isAsked([nowhere, twitch(3, CHEEK), twitch(1, CHEEK)]));
    assert.ok(!isAsked([twitch(3, CHEEK), twitch(-1, CHEEK)]));
  });

  test("is nothing in an empty diary, or where the words do not know every number of it", () => {
    const entries = [twitch(3, CHEEK), twitch(1, CHEEK)];

    assert.deepEqual(newPlace({ episodes: [], checks: [], answers: [], isWhole: true, baseline: {}, noted: {}, vocabulary: words(thresholds), today: TODAY }), []);
    assert.ok(!isAsked(entries, { vocabulary: null }));
    assert.ok(!isAsked(entries, { vocabulary: { sites: [] } }));
    for (const code of ["kept_days", "baseline_days", "confirmed_days", "confirmed_within_days", "evidence_days"])
      assert.ok(!isAsked(entries, { vocabulary: words(thresholds.filter((one) => one.code !== code)) }), code);
  });
});

describe("an answer", () => {
  const cheek = [twitch(3, CHEEK), twitch(1, CHEEK)];
  const both = [...cheek, twitch(5, CHIN), twitch(4, CHIN)];
  const tomorrow = daysBefore(TODAY, -1);
  const later = (noted) => asked(both, { noted, today: tomorrow }).flatMap(({ places }) => places);

  test("that it is new holds for good, and the next area waits until tomorrow", () => {
    const noted = noting(CHEEK, "9999-12-31", TODAY);

    assert.ok(!isAsked(both, { noted }));
    assert.deepEqual(later(noted), [CHIN]);
  });

  test("that is put off waits until tomorrow, with every other area", () => {
    const noted = noting(CHEEK, "", TODAY);

    assert.ok(!isAsked(both, { noted }));
    assert.deepEqual(later(noted), [CHEEK]);
  });

  test("that it is not that place leaves this one open while it is put right, and no other", () => {
    const noted = noting(CHEEK, TODAY, TODAY);

    assert.deepEqual(asked(both, { noted }).map(({ places }) => places), [[CHEEK]]);
    assert.ok(!isAsked([twitch(5, CHIN), twitch(4, CHIN)], { noted }));
    assert.deepEqual(later(noted), [CHEEK]);
    assert.ok(!isAsked(both, { noted: { ...noted, ...noting(CHEEK, "", TODAY) } }), "put off after all");
  });
});
