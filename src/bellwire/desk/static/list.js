// The list: rows come and go, are marked until they are seen, and nothing moves under one who reads.
import { isRefreshing, refreshSoon } from "./refresh.js";
import { recall, remember } from "./seen.js";
import { tell } from "./times.js";

const main = document.getElementById("main");
const rows = document.getElementById("rows");
const waiting = document.getElementById("waiting");
const MOST = 100;
const title = document.title;
const plain = main.dataset.plain === "true";

const held = [];
const unseen = new Set();
let stirred = 0;

export const isList = rows !== null;

const threads = () => [...rows.children].filter((row) => row.dataset.thread);
const rowOf = (thread) => threads().find((row) => row.dataset.thread === thread);

export function receive(alert) {
  if (!plain) refreshSoon(1000);
  else if (scrollY > 160 || isRefreshing()) hold(alert);
  else put(alert);
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
  for (const last of threads().slice(MOST)) last.remove();
  none(true);
  count();
}

// A thread that this list no longer shows.
function drop(alert) {
  const old = rowOf(alert.thread);
  if (alert.silenced) refreshSoon(1000);
  if (!old) return;
  unseen.delete(old);
  old.remove();
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
}

// The rows of a fresh document, in its order; rows that are the same stay as they are.
export function renew(fresh) {
  if (!isList) return;
  const focused = document.activeElement?.closest?.("[data-thread]")?.dataset.thread;
  const known = new Map(threads().map((row) => [row.dataset.thread, row]));
  const now = [...document.importNode(fresh.getElementById("rows"), true).children].map((row) => {
    const old = known.get(row.dataset.thread);
    if (!old || old.dataset.alert !== row.dataset.alert) {
      if (row.dataset.thread) arrive(row, old);
      return row;
    }
    old.querySelector(".acknowledged").replaceWith(row.querySelector(".acknowledged"));
    return old;
  });
  rows.replaceChildren(...now);
  if (focused) rowOf(focused)?.querySelector("h2 :first-child").focus({ preventScroll: true });
  if (scrollY <= 160) release();
  count();
}

export function showAcknowledged(thread, html) {
  const row = rowOf(thread);
  if (!row) return;
  row.querySelector(".acknowledged").innerHTML = html;
  tell(row);
}

// A reader who has scrolled down is reading: nothing moves under the eyes.
function hold(alert) {
  held.push(alert);
  const shown = held.filter((one) => !one.gone).length;
  waiting.textContent = shown === 1 ? "1 new alert" : `${shown} new alerts`;
  waiting.hidden = shown === 0 || scrollY <= 160;
}

function release() {
  waiting.hidden = true;
  for (const alert of held.splice(0)) if (alert.id > (rowOf(alert.thread)?.dataset.alert ?? "")) put(alert);
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
  remember(row.dataset.thread, row.dataset.alert);
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

function none(hidden) {
  const words = document.getElementById("none");
  if (words) words.hidden = hidden;
}

export function startList() {
  if (!isList) return;
  for (const name of ["pointermove", "pointerdown", "keydown", "wheel", "touchstart"]) {
    addEventListener(name, () => { stirred = Date.now(); }, { passive: true });
  }
  recall(threads(), arrive);
  count();
  setInterval(look, 500);
  waiting.addEventListener("click", () => { scrollTo({ top: 0 }); release(); });
  addEventListener("scroll", () => { if (held.length && scrollY <= 160) release(); }, { passive: true });
}
