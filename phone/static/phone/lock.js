// A lock for curious eyes, opened by the phone's own passkey (finger, face or code). It hides what the diary says; it does not
// encrypt it, and logging needs no key: a twitch does not wait for a lock. docs/privacy.md says so.
const IS_VERIFIED = 0x04; // in the flags of an authenticator's answer (WebAuthn, section 6.1)
const FLAGS_AT = 32;

const random = (/** @type {number} */ bytes) => crypto.getRandomValues(new Uint8Array(bytes));

/** @param {ArrayBuffer} bytes */
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

/** @param {string} text */
const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** Whether this phone can lock. */
export const canLock = async () => (await globalThis.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.()) ?? false;

/** Make a key on this phone. @param {string} name whose diary it is @returns {Promise<string | null>} its id; null where the person changed their mind */
export async function makeKey(name) {
  const user = { id: random(16), name, displayName: name };
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: random(32), rp: { name: document.title }, user, timeout: 60_000,
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
      authenticatorSelection: { authenticatorAttachment: "platform", userVerification: "required", residentKey: "discouraged" },
    },
  }).catch(() => null);
  return made ? toText(/** @type {PublicKeyCredential} */ (made).rawId) : null;
}

/** Whether the person proved to be the one who locked it. @param {string} key */
export async function isOpened(key) {
  const proof = await navigator.credentials.get({
    publicKey: { challenge: random(32), allowCredentials: [{ type: "public-key", id: toBytes(key) }], userVerification: "required", timeout: 60_000 },
  }).catch(() => null);
  const answer = /** @type {AuthenticatorAssertionResponse | undefined} */ (/** @type {PublicKeyCredential | null} */ (proof)?.response);
  return answer !== undefined && ((new Uint8Array(answer.authenticatorData)[FLAGS_AT] ?? 0) & IS_VERIFIED) !== 0;
}
