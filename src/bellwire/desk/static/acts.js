// Acting without leaving the list: acknowledge in a dialog; a name once given is filled in everywhere.
import { forget, restore } from "./drafts.js";
import { explain } from "./forms.js";
import { advise, whisper } from "./say.js";
import { cookie } from "./storage.js";

// Not there for one who is logged in to read.
const dialog = document.getElementById("acknowledge");
const form = dialog?.querySelector("form");

// Whether who looks may act; where not, they are told so.
export function mayAct() {
  if (!dialog) advise("You are logged in to read: this asks for a token that may acknowledge");
  return Boolean(dialog);
}

export function rememberNames() {
  const name = cookie("bellwire_name");
  for (const field of document.querySelectorAll("input[name=by]")) if (!field.value) field.value = name;
  // Hours are meant as the clock shows them to who writes.
  for (const field of document.querySelectorAll("input[name=zone]:not([data-told])")) {
    field.dataset.told = "";
    field.defaultValue = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC";
    field.value = field.defaultValue;
  }
}

// A dialog or another page may have been given the name since: asked again as somebody begins to act.
for (const kind of ["pointerdown", "focusin"]) document.addEventListener(kind, rememberNames);

export function acknowledge(thread, alert, headline) {
  form.action = `/threads/${encodeURIComponent(thread)}/acknowledge`;
  form.elements.alert.value = alert;
  form.elements.note.value = "";
  form.querySelector(".headline").textContent = headline;
  form.querySelector(".wrong").textContent = "";
  restore(form);
  dialog.showModal();
  (form.elements.by.value ? form.elements.note : form.elements.by).focus();
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" },
    });
    if (answer.ok) {
      forget(form);
      dialog.close();
      whisper("Acknowledged");
    } else {
      explain(form, (await answer.json()).detail, answer.status);
    }
  } catch {
    explain(form, "The desk is out of reach: try again.");
  }
});

form?.querySelector("[value=close]").addEventListener("click", () => {
  forget(form);
  dialog.close();
});

// Of the filter only what was chosen goes into the address.
document.getElementById("filter")?.addEventListener("submit", (event) => {
  const chosen = [...new FormData(event.target)].filter(([, value]) => value.trim());
  const values = new Map();
  for (const [name, value] of chosen) values.set(name, values.has(name) ? `${values.get(name)},${value}` : value);
  event.preventDefault();
  const query = new URLSearchParams([...values]).toString();
  location.href = query ? `/?${query}` : "/";
});
