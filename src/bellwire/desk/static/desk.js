// The live part of every page. Without it everything can still be read; with it, news comes by itself.
import { ring } from "./bell.js";
import { rememberNames } from "./acts.js";
import { restoreAll } from "./drafts.js";
import "./forms.js";
import "./keys.js";
import { isList, receive, renew, showAcknowledged, startList } from "./list.js";
import { follow } from "./live.js";
import { refresh, refreshSoon } from "./refresh.js";
import { announce, say } from "./say.js";
import { tell } from "./times.js";

const main = document.getElementById("main");
const mast = document.querySelector(".mast");
const told = new Map();

// What sticks below the masthead stands below all of it, into however many lines it breaks.
new ResizeObserver(() => document.documentElement.style.setProperty("--mast", `${mast.offsetHeight}px`)).observe(mast);

// Each thread's greatest id counts, whatever comes twice. What is `late` another page of this browser has rung for.
function passed(alert, late) {
  if (alert.id <= (told.get(alert.thread) ?? "")) return;
  told.set(alert.thread, alert.id);
  if (!alert.gone) {
    if (!late) ring(alert);
    if (isList) announce(alert, late);
  }
  if (isList) receive(alert);
  else if (alert.thread === main.dataset.story) changed(alert);
  else refreshSoon(1000);
}

function changed(alert) {
  const canceled = alert.type === "Cancel";
  say(canceled ? "WITHDRAWN: the agency has taken this story back." : `This story has changed${alert.headline ? `: ${alert.headline}` : ""}`, canceled);
}

// What people did; a page that missed some of it loads its parts again.
function done({ before, seq, acknowledged, lists }) {
  const known = Number(main.dataset.done);
  if (seq === known && !lists) return;
  if (before !== known || lists || !isList) refreshSoon(Math.random() * 300);
  else for (const [thread, html] of Object.entries(acknowledged)) showAcknowledged(thread, html);
  main.dataset.done = seq;
}

for (const row of document.querySelectorAll("#rows > [data-thread]")) told.set(row.dataset.thread, row.dataset.alert);
if (main.dataset.story) told.set(main.dataset.story, main.dataset.alert);
document.addEventListener("refreshed", (event) => {
  for (const row of event.detail.querySelectorAll("#rows > [data-thread]")) told.set(row.dataset.thread, row.dataset.alert);
  renew(event.detail);
  rememberNames();
  tell(document);
});
rememberNames();
restoreAll();
startList();
tell(document);
setInterval(() => tell(document), 20000);
if (document.querySelector("[data-until]")) setInterval(() => tell(document.querySelector(".countdown")), 1000);
follow({ passed, done, behind: refresh });
