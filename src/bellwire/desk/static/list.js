// The list: rows come and go, are marked until they are seen, and nothing moves under one who reads.
import { isRefreshing, refresh, refreshSoon } from "./refresh.js";
import { newsTeller, noteSeen, noteUnseen, recall } from "./seen.js";
import { arrange, keepingFocus, settle } from "./settle.js";
import { tell } from "./times.js";
import { hideWaiting, isReading, showWaiting, startWaiting } from "./waiting.js";

const main = document.getElementById("main");
const rows = document.getElementById("rows");
const end = document.getElementById("end");
// So many rows stand above where "Older" goes on, until the page is taken anew: none is cut off that no page would show.
const MOST = 150;
const SOON = 1000;
const title = document.title;
const plain = main.dataset.plain === "true";

// What came while somebody read: of a plain list each thread's last alert, and the latest fresh document.
const held = new Map();
let pending = null;
const unseen = new Set();
let stirred = 0;

export const isList = rows !== null;

const threadsOf = (list) => [...list.children].filter((row) => row.dataset.thread);
const threads = () => threadsOf(rows);
const rowOf = (thread) => threads().find((row) => row.dataset.thread === thread);

export function receive(alert) {
  if (plain && !isReading() && !isRefreshing()) {
    put(alert);
    return;
  }
  if (alert.type === "Cancel") takeBack(rowOf(alert.thread));
  if (!plain) refreshSoon(SOON);
  else hold(alert);
}

function put(alert) {
  if (alert.gone) {
    drop(alert);
    return;
  }
  const old = rowOf(alert.thread);
  const row = made(alert.html);
  arrive(row, old);
  rows.prepend(row);
  if (old?.contains(document.activeElement)) row.querySelector("h2 :first-child").focus({ preventScroll: true });
  old?.remove();
  if (threads().length > MOST) refreshSoon(SOON);
  count();
}

// A thread that this list no longer shows.
function drop(alert) {
  if (alert.silenced) refreshSoon(SOON);
  rowOf(alert.thread)?.remove();
  count();
}

function made(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.querySelector("li");
}

// Mark a row as new, or changed where there was an older one; what was open stays open.
function arrive(row, old) {
  const flag = row.querySelector(".flag");
  flag.hidden = false;
  flag.textContent = old ? "changed" : "new";
  if (old) row.querySelector("details").open = old.querySelector("details").open;
  row.classList.add("fresh");
  tell(row);
  unseen.add(row);
  watcher.observe(row);
  noteUnseen(row.dataset.thread, row.dataset.alert);
}

// Withdrawn, said in the row where it stands, over it, so that nothing moves.
function takeBack(row) {
  if (!row || row.classList.contains("canceled")) return;
  row.classList.add("canceled", "taken-back");
  const words = document.createElement("p");
  words.className = "withdrawn";
  words.textContent = "Withdrawn – do not use";
  row.querySelector(".story").prepend(words);
  count();
}

// A fresh document: at once where nobody reads, else as soon as they are done; what stays in its place shows it at once.
export function renew(fresh) {
  if (!isList) return;
  pending = fresh;
  if (!isReading()) {
    release();
    return;
  }
  const shown = new Map(threads().map((row) => [row.dataset.thread, row]));
  for (const row of threadsOf(fresh.getElementById("rows"))) {
    const old = shown.get(row.dataset.thread);
    if (!old) continue;
    if (row.classList.contains("canceled")) takeBack(old);
    if (old.dataset.alert === row.dataset.alert) setAcknowledged(old, row.querySelector(".acknowledged").innerHTML);
  }
  wait();
}

