// A reader who has scrolled down is reading: nothing moves under the eyes, and a button tells what waits at the top.
const button = document.getElementById("waiting");
const TOP = 160;

export const isReading = () => scrollY > TOP;

// `news`: of each thread that waits whether it is withdrawn. `differs`: whether the list has changed besides.
export function showWaiting(news, differs) {
  const withdrawn = news.filter(Boolean).length;
  const others = news.length - withdrawn;
  const words = [];
  if (withdrawn) words.push(`${withdrawn} withdrawn`);
  if (others) words.push(others === 1 ? "1 new alert" : `${others} new alerts`);
  if (!words.length && differs) words.push("The list has changed");
  button.textContent = words.join(", ");
  button.hidden = !words.length || !isReading();
}

export function hideWaiting() {
  button.hidden = true;
}

// `done`: told when somebody is at the top, of their own accord or by the button.
export function startWaiting(done) {
  button.addEventListener("click", () => { scrollTo({ top: 0 }); done(); });
  addEventListener("scroll", () => { if (!isReading()) done(); }, { passive: true });
}
