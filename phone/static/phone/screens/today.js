import { entriesOf, strays, unplaced, usualPlaces, waitingIn } from "../logic.js";
import { t } from "../texts.js";
import { entryWords, placeWords, placesWords, sendingWords, strayWords } from "../words.js";
import { wallTime } from "../time.js";
import { act } from "./act.js";
import { finder, onDiary } from "./elements.js";

const PAGE = `
  <div class="today-head"><h2>${t.today.title}</h2><button class="quiet send away" type="button">${t.today.sendNow}</button></div>
  <p class="nothing">${t.today.nothing}</p>
  <ol class="entries"></ol>
  <div class="unplaced" hidden><p></p><button class="quiet as-usual" type="button"></button></div>
  <ul class="strays"></ul>`;

const ITEM = `
  <time class="entry-time"></time>
  <button class="entry-place" type="button"><span class="place"></span><span class="verb">${t.today.details}</span></button>
  <p class="entry-state"></p>
  <button class="quiet say-where" type="button" hidden>${t.today.sayWhere}</button>
  <button class="quiet retry" type="button" hidden>${t.tryAgain}</button>
  <button class="bin" type="button">
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v5.5M13.7 10.5v5.5"/></svg>
  </button>`;

/** @param {HTMLElement} el */
export function mountToday(el) {
  el.innerHTML = PAGE;
  const find = finder(el);
  /** @type {Map<string, HTMLElement>} */
  const items = new Map();
  /** @type {WeakMap<HTMLElement, string>} what each of them shows */
  const shown = new WeakMap();

  /** @type {Diary.State} */
  let state;

  find(".as-usual").addEventListener("click", () => act(el, "place-as-usual"));
  find(".send").addEventListener("click", () => act(el, "send-now"));
  onDiary(el, update);

  /** @param {Diary.State} next */
  function update(next) {
    state = next;
    const entries = entriesOf(state.entries, state.today);
    find(".nothing").hidden = entries.length > 0;
    // It keeps its place, so that the list under it does not move under a finger.
    find(".send").classList.toggle("away", waitingIn(state.operations) === 0 || !state.online || state.phase === "sending");
    arrange(entries.map(itemFor));
    fillUnplaced();
    find(".strays").replaceChildren(...strays(state).map(strayItem));
  }

  /** Move only what stands in the wrong place, so that focus stays where it is. @param {HTMLElement[]} wanted */
  function arrange(wanted) {
    const list = find(".entries");
    const stays = new Set(wanted);
    for (const [id, item] of items) if (!stays.has(item)) leave(id, item);
    wanted.forEach((item, place) => list.children[place] !== item && list.insertBefore(item, list.children[place] ?? null));
  }

  /** @param {string} id @param {HTMLElement} item */
  function leave(id, item) {
    if (item.contains(document.activeElement)) act(el, "focus-now");
    item.remove();
    items.delete(id);
  }

  /** One tap gives a place to everything that has none. */
  function fillUnplaced() {
    const [count, usual] = [unplaced(state).length, usualPlaces(state)];
    find(".unplaced").hidden = count === 0 || usual.length === 0;
    find(".unplaced p").textContent = t.today.unplaced(count);
    find(".as-usual").textContent = t.today.asUsual(usual.map((place) => placeWords(state.vocabulary, place)).join(t.places.then));
  }

  /** @param {Diary.Entry} entry */
  function itemFor(entry) {
    const item = items.get(entry.id) ?? newItem(entry.id);
    const told = JSON.stringify([entry, state.vocabulary?.version]);
    if (shown.get(item) === told) return item;
    shown.set(item, told);
    const part = finder(item);
    const time = wallTime(entry.document.started_at, entry.document.time_zone);
    const places = entry.document.sites ?? [];
    part(".entry-time").textContent = time;
    part("time").setAttribute("datetime", entry.document.started_at);
    part(".place").textContent = placesWords(state.vocabulary, places);
    part(".say-where").hidden = places.length > 0;
    part(".entry-state").textContent = entryWords(entry);
    item.classList.toggle("attention", entry.refusal !== null);
    item.dataset.refused = entry.refused.join(" ");
    part(".retry").hidden = entry.refusal === null;
    part(".bin").setAttribute("aria-label", t.today.remove(time));
    return item;
  }

  /** @param {string} id */
  function newItem(id) {
    const item = document.createElement("li");
    item.innerHTML = ITEM;
    item.querySelector(".entry-place")?.addEventListener("click", () => act(item, "go", { to: `details=${id}` }));
    item.querySelector(".say-where")?.addEventListener("click", () => act(item, "go", { to: `where=${id}` }));
    item.querySelector(".bin")?.addEventListener("click", () => act(item, "delete-fact", { entry: state.entries.find((entry) => entry.id === id) }));
    item.querySelector(".retry")?.addEventListener("click", () =>
      act(item, "retry-refused", { seqs: (item.dataset.refused ?? "").split(" ").map(Number) }));
    items.set(id, item);
    return item;
  }

  /** @param {Diary.Operation} operation */
  function strayItem(operation) {
    const item = document.createElement("li");
    const retry = document.createElement("button");
    retry.className = "quiet";
    retry.type = "button";
    retry.textContent = t.tryAgain;
    retry.addEventListener("click", () => act(el, "retry-refused", { seqs: [operation.seq] }));
    item.append(strayWords(operation), retry);
    return item;
  }
}

/** The words at the top of every page. @param {HTMLElement} el */
export function mountSending(el) {
  onDiary(el, ({ operations, phase, owner }) => {
    const waiting = waitingIn(operations);
    const refused = operations.filter(({ problem }) => problem).length;
    const words = sendingWords({ waiting, refused, phase, ready: owner !== null });
    if (el.textContent !== words) el.textContent = words;
    el.dataset.state = refused ? "attention" : waiting ? "waiting" : "sent";
  });
}
