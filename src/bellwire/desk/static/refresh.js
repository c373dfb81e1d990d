// A page's changing parts (data-live), taken anew from its own address, without losing what somebody is doing in it.
import { keepingFocus, settle } from "./settle.js";
import { tell } from "./times.js";

// After a load so many times as long as it took nothing is loaded: a busy night is no load on a slow desk.
const REST = 2;
const LONGEST_REST = 10000;

let loading = null;
let wanted;
let due = Infinity;
let rested = 0;
const owed = new Map();

// Until a button that is being pressed has been let go and clicked: none is taken away under a finger.
const LONGEST_PRESS = 2000;
let pressed;
document.addEventListener("pointerdown", () => {
  pressed = new Promise((done) => {
    for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, () => setTimeout(done), { once: true });
    setTimeout(done, LONGEST_PRESS);
  });
});

// The fresh document, null where it cannot be had; "refreshed" is dispatched with it when its parts are in place.
export function refresh() {
  loading ??= load().finally(() => { loading = null; });
  return loading;
}

// At the latest so many milliseconds after the first who asks, however many ask after that.
export function refreshSoon(within = 300) {
  const now = Date.now();
  const at = Math.max(now + within, rested);
  if (at >= due) return;
  clearTimeout(wanted);
  due = at;
  wanted = setTimeout(async () => {
    await loading; // It may have begun before what it is to show.
    due = Infinity;
    refresh();
  }, at - now);
}

export const isRefreshing = () => loading !== null;

async function load() {
  const began = Date.now();
  let fresh;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok || answer.redirected) return null; // To the login: the session has ended.
    fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return null;
  } finally {
    rested = Date.now() + Math.min(REST * (Date.now() - began), LONGEST_REST);
  }
  await pressed;
  place(fresh);
  document.getElementById("main").dataset.done = fresh.getElementById("main").dataset.done;
  document.dispatchEvent(new CustomEvent("refreshed", { detail: fresh }));
  return fresh;
}

// Parts in which somebody does something are left, and made good as soon as that is over.
function place(fresh) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.getElementById(part.id);
    owed.delete(part);
    if (!other) continue;
    if (isBusy(part)) owed.set(part, other);
    else exchange(part, other);
  }
}

function exchange(part, other) {
  const copy = document.importNode(other, true);
  tell(copy);
  keepingFocus(part, () => settle(part, copy));
}

// Somebody writes in it or has opened something.
function isBusy(part) {
  const writes = part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
  return writes || part.querySelector("details[open]") !== null;
}

function makeGood() {
  for (const [part, other] of owed) {
    if (isBusy(part)) continue;
    owed.delete(part);
    exchange(part, other);
  }
}

for (const kind of ["focusout", "toggle"]) document.addEventListener(kind, () => setTimeout(makeGood), true);
