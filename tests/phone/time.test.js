import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { columnOf, dayInWords, daysBefore, instantOf, localDay, monthOf, offsetMin, rfc3339, usableZone, wallClock, wallTime, weekdays } from "../../phone/static/phone/time.js";

const at = (instant) => Date.parse(instant);

describe("the local day", () => {
  test("ends at midnight on the wall, not in Greenwich", () => {
    assert.equal(localDay(at("2026-11-22T15:59:59.999Z"), "Asia/Taipei"), "2026-11-22");
    assert.equal(localDay(at("2026-11-22T16:00:00.000Z"), "Asia/Taipei"), "2026-11-23");
    assert.equal(localDay(at("2026-11-22T04:59:59Z"), "America/New_York"), "2026-11-21");
  });

  test("has 23 hours when clocks go forward and 25 when they go back", () => {
    const hours = (first, last) => (at(last) - at(first)) / 3_600_000;

    assert.equal(localDay(at("2026-03-28T23:00:00Z"), "Europe/Prague"), "2026-03-29");
    assert.equal(localDay(at("2026-03-29T21:59:59Z"), "Europe/Prague"), "2026-03-29");
    assert.equal(localDay(at("2026-03-29T22:00:00Z"), "Europe/Prague"), "2026-03-30");
    assert.equal(hours("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), 23);
    assert.equal(localDay(at("2026-10-25T22:59:59Z"), "Europe/Prague"), "2026-10-25");
    assert.equal(hours("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), 25);
  });

  test("before another day crosses months, leap days and clock changes", () => {
    assert.equal(daysBefore("2026-03-30", 1), "2026-03-29");
    assert.equal(daysBefore("2028-03-01", 1), "2028-02-29");
    assert.equal(daysBefore("2026-01-01", 1), "2025-12-31");
  });
});

describe("a moment", () => {
  test("is written with the local offset", () => {
    assert.equal(rfc3339(at("2026-11-22T04:03:02.010Z"), "Asia/Taipei"), "2026-11-22T12:03:02.010+08:00");
    assert.equal(rfc3339(at("2026-07-01T12:00:00Z"), "America/St_Johns"), "2026-07-01T09:30:00.000-02:30");
    assert.equal(rfc3339(at("2026-07-01T12:00:00Z"), "Asia/Kathmandu"), "2026-07-01T17:45:00.000+05:45");
    assert.equal(rfc3339(at("2026-07-01T12:00:00Z"), "UTC"), "2026-07-01T12:00:00.000+00:00");
  });

  test("says which of two equal hours it was when clocks go back", () => {
    assert.equal(rfc3339(at("2026-10-25T00:30:00Z"), "Europe/Prague"), "2026-10-25T02:30:00.000+02:00");
    assert.equal(rfc3339(at("2026-10-25T01:30:00Z"), "Europe/Prague"), "2026-10-25T02:30:00.000+01:00");
  });

  test("is the same instant when it is read back", () => {
    for (const zone of ["Asia/Taipei", "America/St_Johns", "Pacific/Chatham", "Europe/Prague"])
      for (let day = 0; day < 366; day += 7) {
        const instantMs = at("2026-01-01T00:17:23.456Z") + day * 86_400_000;
        assert.equal(Date.parse(rfc3339(instantMs, zone)), instantMs, zone);
      }
  });

  test("keeps the wall time of the place where it was recorded", () => {
    assert.equal(wallTime("2026-11-22T12:03:02+08:00", "Asia/Taipei"), "12:03");
    assert.equal(wallTime("2026-11-22T00:00:00+08:00", "Asia/Taipei"), "00:00");
    assert.equal(offsetMin(at("2026-11-22T04:00:00Z"), "Asia/Taipei"), 480);
  });
});

test("a day is read in words", () => assert.equal(dayInWords("2026-11-22"), "Sunday 22 November"));

test("a browser that reports no usable zone gets UTC", () => {
  assert.equal(usableZone("Asia/Taipei"), "Asia/Taipei");
  assert.equal(usableZone("Etc/Unknown"), "UTC");
});

describe("what the wall shows", () => {
  test("leads back to the instant, in every zone and on every day", () => {
    for (const zone of ["Asia/Taipei", "Europe/Prague", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "UTC"])
      for (let ms = at("2026-01-01T00:30:00Z"); ms < at("2027-01-01T00:00:00Z"); ms += 37 * 3_600_000 + 11 * 60_000)
        assert.equal(wallClock(instantOf(wallClock(ms, zone), zone), zone), wallClock(ms, zone), `${zone} ${new Date(ms).toISOString()}`);
  });

  test("in an hour that comes twice is the first, in one that is left out the one after", () => {
    assert.equal(instantOf("2026-10-25T02:30", "Europe/Prague"), at("2026-10-25T00:30:00Z"));
    assert.equal(wallClock(instantOf("2026-03-29T02:30", "Europe/Prague"), "Europe/Prague"), "2026-03-29T03:30");
  });
});

describe("a month", () => {
  test("begins on its first day, over the ends of years", () => {
    assert.deepEqual([monthOf("2026-01-31", 0), monthOf("2026-01-31", -1), monthOf("2026-12-05", 1)], ["2026-01-01", "2025-12-01", "2027-01-01"]);
  });

  test("has each day under the name of its weekday", () => {
    for (const language of ["en-GB", "zh-Hant-TW", "en-US"]) {
      const narrow = new Intl.DateTimeFormat(language, { weekday: "narrow", timeZone: "UTC" });
      for (let back = 0; back < 7; back += 1) {
        const day = daysBefore("2026-11-22", back);
        assert.equal(weekdays(language)[columnOf(day, language) - 1], narrow.format(new Date(`${day}T12:00:00Z`)), `${language} ${day}`);
      }
    }
  });
});
