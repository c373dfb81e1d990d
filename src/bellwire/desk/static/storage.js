// What this browser keeps for itself. Where it may keep nothing (blocked, or full), it is known as long as the page is open.
const here = new Map();

// What was kept under a key, `otherwise` where nothing was or it cannot be read; `of` "sessionStorage": in this tab alone.
export function kept(key, otherwise, of = "localStorage") {
  try {
    return JSON.parse(here.get(key) ?? window[of].getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function keep(key, value, of = "localStorage") {
  const text = JSON.stringify(value);
  try {
    window[of].setItem(key, text);
    here.delete(key);
  } catch {
    here.set(key, text);
  }
}

// A cookie's value, "" where there is none that can be read.
export function cookie(name) {
  try {
    const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`)) ?? "";
    return decodeURIComponent(found.slice(name.length + 1));
  } catch {
    return "";
  }
}
