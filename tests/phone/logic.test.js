import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allDay, bodyOf, bringBack, dayAnswer, dayState, deletedLately, ending, entriesOf, isBounce, mayGoOn, newEpisode, pastEpisode, removal, strays, togglePlace, unplaced, usualPlaces, waitingIn } from "../../phone/static/phone/logic.js";
import { addressed } from "../../phone/static/phone/address.js";
import { t } from "../../phone/static/phone/texts.js";
import { ordinal } from "../../phone/static/phone/texts/en.js";
import { dayWords, deviceWords, durationWords, entryWords, placesWords, sendingWords, valueWords } from "../../phone/static/phone/words.js";
import { NOON_MS, TODAY, ZONE, entry, operation } from "./cast.js";

const refusal = { code: "invalid", words: "The start lies in the future." };

describe("one tap", () => {
  test("stores the moment and nothing that was not touched", () => {
    assert.deepEqual(newEpisode({ id: "x", nowMs: NOON_MS, zone: ZONE }), {
      kind: "episode", id: "x", fields: {
        started_at: "2026-11-22T12:00:00.000+08:00", time_zone: "Asia/Taipei", time_precision: "exact", sites: [],
        recorded_at: "2026-11-22T12:00:00.000+08:00",
      },
    });
  });

  test("may be about some minutes ago, and is recorded now", () => {
    const { fields } = newEpisode({ id: "x", nowMs: NOON_MS, zone: ZONE, minutesAgo: 30 });

    assert.deepEqual([fields.started_at, fields.recorded_at], ["2026-11-22T11:30:00.000+08:00", "2026-11-22T12:00:00.000+08:00"]);
  });

  test("that was held says that the eye was forced shut", () => {
    assert.equal(newEpisode({ id: "x", nowMs: NOON_MS, zone: ZONE, shut: true }).fields.intensity, 3);
  });

  test("may be followed by its end, while nobody said how long it was", () => {
    const going = entry();

    assert.deepEqual(ending(going, NOON_MS + 42_400).fields, { duration_s: 42 });
    assert.deepEqual(ending(going, NOON_MS - 5_000).fields, { duration_s: 1 }); // the clock was set back
    assert.equal(mayGoOn(going, NOON_MS + 59 * 60_000), true);
    assert.equal(mayGoOn(going, NOON_MS + 60 * 60_000), false);
    assert.equal(mayGoOn(entry({ document: { ...going.document, duration_s: 0 } }), NOON_MS), false);
    assert.equal(mayGoOn(undefined, NOON_MS), false);
  });

  test("of a trembling finger counts once", () => {
    assert.equal(isBounce(null, 1_000), false);
    assert.equal(isBounce(1_000, 1_299), true);
    assert.equal(isBounce(1_000, 1_300), false);
  });

  test("in a burst counts each time, also when the taps come fast", () => {
    const counted = [];
    for (let atMs = 0; atMs < 3_000; atMs += 250) if (!isBounce(counted.at(-1) ?? null, atMs)) counted.push(atMs);

    assert.equal(counted.length, 6); // every 500 ms: none melts the burst into one
  });

  test("is undone by a tombstone for the same id", () => {
    assert.deepEqual(removal(entry({ id: "x" })), { kind: "episode", id: "x", fields: {}, deleted: true });
  });

  test("that is brought back says all again only if the server never heard of it", () => {
    const told = { started_at: "s", time_zone: "z", sites: [], note: "", stress: null, day: "d", revision: "1.1" };

    assert.deepEqual(bringBack(entry({ id: "x", isKnown: true, document: told })).fields, {});
    assert.deepEqual(bringBack(entry({ id: "x", document: told })).fields, { started_at: "s", time_zone: "z", sites: [] });
  });
});

describe("a body", () => {
  test("never sends back what the server added or filled in", () => {
    const told = { ...entry().document, id: "x", day: TODAY, time_of_day: "12:00", entry_mode: "live", revision: "1.2", updated_at: "y", stress: null, ongoing: false, sensations: [], note: "left\n<b>eye</b>" };

    assert.deepEqual(Object.keys(bodyOf(told)), ["started_at", "time_zone", "time_precision", "sites", "recorded_at", "note"]);
  });
});

