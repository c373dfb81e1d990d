// A browser opens six connections to a host, for all of its tabs together. Streams may have four of them, so that pages and
// deeds always find one free: the tabs that are looked at have a stream, then lists that ring, then those looked at last.
const SEATS = 4;
const ANSWERS = 250;

const me = `${Date.now()}.${Math.random()}`;
const others = new Map();
let shown = document.hidden ? 0 : Date.now();

// Whether one tab is to have a stream rather than another.
function isBefore(one, other) {
  for (const by of ["visible", "rings", "shown", "id"]) if (one[by] !== other[by]) return one[by] > other[by];
  return false;
}

// `rings()`: whether this tab is a list that rings. `changed(seated)` is told whether it may have a stream, at first and
// whenever that changes. Returns `ask`, to find out afresh who is there: a tab that crashed has not said that it goes.
export function takeSeat({ rings, changed }) {
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("bellwire-streams") : null;
  let seated;
  let gathering = null;

  const mine = () => ({ id: me, visible: !document.hidden, rings: rings(), shown });
  const tell = (more) => channel?.postMessage({ ...mine(), ...more });

  function decide() {
    const standing = mine();
    const now = [...others.values()].filter((other) => isBefore(other, standing)).length < SEATS;
    if (now === seated) return;
    seated = now;
    changed(now);
  }

  function ask() {
    clearTimeout(gathering);
    others.clear();
    tell({ asks: true });
    gathering = setTimeout(() => { gathering = null; decide(); }, ANSWERS);
  }

  function look() {
    if (document.hidden) tell();
    else {
      shown = Date.now();
      ask();
    }
    decide();
  }

  channel?.addEventListener("message", ({ data }) => {
    if (data.gone) others.delete(data.id);
    else others.set(data.id, data);
    if (data.asks) tell();
    if (gathering === null) decide();
  });
  document.addEventListener("visibilitychange", look);
  addEventListener("focus", look);
  document.getElementById("bell").addEventListener("change", () => { tell(); decide(); });
  for (const [place, kind] of [[window, "pagehide"], [document, "freeze"]]) place.addEventListener(kind, () => tell({ gone: true }));
  addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
  document.addEventListener("resume", ask);
  ask();
  if (!document.hidden) decide();
  return ask;
}
