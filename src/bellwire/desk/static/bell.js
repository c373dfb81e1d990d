// The teletype's bell: three strokes for URGENT, five for BULLETIN, ten for FLASH. Off until somebody turns it on.
import { keep, kept } from "./storage.js";
import { claim, isLookedAt, isMine, isTold, take } from "./turns.js";

const STROKES = { FLASH: 10, BULLETIN: 5, URGENT: 3, ROUTINE: 0 };
const PARTIALS = [[1, 0.6], [2.76, 0.25], [5.4, 0.12]];
const PITCH = 1180;
const BETWEEN = 0.22;
const KEY = "bellwire-bell";
// Milliseconds for which what comes at once is gathered, and after which a tab rings that left it to another in vain.
const GATHER = 400;
const IN_VAIN = 2000;
// Milliseconds that a browser may take to let the bell sound.
const PATIENCE = 500;

const panel = document.getElementById("bell");
const form = panel.querySelector("form");
const says = document.getElementById("bell-says");
const hush = panel.querySelector(".mute");
const choice = { ring: "", notify: false, ...kept(KEY, {}) };

export const isOn = () => choice.ring !== "";

let audio;
let waiting = [];

function stroke(at) {
  const loud = audio.createGain();
  loud.gain.setValueAtTime(0.0001, at);
  loud.gain.exponentialRampToValueAtTime(0.3, at + 0.004);
  loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.6);
  loud.connect(audio.destination);
  for (const [times, share] of PARTIALS) {
    const tone = audio.createOscillator();
    const part = audio.createGain();
    tone.frequency.value = PITCH * times;
    part.gain.value = share;
    tone.connect(part).connect(loud);
    tone.start(at);
    tone.stop(at + 0.65);
  }
}

// A browser makes no sound before somebody has touched the page; what rang meanwhile is not struck afterwards.
async function wake() {
  audio ??= new AudioContext();
  await Promise.race([audio.resume(), new Promise((done) => setTimeout(done, PATIENCE))]);
  const mute = isOn() && audio.state !== "running";
  panel.dataset.mute = mute;
  hush.textContent = mute ? "but silent until you touch this page" : "";
  return audio.state === "running";
}

async function strike(number) {
  if (!(await wake())) return;
  for (let count = 0; count < number; count += 1) stroke(audio.currentTime + 0.02 + count * BETWEEN);
  panel.dataset.rang = number;
}

// Whether this tab may make a sound: a browser lets it once somebody has touched the page.
const isAble = () => audio?.state === "running" || navigator.userActivation?.hasBeenActive === true;

// An alert may ring, in one tab of this browser. What comes at once rings once, as loudly as the loudest of it.
export function ring(alert) {
  const strokes = STROKES[alert.priority];
  if (!strokes || !choice.ring || strokes < STROKES[choice.ring] || isTold(alert.id)) return;
  claim(alert.id, isAble());
  waiting.push({ strokes, alert });
  if (waiting.length === 1) setTimeout(() => { const came = waiting; waiting = []; decide(came); }, GATHER);
}

// Ring for what is this tab's; what another can tell better waits, until it has or ought to have.
function decide(came, inVain = false) {
  const open = came.filter(({ alert }) => !isTold(alert.id));
  const mine = open.filter(({ alert }) => inVain || isMine(alert.id, isAble()));
  const others = open.filter((one) => !mine.includes(one));
  if (others.length) setTimeout(() => decide(others, true), IN_VAIN);
  if (!mine.length) return;
  const { strokes, alert } = mine.reduce((loudest, one) => (one.strokes > loudest.strokes ? one : loudest));
  take(mine.map((one) => one.alert.id));
  strike(strokes);
  notify(alert);
}

// Where a row leads; one that is about no thread (tempo) has no page of its own.
function addressOf(alert) {
  return new DOMParser().parseFromString(alert.html, "text/html").querySelector("h2 a")?.getAttribute("href") ?? "/";
}

function notify(alert) {
  if (!choice.notify || !("Notification" in window) || Notification.permission !== "granted" || isLookedAt(alert.id)) return;
  const shown = new Notification(`${alert.priority}: ${alert.headline}`, { tag: alert.thread });
  shown.addEventListener("click", () => { focus(); location.href = addressOf(alert); });
}

function choose() {
  keep(KEY, choice);
  panel.dataset.on = isOn();
}

form.elements.ring.addEventListener("change", () => {
  choice.ring = form.elements.ring.value;
  choose();
  if (choice.ring) strike(STROKES[choice.ring]);
});

form.elements.notify.addEventListener("change", async () => {
  choice.notify = form.elements.notify.checked && "Notification" in window && (await Notification.requestPermission()) === "granted";
  form.elements.notify.checked = choice.notify;
  says.textContent = choice.notify ? "" : "This browser does not allow notifications here.";
  choose();
});

form.elements.try.addEventListener("click", () => strike(3));

for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, () => { if (panel.dataset.mute === "true") setTimeout(wake); }, { passive: true });

// It lies over the page: Escape and whatever is done elsewhere fold it up.
panel.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !panel.open) return;
  panel.open = false;
  panel.querySelector("summary").focus();
});
document.addEventListener("pointerdown", (event) => { if (!panel.contains(event.target)) panel.open = false; });

function show() {
  form.elements.ring.value = choice.ring;
  form.elements.notify.checked = choice.notify;
  panel.dataset.on = isOn();
}

// What is chosen in one tab holds in all.
addEventListener("storage", ({ key }) => {
  if (key !== KEY) return;
  Object.assign(choice, kept(KEY, {}));
  show();
  if (isOn()) wake();
  panel.dispatchEvent(new Event("change"));
});

show();
panel.hidden = false;
if (isOn()) wake();
