import assert from "node:assert/strict";
import { test } from "node:test";
import { makeIds } from "../../phone/static/phone/ids.js";

const VERSION_7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const random = (bytes) => crypto.getRandomValues(bytes);

test("an id is a UUID of version 7 that begins with its millisecond", () => {
  const id = makeIds(random)(Date.UTC(2026, 10, 22));

  assert.match(id, VERSION_7);
  assert.equal(parseInt(id.replaceAll("-", "").slice(0, 12), 16), Date.UTC(2026, 10, 22));
});

test("the example of RFC 9562 has the same first half", () => {
  const id = makeIds((bytes) => bytes.fill(0xff))(0x017f22e279b0);

  assert.equal(id, "017f22e2-79b0-77ff-bfff-ffffffffffff");
});

test("ids rise in the order in which they were made, also in one millisecond and when the clock goes back", () => {
  const next = makeIds(random);
  const moments = [...Array(10_000).fill(5_000), 4_000, 3_000, 5_001, 5_002, 9_999];
  const ids = moments.map(next);

  assert.deepEqual(ids, [...ids].sort());
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, VERSION_7);
});
