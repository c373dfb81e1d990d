// The live part of the page. Without it everything can still be read; with it, news comes by itself.
import { tell } from "./times.js";

const main = document.getElementById("main");
const rows = document.getElementById("rows");
const state = document.getElementById("state");
const waiting = document.getElementById("waiting");
const notice = document.getElementById("notice");
const announcer = document.getElementById("announce");
const interrupter = document.getElementById("interrupt");
const ROWS = 200;
const title = document.title;

const lastIds = new Map();
const held = [];
const unseen = new Set();
let place = main.dataset.place;
let feed = main.dataset.feed;
let connected = false;
let source;

// --- Connection: always visible, in words.

const WORDS = {
  live: "Live",
  connecting: "Connecting…",
  lost: "Desk out of reach – trying again",
  delayed: "Alerts held up: no answer from Kafka",
};

function showState() {
  const now = !connected ? (state.dataset.state === "static" ? "connecting" : "lost") : feed === "live" ? "live" : feed === "lost" ? "delayed" : "connecting";
  state.dataset.state = now === "delayed" ? "lost" : now;
  const words = state.querySelector(".words");
  if (words.textContent !== WORDS[now]) words.textContent = WORDS[now];
}

function connect() {
  const query = new URLSearchParams({ as: "row", after: place });
  if (main.dataset.exercises === "true") query.set("exercises", "true");
  source = new EventSource(`/stream/alerts?${query}`);
  source.addEventListener("open", () => { connected = true; showState(); });
  source.addEventListener("feed", (event) => { feed = event.data; showState(); });
  source.addEventListener("alert", (event) => { place = event.lastEventId || place; receive(JSON.parse(event.data)); });
  source.addEventListener("reload", () => { source.close(); loadAfresh(); });
  source.addEventListener("error", () => {
    connected = false;
    showState();
    if (source.readyState === EventSource.CLOSED) setTimeout(reconnect, 3000);
  });
}

// A session that has ended is told by the login, not by a desk that seems out of reach.
async function reconnect() {
  const answer = await fetch("/api/alerts?limit=1").catch(() => null);
  if (answer?.status === 401) location.reload();
  else connect();
}

addEventListener("pagehide", () => source.close());
addEventListener("pageshow", (event) => { if (event.persisted) connect(); });

// --- Alerts: each thread's greatest id counts, whatever comes twice.

function receive(alert) {
  if (alert.id <= (lastIds.get(alert.thread) ?? "")) return;
  lastIds.set(alert.thread, alert.id);
  if (rows) {
    if (scrollY > 160) hold(alert);
    else put(alert);
    announce(alert);
  } else if (alert.thread === main.dataset.story) {
    const canceled = alert.type === "Cancel";
    say(canceled ? "WITHDRAWN: the agency has taken this story back." : `This story has changed: ${alert.headline}`, canceled);
  }
}

function put(alert) {
  const template = document.createElement("template");
  template.innerHTML = alert.html;
  const row = template.content.querySelector("li");
  const old = rowOf(alert.thread);
  const flag = row.querySelector(".flag");
  flag.hidden = false;
  if (old) {
    flag.textContent = "changed";
    row.querySelector("details").open = old.querySelector("details").open;
  }
  const focused = old?.contains(document.activeElement);
  old?.remove();
  row.classList.add("fresh");
  rows.prepend(row);
  if (focused) row.querySelector("h2 :first-child").focus({ preventScroll: true });
  while (rows.childElementCount > ROWS) rows.lastElementChild.remove();
  document.getElementById("none").hidden = true;
  tell(row);
  unseen.add(row);
  watcher.observe(row);
  count();
}

const rowOf = (thread) => [...rows.children].find((row) => row.dataset.thread === thread);

// A reader who has scrolled down is reading: nothing moves under the eyes.
function hold(alert) {
  held.push(alert);
  waiting.textContent = held.length === 1 ? "1 new alert" : `${held.length} new alerts`;
  waiting.hidden = false;
}

function release() {
  waiting.hidden = true;
  for (const alert of held.splice(0)) put(alert);
}

// --- Seen: a row that was in view for two seconds, in a page that was.

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    clearTimeout(entry.target.timer);
    if (entry.isIntersecting) entry.target.timer = setTimeout(() => see(entry.target), 2000);
  }
}, { threshold: 0.7 });

function see(row) {
  if (document.hidden) return;
  watcher.unobserve(row);
  unseen.delete(row);
  count();
}

function count() {
  for (const number of document.querySelectorAll("#tally [data-count]")) {
    const found = rows.querySelectorAll(number.dataset.count).length;
    number.querySelector("b").textContent = found;
    number.hidden = found === 0;
  }
  for (const row of unseen) if (!row.isConnected) unseen.delete(row);
  document.title = unseen.size ? `(${unseen.size}) ${title}` : title;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  for (const row of unseen) { watcher.unobserve(row); watcher.observe(row); }
});

// --- Said aloud: one at a time, and a burst as a number. Only a FLASH or a withdrawal interrupts.

let quiet = 0;
let missed = 0;

function announce(alert) {
  if (alert.priority === "FLASH" || alert.type === "Cancel") {
    interrupter.textContent = `${alert.type === "Cancel" ? "Withdrawn" : alert.priority}: ${alert.headline}`;
    return;
  }
  if (Date.now() < quiet) {
    missed += 1;
    return;
  }
  const more = missed ? `, and ${missed} more before` : "";
  announcer.textContent = `${alert.priority}, ${alert.direction}: ${alert.headline}${more}`;
  quiet = Date.now() + 5000;
  missed = 0;
}

// --- Behind: load the whole page again, but never under somebody who reads.

function say(words, canceled = false) {
  notice.querySelector(".words").textContent = words;
  notice.classList.toggle("cancel", canceled);
  notice.hidden = false;
}

function loadAfresh() {
  const last = Number(sessionStorage.getItem("loaded") ?? 0);
  const reading = scrollY > 160 || document.querySelector("details[open]");
  if (reading || Date.now() - last < 10000) {
    connected = false;
    showState();
    say("This page is behind.");
    return;
  }
  sessionStorage.setItem("loaded", String(Date.now()));
  location.reload();
}

notice.querySelector("button").addEventListener("click", () => location.reload());
waiting?.addEventListener("click", () => { scrollTo({ top: 0 }); release(); });
addEventListener("scroll", () => { if (held.length && scrollY <= 160) release(); }, { passive: true });

// --- Keys

document.addEventListener("keydown", (event) => {
  if (!rows || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const all = [...rows.children];
  const at = all.findIndex((row) => row.contains(document.activeElement));
  if (event.key === "j" || event.key === "k") {
    const next = event.key === "j" ? at + 1 : at < 0 ? 0 : at - 1;
    all[Math.min(Math.max(next, 0), all.length - 1)]?.querySelector("h2 :first-child").focus();
  } else if (event.key === "o" && at >= 0) {
    const why = all[at].querySelector("details");
    why.open = !why.open;
  }
});

for (const row of rows?.children ?? []) lastIds.set(row.dataset.thread, row.dataset.alert);
if (main.dataset.story) lastIds.set(main.dataset.story, main.dataset.alert);
tell(document);
setInterval(() => tell(document), 20000);
showState();
connect();
