// What was done on this phone and may not stand on the server yet. Pure: the store applies it inside its transactions,
// so that two tabs cannot disagree. docs/api.md, "What the client does", has the rules in words.

/** Of these a diary has one each, under the name of the kind. */
export const SINGLES = ["baseline", "settings", "questions"];
const STANDING = ["day", ...SINGLES]; // can be answered without having been made
const NOT_SAID = ["revision", "updated_at"];

/** @param {Diary.Operation} operation it was not refused */
export const isWaiting = (operation) => operation.problem === null;

/** @param {Diary.Operation} operation it never left the phone, so it may still be changed */
const isFree = (operation) => isWaiting(operation) && !operation.frozen;

/** @param {Diary.Operation} one @param {Diary.Operation} other offers go first, then in the order in which things were done */
export const inOrder = (one, other) => Number(other.offer !== null) - Number(one.offer !== null) || one.seq - other.seq;

/** @param {{ kind: string, id: string }} place */
export const placeKey = ({ kind, id }) => `${kind} ${id}`;

/** How many facts these are about. @param {Diary.Operation[]} operations */
export const factsIn = (operations) => new Set(operations.map(placeKey)).size;

/**
 * What a fact says, without its revision.
 * @param {Diary.Fields} document
 * @returns {Diary.Fields}
 */
export const contentOf = (document) => Object.fromEntries(Object.entries(document).filter(([name]) => !NOT_SAID.includes(name)));

/**
 * How a wish changes what waits about the same fact. What was ever sent is frozen; what never left is changed in its
 * place; what was refused is said again with the wish.
 * @param {Diary.Operation[]} about the operations about this fact, in order, offers left out
 * @param {Diary.Known | undefined} known
 * @param {Diary.Wish} wish
 * @param {string} opId for a new operation
 * @returns {{ drop: number[], put: Diary.NewOperation | Diary.Operation | null, replaced: Diary.Fields[] }}
 */
export function planned(about, known, wish, opId) {
  if (wish.deleted) return plannedDeletion(about, known, wish, opId);
  const refused = about.filter((operation) => !isWaiting(operation));
  const later = about.filter(isWaiting);
  const said = refused.length ? saidAgain(refused, wish.fields, later) : wish.fields;
  const drop = refused.map(({ seq }) => seq);
  const replaced = refused.length ? [...refused, ...later].map(({ fields }) => lost(fields, said)) : [];
  const last = later.at(-1);
  if (last && isFree(last)) {
    if (!last.deleted) return { drop, put: { ...last, fields: { ...last.fields, ...said } }, replaced: [...replaced, lost(last.fields, said)] };
    if (!Object.keys(said).length) return { drop: [...drop, last.seq], put: null, replaced }; // it is simply not deleted
  }
  const isBuried = last ? last.deleted : known?.deleted ?? false;
  return { drop, put: fresh({ ...wish, fields: said }, opId, isBuried && STANDING.includes(wish.kind)), replaced };
}

/** @param {Diary.Operation[]} about @param {Diary.Known | undefined} known @param {Diary.Wish} wish @param {string} opId */
function plannedDeletion(about, known, wish, opId) {
  if (about.filter(isWaiting).at(-1)?.deleted) return { drop: [], put: null, replaced: [] }; // it is deleted already
  const mayStand = known !== undefined || about.some((operation) => operation.frozen);
  const gone = mayStand ? about.filter((operation) => !isWaiting(operation)) : about;
  return { drop: gone.map(({ seq }) => seq), put: mayStand ? fresh(wish, opId, false) : null, replaced: gone.map(({ fields }) => fields) };
}

/** The last word on each field that was refused or is corrected. @param {Diary.Operation[]} refused @param {Diary.Fields} corrected @param {Diary.Operation[]} later */
function saidAgain(refused, corrected, later) {
  const before = Object.assign({}, ...refused.map(({ fields }) => fields), ...later.map(({ fields }) => fields));
  const named = Object.assign({}, ...refused.map(({ fields }) => fields), corrected);
  return Object.fromEntries(Object.keys(named).map((name) => [name, name in corrected ? corrected[name] : before[name]]));
}

/** What these fields said, and the others do not say any more. @param {Diary.Fields} fields @param {Diary.Fields} by */
const lost = (fields, by) =>
  Object.fromEntries(Object.entries(fields).filter(([name, value]) => name in by && !same(value, by[name])));

/** @param {Diary.Wish} wish @param {string} opId @param {boolean} anew @returns {Diary.NewOperation} */
function fresh({ kind, id, fields, deleted = false }, opId, anew) {
  return { kind, id, op_id: opId, fields, deleted, anew, offer: null, base: null, frozen: false, parked: false, problem: null };
}

/** An operation that says after a restore what this phone knows. @param {Diary.Known} known @param {string} opId @returns {Diary.NewOperation} */
export function offerOf(known, opId) {
  const wish = { kind: known.kind, id: known.id, fields: contentOf(known.document), deleted: known.deleted };
  return { ...fresh(wish, opId, false), offer: known };
}

/**
 * What may be sent now: of each fact the oldest operation only, and none that waits behind another.
 * @param {Diary.Operation[]} operations in order
 * @param {number} most
 */
