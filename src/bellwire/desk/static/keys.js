// Keys: through the list and to what can be done, from anywhere but where somebody writes.
import { acknowledge, mayAct } from "./acts.js";
import { advise } from "./say.js";

const main = document.getElementById("main");
const rows = document.getElementById("rows");
const help = document.getElementById("help");

function step(by) {
  const all = [...rows.children].filter((row) => row.dataset.thread);
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1);
  all[next]?.querySelector("h2 :first-child").focus();
}

// The thread that a key means: the row in focus, or the story of the page.
function meant() {
  const row = document.activeElement?.closest?.("#rows > [data-thread]");
  if (row) return { ...row.dataset, headline: row.querySelector("h2").textContent, row };
  const { story, alert, like } = main.dataset;
  return story ? { thread: story, alert, like, headline: document.querySelector("h1").textContent } : null;
}

const KEYS = {
  j: () => rows && step(1),
  k: () => rows && step(-1),
  o: (thread) => {
    const why = thread.row?.querySelector("details");
    if (why) why.open = !why.open;
  },
  a: (thread) => mayAct() && acknowledge(thread.thread, thread.alert, thread.headline),
  s: (thread) => { if (mayAct()) location.href = `/silences/new?${thread.like}`; },
  "/": () => {
    const search = document.getElementById("text");
    if (search) search.focus();
    else location.href = "/#text";
  },
  "?": () => help.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
  event.preventDefault();
  const key = KEYS[event.key];
  const thread = key.length ? meant() : null;
  if (!key.length || thread) key(thread);
  else advise(rows ? "Choose a row first: j, k" : "That is done in the list and in a story");
});
