// What a phone held before it kept the whole diary: entries, answers, and lines that waited. Nothing that waits is lost.

/**
 * @param {any} db
 * @param {any} act the transaction of the upgrade
 */
export async function fromFirstVersion(db, act) {
  /** @type {any[]} */
  const lines = await act.objectStore("outbox").getAll();
  const entries = new Map((await act.objectStore("entries").getAll()).map((/** @type {any} */ entry) => [entry.id, entry.document]));
  for (const line of lines) act.objectStore("operations").put(operationOf(line, entries.get(line.key)?.revision));
  for (const name of ["entries", "answers", "outbox"]) db.deleteObjectStore(name);
}

/** What was sent may stand on the server already: it says the same again, on what was seen. @param {any} line @param {string | undefined} revision @returns {Diary.NewOperation} */
function operationOf({ kind, key, method, body, refusal }, revision) {
  const base = method === "PUT" || !revision ? null : { kind, id: key, revision, deleted: false, document: {}, day: "" };
  return {
    kind, id: key, op_id: crypto.randomUUID(), fields: body ?? {}, deleted: method === "DELETE", anew: false, offer: null, base,
    frozen: base !== null, parked: false, problem: refusal && { code: refusal.code, words: refusal.words },
  };
}
