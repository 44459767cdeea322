import assert from "node:assert/strict";
import { test } from "node:test";
import { answerOf } from "../../phone/static/phone/http.js";

const PROBLEM = '{"status":409,"code":"other_diary"}';

/** What came back to the request that is called "ours". */
const response = (body, status, type, name = "ours") =>
  new Response(body, { status, headers: { "Content-Type": type, ...(name && { "Twitch-Request": name }) } });

for (const [what, told, means] of [
  ["JSON of ours", response('{"a":1}', 200, "application/json"), { kind: "accepted", status: 200, document: { a: 1 } }],
  ["nothing, as agreed", response(null, 204, "text/plain"), { kind: "accepted", status: 204, document: null }],
  ["a hotel's page", response("<h1>Welcome</h1>", 200, "text/html"), { kind: "lost", reason: "not_ours" }],
  ["a hotel's page under no name", response("<h1>Welcome</h1>", 200, "text/html", ""), { kind: "lost", reason: "not_ours" }],
  ["JSON that was cut off", response('{"a":', 200, "application/json"), { kind: "lost", reason: "not_ours" }],
  ["the answer of another request", response('{"a":1}', 200, "application/json", "another"), { kind: "lost", reason: "not_ours" }],
  ["a redirect", { type: "opaqueredirect", ok: false, status: 0 }, { kind: "lost", reason: "redirect" }],
  ["a refusal of ours", response(PROBLEM, 409, "application/problem+json"), { kind: "problem", status: 409, problem: JSON.parse(PROBLEM), retryAfterS: null }],
  ["a failure on the way", response("<h1>Bad gateway</h1>", 502, "text/html", ""), { kind: "problem", status: 502, problem: null, retryAfterS: null }],
])
  test(`${what} is taken for what it is`, async () => {
    assert.deepEqual(await answerOf(told, "ours"), means);
  });
