import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { adviceOn, answered, described, graded, newCheck, noneOf, restAsUsual, toggledLost, unseen } from "../../phone/static/phone/checking.js";
import { ALWAYS, BEGINS, GROUPS, SIDED, emergencyNumber } from "../../phone/static/phone/questions.js";
import { NOON_MS, ZONE } from "./cast.js";

const table = JSON.parse(readFileSync(new URL("../vectors/answer_rules_table.json", import.meta.url), "utf8"));
const fresh = () => newCheck({ id: "x", nowMs: NOON_MS, zone: ZONE });
const context = { events: [], long_standing_weakness: [] };
const advice = (check) => adviceOn(check, { answer_rules: table }, context, NOON_MS, "en");

describe("a check", () => {
  test("begins with the moment and nothing else", () => {
    assert.deepEqual(fresh().fields, { performed_at: "2026-11-22T12:00:00.000+08:00", time_zone: ZONE, tasks: {}, answers: {}, tasks_lost: [] });
  });

  test("keeps what was graded, and takes the rest as usual with one tap", () => {
    const check = restAsUsual(graded(fresh(), "smile", "left", "a_bit_weaker"), ["smile", "brow"]);

    assert.deepEqual(check.fields.tasks, { smile: { left: "a_bit_weaker", right: "same" }, brow: { left: "same", right: "same" } });
  });

  test("an answer is yes, then not sure, then none", () => {
    const [one, two] = [answered(fresh(), "fever"), answered(answered(fresh(), "fever"), "fever")];

    assert.deepEqual([one, two, answered(two, "fever")].map(({ fields }) => fields.answers.fever?.value), ["yes", "unsure", undefined]);
  });

  test("none of these is a no to what was shown, and to nothing that was answered", () => {
    const { answers } = noneOf(answered(fresh(), "drooling"), "face").fields;

    assert.deepEqual([answers.drooling.value, answers.face_droop.value, answers.arm_weak], ["yes", "no", undefined]);
  });

  test("what can no longer be done is tapped on and off", () => {
    assert.deepEqual(toggledLost(toggledLost(toggledLost(fresh(), "open_jar"), "whistle"), "open_jar").fields.tasks_lost, ["whistle"]);
  });
});

describe("advice", () => {
  test("follows from one answer, at once, and is shown once for each level", () => {
    const [first] = advice(answered(fresh(), "face_droop"));

    assert.deepEqual([first.rule, first.level], ["U1", "emergency"]);
    assert.equal(unseen([first], []), first);
    assert.equal(unseen([first], ["U1 emergency"]), null);
    assert.equal(unseen([first], ["U1 same_day"]), first);
  });

  test("changes with how it began", () => {
    const slower = described(answered(fresh(), "face_droop"), "face_droop", { side: "left", onset_speed: "hours_to_3_days" });

    assert.deepEqual(advice(slower).map(({ rule, level }) => [rule, level]), [["U3", "same_day"]]);
  });

  test("is none for what nobody answered, and none for what is not sure", () => {
    assert.deepEqual([advice(fresh()), advice(answered(answered(fresh(), "face_droop"), "face_droop"))], [[], []]);
  });
});

describe("the questions", () => {
  const asked = GROUPS.flatMap(({ codes }) => codes);

  test("ask everything that a rule could use, each once", () => {
    const used = new Set([...JSON.stringify([table.rules, table.named]).matchAll(/"answer":\s*\[([^\]]*)\]/g)].flatMap(([, codes]) => codes.match(/\w+/g) ?? []));

    assert.deepEqual([...used].filter((code) => !asked.includes(code)), []);
    assert.equal(new Set(asked).size, asked.length);
    assert.deepEqual([...SIDED, ...BEGINS].filter((code) => !asked.includes(code)), []);
    assert.ok(ALWAYS.every((name) => GROUPS.some((group) => group.name === name)));
  });

  test("ask the side wherever a rule looks at it", () => {
    const sided = [...JSON.stringify(table.rules).matchAll(/\{"answer":\s*\[([^\]]*)\],[^{}]*"side"/g)].flatMap(([, codes]) => codes.match(/\w+/g) ?? []);

    assert.deepEqual(sided.filter((code) => !SIDED.includes(code) && !(code in table.implied_sides)), []);
  });
});

test("the number to call is the person's own, else that of the zone", () => {
  assert.deepEqual(["Asia/Taipei", "America/Lima", "Europe/London", "Europe/Prague", "UTC"].map((zone) => emergencyNumber(null, zone)), ["119", "911", "999", "112", "112"]);
  assert.equal(emergencyNumber("1669", "Asia/Taipei"), "1669");
});
