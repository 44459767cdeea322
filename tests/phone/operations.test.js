import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { batchOf, frozen, heard, inOrder, offerOf, planned, refusalIn, shown, waitMs, wire } from "../../phone/static/phone/operations.js";
import { operation } from "./cast.js";

const known = (more = {}) => ({ kind: "episode", id: "x", revision: "1.3", deleted: false, document: { note: "there", stress: 1, revision: "1.3", updated_at: "t" }, day: "", ...more });
const wish = (fields, more = {}) => ({ kind: "episode", id: "x", fields, ...more });
const problem = { code: "invalid", words: "no" };
const told = (status, more = {}) => ({ op_id: "op-1", status, ...more });
const head = (more = {}) => ({ document: { note: "theirs", stress: 1, revision: "1.4" }, deleted: false, ...more });

describe("a wish", () => {
  test("changes what never left, in its place", () => {
    const { drop, put, replaced } = planned([operation(4, { fields: { note: "a", stress: 1 } })], undefined, wish({ note: "b" }), "new");

    assert.deepEqual([drop, put.seq, put.op_id, put.fields, replaced], [[], 4, "op-4", { note: "b", stress: 1 }, [{ note: "a" }]]);
  });

  test("never changes what was ever sent", () => {
    const { drop, put } = planned([operation(4, { frozen: true, fields: { note: "a" } })], undefined, wish({ note: "b" }), "new");

    assert.deepEqual([drop, put.seq, put.op_id, put.fields], [[], undefined, "new", { note: "b" }]);
  });

  test("says again what was refused, corrected, with what was said after it", () => {
    const refused = operation(4, { fields: { started_at: "tomorrow", note: "a" }, problem });
    const later = operation(5, { fields: { note: "b", stress: 2 } });
    const { drop, put } = planned([refused, later], undefined, wish({ started_at: "today" }), "new");

    assert.deepEqual([drop, put.seq, put.fields], [[4], 5, { note: "b", stress: 2, started_at: "today" }]);
  });

  test("to delete what never left simply takes it back, and says what goes with it", () => {
    const { drop, put, replaced } = planned([operation(4, { fields: { note: "a" } })], undefined, wish({}, { deleted: true }), "new");

    assert.deepEqual([drop, put, replaced], [[4], null, [{ note: "a" }]]);
  });

  test("to delete what may stand on the server sends a tombstone", () => {
    for (const [about, fact] of [[[operation(4, { frozen: true })], undefined], [[], known()], [[operation(4)], known()]])
      assert.equal(planned(about, fact, wish({}, { deleted: true }), "new").put.deleted, true);
  });

  test("to bring back what was not sent yet simply does not delete it", () => {
    assert.deepEqual(planned([operation(4, { deleted: true })], known(), wish({}), "new").drop, [4]);
    assert.equal(planned([operation(4, { deleted: true, frozen: true })], known(), wish({}), "new").put.deleted, false);
  });

  test("about a day that was deleted builds on nothing", () => {
    const day = known({ kind: "day", id: "2026-11-20", deleted: true });

    assert.equal(planned([], day, { kind: "day", id: "2026-11-20", fields: { stress: 1 } }, "new").put.anew, true);
    assert.equal(planned([], known({ deleted: true }), wish({ stress: 1 }), "new").put.anew, false);
  });
});

describe("a batch", () => {
  test("has of each fact the oldest operation, and none that was refused", () => {
    const all = [operation(1), operation(2), operation(3, { id: "y", problem }), operation(4, { id: "y" }), operation(5, { id: "z" })];

    assert.deepEqual(batchOf(all, 500).map(({ seq }) => seq), [1, 4, 5]);
    assert.deepEqual(batchOf(all, 2).map(({ seq }) => seq), [1, 4]);
  });

  test("holds back what waits behind one that is parked", () => {
    assert.deepEqual(batchOf([operation(1, { parked: true }), operation(2)], 500), []);
  });

  test("begins with what is offered after a restore", () => {
    const offer = { ...offerOf(known(), "offer"), seq: 9 };

    assert.deepEqual([operation(1), offer].sort(inOrder).map(({ seq }) => seq), [9, 1]);
    assert.deepEqual(wire(frozen(offer, known({ revision: "2.9" }))), {
      op_id: "offer", kind: "episode", id: "x", base_rev: "1.3", deleted: false, ensure: true, fields: { note: "there", stress: 1 },
    });
  });

  test("fixes what was seen when it is first sent", () => {
    const sent = frozen(operation(1), known());

    assert.equal(wire(sent).base_rev, "1.3");
    assert.equal(wire(frozen(sent, known({ revision: "1.9" }))).base_rev, "1.3");
    assert.equal(wire(frozen(operation(1, { anew: true }), known())).base_rev, null);
  });
});

