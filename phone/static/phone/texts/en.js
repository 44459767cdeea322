// Every sentence of the phone, in English. A function where a number or a name stands in it.

const ORDINALS = ["First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"];
const SUFFIXES = { one: "st", two: "nd", few: "rd", other: "th" };
const rule = new Intl.PluralRules("en", { type: "ordinal" });

/** @param {number} count @param {string} one @param {string} many */
const counted = (count, one, many) => `${count} ${count === 1 ? one : many}`;

/** @param {number} place from 1 */
export const ordinal = (place) =>
  ORDINALS[place - 1] ?? place + (SUFFIXES[/** @type {keyof typeof SUFFIXES} */ (rule.select(place))] ?? "th");

export default {
  language: "en",
  dates: "en-GB",
  app: "Twitch Diary",
  intended: [
    "A private diary to record muscle twitches and related daily facts, and to help describe them to a health professional. It shows what was entered and general published advice about when to seek care.",
    "It is not watched by anyone, not for emergencies, not a medical device, and has not been evaluated clinically.",
  ],
  about: "About",
  more: "More",
  back: "Back",
  done: "Done",
  undo: "Undo",
  tryAgain: "Try again",
  saved: "Saved on this phone.",
  save: "Save",
  cancel: "Cancel",
  notSaid: "not said",
  now: {
    label: "Log", tap: "Twitch now", where: "Where?", none: "No twitching today",
    hint: "One tap for each twitch; hold it if the eye was forced shut. The place can follow.",
    ago: (/** @type {number} */ minutes) => `${minutes} min ago`, allDay: "On and off all day", stopped: "It stopped", ended: "Saved: it has stopped.",
    shut: "Eye forced shut.", savedEarlier: "Saved on this phone, for yesterday.",
    count: (/** @type {number} */ count) => `${count} today`,
    saved: (/** @type {number} */ count) => `Saved on this phone. ${ordinal(count)} today.`,
    takenBack: "Taken back.", notSaved: "Not saved.", deleted: "Deleted.", back: "It is back.", asItWas: "As it was.",
    answered: "Answer saved on this phone.", unanswered: "Answer taken back.",
    noted: "Noted: no twitching today.",
    contradiction: (/** @type {number} */ count) => `You also logged ${counted(count, "twitch", "twitches")} today: the day counts as a twitch day.`,
    offline: "No connection. It waits on this phone.",
  },
  today: {
    title: "Today", label: "Today's list", nothing: "Nothing logged yet today.", sendNow: "Send now", details: "Details", sayWhere: "Say where",
    unplaced: (/** @type {number} */ count) => `${counted(count, "needs", "need")} a place.`, asUsual: (/** @type {string} */ places) => `All as usual: ${places}`,
    remove: (/** @type {string} */ time) => `Delete the twitch at ${time}`,
  },
  sending: {
    refused: (/** @type {number} */ count) => counted(count, "needs attention", "need attention"),
    sent: "All sent",
    sending: (/** @type {number} */ count) => `Sending ${count}`,
    waiting: (/** @type {number} */ count) => counted(count, "waits on this phone", "wait on this phone"),
  },
  entry: {
    onThisPhone: "On this phone", sent: "Sent",
    refused: (/** @type {string} */ words) => `Needs attention: ${words}`,
    stray: (/** @type {string} */ what, /** @type {string} */ words) => `${what} needs attention: ${words}`,
    removing: "Removing an entry", earlier: "An entry of an earlier day",
    answerFor: (/** @type {string} */ day) => `The answer for ${day}`,
    noWords: "The server refused it.", waits: (/** @type {string} */ what) => `${what}: waits on this phone`,
  },
  refusals: {
    gone: "The server does not know this.", future_time: "This time has not come yet. Is the phone's clock right?",
    ancient_time: "The time has to lie after 1900.", required: "Something that is needed is missing.", too_long: "This text is too long.",
  },
  sides: {
    right: "your right", left: "your left", middle: "middle", unsure: "side not sure",
    both_together: "both sides, at the same moment", both_apart: "both sides, at different moments",
  },
  places: {
    none: "Place not given yet", then: "; then ", end: ".", side: (/** @type {string} */ site, /** @type {string} */ side) => `${site}, ${side}`,
    saved: "Place saved on this phone.", most: "Twenty places are the most for one entry.",
  },
  where: {
    title: (/** @type {string} */ time) => `Where was it at ${time}?`, asked: "Where was it?",
    treated: "Where was it done?", already: "What twitches already?",
    shown: "How the face is shown", mirror: "As in a mirror", others: "As others see me",
    beside: "In the eye and the mouth", elsewhere: "Elsewhere on the body",
    noNames: "The names of these places have not reached this phone yet. They come with the next connection.",
    jaw: (/** @type {string} */ side) => `Lower jaw, ${side}: skin of the chin, or chewing muscle?`,
    jawHelp: "Put a finger on the spot and bite. If it hardens under the finger, it is the chewing muscle.",
    chin: "Skin of the chin", muscle: "Chewing muscle", neither: "Neither",
    face: "Face", lowerJaw: (/** @type {string} */ side) => `lower jaw, ${side}`,
    number: (/** @type {number} */ order) => `, number ${order}`,
    here: "here", left: "left", right: "right", yourLeft: "Your left", yourRight: "Your right",
  },
  check: {
    again: "Please answer again today", againNote: "A rash or trouble of the ear can follow a weak face by some days. Only what is new matters.",
    title: "Face check", link: "Face check", linkNote: "40 seconds: five movements, a few questions",
    help: "In front of a mirror, against how it usually is for you. Leave out what you do not want to say.",
    tasks: "Five movements", rest: "All as usual, or all the rest", lost: "What I can no longer do", none: "None of these", read: "I have read this",
    side: "Side", began: "How it began", since: "Since when",
    values: { yes: "yes", unsure: "not sure", no: "no" },
    groups: {
      face: "My face, today or lately", body: "Arms, legs, speech, balance", swallowing: "Swallowing and breathing", senses: "Eyes, ears, mouth",
      head: "Head", general: "Hands, muscles, in general",
    },
    noRule: "No rule matched. This is not an all-clear.", off: "Advice is switched off. This is not an all-clear.",
    number: (/** @type {string} */ number) => `Emergency number: ${number}`,
    basis: (/** @type {string} */ source) => `General published advice, not a diagnosis. Source: ${source}`,
    noNames: "The questions have not reached this phone yet. They come with the next connection.",
  },
  day: {
    link: "How was the day?", linkNote: "Twitching, coffee, sleep, stress: 20 seconds", which: "Which day", yesterday: "Yesterday", today: "Today",
    asked: { state: "Did it twitch?", burden: "How much?", function: "Did it get in the way?" },
    drinks: "Coffee, tea and the like", sleep: "Sleep the night before", less: "Less sleep", moreSleep: "More sleep",
    scales: { stress: "Stress, 0 to 10", fatigue: "Tiredness, 0 to 10" },
    caffeine: (/** @type {number} */ mg) => `About ${mg} mg of caffeine`,
    slept: (/** @type {number} */ hours, /** @type {number} */ minutes) => `${hours} h ${minutes} min`,
    step: (/** @type {string} */ drink, /** @type {number} */ by) => `${by > 0 ? "One more" : "One less"}: ${drink}`,
  },
  details: {
    title: "About this twitch", where: "Where", length: "How long", when: "When", allDay: "All day",
    lengths: ["1 to 3 s", "3 to 10 s", "10 to 30 s", "30 to 60 s", "1 to 5 min", "Longer"],
    asked: {
      rhythm: "How it moved", intensity: "How strong", during: "What I was doing", movement: "It came with this movement",
      suppressible: "Can I hold it back?", urge: "Was there an urge before it?", sensations: "What I felt there",
    },
    caffeine: "Caffeine so far that day, in mg", asTold: (/** @type {number} */ mg) => `${mg} mg, as I said for the day`,
    note: "Note", left: (/** @type {number} */ count) => (count < 0 ? `${-count} characters too many: not saved` : `${count} characters left`),
    remove: "Delete this twitch",
  },
  length: {
    seconds: (/** @type {number} */ count) => `${count} s`, minutes: (/** @type {number} */ count) => `${count} min`,
    hours: (/** @type {number} */ count) => `${count} h`, someTime: "at some time",
  },
  history: {
    link: "History", linkNote: "Every day, and what waits to be sent", earlier: "The month before", later: "The month after",
    twitched: "twitched", none: "no twitching", unknown: "not answered", nothing: "No answer for this day.",
    day: (/** @type {string} */ day, /** @type {string} */ state, /** @type {number} */ count) => `${day}: ${state}${count ? `, ${count} logged` : ""}`,
    add: "Add a twitch on this day", edit: "Change", remove: "Delete", gone: "Deleted in the last 30 days", bringBack: "Bring back",
    unsent: "Waiting on this phone", conflicts: "Said differently on two phones",
    conflict: (/** @type {string} */ what) => `Two phones said different things: ${what}`, mine: "Arrived last", theirs: "Stood before", deletedThere: "deleted",
    keep: { mine: "Keep the last", theirs: "Keep the one before", both: "Keep both" },
    settled: "Settled. Nothing was lost: both stay in the history of the entry.", unsettled: "This needs a connection. Nothing was changed.",
    unseen: "Whether two phones said different things cannot be shown without a connection.",
  },
  fields: {
    started_at: "When", time_zone: "Time zone", time_precision: "How exact", duration_s: "How long", ongoing: "Still going on", count: "How many", sites: "Where",
    rhythm: "How it moved", intensity: "How strong", during: "What I was doing", movement: "With which movement", suppressible: "Can be held back", urge: "Urge before it",
    observed_by: "Seen by", sensations: "Felt", caffeine_mg: "Caffeine in mg", sleep_min: "Sleep", stress: "Stress", note: "Note", recorded_at: "Written down",
    state: "Twitching", burden: "How much", function: "In the way", drinks: "Drinks", last_caffeine_at: "Last coffee or tea", sleep_quality: "Sleep quality", fatigue: "Tiredness",
    screen_min: "Screen time in minutes", alcohol_units: "Alcohol in units", wearing_off: "Wearing off", performed_at: "When", tasks: "Movements", answers: "Answers",
    tasks_lost: "Can no longer do", kind: "What", action: "What was done", name: "Name", on: "On", until: "Until", side: "Side", dose: "Dose", unit: "Unit",
    long_standing_weakness: "Weak for long", suspected_factors: "Suspected", birth_year: "Born in", country: "Country", language: "Language", time_zone_policy: "Time zone of days",
    home_time_zone: "Home time zone", reminder_at: "Reminder", quiet_from: "Quiet from", quiet_until: "Quiet until", emergency_number: "Emergency number", theme: "Colours",
    text_size: "Letters", spoken_reply: "Spoken reply", flags_enabled: "Advice", questions: "Questions",
  },
  kinds: {
    episode: "A twitch", day: "A day", check: "A face check", event: "A treatment or event", baseline: "What was there at the beginning", settings: "Settings", questions: "Questions",
  },
  trends: {
    link: "Trends", linkNote: "Weeks, places, hours, every day", coming: "New figures are being drawn.", offline: "Figures are drawn by the server: this needs a connection once.",
    until: (/** @type {string} */ day) => `As recorded up to ${day}.`, rows: "The numbers",
    note: "Shares are of answered days; a silent day is in no number. An association in one diary is not a cause.",
  },
  treatments: {
    link: "Treatments", linkNote: "Injections, medicines, former palsy, examinations", nothing: "Nothing written down yet.",
    kind: "What it was", action: "What happened", on: "On", until: "Until", name: "Name, or what for", dose: "Dose", unit: "Unit (mg, U …)",
    add: "Add something", changeIt: "Change it", sites: "Change where", addSites: "Say where", wrong: "Please look at this field: it needs a date, and an end after its beginning.",
    period: (/** @type {string} */ from, /** @type {string} */ until) => `${from} to ${until}`,
  },
  visit: {
    link: "For my doctor", linkNote: "One page, and up to three questions", questions: "What I want to ask", question: (/** @type {number} */ number) => `Question ${number}`,
    period: "Which time the page shows", days: (/** @type {number} */ days) => (days === 365 ? "A year" : `${days} days`), first: "From", last: "To",
    look: "Look at the page", share: "Share it", save: "Save as PDF", offline: "Making the page needs a connection.",
    unshared: "The page could not be shared from here. Save it as PDF instead.",
    note: "The page shows what was recorded and how complete it is. It is not a diagnosis.",
  },
  settings: {
    link: "Settings", linkNote: "Language, letters, who can read it, sign out", language: "Language", lessMotion: "Less motion",
    asked: { theme: "Colours", text_size: "Letters", time_zone_policy: "When travelling" }, zone: (/** @type {string} */ zone) => `Days are counted in ${zone}.`,
    spoken_reply: "Say aloud that it was saved", flags_enabled: "Show published advice when an answer calls for it",
    emergency: "Emergency number", emergencyNote: "It is shown with urgent advice. Nothing dials by itself.",
    devices: "Signed-in devices", thisDevice: (/** @type {string} */ name) => `${name} (this one)`,
    device: (/** @type {string} */ name, /** @type {string} */ on) => `${name}, last used ${on}`, signedOut: "It is signed out.", offline: "This needs a connection. Nothing was changed.",
    data: "My data", whole: "This phone keeps a copy of the whole diary, so that it works without a network. Signing out removes it from the phone.",
    exportJson: "Export all (JSON)", exportCsv: "Export tables (CSV)", erase: "Erase everything",
    eraseTitle: "Erase the whole diary?", eraseHelp: "Everything goes, here and on the server, and cannot be brought back. Export it first if you may want it again.",
    password: "Password", keepIt: "Keep my diary", eraseNow: "Erase everything now",
  },
  lock: {
    name: "Lock what I wrote with this phone's own lock (logging stays open)", locked: "Locked. A twitch can be logged; what was written needs your key.",
    open: "Unlock", notSet: "The lock was not set: the phone made no key.",
  },
  start: {
    link: "Begin here", linkNote: "Under a minute: what twitches already, so that it is not taken for new", title: "Before you begin",
    sites: "What twitches already", sitesNote: "Show it on the face, or leave it out", palsy: "Was one side of the face ever paralysed?", palsySides: { left: "Yes, my left", right: "Yes, my right" },
    palsyOn: "About when", factors: "What do you suspect?", factorsNote: "Said before looking at any number, so that chance does not choose for you.", other: "Something else",
    named: { caffeine: "Coffee or tea", sleep: "Short nights", stress: "Stress", fatigue: "Tiredness", screen: "Screens", alcohol: "Alcohol" }, begin: "Start my diary",
  },
  notice: {
    blocked: "This browser does not let the diary keep anything on this phone (private mode, or storage is blocked). Nothing can be logged here. Open the diary in an ordinary window.",
    full: "The last tap could not be saved: this phone's storage may be full. What was saved before is still there. Free some space and tap again.",
    signedOut: "You are signed out. Logging goes on; sign in again to send what waits.", signIn: "Sign in to begin.",
    update: "This diary has to be updated before it can send. Logging goes on and nothing is lost: close it and open it again with a connection.",
    once: "The diary needs the network once, to know whose it is. It keeps trying.",
    other: (/** @type {string} */ name, /** @type {number} */ count) =>
      `${counted(count, "entry", "entries")} of ${name} ${count === 1 ? "waits" : "wait"} on this phone. Nothing is mixed: sign in as ${name} to send ${count === 1 ? "it" : "them"}.`,
    first: "the first person", again: "Sign in again", signInAs: (/** @type {string} */ name) => `Sign in as ${name}`, discard: "Discard them",
    discardTitle: "Discard what waits?", discardHelp: "It was never sent and cannot be brought back.", keep: "Keep it", discardNow: "Discard it",
  },
  account: {
    iphone: "To keep this diary at hand, and to keep Safari from clearing it after a week without a visit: tap Share, then Add to Home Screen.",
    install: "Keep this diary on the home screen: it opens faster there, and without a network.", installNow: "Install", notNow: "Not now",
    of: (/** @type {string} */ name) => `Diary of ${name}`, leave: "Sign out", leaveTitle: "Sign out?",
    loss: (/** @type {number} */ count) => `${counted(count, "entry waits", "entries wait")} on this phone and would be lost.`,
    sendFirst: "Send first", leaveAnyway: "Sign out anyway", stay: "Stay signed in",
    stayed: "Could not sign out: the server cannot be reached. Nothing was removed.",
  },
  sharing: {
    label: "Sharing", title: "Who may read my diary", code: "Code of the practice",
    help: "With its code you let a practice read your page. You can close your diary again at any time.", open: "Open my diary to this practice",
    openings: "Opened last", page: "the page", pdf: "the PDF", somebody: "Somebody who has left",
    opening: (/** @type {string} */ who, /** @type {string} */ what, /** @type {string} */ at) => `${who}: ${what}, ${at}`,
    close: (/** @type {string} */ practice) => `Close it to ${practice}`,
    since: (/** @type {string} */ practice, /** @type {string} */ from, /** @type {string} */ until) =>
      until ? `${practice} may read it from ${from} until ${until}.` : `${practice} may read it since ${from}.`,
    offline: "This needs a connection. Nothing was changed.", unseen: "Who may read it cannot be shown without a connection.", nobody: "Nobody but you.",
    opened: (/** @type {string} */ practice) => `Your diary is open to ${practice}.`, closed: (/** @type {string} */ practice) => `Your diary is closed to ${practice}.`,
  },
};
