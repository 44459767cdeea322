// The same vectors and the same table that tests/reports/test_answer_rules.py holds Python to.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { instantMs } from "../../phone/static/phone/holding.js";
import { evaluate, phrase, unsure } from "../../phone/static/phone/rules.js";

const read = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), "utf8"));
const vectors = read("answer_rules.json");
const table = read("answer_rules_table.json");
const NOON_MS = Date.parse("2026-11-20T12:00:00Z");

const NAMES = ["rule", "level", "fired_by", "hours_left", "suppressed_by"];
const said = (fired) => Object.fromEntries(NAMES.map((name) => [name, fired[name]]).filter(([, value]) => value !== null));

describe("the vectors of the rules over one answer", () => {
  for (const { name, check, context, now, expected, unsure: open = [] } of vectors)
    test(name, () => {
      assert.deepEqual(evaluate(table, check, context, Date.parse(now)).map(said), expected);
      assert.deepEqual(unsure(check), open);
    });
});

describe("a rule that fired", () => {
  const droop = { value: "yes", side: "left", onset_at: "2026-11-18T10:00:00+00:00", onset_speed: "hours_to_3_days" };
  const check = { performed_at: "2026-11-20T12:00:00Z", time_zone: "UTC", answers: { face_droop: droop } };

  test("has its words, where they come from and the hours that are left", () => {
    const [fired] = evaluate(table, check, {}, NOON_MS);

    assert.equal(fired.title, "Be seen today: one side of the face is weaker");
    assert.match(fired.text, /of the beginning\. Of the 72 hours that this guidance counts .* 22 full hours are left\. Be seen today/);
    assert.match(fired.source, /^Baugh and others 2013/);
    assert.deepEqual([fired.version, fired.urgency, fired.basis], [1, null, "published"]);
  });

  test("speaks Traditional Chinese, and English for a language that it does not have", () => {
    const [chinese] = evaluate(table, check, {}, NOON_MS, "zh-Hant");

    assert.equal(chinese.title, "請今天就醫：一側臉部較無力");
    assert.match(chinese.text, /目前還剩整整 22 小時。請今天就醫/);
    assert.deepEqual(evaluate(table, check, {}, NOON_MS, "de"), evaluate(table, check, {}, NOON_MS));
  });

  test("and was lowered has the words of what lowered it", () => {
    const toxin = { kind: "toxin", action: "single", on: "2026-11-01", side: "left", sites: [{ site: "cheek", side: "left" }] };
    const [fired] = evaluate(table, check, { events: [toxin] }, NOON_MS);

    assert.deepEqual([fired.level, fired.urgency, fired.suppressed_by, fired.hours_left], ["soon", "within_days", "toxin_nearby", null]);
    assert.equal(fired.title, table.suppressors.toxin_nearby.title.en);
  });

  test("is found without a word from the server: no events, no baseline, no zone", () => {
    assert.deepEqual(evaluate(table, { answers: { head_injury: "yes" } }, {}, NOON_MS).map((one) => one.rule), ["U13"]);
    assert.deepEqual(evaluate(table, {}, {}, NOON_MS), []);
  });

  test("leaves the check and the table as they were", () => {
    const before = JSON.stringify([check, table]);
    evaluate(table, check, {}, NOON_MS);

    assert.equal(JSON.stringify([check, table]), before);
  });
});

describe("where no rule matched", () => {
  test("there is no all-clear, and it is said how many answers were open", () => {
    assert.equal(phrase(table, "none_matched"), "No rule matched. This is not an all-clear.");
    assert.match(phrase(table, "unsure", { count: 3 }), /^Answers given as “not sure”: 3\./);
    assert.match(phrase(table, "unsure", { count: 3 }, "zh-Hant"), /：3。/);
  });
});

test("an instant is read with its offset only", () => {
  assert.equal(instantMs("1970-01-01T01:00:01.000+01:00"), 1_000);
  for (const unreadable of [null, 7, "", "yesterday", "2026-11-20", "2026-11-20T12:00:00", "2026-13-01T00:00:00Z"])
    assert.equal(instantMs(unreadable), null);
});