describe("places", () => {
  const placed = (...sites) => entry({ document: { ...entry().document, sites } });

  test("keep the order in which they joined, and leave on a second tap", () => {
    const lid = { site: "lid_lower", side: "left" };
    const cheek = { site: "cheek", side: "left" };
    const both = togglePlace(placed(lid), cheek);

    assert.deepEqual(both, [lid, cheek]);
    assert.deepEqual(togglePlace(placed(...both), lid), [cheek]);
  });

  test("left and right of one site are two places", () => {
    assert.equal(togglePlace(placed({ site: "cheek", side: "left" }), { site: "cheek", side: "right" }).length, 2);
  });

  test("stop at twenty", () => {
    let places = [];
    for (let count = 0; count < 25; count++) places = togglePlace(placed(...places), { site: `site_${count}`, side: "left" });

    assert.equal(places.length, 20);
  });

  test("are read in lay words, from the person's own side", () => {
    const vocabulary = { version: 1, sides: [], sites: [{ code: "lid_lower", labels: { en: { lay: "lower eyelid" } } }] };

    assert.equal(placesWords(vocabulary, [{ site: "lid_lower", side: "left" }, { site: "glabella", side: "middle" }]), "Lower eyelid, your left; then glabella");
    assert.equal(placesWords(null, []), "Place not given yet");
  });
});

describe("words", () => {
  test("count in words to the tenth, then in numbers", () => {
    const places = [1, 2, 10, 11, 12, 13, 21, 22, 23, 101, 111, 112];

    assert.deepEqual(places.map(ordinal), ["First", "Second", "Tenth", "11th", "12th", "13th", "21st", "22nd", "23rd", "101st", "111th", "112th"]);
    assert.equal(t.now.saved(2), "Saved on this phone. Second today.");
  });

  test("say calmly what waits", () => {
    const facts = { waiting: 0, refused: 0, phase: "idle", ready: true };

    assert.equal(sendingWords(facts), "All sent");
    assert.equal(sendingWords({ ...facts, waiting: 1 }), "1 waits on this phone");
    assert.equal(sendingWords({ ...facts, waiting: 2, phase: "later" }), "2 wait on this phone");
    assert.equal(sendingWords({ ...facts, refused: 1 }), "1 needs attention");
    assert.equal(sendingWords({ ...facts, ready: false }), "");
  });

  test("show the contradiction of a day and say how it counts", () => {
    assert.equal(dayWords("none", 2), "You also logged 2 twitches today: the day counts as a twitch day.");
    assert.equal(dayWords("none", 1), "You also logged 1 twitch today: the day counts as a twitch day.");
    assert.equal(dayWords("none", 0), "Noted: no twitching today.");
    assert.equal(dayWords("unknown", 0), "");
  });

  test("warn of what a sign-out would lose", () => {
    assert.equal(t.account.loss(3), "3 entries wait on this phone and would be lost.");
    assert.equal(t.account.loss(1), "1 entry waits on this phone and would be lost.");
  });
});

describe("an entry", () => {
  test("is on this phone, then sent, or shows the server's words", () => {
    assert.equal(entryWords(entry()), "On this phone");
    assert.equal(entryWords(entry({ waiting: false })), "Sent");
    assert.equal(entryWords(entry({ refusal })), "Needs attention: The start lies in the future.");
    assert.equal(entryWords(entry({ refusal: { code: "future_time", words: "x" } })), "Needs attention: This time has not come yet. Is the phone's clock right?");
    assert.equal(entryWords(entry({ refusal: { code: "new", words: "" } })), "Needs attention: The server refused it.");
  });

  test("stands in the list of its own day, newest first, also within one millisecond", () => {
    const [first, second, third] = [entry(), entry(), entry({}, NOON_MS + 1)];
    const yesterday = entry({}, NOON_MS - 86_400_000);

    assert.deepEqual(entriesOf([first, yesterday, second, third], TODAY).map(({ id }) => id), [third.id, second.id, first.id]);
  });

  test("that was refused on an earlier day is not out of sight", () => {
    const [old, today] = [entry({}, NOON_MS - 5 * 86_400_000), entry()];
    const operations = [operation(1, { id: old.id, problem: refusal }), operation(2, { id: today.id, problem: refusal }), operation(3, { id: "y" })];

    assert.deepEqual(strays({ entries: [old, today], operations, today: TODAY }).map(({ id }) => id), [old.id]);
    assert.equal(waitingIn(operations), 1);
  });
});

describe("a day", () => {
  test("is answered by its own field only", () => {
    assert.deepEqual(dayAnswer(TODAY, "none"), { kind: "day", id: TODAY, fields: { state: "none" } });
    assert.deepEqual(allDay(TODAY).fields, { state: "twitched", burden: "on_and_off" });
  });
});

