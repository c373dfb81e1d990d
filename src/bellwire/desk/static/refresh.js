// A page's changing parts (data-live), taken anew from its own address, without losing what somebody is doing in it.
let loading = null;
let wanted;

// Until a button that is being pressed has been let go and clicked: none is taken away under a finger.
const LONGEST_PRESS = 2000;
let pressed;
document.addEventListener("pointerdown", () => {
  pressed = new Promise((done) => {
    for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, () => setTimeout(done), { once: true });
    setTimeout(done, LONGEST_PRESS);
  });
});

// The fresh document, null where it cannot be had; "refreshed" is dispatched with it when its parts are in place.
export function refresh() {
  loading ??= load().finally(() => { loading = null; });
  return loading;
}

export function refreshSoon(within = 300) {
  clearTimeout(wanted);
  wanted = setTimeout(refresh, within);
}

export const isRefreshing = () => loading !== null;

async function load() {
  let fresh;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    if (!answer.ok) return null;
    fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return null;
  }
  await pressed;
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.getElementById(part.id);
    if (other && !isBusy(part)) part.replaceChildren(...document.importNode(other, true).childNodes);
  }
  document.getElementById("main").dataset.done = fresh.getElementById("main").dataset.done;
  document.dispatchEvent(new CustomEvent("refreshed", { detail: fresh }));
  return fresh;
}

// Somebody writes in it.
function isBusy(part) {
  return part.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");
}
