// The connection: resumes from where it was, and its state is always visible, in words.
const main = document.getElementById("main");
const state = document.getElementById("state");

const WORDS = {
  live: "Live",
  connecting: "Connecting…",
  lost: "Desk out of reach – trying again",
  delayed: "Alerts held up: no answer from Kafka",
};

let place = main.dataset.place;
let feed = main.dataset.feed;
let connected = false;
let source;

function standing() {
  if (!connected) return state.dataset.state === "static" ? "connecting" : "lost";
  return feed === "live" ? "live" : feed === "lost" ? "delayed" : "connecting";
}

function show() {
  const now = standing();
  state.dataset.state = now === "delayed" ? "lost" : now;
  const words = state.querySelector(".words");
  if (words.textContent !== WORDS[now]) words.textContent = WORDS[now];
}

// `passed(alert)`, `done(what)`: what comes; `behind()`: the place is no more, a promise that the page is up to date.
export function follow({ passed, done, behind }) {
  function connect() {
    const query = new URLSearchParams(main.dataset.stream ?? "");
    query.delete("sort");
    query.delete("group");
    query.set("as", "row");
    query.set("after", place);
    source = new EventSource(`/stream/alerts?${query}`);
    source.addEventListener("open", () => { connected = true; show(); });
    source.addEventListener("feed", (event) => { feed = event.data; show(); });
    source.addEventListener("alert", (event) => { place = event.lastEventId || place; passed(JSON.parse(event.data)); });
    source.addEventListener("done", (event) => done(JSON.parse(event.data)));
    source.addEventListener("reload", () => { source.close(); again(); });
    source.addEventListener("error", () => {
      connected = false;
      show();
      if (source.readyState === EventSource.CLOSED) setTimeout(reconnect, 3000);
    });
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
    setTimeout(connect, fresh ? 0 : 3000);
  }

  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => { if (event.persisted) connect(); });
  show();
  connect();
}
