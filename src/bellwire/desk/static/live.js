// The connection: resumes from where it was, and its state is always visible, in words.
import { isOn } from "./bell.js";
import { takeSeat } from "./seats.js";

const main = document.getElementById("main");
const state = document.getElementById("state");

// How often a page asks that has no stream, because as many pages of this browser as may have one are looked at.
const REST = 15000;
const AGAIN = 3000;
// The desk says every 15 seconds that it is there. One that is not heard for so long is out of reach, whatever the browser
// believes of the connection: the network went away without a word, or the desk hangs.
const SILENCE = 40000;
const LOOK = 5000;

const WORDS = {
  live: "Live",
  resting: `Every ${REST / 1000} seconds: many pages of the desk are open`,
  connecting: "Connecting…",
  lost: "Desk out of reach – trying again",
  delayed: "Alerts held up: no answer from Kafka",
};

let place = main.dataset.place;
let feed = main.dataset.feed;
let connected = null; // Not known yet.
let seated = true;
let late = false;
let heard = 0;
let source;
let next;

function standing() {
  if (!connected) return connected === null ? "connecting" : "lost";
  if (feed !== "live") return feed === "lost" ? "delayed" : "connecting";
  return seated ? "live" : "resting";
}

function show() {
  const now = standing();
  state.dataset.state = now === "delayed" ? "lost" : now;
  const words = state.querySelector(".words");
  if (words.textContent !== WORDS[now]) words.textContent = WORDS[now];
}

function address() {
  const query = new URLSearchParams(main.dataset.stream ?? "");
  query.delete("sort");
  query.delete("group");
  query.set("as", "row");
  query.set("after", place);
  return `/stream/alerts?${query}`;
}

function close() {
  clearTimeout(next);
  source?.close();
}

// `passed(alert, late)`, `done(what)`: what comes; `late`: while others of this browser's pages listened and this one did
// not. `behind()`: the place is no more, a promise that the page is up to date.
export function follow({ passed, done, behind }) {
  function connect() {
    close();
    heard = Date.now();
    source = new EventSource(address());
    for (const kind of ["open", "alive", "feed", "alert", "done"]) source.addEventListener(kind, () => { heard = Date.now(); });
    source.addEventListener("open", () => { connected = true; show(); });
    source.addEventListener("feed", (event) => { feed = event.data; show(); });
    source.addEventListener("alert", (event) => {
      place = event.lastEventId || place;
      passed(JSON.parse(event.data), late || !seated);
    });
    // The first comes when all has come that was missed.
    source.addEventListener("done", (event) => {
      late = false;
      done(JSON.parse(event.data));
      if (!seated) rest();
    });
    source.addEventListener("reload", () => { close(); again(); });
    source.addEventListener("error", () => {
      connected = false;
      show();
      if (source.readyState === EventSource.CLOSED) next = setTimeout(reconnect, AGAIN);
    });
  }

  function rest() {
    close();
    next = setTimeout(() => { ask(); connect(); }, REST);
  }

  // A session that has ended is told by the login, not by a desk that seems out of reach.
  async function reconnect() {
    const answer = await fetch("/api/v1/alerts?limit=1").catch(() => null);
    if (answer?.status === 401) location.reload();
    else connect();
  }

  async function again() {
    const fresh = await behind();
    if (fresh) place = fresh.getElementById("main").dataset.place;
    next = setTimeout(connect, fresh ? 0 : AGAIN);
  }

  // Another try hangs as the first did, and says nothing: so until one is answered.
  function look() {
    if (!source || source.readyState === EventSource.CLOSED || Date.now() - heard < SILENCE) return;
    connected = false;
    show();
    connect();
  }

  function sit(may) {
    late = may && !seated;
    seated = may;
    if (seated) connected = null;
    connect();
    show();
  }

  const ask = takeSeat({ rings: () => isOn() && main.dataset.plain !== undefined, changed: sit });
  for (const [of, kind] of [[window, "pagehide"], [document, "freeze"]]) of.addEventListener(kind, close);
  document.addEventListener("resume", connect);
  addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
  setInterval(look, LOOK);
  show();
}
