// The memory of this phone: IndexedDB. What a person did and what is shown of it are written in one transaction, or not
// at all. It holds the whole diary as the server last told it (`facts`), and what was done since (`operations`).
import { openDB } from "./vendor/idb.js";
import { SINGLES, batchOf, dayOf, frozen, heard, inOrder, isWaiting, offerOf, placeKey, planned, shown } from "./operations.js";
import { localDay } from "./time.js";
import { fromFirstVersion } from "./upgrade.js";

const STORES = ["facts", "operations", "kept"];

/** The store belongs to somebody else by now (another tab signed out and in): nothing was written. */
export class NotYourDiary extends Error {}

/** @param {any} db @param {number} before @param {number | null} _ @param {any} act */
function build(db, before, _, act) {
  if (before < 1) db.createObjectStore("kept");
  db.createObjectStore("facts", { keyPath: ["kind", "id"] }).createIndex("day", ["kind", "day"]);
  db.createObjectStore("operations", { keyPath: "seq", autoIncrement: true }).createIndex("place", ["kind", "id"]);
  if (before === 1) return fromFirstVersion(db, act);
}

/**
 * @param {string} [name]
 * @param {() => string} [newId] for operations
 * @returns {Promise<ReturnType<typeof open>>} rejects where the browser allows no storage
 */
export async function openStore(name = "twitch-diary", newId = () => crypto.randomUUID()) {
  const callbacks = { upgrade: build, blocked() {}, blocking: giveWay, terminated() {} };
  return open(await openDB(name, 2, callbacks), newId);
}

/** A newer version of the client, in another tab, waits for this one to let go. @param {number} _ @param {number | null} __ @param {any} event */
const giveWay = (_, __, event) => event.target.close();

/** @param {Diary.Operation} operation */
const saysSomething = ({ offer, problem }) => offer === null || problem !== null;

/** @param {any} act a transaction; it may have ended by itself */
function tryAbort(act) {
  try {
    act.abort();
  } catch {}
}

