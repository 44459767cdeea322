// Whose diary is open: the person signed in and the owner of what this phone holds must be the same.

/**
 * @param {Diary.Store} store
 * @param {Diary.Call} call
 * @returns {Promise<"same" | "new" | "sign_in" | "other_person" | "later">}
 *   new: the store was empty and now belongs to the person signed in
 */
export async function meet(store, call) {
  const answer = await call({ method: "GET", path: "/api/v1/account/" });
  if (answer.kind === "problem" && answer.problem && (answer.status === 401 || answer.status === 403)) return "sign_in";
  if (answer.kind === "lost" && answer.reason === "redirect") return "sign_in";
  if (answer.kind !== "accepted" || typeof answer.document?.diary !== "string") return "later";
  return compare(store, answer.document);
}

/** @param {Diary.Store} store @param {any} document */
async function compare(store, document) {
  const owner = ownerFrom(document);
  const stored = await store.owner();
  if (stored?.diary === owner.diary) {
    await store.keep("owner", owner); // a name may have changed
    return "same";
  }
  if ((await store.operations()).length) return "other_person";
  await store.startOver(owner);
  return "new";
}

/** @param {any} document @returns {Diary.Owner} */
function ownerFrom({ diary, username, name }) {
  return { diary, username, name };
}
