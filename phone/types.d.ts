// The nouns of the phone, for the type check only; nothing of this file is served.
declare namespace Diary {
  type Side = "left" | "right" | "both_together" | "both_apart" | "middle" | "unsure";

  interface Place {
    site: string;
    side: Side;
  }

  /** What is said of a fact, by the names of the API. Fields that nobody touched are absent. */
  type Fields = Record<string, unknown>;

  /** A fact as the API speaks it. */
  interface Document extends Fields {
    started_at: string;
    time_zone: string;
    sites?: Place[];
  }

  type Kind = "episode" | "day" | "check" | "event" | "baseline" | "settings" | "questions";
  type DayState = "none" | "twitched" | "unknown";

  /** The server's last word on a fact. A deleted one keeps what it said. */
  interface Known {
    kind: Kind | string;
    id: string;
    revision: string;
    deleted: boolean;
    document: Fields;
    day: string;
  }

  interface Refusal {
    code: string;
    words: string;
  }

  /** What a person wants of one fact. Without fields it takes a deletion back. */
  interface Wish {
    kind: Kind | string;
    id: string;
    fields: Fields;
    deleted?: boolean;
  }

  /**
   * What a person did to one fact. `base` is what the phone knew of it when this was first sent; from then on it is
   * `frozen`. An `offer` says after a restore what the phone knows. One that is `anew` follows a deleted answer, and
   * builds on nothing. `parked`: the server asked for it again later. `problem`: it was refused.
   */
  interface NewOperation extends Required<Wish> {
    op_id: string;
    anew: boolean;
    offer: Known | null;
    base: Known | null;
    frozen: boolean;
    parked: boolean;
    problem: Refusal | null;
  }
  type Operation = NewOperation & { seq: number };

  /** What the server decided about one operation. */
  interface Result {
    op_id: string;
    status: string;
    document?: Fields;
    deleted?: boolean;
    problem?: Problem;
  }

  interface Page {
    changes: { kind: string; id: string; revision: string; deleted: boolean; document: Fields }[];
    next_cursor: string;
    has_more: boolean;
    epoch: number;
  }

  /** A fact as a screen shows it: the server's last word, and what was done since. `refused` are operations. */
  interface Entry {
    kind: Kind | string;
    id: string;
    day: string;
    document: Document;
    isKnown: boolean;
    waiting: boolean;
    refusal: Refusal | null;
    refused: number[];
  }

  interface Change {
    diary: string;
    wish: Wish;
  }

  interface Exchange {
    request: Request;
    sent: Operation[];
    cursor: string;
  }

  interface Owner {
    diary: string;
    username: string;
    name: string;
  }

  interface Site {
    code: string;
    part: "face" | "body";
    zone: string | null;
    nerve: string | null;
    sided: boolean;
    labels: Record<string, { lay: string; anatomy: string }>;
  }

  interface Term {
    code: string;
    labels: Record<string, string>;
  }

  interface Drink extends Term {
    caffeine_mg: number;
  }

  interface Vocabulary {
    version: number;
    sites: Site[];
    sides: Term[];
    check_tasks: Term[];
    task_grades: Term[];
    check_answers: Term[];
    onset_speeds: Term[];
    tasks_lost: Term[];
    day_states: Term[];
    burdens: Term[];
    functions: Term[];
    drinks: Drink[];
    rhythms: Term[];
    intensities: Term[];
    contexts: Term[];
    movements: Term[];
    sensations: Term[];
    answers: Term[];
    event_kinds: Term[];
    event_actions: Term[];
    themes: Term[];
    text_sizes: Term[];
    time_zone_policies: Term[];
    /** Missing where the server has them switched off. */
    answer_rules?: import("./static/phone/holding.js").Data;
  }

  interface CheckAnswer {
    value: "yes" | "no" | "unsure";
    side?: string | null;
    onset_at?: string | null;
    onset_speed?: string | null;
  }

  interface CheckFields extends Fields {
    performed_at: string;
    time_zone: string;
    tasks: Record<string, { left?: string; right?: string }>;
    answers: Record<string, CheckAnswer>;
    tasks_lost: string[];
  }

  /** A face check while it is being made. */
  interface Check {
    id: string;
    fields: CheckFields;
  }

  /** A question that is open, the entry it is about, if it is about any, and of its places those that are meant. */
  interface Asked {
    code: import("./static/phone/asking.js").Question["code"] | "new_place";
    about: string;
    places: Place[];
  }

  /** What the rules have to know besides a check. */
  interface CheckContext {
    events: Fields[];
    long_standing_weakness: unknown;
  }

  type Screen = "home" | "where" | "details" | "day" | "check" | "history" | "trends" | "treatments" | "visit" | "settings" | "start";

  /** The fact that a screen is about. */
  interface About {
    kind: string;
    id: string;
  }

  interface Preferences {
    mirror?: boolean;
    installHintClosed?: boolean;
    lessMotion?: boolean;
    /** The id of the passkey that opens the diary on this phone; "" where none is needed. */
    lock?: string;
    /** What the first minute asks was answered or left out. */
    started?: boolean;
    /** Where it was the last time a place was given. */
    usual?: Place[];
    /** From which day on a question may be asked again; of new places also by area, "new_place:cheek:left". */
    noted?: Record<string, string>;
    /** This browser was asked to remind. */
    reminded?: boolean;
  }