describe("a day", () => {
  test("is one of three, and silence is none of the other two", () => {
    const none = { [TODAY]: { document: { state: "none" } } };

    assert.equal(dayState({ entries: [], days: {} }, TODAY), "unknown");
    assert.equal(dayState({ entries: [], days: none }, TODAY), "none");
    assert.equal(dayState({ entries: [entry()], days: none }, TODAY), "twitched"); // a logged twitch outweighs an answer
  });

  test("that is past is given a twitch at noon, and says that the hour is not known", () => {
    const { fields } = pastEpisode({ id: "x", day: "2026-10-03", nowMs: NOON_MS, zone: ZONE });

    assert.deepEqual([fields.started_at, fields.time_precision, fields.recorded_at], ["2026-10-03T12:00:00.000+08:00", "day", "2026-11-22T12:00:00.000+08:00"]);
  });

  test("is never given one that has not come", () => {
    const morningMs = NOON_MS - 3 * 3_600_000;

    assert.equal(pastEpisode({ id: "x", day: TODAY, nowMs: morningMs, zone: ZONE }).fields.started_at, "2026-11-22T09:00:00.000+08:00");
  });

  test("offers what was deleted of it for thirty days", () => {
    const gone = (days) => entry({ document: { started_at: "2026-11-22T08:00:00+08:00", updated_at: new Date(NOON_MS - days * 86_400_000).toISOString() } });

    assert.equal(deletedLately({ gone: [gone(29), gone(31)], nowMs: NOON_MS }, TODAY).length, 1);
  });
});

describe("the usual place", () => {
  const lid = { site: "lid_lower", side: "right" };

  test("is where it was the last time, else the one place with which the diary began", () => {
    const began = (sites) => ({ baseline: [{ document: { sites } }] });

    assert.deepEqual(usualPlaces({ preferences: {}, facts: {} }), []);
    assert.deepEqual(usualPlaces({ preferences: {}, facts: began([lid]) }), [lid]);
    assert.deepEqual(usualPlaces({ preferences: {}, facts: began([lid, { site: "cheek", side: "right" }]) }), []);
    assert.deepEqual(usualPlaces({ preferences: { usual: [lid] }, facts: began([]) }), [lid]);
  });

  test("is for what was logged and has none, not for what was refused", () => {
    const placed = entry({ document: { ...entry().document, sites: [lid] } });

    assert.equal(unplaced({ entries: [entry(), placed, entry({ refusal })] }).length, 1);
  });
});

describe("values in words", () => {
  test("say what was given, and never take silence for zero", () => {
    assert.equal(valueWords(null, "stress", 0), "0");
    assert.equal(valueWords(null, "stress", null), "not said");
    assert.equal(valueWords(null, "sensations", []), "not said");
    assert.equal(valueWords(null, "sleep_min", 435), "7 h 15 min");
    assert.equal(valueWords(null, "spoken_reply", false), "no");
    assert.equal(valueWords(null, "sites", [{ site: "lid_lower", side: "right" }]), "Lid lower, your right");
    assert.equal(valueWords(null, "drinks", [{ kind: "espresso", count: 2 }]), "2 × espresso");
    assert.equal(valueWords(null, "tasks", { smile: { left: "cannot", right: null } }), "smile: your left cannot");
    assert.equal(valueWords(null, "answers", { arm_weak: { value: "yes" } }), "arm weak: yes");
  });

  test("of a length are in the unit that people use", () => {
    assert.deepEqual([2, 59, 60, 134, 7_199, 7_200].map(durationWords), ["2 s", "59 s", "1 min", "2 min", "120 min", "2 h"]);
  });

  test("of a device are those that people know it by", () => {
    assert.equal(deviceWords("Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36"), "Chrome, Android");
    assert.equal(deviceWords("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1"), "Safari, iPhone");
    assert.equal(deviceWords("Phone of Ana"), "Phone of Ana");
  });
});

test("an address names a screen, and the fact that it is about", () => {
  const screens = ["where", "details", "history"];
  const home = { screen: "home", about: null };

  assert.deepEqual(addressed("#history", screens), { screen: "history", about: null });
  assert.deepEqual(addressed("#details=019aa3c5-9c40", screens), { screen: "details", about: { kind: "episode", id: "019aa3c5-9c40" } });
  assert.deepEqual(addressed("#where=event:019aa3c5", screens), { screen: "where", about: { kind: "event", id: "019aa3c5" } });
  for (const odd of ["", "#", "#nowhere", "#where", "#details=", "#History", "#where=<b>"]) assert.deepEqual(addressed(odd, screens), home, odd);
});
