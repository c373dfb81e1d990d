// Acting without leaving the list: acknowledge in a dialog; a name once given is filled in everywhere.
import { whisper } from "./say.js";
import { cookie } from "./storage.js";

const dialog = document.getElementById("acknowledge");
const form = dialog.querySelector("form");

export function rememberNames() {
  const name = cookie("bellwire_name");
  for (const field of document.querySelectorAll("input[name=by]")) if (!field.value) field.value = name;
}

// A dialog or another page may have been given the name since: asked again as somebody begins to act.
for (const kind of ["pointerdown", "focusin"]) document.addEventListener(kind, rememberNames);

export function acknowledge(thread, alert, headline) {
  form.action = `/threads/${encodeURIComponent(thread)}/acknowledge`;
  form.elements.alert.value = alert;
  form.elements.note.value = "";
  form.querySelector(".headline").textContent = headline;
  form.querySelector(".wrong").textContent = "";
  dialog.showModal();
  (form.elements.by.value ? form.elements.note : form.elements.by).focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const wrong = form.querySelector(".wrong");
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" },
    });
    if (answer.ok) {
      dialog.close();
      whisper("Acknowledged");
    } else {
      wrong.textContent = (await answer.json()).detail;
    }
  } catch {
    wrong.textContent = "The desk is out of reach: try again.";
  }
});

form.querySelector("[value=close]").addEventListener("click", () => dialog.close());

// Of the filter only what was chosen goes into the address.
document.getElementById("filter")?.addEventListener("submit", (event) => {
  const chosen = [...new FormData(event.target)].filter(([, value]) => value.trim());
  const values = new Map();
  for (const [name, value] of chosen) values.set(name, values.has(name) ? `${values.get(name)},${value}` : value);
  event.preventDefault();
  const query = new URLSearchParams([...values]).toString();
  location.href = query ? `/?${query}` : "/";
});
