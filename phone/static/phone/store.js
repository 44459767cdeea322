// The memory of this phone: IndexedDB. An entry and its line in the outbox are written in one transaction, or not at all.
import { openDB } from "./vendor/idb.js";
import { isWaiting, plan } from "./outbox.js";
import { comparePull, entryFrom } from "./logic.js";
import { daysBefore } from "./time.js";

const STORES = ["entries", "answers", "outbox", "kept"];

/** The store belongs to somebody else by now (another tab signed out and in): nothing was written. */
export class NotYourDiary extends Error {}

/** @param {any} db */
function build(db) {
  db.createObjectStore("entries", { keyPath: "id" }).createIndex("day", "day");
  db.createObjectStore("answers", { keyPath: "day" });
  db.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true }).createIndex("thing", ["kind", "key"]);
  db.createObjectStore("kept");
}

/**
 * @param {string} [name]
 * @returns {Promise<ReturnType<typeof open>>} rejects where the browser allows no storage
 */
export async function openStore(name = "twitch-diary") {
  return open(await openDB(name, 1, { upgrade: build, blocked() {}, blocking() {}, terminated() {} }));
}

/** @param {any} act a transaction; it may have ended by itself */
function tryAbort(act) {
  try {
    act.abort();
  } catch {}
}

/** @param {any} db */
function open(db) {
  /**
   * Everything that `work` asks for, or nothing. It ends with the answer only when the phone says it is written.
   * @template T
   * @param {(act: any) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async function writing(work) {
    const act = db.transaction(STORES, "readwrite", { durability: "strict" });
    const ended = act.done.then(() => null, (/** @type {unknown} */ error) => error ?? new Error("not written"));
    const result = await work(act).catch((error) => {
      tryAbort(act);
      throw error;
    });
    const error = await ended;
    if (error) throw error;
    return result;
  }

  /** @param {any} act a transaction @param {string} diary */
  async function mustOwn(act, diary) {
    const owner = await act.objectStore("kept").get("owner");
    if (owner?.diary !== diary) throw new NotYourDiary();
  }

  /** @param {string} today @returns {Promise<Diary.Memory>} yesterday on, and all that is not sent */
  async function load(today) {
    const act = db.transaction(STORES);
    const lines = await act.objectStore("outbox").getAll();
    const recent = await act.objectStore("entries").index("day").getAll(IDBKeyRange.lowerBound(daysBefore(today, 1)));
    const kept = act.objectStore("kept");
    return {
      lines,
      entries: recent,
      answers: await act.objectStore("answers").getAll(),
      owner: (await kept.get("owner")) ?? null,
      vocabulary: (await kept.get("vocabulary")) ?? null,
      preferences: (await kept.get("preferences")) ?? {},
    };
  }

  /** @param {Diary.Change} change */
  async function write(change) {
    await writing(async (act) => {
      await mustOwn(act, change.diary);
      const { entry, forget, answer, wish } = change;
      const lines = await act.objectStore("outbox").index("thing").getAll([wish.kind, wish.key]);
      const known = await act.objectStore("entries").get(wish.key);
      const { drop, put } = plan(lines, wish, known?.on_server ?? entry?.on_server ?? false);
      for (const seq of drop) await act.objectStore("outbox").delete(seq);
      if (put) await act.objectStore("outbox").put(put);
      if (entry) await act.objectStore("entries").put({ ...entry, on_server: known?.on_server ?? entry.on_server });
      if (forget) await act.objectStore("entries").delete(forget);
      if (answer) await act.objectStore("answers").put(answer);
    });
  }

  /** The next line to send, frozen from now on. @returns {Promise<Diary.QueuedLine | null>} */
  async function takeLine() {
    const act = db.transaction("outbox", "readwrite");
    const line = (await act.store.getAll()).find(isWaiting);
    if (line && !line.sent) await act.store.put({ ...line, sent: true });
    await act.done;
    return line ? { ...line, sent: true } : null;
  }

  /**
   * The server has this line: it leaves, with refused ones before it of the same thing (they said less than this one).
   * @param {Diary.QueuedLine} line
   * @param {any} document as the server has it now; null where it did not say
   */
  async function settle(line, document) {
    await writing(async (act) => {
      const outbox = act.objectStore("outbox");
      const lines = await outbox.index("thing").getAll([line.kind, line.key]);
      const later = lines.filter((/** @type {Diary.QueuedLine} */ other) => other.seq > line.seq);
      for (const { seq } of lines) if (seq <= line.seq) await outbox.delete(seq);
      const entry = line.kind === "episode" ? await act.objectStore("entries").get(line.key) : null;
      if (entry) await act.objectStore("entries").put(later.length || !document ? { ...entry, on_server: true } : entryFrom(document));
    });
  }

  /** @param {number} seq @param {Diary.Refusal | null} refusal null: it may be sent again */
  async function park(seq, refusal) {
    const act = db.transaction("outbox", "readwrite");
    const line = await act.store.get(seq);
    if (line) await act.store.put({ ...line, refusal });
    await act.done;
  }

  /**
   * Write what a pull brought, unless something was tapped meanwhile: then the answer is old, and is thrown away.
   * @param {string} diary
   * @param {Parameters<typeof comparePull>[1]} told
   */
  async function takeIn(diary, told) {
    await writing(async (act) => {
      await mustOwn(act, diary);
      const lines = await act.objectStore("outbox").getAll();
      if (lines.some(isWaiting)) return;
      const entries = await act.objectStore("entries").getAll();
      const memory = { lines, entries, answers: [], owner: null, vocabulary: null, preferences: {} };
      const { put, forget, answer } = comparePull(memory, told);
      for (const entry of put) await act.objectStore("entries").put(entry);
      for (const id of forget) await act.objectStore("entries").delete(id);
      if (answer) await act.objectStore("answers").put(answer);
    });
  }

  /** Forget everything of one person, and begin with the next or with nobody. @param {Diary.Owner | null} owner */
  async function startOver(owner) {
    await writing(async (act) => {
      const vocabulary = await act.objectStore("kept").get("vocabulary"); // public, belongs to nobody
      for (const store of STORES) await act.objectStore(store).clear();
      if (vocabulary) await act.objectStore("kept").put(vocabulary, "vocabulary");
      if (owner) await act.objectStore("kept").put(owner, "owner");
    });
  }

  /**
   * One tab at a time may hold the lease; for browsers without Web Locks.
   * @param {string} holder @param {number} nowMs @param {number} untilMs in the past: give it back
   * @returns {Promise<boolean>}
   */
  async function lease(holder, nowMs, untilMs) {
    const act = db.transaction("kept", "readwrite");
    const held = await act.store.get("lease");
    const free = !held || held.holder === holder || held.untilMs <= nowMs;
    if (free) await act.store.put({ holder, untilMs }, "lease");
    await act.done;
    return free;
  }

  return {
    load, write, takeLine, settle, park, takeIn, startOver, lease,
    /** @param {string} key @param {unknown} value */
    keep: (key, value) => db.put("kept", value, key),
    /** @returns {Promise<Diary.QueuedLine[]>} */
    lines: () => db.getAll("outbox"),
    /** @returns {Promise<Diary.Owner | null>} */
    owner: async () => (await db.get("kept", "owner")) ?? null,
    close: () => db.close(),
  };
}
