// The nouns of the phone, for the type check only; nothing of this file is served.
declare namespace Diary {
  type Side = "left" | "right" | "both_together" | "both_apart" | "middle" | "unsure";

  interface Place {
    site: string;
    side: Side;
  }

  /** An episode as the API speaks it. Fields that nobody touched are absent. */
  interface Document {
    started_at: string;
    time_zone: string;
    time_precision?: string;
    sites?: Place[];
    recorded_at?: string;
    day?: string;
    [field: string]: unknown;
  }

  /** An episode on this phone. `day` is the local day of its start. */
  interface Entry {
    id: string;
    day: string;
    document: Document;
    on_server: boolean;
  }

  interface DayAnswer {
    day: string;
    state: "none" | "twitched" | "unknown";
  }

  type Kind = "episode" | "day";

  interface Refusal {
    status: number;
    code: string;
    words: string;
  }

  /** One line of the outbox. Once `sent` it is frozen: it may already stand on the server. */
  interface Line {
    seq?: number;
    kind: Kind;
    key: string;
    method: "PUT" | "PATCH" | "DELETE";
    body: Record<string, unknown> | null;
    /** "new": create only; a revision: only if the server still has that one; null: in any case. */
    guard: string | null;
    sent: boolean;
    refusal: Refusal | null;
  }
  type QueuedLine = Line & { seq: number };

  /** What a screen wants sent, before the outbox decides how. */
  type Wish = Pick<Line, "kind" | "key" | "method" | "body" | "guard">;

  /** Everything one act changes; the store writes it in one transaction or not at all. */
  interface Change {
    diary: string;
    entry?: Entry;
    forget?: string;
    answer?: DayAnswer;
    wish: Wish;
  }

  interface Owner {
    diary: string;
    username: string;
    name: string;
    epoch: number;
  }

  interface Site {
    code: string;
    part: "face" | "body";
    sided: boolean;
    labels: Record<string, { lay: string; anatomy: string }>;
  }

  interface Vocabulary {
    version: number;
    sites: Site[];
    sides: { code: string; labels: Record<string, string> }[];
  }

  interface Preferences {
    mirror?: boolean;
    installHintClosed?: boolean;
  }

  /** What the store holds. */
  interface Memory {
    owner: Owner | null;
    entries: Entry[];
    lines: QueuedLine[];
    answers: DayAnswer[];
    vocabulary: Vocabulary | null;
    preferences: Preferences;
  }

  type Store = Awaited<ReturnType<typeof import("./static/phone/store.js").openStore>>;

  type Phase = "idle" | "sending" | "later" | "sign_in" | "other_person";
  type Trouble = "storage_blocked" | "storage_full" | null;

  /** What the screens are given: the memory, and the moment. */
  interface State extends Memory {
    nowMs: number;
    zone: string;
    today: string;
    online: boolean;
    phase: Phase;
    trouble: Trouble;
    said: string;
    /** `floats`: it was done down in the list, so the way back has to be seen there. */
    undo: { change: Change; said: string; floats?: boolean } | null;
    recentId: string | null;
    whereId: string | null;
    sharing: Sharing | null;
  }

  /** Who may read the diary, and who did. Fetched when asked for, never kept. */
  interface Sharing {
    links: { id: string; practice: string; given_at: string; until: string | null }[];
    openings: { reader: string; practice: string | null; what: string; opened_at: string }[];
    said: string;
    /** A code was taken just now. */
    taken: boolean;
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
    guard?: string | null;
  }
  type Call = (request: Request) => Promise<Answer>;
}