export function batchOf(operations, most) {
  const places = new Set();
  const oldest = operations.filter((operation) => {
    const isFirst = isWaiting(operation) && !places.has(placeKey(operation));
    if (isFirst) places.add(placeKey(operation));
    return isFirst;
  });
  return oldest.filter((operation) => !operation.parked).slice(0, most);
}

/** Fixed for ever, as it is sent for the first time. @param {Diary.Operation} operation @param {Diary.Known | undefined} known @returns {Diary.Operation} */
export function frozen(operation, known) {
  if (operation.frozen) return operation;
  return { ...operation, frozen: true, base: operation.anew ? null : operation.offer ?? known ?? null };
}

/** As it is sent. @param {Diary.Operation} operation */
export function wire({ op_id, kind, id, base, deleted, offer, fields }) {
  return { op_id, kind, id, base_rev: base?.revision ?? null, deleted, ensure: offer !== null, fields };
}

/**
 * What a result means for its operation.
 * @param {Diary.Operation} operation
 * @param {Diary.Result} result
 * @param {Diary.Known | undefined} known
 * @param {string} opId for what is left to say
 * @returns {{ news: Diary.Known | null, instead: Diary.NewOperation | Diary.Operation | null }} what stands in its place, null where it is settled
 */
export function heard(operation, result, known, opId) {
  const head = headIn(operation, result);
  const news = head && (!known || !isOlder(head.revision, known.revision)) ? head : null;
  if (["applied", "duplicate", "stale"].includes(result.status)) return { news, instead: null };
  if (result.status === "conflict") return { news, instead: head ? mergedOn(operation, head, opId) : null };
  if (result.status === "rejected") return { news, instead: { ...operation, problem: refusalIn(result.problem) } };
  return { news, instead: { ...operation, parked: true } }; // "retry", and whatever a newer server may say
}

/** @param {Diary.Operation} operation @param {Diary.Result} result @returns {Diary.Known | null} */
function headIn({ kind, id }, { document, deleted }) {
  return document ? { kind, id, revision: String(document.revision), deleted: deleted ?? false, document, day: dayOf(kind, document) } : null;
}

/** Revisions are "epoch.number". @param {string} one @param {string} other */
function isOlder(one, other) {
  const [epoch = 0, number = 0] = one.split(".").map(Number);
  const [otherEpoch = 0, otherNumber = 0] = other.split(".").map(Number);
  return epoch === otherEpoch ? number < otherNumber : epoch < otherEpoch;
}

/**
 * The operation again, for the head that overtook it. What only one side changed is kept; where both did, mine counts,
 * and the server lists the other. An edit beats a delete.
 * @param {Diary.Operation} operation @param {Diary.Known} head @param {string} opId @returns {Diary.NewOperation | null}
 */
function mergedOn({ kind, id, fields, deleted, base }, head, opId) {
  if (deleted) return null;
  const mine = Object.entries(fields).filter(([name, value]) =>
    !(base && same(value, base.document[name])) && (head.deleted || !same(value, head.document[name])));
  return mine.length ? fresh({ kind, id, fields: Object.fromEntries(mine) }, opId, false) : null;
}

/** @param {unknown} one @param {unknown} other both are JSON @returns {boolean} */
function same(one, other) {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other || Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length
    && names.every((name) => name in other && same(/** @type {any} */ (one)[name], /** @type {any} */ (other)[name]));
}

/**
 * What a screen shows of a fact: the server's last word, and what was done since.
 * @param {Diary.Known | undefined} known
 * @param {Diary.Operation[]} about in order, offers left out
 * @returns {Diary.Fields | null} null where there is none, or it was deleted
 */
export function shown(known, about) {
  let content = known && !known.deleted ? contentOf(known.document) : null;
  let buried = known?.deleted ? contentOf(known.document) : {};
  for (const { fields, deleted, anew } of about) {
    if (deleted) [buried, content] = [content ?? buried, null];
    else if (anew) content = { ...fields };
    else content = { ...(content ?? buried), ...fields };
  }
  return content;
}

/** The local day of a fact; "" where it has none. @param {string} kind @param {Diary.Fields} document */
export const dayOf = (kind, document) =>
  String({ episode: document.day, check: document.day, day: document.date, event: document.on }[kind] ?? "");

/** The server's words for a refusal. @param {Diary.Problem | null | undefined} problem @returns {Diary.Refusal} */
export function refusalIn(problem) {
  const details = (problem?.errors ?? []).map((error) => error.detail).filter(Boolean);
  const words = details.length ? details.join(" ") : problem?.detail || problem?.title || "";
  return { code: problem?.code ?? "", words };
}

/**
 * Exponential backoff with full jitter: anywhere from 0 to a bound that doubles from one second to five minutes.
 * @param {number} failures in a row, at least 1
 * @param {number} luck from 0 to 1
 * @param {number | null} retryAfterS what the server asked for; never less than that
 */
export function waitMs(failures, luck, retryAfterS) {
  const boundMs = Math.min(300_000, 1_000 * 2 ** Math.min(failures - 1, 20));
  return (retryAfterS ?? 0) * 1_000 + Math.round(luck * boundMs);
}
