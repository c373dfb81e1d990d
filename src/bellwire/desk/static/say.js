// What is said aloud: one alert at a time, and a burst as a number. Only a FLASH or a withdrawal interrupts.
const announcer = document.getElementById("announce");
const interrupter = document.getElementById("interrupt");
const notice = document.getElementById("notice");

let quiet = 0;
let missed = 0;

// `late`: it came while this page did not listen, and no longer interrupts.
export function announce(alert, late = false) {
  if (!late && (alert.priority === "FLASH" || alert.type === "Cancel")) {
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

// Politely, whatever else is said.
export function whisper(words) {
  announcer.textContent = words;
}

// For somebody who pressed a key that has nothing to act on: seen and said aloud, and gone by itself.
const hint = document.createElement("p");
hint.className = "hint";
hint.setAttribute("role", "status");
document.body.append(hint);
let fading;

export function advise(words) {
  hint.textContent = words;
  clearTimeout(fading);
  fading = setTimeout(() => { hint.textContent = ""; }, 5000);
}

// Across the top of the page, with a button that loads it again.
export function say(words, canceled = false) {
  notice.querySelector(".words").textContent = words;
  notice.classList.toggle("cancel", canceled);
  notice.hidden = false;
}

notice.querySelector("button").addEventListener("click", () => location.reload());
