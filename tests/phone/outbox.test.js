import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { judge, plan, refusalFrom, waitMs } from "../../phone/static/phone/outbox.js";
import { accepted, problem } from "./cast.js";

const refusal = { status: 400, code: "invalid", words: "no" };
const wish = (method, body = { sites: [] }) => ({ kind: "episode", key: "x", method, body, guard: null });
const line = (seq, more = {}) => ({ seq, ...wish("PUT"), sent: false, refusal: null, ...more });

describe("a wish", () => {
  test("replaces a line that never left, and keeps its turn", () => {
    const { drop, put } = plan([line(4)], wish("PUT", { sites: ["cheek"] }), false);

    assert.deepEqual(drop, []);
    assert.deepEqual([put.seq, put.body, put.sent], [4, { sites: ["cheek"] }, false]);
  });

  test("never changes a line that was ever sent", () => {
    const { drop, put } = plan([line(4, { sent: true })], wish("PUT"), false);

    assert.deepEqual(drop, []);
    assert.equal(put.seq, undefined);
  });

  test("never removes a refused line", () => {
    assert.deepEqual(plan([line(4, { refusal, sent: true })], wish("PUT"), false).drop, []);
  });

  test("to delete what never left simply takes it back", () => {
    assert.deepEqual(plan([line(4)], wish("DELETE", null), false), { drop: [4], put: null });
  });

  test("to delete what may stand on the server sends a tombstone", () => {
    for (const [lines, onServer] of [[[line(4, { sent: true })], false], [[], true], [[line(4)], true], [[line(4, { refusal })], false]])
      assert.equal(plan(lines, wish("DELETE", null), onServer).put.method, "DELETE");
  });

  test("about a day is merged with the one that waits", () => {
    const waiting = { ...line(4), method: "PATCH", body: { state: "none" } };

    assert.deepEqual(plan([waiting], { kind: "day", key: "d", method: "PATCH", body: { note: "n" } }, false).put.body, { state: "none", note: "n" });
  });
});

describe("an answer", () => {
  const put = line(1);

  test("settles only the line it names", () => {
    assert.equal(judge(put, accepted({ id: "x" })), "settled");
    assert.equal(judge(put, accepted({ id: "of another request" })), "later");
    assert.equal(judge(put, accepted(null)), "later");
  });

  test("of a network that is not ours keeps everything", () => {
    assert.equal(judge(put, { kind: "lost", reason: "not_ours" }), "later");
    assert.equal(judge(put, { kind: "lost", reason: "no_network" }), "later");
    assert.equal(judge(put, { kind: "lost", reason: "redirect" }), "sign_in");
    assert.equal(judge(put, { kind: "problem", status: 404, problem: null, retryAfterS: null }), "doubtful");
  });

  test("refuses a line, or stops all, or asks for patience", () => {
    const verdicts = Object.fromEntries([400, 401, 403, 404, 408, 409, 413, 415, 425, 426, 429, 500, 502, 503, 504].map((status) => [status, judge(put, problem(status, "x"))]));

    assert.deepEqual(verdicts, {
      400: "refused", 401: "sign_in", 403: "sign_in", 404: "refused", 408: "later", 409: "refused", 413: "refused",
      415: "refused", 425: "later", 426: "refused", 429: "later", 500: "later", 502: "later", 503: "later", 504: "later",
    });
    assert.equal(judge(put, problem(409, "other_diary")), "other_person");
  });

  test("that there is nothing to delete is what was wished for", () => {
    assert.equal(judge({ ...put, method: "DELETE" }, problem(404, "not_found")), "settled");
  });

  test("is kept in the server's own words", () => {
    const answer = problem(400, "invalid", "Some fields are wrong.");
    answer.problem.errors = [{ pointer: "/started_at", code: "future", detail: "It lies in the future." }];

    assert.equal(refusalFrom(answer).words, "It lies in the future.");
    assert.equal(refusalFrom(problem(413, "too_large", "Too large.")).words, "Too large.");
    assert.equal(refusalFrom({ kind: "problem", status: 413, problem: null, retryAfterS: null }).words, "The server refused it (413).");
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