describe("a result", () => {
  const sent = frozen(operation(1, { fields: { note: "mine", stress: 1 } }), known());

  test("that settles lets the operation go, and tells the fact", () => {
    for (const status of ["applied", "duplicate", "stale"]) {
      const { news, instead } = heard(sent, told(status, head()), known(), "new");
      assert.deepEqual([news.revision, instead], ["1.4", null]);
    }
  });

  test("never puts something older over what is known", () => {
    for (const revision of ["1.5", "2.1"]) assert.equal(heard(sent, told("duplicate", head()), known({ revision }), "new").news, null);
    assert.equal(heard(sent, told("duplicate", head()), known({ revision: "1.10" }), "new").news, null);
  });

  test("of a conflict says again only what this phone changed", () => {
    const { instead } = heard(sent, told("conflict", head()), known(), "new");

    assert.deepEqual([instead.op_id, instead.fields, instead.frozen], ["new", { note: "mine" }, false]);
  });

  test("of a conflict with nothing left to say is the end of it", () => {
    const same = head({ document: { note: "mine", stress: 1, revision: "1.4" } });

    assert.equal(heard(sent, told("conflict", same), known(), "new").instead, null);
    assert.equal(heard({ ...sent, deleted: true, fields: {} }, told("conflict", head()), known(), "new").instead, null); // an edit beats a delete
  });

  test("of an entry that was deleted elsewhere says all again that was typed here", () => {
    const gone = head({ deleted: true });

    assert.deepEqual(heard(sent, told("conflict", gone), known(), "new").instead.fields, { note: "mine" });
  });

  test("that refuses keeps the text, in the server's own words", () => {
    const answer = { code: "future_time", detail: "Some fields are wrong.", errors: [{ detail: "It lies in the future." }] };
    const { instead } = heard(sent, told("rejected", { problem: answer }), known(), "new");

    assert.deepEqual([instead.fields, instead.problem], [sent.fields, { code: "future_time", words: "It lies in the future." }]);
    assert.equal(refusalIn({ detail: "Too large." }).words, "Too large.");
    assert.equal(refusalIn(null).words, "");
  });

  test("that is not known here, or asks for patience, keeps it for later", () => {
    for (const status of ["retry", "something new"]) assert.equal(heard(sent, told(status), known(), "new").instead.parked, true);
  });
});

describe("what is shown", () => {
  test("is the server's last word and what was done since", () => {
    assert.deepEqual(shown(known(), []), { note: "there", stress: 1 });
    assert.deepEqual(shown(known(), [operation(1, { fields: { stress: 5 } })]), { note: "there", stress: 5 });
    assert.deepEqual(shown(undefined, [operation(1, { fields: { note: "new" } })]), { note: "new" });
  });

  test("is nothing of what was deleted, until it is brought back", () => {
    const gone = operation(1, { deleted: true });

    assert.equal(shown(known({ deleted: true }), []), null);
    assert.equal(shown(known(), [gone]), null);
    assert.deepEqual(shown(known(), [operation(1, { fields: { stress: 5 } }), { ...gone, seq: 2 }, operation(3)]), { note: "there", stress: 5 });
    assert.deepEqual(shown(known({ deleted: true }), [operation(3, { anew: true, fields: { stress: 2 } })]), { stress: 2 });
  });
});

test("waiting doubles from one second to five minutes, anywhere below that bound", () => {
  assert.deepEqual([1, 2, 3, 9, 10, 1_000].map((failures) => waitMs(failures, 1, null)), [1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
  assert.equal(waitMs(5, 0, null), 0);
  assert.equal(waitMs(5, 0.5, null), 8_000);
});

test("waiting is never shorter than the server asked for", () => {
  assert.equal(waitMs(1, 0, 120), 120_000);
  assert.ok(waitMs(1, 1, 120) >= 120_000);
});

test("what is deleted already is not deleted twice: one way back is enough", () => {
  const known = { kind: "episode", id: "x", revision: "1.3", deleted: false, document: {}, day: "" };
  const first = planned([], known, { kind: "episode", id: "x", fields: {}, deleted: true }, "one").put;
  const second = planned([{ ...first, seq: 1 }], known, { kind: "episode", id: "x", fields: {}, deleted: true }, "two");

  assert.deepEqual(second, { drop: [], put: null, replaced: [] });
});
