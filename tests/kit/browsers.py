"""Pages in a browser, and what went wrong in them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

#: A busy machine paints late; what holds holds as soon as it does.
_PATIENCE_MS = 180_000
expect.set_options(timeout=_PATIENCE_MS)


def live(page: Page) -> Page:
    """The page, when it follows what comes."""
    expect(page.locator("#state")).to_have_attribute("data-state", "live")
    return page


def headings(page: Page) -> list[str]:
    """The headlines of a list, from the top."""
    return [text.strip() for text in page.locator("#rows > [data-thread] h2").all_text_contents()]


#: Whether anything lies over the middle of an element's upper or lower edge.
_COVERED = """(element) => {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return [top + 3, bottom - 3].some((y) => !element.contains(document.elementFromPoint((left + right) / 2, y)));
}"""


def is_covered(element: Locator) -> bool:
    """Whether another lies over it, wholly or in part."""
    return bool(element.evaluate(_COVERED))


class Opened:
    """Opens pages, and remembers what went wrong in them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.complaints: list[str] = []
        self.asked: list[str] = []

    def __call__(self, url: str, *, width: int = 1280, **context: Any) -> Page:
        """A page at `url`, in a window of this width."""
        page = self._browser.new_context(viewport={"width": width, "height": 800}, locale="en-GB", **context).new_page()
        page.set_default_timeout(_PATIENCE_MS)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(url)
        return page
