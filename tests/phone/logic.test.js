import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  answerDay, bodyOf, comparePull, entriesOf, isBounce, keepNew, newEpisode, removeEntry, sendingState,
  strays, togglePlace,
} from "../../phone/static/phone/logic.js";
import { dayWords, entryWords, lossWords, ordinal, placesWords, savedWords, sendingWords } from "../../phone/static/phone/words.js";
import { ANA, NOON_MS, TODAY, ZONE, episode } from "./cast.js";

const line = (entry, more = {}) => ({ seq: 1, kind: "episode", key: entry.id, method: "PUT", body: {}, sent: false, refusal: null, ...more });
const refusal = { status: 400, code: "invalid", words: "The start lies in the future." };

describe("one tap", () => {
  test("stores the moment and nothing that was not touched", () => {
    const { document, day } = newEpisode({ id: "x", nowMs: NOON_MS, zone: ZONE });

    assert.deepEqual(document, {
      started_at: "2026-11-22T12:00:00.000+08:00", time_zone: "Asia/Taipei", time_precision: "exact", sites: [],
      recorded_at: "2026-11-22T12:00:00.000+08:00",
    });
    assert.equal(day, TODAY);
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

  test("is wished for whole, without what only the server adds", () => {
    const wish = keepNew(episode(), ANA.diary).wish;

    assert.equal(wish.method, "PUT");
    assert.deepEqual(Object.keys(wish.body), ["started_at", "time_zone", "time_precision", "sites", "recorded_at"]);
  });

  test("is undone by a tombstone for the same id", () => {
    const entry = episode();

    assert.deepEqual(removeEntry(entry, ANA.diary).wish, { kind: "episode", key: entry.id, method: "DELETE", body: null, guard: null });
  });
});

describe("a body", () => {
  test("never sends back what the server added or filled in", () => {
    const told = { ...episode().document, id: "x", day: TODAY, time_of_day: "12:00", entry_mode: "live", revision: "1.2", updated_at: "y", stress: null, ongoing: false, sensations: [], note: "left\n<b>eye</b>" };

    assert.deepEqual(Object.keys(bodyOf(told)), ["started_at", "time_zone", "time_precision", "sites", "recorded_at", "note"]);
  });
});

describe("places", () => {
  test("keep the order in which they joined, and leave on a second tap", () => {
    const lid = { site: "lid_lower", side: "left" };
    const cheek = { site: "cheek", side: "left" };
    const both = togglePlace(togglePlace(episode(), lid), cheek);

    assert.deepEqual(both.document.sites, [lid, cheek]);
    assert.deepEqual(togglePlace(both, lid).document.sites, [cheek]);
  });

  test("left and right of one site are two places", () => {
    const both = togglePlace(togglePlace(episode(), { site: "cheek", side: "left" }), { site: "cheek", side: "right" });

    assert.equal(both.document.sites.length, 2);
  });

  test("stop at twenty", () => {
    let entry = episode();
    for (let count = 0; count < 25; count++) entry = togglePlace(entry, { site: `site_${count}`, side: "left" });

    assert.equal(entry.document.sites.length, 20);
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
    assert.equal(savedWords(2), "Saved on this phone. Second today.");
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
    assert.equal(lossWords(3), "3 entries wait on this phone and would be lost.");
    assert.equal(lossWords(1), "1 entry waits on this phone and would be lost.");
  });
});

describe("an entry", () => {
  test("is on this phone, then sent, or shows the server's words", () => {
    const entry = episode();
    const words = (lines) => entryWords(sendingState(entry, lines));

    assert.equal(words([line(entry)]), "On this phone");
    assert.equal(words([]), "Sent");
    assert.equal(words([line(entry, { refusal })]), "Needs attention: The start lies in the future.");
  });

  test("keeps its refusal in sight while a later edit waits", () => {
    const entry = episode();

    assert.match(entryWords(sendingState(entry, [line(entry, { refusal }), line(entry, { seq: 2 })])), /^Needs attention/);
  });

  test("stands in the list of its own day, newest first, also within one millisecond", () => {
    const [first, second, third] = [episode(NOON_MS), episode(NOON_MS), episode(NOON_MS + 1)];
    const yesterday = episode(NOON_MS - 86_400_000);

    assert.deepEqual(entriesOf([first, yesterday, second, third], TODAY).map((entry) => entry.id), [third.id, second.id, first.id]);
  });

  test("that was refused on an earlier day is not out of sight", () => {
    const old = episode(NOON_MS - 5 * 86_400_000);
    const state = { entries: [old], lines: [line(old, { refusal }), line(episode(), { seq: 2 })], today: TODAY };

    assert.deepEqual(strays(state).map((stray) => stray.key), [old.id]);
  });
});

describe("a day", () => {
  test("is answered by its own field only", () => {
    assert.deepEqual(answerDay({ day: TODAY, state: "none" }, ANA.diary).wish, { kind: "day", key: TODAY, method: "PATCH", body: { state: "none" }, guard: null });
  });
});

describe("what the server tells", () => {
  const told = (documents, answer = null) => ({ first: "2026-11-21", last: TODAY, documents, answer });
  const document = (entry) => ({ ...entry.document, id: entry.id, day: entry.day });

  test("brings entries made elsewhere and takes away what was deleted elsewhere", () => {
    const [kept, gone, arrived] = [episode(), { ...episode(), on_server: true }, episode()];
    const change = comparePull({ entries: [kept, gone], lines: [] }, told([document(arrived)]));

    assert.deepEqual(change.put.map((entry) => entry.id), [arrived.id]);
    assert.deepEqual(change.forget, [gone.id]); // `kept` never reached the server: it stays
  });

  test("never touches what still has a line in the outbox", () => {
    const mine = { ...episode(), on_server: true };
    const lines = [line(mine, { refusal }), { ...line(mine), kind: "day", key: TODAY, refusal }];
    const change = comparePull({ entries: [mine], lines }, told([], { day: TODAY, state: "unknown" }));

    assert.deepEqual(change, { put: [], forget: [], answer: null });
  });
});