/** @param {any} db @param {() => string} newId */
function open(db, newId) {
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

  /** @param {any} act @returns {Promise<Diary.Operation[]>} */
  const operationsIn = async (act) => (await act.objectStore("operations").getAll()).sort(inOrder);

  /** What was done about one fact; offers say nothing new, unless they came to nothing. @param {any} act @param {Pick<Diary.Known, "kind" | "id">} place @returns {Promise<Diary.Operation[]>} */
  const operationsAbout = async (act, { kind, id }) =>
    (await act.objectStore("operations").index("place").getAll([kind, id])).filter(saysSomething);

  /** @param {any} act @param {Pick<Diary.Known, "kind" | "id">} place @returns {Promise<Diary.Known | undefined>} */
  const knownIn = (act, { kind, id }) => act.objectStore("facts").get([kind, id]);

  /** The facts of a kind as they are shown. @param {any} act @param {string} kind @param {Diary.Operation[]} operations @param {string} [first] day; what waits is always among them */
  async function entriesIn(act, kind, operations, first = "") {
    const facts = await act.objectStore("facts").index("day").getAll(IDBKeyRange.bound([kind, first], [kind, "\uffff"]));
    return placesOf(facts, operations.filter((operation) => operation.kind === kind)).flatMap(entryOf);
  }

  /**
   * @param {object} wanted
   * @param {string} wanted.first the first day of which anything is shown
   * @param {Record<string, string>} [wanted.kinds] other kinds of facts, each from a day on; "" for all
   * @param {Diary.About | null} [wanted.about] one fact of any day
   * @returns {Promise<Diary.Memory>}
   */
  async function load({ first, kinds = {}, about = null }) {
    const act = db.transaction(STORES);
    const operations = await operationsIn(act);
    const facts = act.objectStore("facts").index("day");
    const kept = act.objectStore("kept");
    const range = (/** @type {string} */ kind) => IDBKeyRange.bound([kind, first], [kind, "\uffff"]);
    const known = [...(await facts.getAll(range("episode"))), ...(await facts.getAll(range("day")))];
    /** @type {Record<string, Diary.Entry[]>} */
    const others = {};
    for (const [kind, from] of Object.entries({ settings: "", ...kinds })) others[kind] = await entriesIn(act, kind, operations, from);
    return {
      operations,
      ...(await seen(act, operations, known, first)),
      owner: (await kept.get("owner")) ?? null,
      vocabulary: (await kept.get("vocabulary")) ?? null,
      preferences: (await kept.get("preferences")) ?? {},
      settings: others.settings?.[0]?.document ?? {},
      facts: others,
      open: about && (await openIn(act, about, operations)),
    };
  }

  /** One fact; one that there is once can be spoken of before anything is said of it. @param {any} act @param {Diary.About} about @param {Diary.Operation[]} operations @returns {Promise<Diary.Entry | null>} */
  async function openIn(act, about, operations) {
    const known = await knownIn(act, about);
    const said = operations.filter((operation) => placeKey(operation) === placeKey(about));
    const [entry] = placesOf(known ? [known] : [], said).flatMap(entryOf);
    const blank = { ...about, document: /** @type {Diary.Document} */ ({}), day: "", isKnown: false, refusal: null, refused: [], waiting: false };
    return entry ?? (SINGLES.includes(about.kind) ? blank : null);
  }

  /** @param {any} act @param {Diary.Operation[]} operations @param {Diary.Known[]} known @param {string} first */
  async function seen(act, operations, known, first) {
    const listed = new Set(known.map(placeKey));
    const others = new Map(operations.filter((operation) => !listed.has(placeKey(operation))).map((operation) => [placeKey(operation), operation]));
    const facts = await Promise.all([...others.values()].map((operation) => knownIn(act, operation))); // of another day, or of another kind
    known.push(...facts.filter((fact) => fact !== undefined));
    const places = placesOf(known, operations);
    const entries = places.flatMap(entryOf).filter((entry) => entry.day >= first || entry.refusal);
    return {
      gone: places.flatMap(goneOf).filter(({ kind, day }) => kind === "episode" && day >= first),
      entries: entries.filter(({ kind }) => kind === "episode"),
      days: Object.fromEntries(entries.filter(({ kind }) => kind === "day").map((entry) => [entry.id, entry])),
    };
  }

  /**
   * Write down what a person did.
   * @param {Diary.Change} change
   * @returns {Promise<Diary.Fields[]>} what was typed before, never arrived, and is replaced by this
   */
  function write({ diary, wish }) {
    return writing(async (act) => {
      await mustOwn(act, diary);
      const { drop, put, replaced } = planned(await operationsAbout(act, wish), await knownIn(act, wish), wish, newId());
      for (const seq of drop) await act.objectStore("operations").delete(seq);
      if (put) await act.objectStore("operations").put(put);
      return replaced;
    });
  }

  /** What to send now, frozen from here on. @param {number} most @returns {Promise<Diary.Operation[]>} */
  function take(most) {
    return writing(async (act) => {
      const batch = batchOf(await operationsIn(act), most);
      return Promise.all(batch.map(async (operation) => {
        if (operation.frozen) return operation; // a long queue is not written again at each try
        const sent = frozen(operation, await knownIn(act, operation));
        await act.objectStore("operations").put(sent);
        return sent;
      }));
    });
  }

  /** Let go what the server has decided, and keep what it told. @param {string} diary @param {Diary.Operation[]} sent @param {Diary.Result[]} results in their order */
  function settle(diary, sent, results) {
    return writing(async (act) => {
      await mustOwn(act, diary);
      for (const [number, operation] of sent.entries()) {
        const { news, instead } = heard(operation, /** @type {Diary.Result} */ (results[number]), await knownIn(act, operation), newId());
        if (news) await act.objectStore("facts").put(news);
        if (instead) await act.objectStore("operations").put({ ...instead, seq: operation.seq }); // it keeps its turn
        else await act.objectStore("operations").delete(operation.seq);
      }
    });
  }

  /**
   * Keep a page of changes and its cursor, unless something was done meanwhile: then it is old, and is thrown away, or
   * a change on another phone would be passed over.
   * @param {string} diary @param {string} cursor with which it was asked for @param {Diary.Page} page
   * @returns {Promise<boolean>} whether it was kept
   */
  function takeIn(diary, cursor, page) {
    return writing(async (act) => {
      await mustOwn(act, diary);
      const kept = act.objectStore("kept");
      if (((await kept.get("cursor")) ?? "") !== cursor || batchOf(await operationsIn(act), 1).length) return false;
      for (const { kind, id, revision, deleted, document } of page.changes)
        await act.objectStore("facts").put({ kind, id, revision, deleted, document, day: dayOf(kind, document) });
      await kept.put(page.next_cursor, "cursor");
      if (!page.has_more) await setAside(act);
      return true;
    });
  }

  /** What a full reload has not brought again is shown to the person, and not lost. @param {any} act */
  async function setAside(act) {
    const kept = act.objectStore("kept");
    if (!(await kept.get("reloading"))) return;
    await kept.delete("reloading");
    for (const { unseen, ...known } of await act.objectStore("facts").getAll()) {
      if (!unseen) continue;
      await act.objectStore("facts").delete([known.kind, known.id]);
      await act.objectStore("operations").put({ ...offerOf(known, newId()), problem: { code: "gone", words: "" } });
    }
  }

  /** After a restore: offer all that is known, fetch all that there is; what waits stays. @param {string} diary */
  function beginAnew(diary) {
    return writing(async (act) => {
      await mustOwn(act, diary);
      const offered = new Set((await operationsIn(act)).filter(({ offer }) => offer).map(placeKey));
      for (const known of await act.objectStore("facts").getAll()) {
        await act.objectStore("facts").put({ ...known, unseen: true });
        if (!offered.has(placeKey(known))) await act.objectStore("operations").put(offerOf(known, newId()));
      }
      for (const name of ["epoch", "cursor"]) await act.objectStore("kept").delete(name);
      await act.objectStore("kept").put(true, "reloading");
    });
  }

  /** What the server asked for again may be sent again. */
  const unpark = () => change((operation) => operation.parked, (operation) => ({ ...operation, parked: false }));

  /** What was refused may be sent again, as it is. @param {number[]} seqs */
  const retry = (seqs) =>
    change((operation) => seqs.includes(operation.seq), (operation) => ({ ...operation, problem: null, frozen: false, base: null, parked: false }));

  /** @param {number} seq @param {Diary.Refusal} problem */
  const refuse = (seq, problem) => change((operation) => operation.seq === seq, (operation) => ({ ...operation, problem }));

  /** @param {(operation: Diary.Operation) => boolean} which @param {(operation: Diary.Operation) => Diary.Operation} changed */
  function change(which, changed) {
    return writing(async (act) => {
      for (const operation of (await operationsIn(act)).filter(which)) await act.objectStore("operations").put(changed(operation));
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

  /** Change some of what was chosen on this phone. @param {string} diary @param {Diary.Preferences} change */
  function prefer(diary, change) {
    return writing(async (act) => {
      await mustOwn(act, diary);
      const kept = act.objectStore("kept");
      await kept.put({ ...(await kept.get("preferences")), ...change }, "preferences");
    });
  }

  return {
    load, prefer, write, take, settle, takeIn, beginAnew, unpark, retry, refuse, startOver, lease,
    /** @param {string} key @param {unknown} value */
    keep: (key, value) => db.put("kept", value, key),
    /** @param {string} key */
    kept: (key) => db.get("kept", key),
    /** @returns {Promise<Diary.Operation[]>} */
    operations: async () => (await db.getAll("operations")).sort(inOrder),
    /** @returns {Promise<Diary.Known[]>} */
    facts: () => db.getAll("facts"),
    /** @returns {Promise<Diary.Owner | null>} */
    owner: async () => (await db.get("kept", "owner")) ?? null,
    close: () => db.close(),
  };
}

/**
 * Facts with what was done about each since.
 * @param {Diary.Known[]} facts @param {Diary.Operation[]} operations in order
 * @returns {{ known: Diary.Known | undefined, about: Diary.Operation[] }[]}
 */
function placesOf(facts, operations) {
  /** @type {Map<string, { known: Diary.Known | undefined, about: Diary.Operation[] }>} */
  const places = new Map(facts.map((known) => [placeKey(known), { known, about: [] }]));
  for (const operation of operations.filter(saysSomething)) {
    const place = places.get(placeKey(operation)) ?? { known: undefined, about: [] };
    place.about.push(operation);
    places.set(placeKey(operation), place);
  }
  return [...places.values()];
}

/** The local day on which it began: as the server fixed it, unless it was moved since. @param {Diary.Known | undefined} known @param {Diary.Document | null} document */
function dayShown(known, document) {
  const told = known?.document.started_at;
  if (!document?.started_at || document.started_at === told) return known?.day ?? dayOf(known?.kind ?? "", document ?? {});
  return localDay(Date.parse(document.started_at), document.time_zone);
}

/** @param {{ known: Diary.Known | undefined, about: Diary.Operation[] }} place @returns {Diary.Entry[]} none where there is nothing to show */
function entryOf({ known, about }) {
  const document = /** @type {Diary.Document | null} */ (shown(known, about));
  const { kind, id } = known ?? /** @type {Diary.Operation} */ (about[0]);
  const refused = about.filter((operation) => !isWaiting(operation));
  if (!document && !refused.length) return [];
  return [{
    kind, id, document: document ?? /** @type {Diary.Document} */ ({}),
    day: kind === "day" ? id : dayShown(known, document),
    isKnown: known !== undefined,
    refusal: refused.at(-1)?.problem ?? null,
    refused: refused.map(({ seq }) => seq),
    waiting: about.some(isWaiting),
  }];
}

/** What was deleted and can be brought back, as it was. @param {{ known: Diary.Known | undefined, about: Diary.Operation[] }} place @returns {Diary.Entry[]} */
function goneOf({ known, about }) {
  if (!known || shown(known, about)) return [];
  const { kind, id, day } = known;
  const document = /** @type {Diary.Document} */ (known.document);
  return [{ kind, id, day, document, isKnown: true, refusal: null, refused: [], waiting: false }];
}
