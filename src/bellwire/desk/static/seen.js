// Which version of each thread this browser has shown to somebody, so that what came while the page was closed is marked.
const KEY = "bellwire-seen";
const MOST = 2000;

const load = () => new Map(JSON.parse(localStorage.getItem(KEY) ?? "[]"));

export function remember(thread, alert) {
  const seen = load();
  seen.delete(thread);
  seen.set(thread, alert);
  localStorage.setItem(KEY, JSON.stringify([...seen].slice(-MOST)));
}

// Mark rows that have come or changed since this browser was here last; on a first visit all are taken as seen.
export function recall(rows, mark) {
  const first = localStorage.getItem(KEY) === null;
  const seen = load();
  for (const row of rows) {
    const { thread, alert } = row.dataset;
    if (first) seen.set(thread, alert);
    else if (seen.get(thread) !== alert) mark(row, seen.has(thread) ? row : undefined);
  }
  if (first) localStorage.setItem(KEY, JSON.stringify([...seen].slice(-MOST)));
}
