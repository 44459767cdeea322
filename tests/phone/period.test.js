import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { periodOf } from "../../phone/static/phone/period.js";
import { TODAY, YESTERDAY } from "./cast.js";

describe("the days of a page", () => {
  test("are the last ninety, today included, where none is said", () => {
    assert.deepEqual(periodOf("", "", TODAY), { first: "2026-08-25", last: "2026-11-22" });
  });

  test("are those that are said, from one day to 366", () => {
    for (const [first, last] of [[TODAY, TODAY], [YESTERDAY, TODAY], ["2025-11-22", TODAY], ["2019-01-01", "2019-02-01"]])
      assert.deepEqual(periodOf(first, last, TODAY), { first, last });
  });

  test("are none where one is missing, to come, before the other, or too far from it", () => {
    for (const [first, last] of [["", TODAY], [YESTERDAY, ""], [TODAY, "2026-11-23"], [TODAY, YESTERDAY], ["2025-11-21", TODAY]])
      assert.equal(periodOf(first, last, TODAY), null, `${first} to ${last}`);
  });
});