  /** What the store holds. */
  interface Memory {
    owner: Owner | null;
    entries: Entry[];
    days: Record<string, Entry>;
    operations: Operation[];
    vocabulary: Vocabulary | null;
    preferences: Preferences;
    /** The document of the person's settings, or nothing yet. */
    settings: Record<string, unknown>;
    /** Other facts, whole, of the kinds that the screen asked for. */
    facts: Record<string, Entry[]>;
    /** Episodes that were deleted. */
    gone: Entry[];
    /** The fact that the screen is about: null where there is none, undefined while it is being read. */
    open: Entry | null | undefined;
  }

  type Store = Awaited<ReturnType<typeof import("./static/phone/store.js").openStore>>;

  type Phase = "idle" | "sending" | "later" | "sign_in" | "other_person" | "update";
  type Trouble = "storage_blocked" | "storage_full" | null;

  /** What the screens are given: the memory, and the moment. */
  interface State extends Memory {
    nowMs: number;
    /** In which days are counted. */
    zone: string;
    /** In which the phone is. */
    here: string;
    today: string;
    online: boolean;
    phase: Phase;
    trouble: Trouble;
    said: string;
    /** `floats`: it was done down in the list, so the way back has to be seen there. */
    undo: { wishes: Wish[]; said: string; floats?: boolean } | null;
    recentId: string | null;
    screen: Screen;
    about: About | null;
    /** The first day that the screen wants to show; null: yesterday. */
    since: string | null;
    /** Whether the memory was read at all. */
    isRead: boolean;
    /** Nothing that was written is shown until the person has shown who they are. */
    locked: boolean;
    /** What is open, and asked again today. */
    asked: Asked[];
    check: Check | null;
    /** What the rules say of the check, most urgent first. */
    advice: import("./static/phone/rules.js").Fired[];
    /** Of it, what has to be seen before anything else. */
    urgent: import("./static/phone/rules.js").Fired | null;
    sharing: Sharing | null;
    /** What came of making the page for the doctor. */
    pageSaid: string;
    trends: Trends | null;
    noticed: Noticed | null;
    /** `here`: the subscription of this browser, "" where there is none; `address`: of the calendar, told once. */
    reminders: { here: string; calendar: boolean; address: string; said: string } | null;
    conflicts: { list: Conflict[]; said: string } | null;
    devices: { list: { id: string; name: string; last_used_on: string; is_this: boolean }[]; said: string } | null;
  }

  /** The figures of the server, as of the `last` day. */
  interface Trends {
    figures: Figure[];
    last: string;
    said: string;
  }

  /** What the server said of its rules, as of a day. */
  interface Noticed {
    as_of: string;
    enabled: boolean;
    remark: string;
    results: Flag[];
    check_asked: { by: string; practice: string; asked_at: string } | null;
  }

  interface Flag {
    rule: string;
    level: "emergency" | "same_day" | "soon" | "watch" | "info";
    urgency: "within_days" | "within_2_weeks" | null;
    basis: "published" | "unreviewed";
    title: string;
    text: string;
    source: string;
    evidence: { kind: string; id: string; day: string }[];
    /** Who has seen it since its newest evidence. */
    review: { by: string; practice: string; on: string } | null;
  }

  interface Figure {
    name: string;
    title: string;
    sentence: string;
    header: string[];
    rows: string[][];
    drawing: Blob;
  }

  /** What two phones said differently: `mine` arrived last. */
  interface Conflict {
    id: string;
    kind: string;
    fields: string[];
    mine: Fields;
    theirs: Fields;
    theirs_deleted: boolean;
  }

  /** Who may read the diary, and who did. Fetched when asked for, never kept. */
  interface Sharing {
    links: { id: string; practice: string; scope: string; given_at: string; until: string | null; paused: boolean }[];
    /** The last one first. */
    shares: Share[];
    /** What was signed, then who opened it. */
    openings: Opening[];
    /** Whether the server was asked. */
    isRead: boolean;
    said: string;
    /** A code was taken just now. */
    taken: boolean;
    /** A link that was made just now: told once, and gone with the screen. */
    made: { id: string; token: string; last: string; address: string } | null;
  }

  /** Openings of one kind, by one reader or link on one day, `times` one after the other; the last one `opened_at`. */
  interface Opening {
    reader: string;
    practice: string | null;
    /** The label of the link by which it was opened, "" for none; null where it was not by a link. */
    share: string | null;
    what: string;
    /** What somebody wrote who signed it. */
    text?: string;
    opened_at: string;
    times: number;
  }

  /** A link for a doctor without an account. */
  interface Share {
    id: string;
    label: string;
    scope: "profile" | "profile_and_log";
    first: string;
    last: string;
    has_pin: boolean;
    /** After five wrong PINs. */
    is_closed: boolean;
    expires_at: string;
  }

  interface Problem {
    status?: number;
    code?: string;
    title?: string;
    detail?: string;
    errors?: { pointer?: string; code?: string; detail?: string }[];
  }

  /** `accepted`: our server said yes. `problem`: an HTTP error. `lost`: no answer, or not from our server. */
  type Answer =
    | { kind: "accepted"; status: number; document: any }
    | { kind: "problem"; status: number; problem: Problem | null; retryAfterS: number | null }
    | { kind: "lost"; reason: "no_network" | "redirect" | "not_ours" };

  interface Request {
    method: string;
    path: string;
    body?: unknown;
    diary?: string;
  }
  type Call = (request: Request) => Promise<Answer>;
}
