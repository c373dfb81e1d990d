// What somebody has half written stays in this tab until it is sent: through a reload, a session that has ended, the login.
import { keep, kept } from "./storage.js";

const KEY = "bellwire_drafts";

// What a form is about: where it is sent, and what it bears beside that.
function about(form) {
  const bears = [...form.elements].filter((one) => one.type === "hidden" && one.name !== "alert" && one.name !== "back");
  return [form.getAttribute("action"), ...bears.map((one) => `${one.name}=${one.value}`)].join(" ");
}

// A token's own name: what one wrote is not shown to another who logs in here.
const whose = (form) => (form.elements.by?.readOnly ? form.elements.by.value : "");

function written(form) {
  const found = {};
  for (const one of form.elements) {
    if (!one.name || one.name === "by" || ["hidden", "submit", "button", "password"].includes(one.type)) continue;
    if (one.type === "checkbox") {
      if (one.checked !== one.defaultChecked) found[one.name] = one.checked;
    } else if (one.matches("select")) {
      const first = [...one.options].find((option) => option.defaultSelected) ?? one.options[0];
      if (one.value !== first?.value) found[one.name] = one.value;
    } else if (one.value !== one.defaultValue) found[one.name] = one.value;
  }
  return found;
}

export function forget(form) {
  const { [about(form)]: _, ...rest } = kept(KEY, {}, "sessionStorage");
  keep(KEY, rest, "sessionStorage");
}

// What was written in this form before, put in again where it can be seen.
export function restore(form) {
  const draft = kept(KEY, {}, "sessionStorage")[about(form)];
  if (!draft || draft.whose !== whose(form)) return;
  for (const [name, value] of Object.entries(draft.written)) {
    const field = form.elements[name];
    if (field?.type === "checkbox") field.checked = value;
    else if (field) field.value = value;
  }
  const folded = form.closest("details");
  if (folded) folded.open = true;
}

// Whether there is anything to remember.
export function remember(form) {
  const found = written(form);
  if (Object.keys(found).length === 0) return false;
  keep(KEY, { ...kept(KEY, {}, "sessionStorage"), [about(form)]: { whose: whose(form), written: found } }, "sessionStorage");
  return true;
}

document.addEventListener("input", ({ target: { form } }) => {
  if (form?.method === "post" && form.getAttribute("action") && !remember(form)) forget(form);
});

// Somebody may have begun to write before this script was there.
export function restoreAll() {
  for (const form of document.querySelectorAll("main form[method=post][action]")) if (!remember(form)) restore(form);
}
