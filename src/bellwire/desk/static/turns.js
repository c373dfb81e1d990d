// Of several tabs of one browser one rings for an alert: each says that it would, and the one that can best does. Where
// tabs cannot speak with each other, each rings.
const KEPT = 500;
const GIVEN_UP = 60000;

const me = `${Math.random()}`;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("bellwire-bell") : null;
const rivals = new Map();
const told = new Set();

// Whether one bid is better than another: able to sound, then looked at, then any.
function isBetter(one, other) {
  for (const by of ["able", "focused", "visible", "id"]) if (one[by] !== other[by]) return one[by] > other[by];
  return false;
}

const bid = (able) => ({ id: me, able, focused: document.hasFocus(), visible: !document.hidden });

function note(alert, other) {
  const known = rivals.get(alert) ?? [];
  rivals.set(alert, [...known, other]);
  if (rivals.size === 1) setTimeout(() => rivals.clear(), GIVEN_UP);
}

function noteTold(alerts) {
  for (const alert of alerts) told.add(alert);
  while (told.size > KEPT) told.delete(told.values().next().value);
}

channel?.addEventListener("message", ({ data }) => {
  if (data.told) noteTold(data.told);
  else note(data.alert, data.bid);
});

// Say that this tab would ring for an alert (its id); `able`: whether it may make a sound.
export function claim(alert, able) {
  channel?.postMessage({ alert, bid: bid(able) });
}

// Whether some tab has rung for it.
export const isTold = (alert) => told.has(alert);

// Whether no other tab that would ring for it can do so better.
export const isMine = (alert, able) => !(rivals.get(alert) ?? []).some((other) => isBetter(other, bid(able)));

// Whether the reader looks at a tab that tells of it.
export const isLookedAt = (alert) => document.hasFocus() || (rivals.get(alert) ?? []).some((other) => other.focused);

// This tab rings for these.
export function take(alerts) {
  noteTold(alerts);
  channel?.postMessage({ told: alerts });
}
