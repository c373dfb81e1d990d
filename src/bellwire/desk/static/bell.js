// The teletype's bell: three strokes for URGENT, five for BULLETIN, ten for FLASH. Off until somebody turns it on.
import { keep, kept } from "./storage.js";

const STROKES = { FLASH: 10, BULLETIN: 5, URGENT: 3, ROUTINE: 0 };
const PARTIALS = [[1, 0.6], [2.76, 0.25], [5.4, 0.12]];
const PITCH = 1180;
const BETWEEN = 0.22;
const KEY = "bellwire-bell";

const panel = document.getElementById("bell");
const form = panel.querySelector("form");
const says = document.getElementById("bell-says");
const choice = { ring: "", notify: false, ...kept(KEY, {}) };

let audio;
let waiting = null;

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

async function strike(number) {
  audio ??= new AudioContext();
  await audio.resume();
  for (let count = 0; count < number; count += 1) stroke(audio.currentTime + 0.02 + count * BETWEEN);
  panel.dataset.rang = number;
}

// An alert may ring. What comes at once rings once, as loudly as the loudest of it.
export function ring(alert) {
  const strokes = STROKES[alert.priority];
  if (!strokes || !choice.ring || strokes < STROKES[choice.ring]) return;
  if (waiting === null) {
    waiting = { strokes, alert };
    setTimeout(() => { const { strokes: number, alert: one } = waiting; waiting = null; strike(number); notify(one); }, 400);
  } else if (strokes > waiting.strokes) {
    waiting = { strokes, alert };
  }
}

export const isOn = () => choice.ring !== "";

// Where a row leads; one that is about no thread (tempo) has no page of its own.
function addressOf(alert) {
  return new DOMParser().parseFromString(alert.html, "text/html").querySelector("h2 a")?.getAttribute("href") ?? "/";
}

function notify(alert) {
  if (!choice.notify || !("Notification" in window) || Notification.permission !== "granted" || document.hasFocus()) return;
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

// A browser rings only once somebody has touched the page.
document.addEventListener("pointerdown", () => audio?.resume(), { passive: true });

form.elements.ring.value = choice.ring;
form.elements.notify.checked = choice.notify;
panel.dataset.on = isOn();
panel.hidden = false;