// The rows of a fresh document, in its order; rows that are the same stay as they are.
function settleRows(fresh) {
  const known = new Map(threads().map((row) => [row.dataset.thread, row]));
  const judge = newsTeller();
  const now = [...document.importNode(fresh.getElementById("rows"), true).children].map((row) => {
    const old = known.get(row.dataset.thread);
    if (old && old.dataset.alert === row.dataset.alert) {
      old.querySelector(".acknowledged").replaceWith(row.querySelector(".acknowledged"));
      return old;
    }
    if (row.dataset.thread && (old || judge(row).news)) arrive(row, old);
    return row;
  });
  const focused = document.activeElement?.closest?.("#rows > [data-thread]")?.dataset.thread;
  arrange(rows, now);
  tell(rows);
  if (focused && !rows.contains(document.activeElement)) rowOf(focused)?.querySelector("h2 :first-child").focus({ preventScroll: true });
  const other = document.importNode(fresh.getElementById("end"), true);
  keepingFocus(end, () => settle(end, other));
}

export function showAcknowledged(thread, html) {
  const row = rowOf(thread);
  if (row) setAcknowledged(row, html);
}

function setAcknowledged(row, html) {
  row.querySelector(".acknowledged").innerHTML = html;
  tell(row);
}

function hold(alert) {
  held.delete(alert.thread);
  held.set(alert.thread, alert);
  if (isReading()) wait();
  else refresh().then(freshen);
}

// Tell which threads wait, and which of them are withdrawn.
function wait() {
  const shown = new Map(threads().map((row) => [row.dataset.thread, row.dataset.alert]));
  const fresh = pending ? threadsOf(pending.getElementById("rows")) : [];
  const judge = newsTeller();
  const news = new Map();
  for (const row of fresh) {
    const { thread, alert } = row.dataset;
    if (shown.has(thread) ? shown.get(thread) !== alert : judge(row).news) news.set(thread, row.classList.contains("canceled"));
  }
  for (const { thread, type, gone } of held.values()) {
    if (gone) news.delete(thread);
    else news.set(thread, type === "Cancel");
  }
  const now = fresh.map((row) => row.dataset.thread).join(" ");
  showWaiting([...news.values()], pending !== null && now !== [...shown.keys()].join(" "));
}

// All that waited, unless somebody reads, or a fresh document is on its way that knows less of it.
function freshen() {
  if (isReading()) wait();
  else if (!isRefreshing()) release();
}

function release() {
  hideWaiting();
  if (pending) settleRows(pending);
  pending = null;
  const waited = [...held.values()];
  held.clear();
  for (const alert of waited) if (alert.id > (rowOf(alert.thread)?.dataset.alert ?? "")) put(alert);
  count();
}

// Seen: in view for two seconds, in a page that was, with somebody there who has stirred since it came.
const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    target.inView = isIntersecting ? Date.now() : 0;
  }
}, { threshold: 0.5 });

function look() {
  if (document.hidden || Date.now() - stirred > 60000) return;
  const before = unseen.size;
  for (const row of unseen) if (row.inView && Date.now() - row.inView > 2000) see(row);
  if (unseen.size !== before) count();
}

function see(row) {
  watcher.unobserve(row);
  unseen.delete(row);
  row.classList.remove("fresh");
  row.querySelector(".flag").hidden = true;
  noteSeen(row.dataset.thread, row.dataset.alert);
}

function count() {
  for (const number of document.querySelectorAll("#tally [data-count]")) {
    const found = rows.querySelectorAll(number.dataset.count).length;
    number.querySelector("b").textContent = found;
    number.hidden = found === 0;
  }
  for (const row of unseen) if (!row.isConnected) unseen.delete(row);
  document.title = unseen.size ? `(${unseen.size}) ${title}` : title;
  document.getElementById("none").hidden = threads().length > 0;
}

export function startList() {
  if (!isList) return;
  for (const name of ["pointermove", "pointerdown", "keydown", "wheel", "touchstart"]) {
    addEventListener(name, () => { stirred = Date.now(); }, { passive: true });
  }
  recall(threads(), arrive);
  count();
  setInterval(look, 500);
  startWaiting(() => { if (held.size || pending) freshen(); });
}
