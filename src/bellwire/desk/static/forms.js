// What somebody sends: where the desk refuses it, or is out of reach, what they wrote stays, and beside it stands why.
import { forget } from "./drafts.js";

// `status`: of the answer. Who is not logged in any more is led to the login and back.
export function explain(form, words, status) {
  const wrong = form.querySelector(".wrong") ?? document.createElement("p");
  wrong.className = "wrong";
  wrong.setAttribute("role", "alert");
  wrong.textContent = words;
  if (status === 401) {
    const way = document.createElement("a");
    way.href = `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
    way.textContent = "Log in";
    wrong.append(" ", way);
  }
  if (!wrong.parentElement) form.append(wrong);
}

async function reason(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector(".error p")?.textContent ?? `The desk refuses it (${answer.status}).`;
}

// Where the answer leads; a page that is open already is taken anew, without what was written.
function go(form, address) {
  form.reset();
  forget(form);
  if (address === location.href.split("#")[0]) location.reload();
  else location.assign(address);
}

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (form.method !== "post" || form.closest("dialog")) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "true";
  const body = new URLSearchParams(new FormData(form));
  if (submitter?.name) body.append(submitter.name, submitter.value);
  const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "text/html" } });
    if (answer.ok) go(form, answer.url);
    else explain(form, await reason(answer), answer.status);
  } catch {
    explain(form, "The desk is out of reach: try again.");
  } finally {
    delete form.dataset.sent;
  }
});
