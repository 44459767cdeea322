// The same vectors that tests/reports/test_asking.py holds Python to.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { asksSince, openQuestions } from "../../phone/static/phone/asking.js";

const read = (name) => JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), "utf8"));
const sites = read("sites.json");
const vocabulary = { sites, answer_rules: read("answer_rules_table.json") };

describe("what is asked again", () => {
  for (const { name, today, episodes, checks, baseline, expected } of read("asking.json"))
    test(name, () => {
      const facts = (list) => list.map(({ id, day, ...document }) => ({ id, day, document }));
      assert.deepEqual(openQuestions({ episodes: facts(episodes), checks: facts(checks), baseline, vocabulary, today }), expected);
    });

  test("is nothing where the rules are switched off", () => {
    assert.deepEqual(openQuestions({ episodes: [], checks: [], baseline: {}, vocabulary: { sites }, today: "2026-11-22" }), []);
    assert.equal(asksSince(null, "2026-11-22"), "2026-11-22");
  });

  test("is nothing where the words were learnt before there were questions", () => {
    const before = { sites, answer_rules: { ...vocabulary.answer_rules, thresholds: vocabulary.answer_rules.thresholds.slice(0, 5) } };
    assert.deepEqual(openQuestions({ episodes: [], checks: [], baseline: {}, vocabulary: before, today: "2026-11-22" }), []);
    assert.equal(asksSince(before, "2026-11-22"), "2026-11-22");
  });

  test("looks as far back as any question does", () => {
    assert.equal(asksSince(vocabulary, "2026-11-22"), "2026-07-28");
  });

  test("knows every rule that asks for days", () => {
    const asks = vocabulary.answer_rules.rules.filter(({ ask_again_days }) => ask_again_days);
    assert.deepEqual(asks.map(({ id, ask_again_days }) => [id, ask_again_days]), [["U5", 7]]);
  });
});
