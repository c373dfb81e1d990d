// Times as the reader has them: an age while it is short, the reader's own zone after that, UTC on hover.
const DAY = 24 * 60 * 60;
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });

function age(seconds) {
  if (seconds < 60) return "a moment";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h`;
}

function words(element, then, now) {
  const seconds = (now - then) / 1000;
  const date = /^\d{1,2} \w+ \d{4}$/.test(element.title) ? element.title : `${day.format(then)} ${clock.format(then)}`;
  if (element.classList.contains("due") && seconds < 0 && seconds > -2 * DAY) return `${date}, in ${age(-seconds)}`;
  const today = now.toDateString() === then.toDateString();
  if (element.classList.contains("age") && seconds >= -60 && seconds < DAY) return `${clock.format(then)} · ${seconds < 60 ? "now" : age(seconds)}`;
  return today ? clock.format(then) : date;
}

// What is left until a deadline, to the second in the last hour.
function left(until, now) {
  const seconds = Math.floor((until - now) / 1000);
  if (seconds <= 0) return "";
  if (seconds >= DAY) return `${Math.floor(seconds / DAY)} d ${Math.floor((seconds % DAY) / 3600)} h left`;
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min left`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s left`;
}

// Rewrite every time inside `root`.
export function tell(root) {
  const now = new Date();
  for (const element of root.querySelectorAll("time")) {
    const text = words(element, new Date(element.dateTime), now);
    if (element.textContent !== text) element.textContent = text;
  }
  for (const element of root.querySelectorAll("[data-until]")) element.textContent = left(new Date(element.dataset.until), now);
}
