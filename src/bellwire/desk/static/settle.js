// One part of a page made like a fresh one: what is the same stays the same element, so that focus, selection, what is open
// and how far somebody has scrolled stay too.

// Of these many stand beside each other: one is never made into another.
const MANY = "li, tr, a, form, button, input, select, label, circle";

// What an element is about, "" where nothing tells.
function about(element) {
  const telling = "[id], [href], [action], [name]";
  const told = element.matches(telling) ? element : element.matches("li, tr, p") ? element.querySelector(telling) : null;
  if (!told) return "";
  const name = ["id", "href", "action", "name"].map((each) => told.getAttribute(each)).find((value) => value);
  return `${element.nodeName} ${told.nodeName} ${name}`;
}

// Each fresh element with the old one that it is to be: the same, or about the same, or the only one of its kind left.
function pairs(old, fresh) {
  const left = new Set(old.children);
  const found = new Map();
  const pair = (key, elements) => {
    const waiting = new Map();
    for (const one of left) {
      const known = key(one);
      if (!known) continue;
      if (waiting.has(known)) waiting.get(known).push(one);
      else waiting.set(known, [one]);
    }
    for (const one of elements) {
      const other = found.has(one) ? undefined : waiting.get(key(one))?.shift();
      if (!other) continue;
      found.set(one, other);
      left.delete(other);
    }
  };
  const elements = [...fresh.children];
  pair((one) => one.outerHTML, elements);
  pair(about, elements);
  pair((one) => (one.matches(MANY) ? "" : one.nodeName), elements);
  return found;
}

function dress(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
}

// `old` has these children, in this order; those that it had are not moved where they follow each other as before.
export function arrange(old, children) {
  const staying = new Set(children);
  for (const child of [...old.childNodes]) if (!staying.has(child)) child.remove();
  let at = old.firstChild;
  for (const child of children) {
    if (child === at) at = at.nextSibling;
    else old.insertBefore(child, at);
  }
}

// `old` has the attributes and children of `fresh`, which is used up.
export function settle(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  dress(old, fresh);
  const same = pairs(old, fresh);
  const children = [...fresh.childNodes].map((child) => same.get(child) ?? child);
  for (const [child, kept] of same) settle(kept, child);
  arrange(old, children);
}

const CAN_FOCUS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";

// Do what changes `part`; who was in it is afterwards where they were: at the same thing, or in its place.
export function keepingFocus(part, change) {
  const focused = document.activeElement;
  if (!part.contains(focused)) {
    change();
    return;
  }
  const at = [...part.querySelectorAll(CAN_FOCUS)].indexOf(focused);
  const what = about(focused);
  change();
  if (part.contains(document.activeElement)) return;
  const all = [...part.querySelectorAll(CAN_FOCUS)];
  const next = all.find((one) => what && about(one) === what) ?? all[Math.min(at, all.length - 1)] ?? document.getElementById("main");
  next.focus({ preventScroll: true });
}
