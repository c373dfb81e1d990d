// What is said aloud: one alert at a time, and a burst as a number. Only a FLASH or a withdrawal interrupts.
const announcer = document.getElementById("announce");
const interrupter = document.getElementById("interrupt");
const notice = document.getElementById("notice");

let quiet = 0;
let missed = 0;

export function announce(alert) {
  if (alert.priority === "FLASH" || alert.type === "Cancel") {
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

// Across the top of the page, with a button that loads it again.
export function say(words, canceled = false) {
  notice.querySelector(".words").textContent = words;
  notice.classList.toggle("cancel", canceled);
  notice.hidden = false;
}

notice.querySelector("button").addEventListener("click", () => location.reload());
