// UUID version 7 (RFC 9562, 5.7 and method 1 of 6.2): in the order they were made, also within one millisecond.

/**
 * @param {(bytes: Uint8Array<ArrayBuffer>) => Uint8Array} fillRandom such as crypto.getRandomValues
 * @returns {(nowMs: number) => string} the next id
 */
export function makeIds(fillRandom) {
  let lastMs = 0;
  let counter = 0;

  return function nextId(nowMs) {
    const random = fillRandom(new Uint8Array(10));
    if (nowMs > lastMs) {
      lastMs = nowMs;
      counter = ((random[8] ?? 0) << 3) | ((random[9] ?? 0) >> 5); // 11 bits: room to count up
    } else if (++counter > 0xfff) {
      lastMs += 1; // the clock stood still or went back
      counter = 0;
    }
    return format(lastMs, counter, random);
  };
}

/**
 * @param {number} unixMs
 * @param {number} counter 12 bits
 * @param {Uint8Array} random at least 8 bytes
 */
function format(unixMs, counter, random) {
  const time = unixMs.toString(16).padStart(12, "0");
  const high = (0x7000 | counter).toString(16);
  const variant = (0x80 | ((random[0] ?? 0) & 0x3f)).toString(16);
  const rest = Array.from(random.subarray(1, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-${high}-${variant}${rest.slice(0, 2)}-${rest.slice(2)}`;
}
