// What of the list this browser has shown to somebody, so that what came while the page was closed is marked, and only that.
import { keep, kept } from "./storage.js";

const SEEN = "bellwire-seen";
const UNSEEN = "bellwire-unseen";
const LAST = "bellwire-last";
const VISIT = "bellwire-visit";
const MOST = { [SEEN]: 2000, [UNSEEN]: 500, [LAST]: 50 };

const main = document.getElementById("main");
const list = main.dataset.stream;
const isOlder = new URLSearchParams(location.search).has("cursor");
let since = Infinity;

function pairs(key) {
  const found = kept(key, []);
  return new Map(Array.isArray(found) ? found.filter(Array.isArray) : []);
}

// The last that were put in are kept.
const save = (key, map) => keep(key, [...map].slice(-MOST[key]));

function put(key, name, value) {
  const map = pairs(key);
  map.delete(name);
  save(key, map.set(name, value));
}

// Somebody has looked at this version of a thread.
export function noteSeen(thread, alert) {
  put(SEEN, thread, alert);
  const unseen = pairs(UNSEEN);
  if (unseen.delete(thread)) save(UNSEEN, unseen);
}

// It has come, and nobody has looked at it yet.
export function noteUnseen(thread, alert) {
  put(UNSEEN, thread, alert);
}

// The newest place there was when this list was last opened, in an earlier visit; of a list that never was, any list. On a
// first visit nothing is new.
function lastVisit() {
  const newest = Number(main.dataset.newest);
  const lasts = pairs(LAST);
  const visit = kept(VISIT, {}, "sessionStorage");
  const before = visit[list] ?? lasts.get(list) ?? (lasts.size ? Math.max(...lasts.values()) : newest);
  if (isOlder) return lasts.size ? before : Infinity;
  keep(VISIT, { ...visit, [list]: before }, "sessionStorage");
  put(LAST, list, newest);
  return before;
}

// Tells of a row whether it is news to this browser, and whether an older version was not.
export function newsTeller() {
  const [seen, unseen] = [pairs(SEEN), pairs(UNSEEN)];
  return ({ dataset: { thread, alert, place } }) => ({
    news: seen.get(thread) !== alert && (seen.has(thread) || unseen.has(thread) || Number(place) > since),
    known: seen.has(thread),
  });
}

// Mark rows that have come or changed since this browser was here last; the others are taken as seen.
export function recall(rows, mark) {
  since = lastVisit();
  const tell = newsTeller();
  const seen = pairs(SEEN);
  for (const row of rows) {
    const { news, known } = tell(row);
    if (news) mark(row, known ? row : undefined);
    else if (!known) seen.set(row.dataset.thread, row.dataset.alert);
  }
  save(SEEN, seen);
}
