// The rules of the outbox. Pure: the store applies them inside its transaction, so two tabs cannot disagree.

/** @param {Diary.Line} line */
export const isWaiting = (line) => line.refusal === null;

/** @param {Diary.Line} line it never left the phone, so it may still be changed */
const isFree = (line) => isWaiting(line) && !line.sent;

/**
 * What a wish does to the lines of the same thing: a line that was ever sent is frozen, because it may stand on the
 * server; a line that never left is replaced, and keeps its turn.
 * @param {Diary.QueuedLine[]} lines of this kind and key, in order
 * @param {Diary.Wish} wish
 * @param {boolean} onServer whether the server ever acknowledged this thing
 * @returns {{ drop: number[], put: Diary.Line | null }}
 */
export function plan(lines, wish, onServer) {
  const free = lines.filter(isFree);
  const drop = free.map((line) => line.seq);
  if (wish.method === "DELETE" && !onServer && free.length === lines.length) return { drop, put: null };

  const turn = free.at(-1);
  const joined = wish.method === "PATCH" && turn && turn.method !== "DELETE" ? join(turn, wish) : wish;
  const guard = wish.method === "DELETE" && lines.length ? null : joined.guard; // our own lines change the revision first
  /** @type {Diary.Line} */
  const line = { ...joined, guard, sent: false, refusal: null };
  if (turn) line.seq = turn.seq;
  return { drop: drop.filter((seq) => seq !== turn?.seq), put: line };
}

/** What was not sent yet and some more fields are one line. @param {Diary.Line} turn @param {Diary.Wish} wish @returns {Diary.Wish} */
const join = (turn, wish) => ({ ...wish, method: turn.method, guard: turn.guard, body: { ...turn.body, ...wish.body } });

/** @param {Diary.Line} line */
export function pathOf(line) {
  return line.kind === "episode" ? `/api/v1/episodes/${line.key}/` : `/api/v1/days/${line.key}/`;
}

/**
 * What an answer means for the line that was sent.
 * - settled: the server has it; the line may go
 * - refused: this line alone will never be taken; park it, go on with the next
 * - sign_in, other_person: nobody's line may be sent now
 * - later: the network or the server is not able now
 * - doubtful: an error that is not written by our server; ask who is speaking before believing it
 * @param {Diary.Line} line
 * @param {Diary.Answer} answer
 * @returns {"settled" | "refused" | "sign_in" | "other_person" | "later" | "doubtful"}
 */
export function judge(line, answer) {
  if (answer.kind === "accepted") return answersThisLine(line, answer.document) ? "settled" : "later";
  if (answer.kind === "lost") return answer.reason === "redirect" ? "sign_in" : "later";
  const { status, problem } = answer;
  if (status === 408 || status === 425 || status === 429 || status >= 500) return "later";
  if (problem === null) return "doubtful";
  if (status === 401 || status === 403) return "sign_in";
  if (problem.code === "other_diary") return "other_person";
  if (status === 404 && line.method === "DELETE") return "settled"; // it is not there: that was the wish
  if (status === 412) return "settled"; // the server has something newer, which the next pull brings
  return "refused";
}

/**
 * A proxy can mix up answers; one that names another thing is no answer to this line.
 * @param {Diary.Line} line
 * @param {any} document
 */
function answersThisLine(line, document) {
  if (line.method === "DELETE") return true;
  return (line.kind === "episode" ? document?.id : document?.date) === line.key;
}

/**
 * The server's words for a refusal, as it gave them.
 * @param {Extract<Diary.Answer, { kind: "problem" }>} answer
 * @returns {Diary.Refusal}
 */
export function refusalFrom({ status, problem }) {
  const details = (problem?.errors ?? []).map((error) => error.detail).filter(Boolean);
  const words = details.length ? details.join(" ") : problem?.detail || problem?.title || `The server refused it (${status}).`;
  return { status, code: problem?.code ?? "", words };
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
