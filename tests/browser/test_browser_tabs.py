"""Many tabs of one browser: it has six connections to the desk for all of them, and none may lock the others out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bellwire.watch.alert import Priority
from kit.alerts import alert, keep
from kit.browsers import Opened
from kit.desks import Desk, running_desk

pytestmark = pytest.mark.browser

#: A tab that nobody looks at, as far as its scripts can tell: Playwright shows every page.
HIDE = """() => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
SHOW = """() => {
  delete document.hidden;
  document.dispatchEvent(new Event("visibilitychange"));
}"""
#: Counts the strokes of the bell.
COUNT_STROKES = """() => {
  window.strokes = 0;
  const play = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { window.strokes += 1 / 3; return play.call(this); };
}"""

STREAMS = 4


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with running_desk(tmp_path) as running:
        yield running


def tell(desk: Desk, *alerts: object) -> None:
    for one in alerts:
        keep(desk.ledger, one)  # type: ignore[arg-type]
        desk.feed.publish(one)  # type: ignore[arg-type]


def tab(browser: BrowserContext, url: str) -> Page:
    """One more tab beside those that are open, loaded and at rest."""
    page = browser.new_page()
    page.goto(url, timeout=30_000)
    expect(page.locator("#state")).not_to_have_attribute("data-state", "connecting", timeout=30_000)
    expect(page.locator("#state")).not_to_have_attribute("data-state", "static")
    return page


def states(pages: list[Page]) -> list[str]:
    return [str(page.locator("#state").get_attribute("data-state")) for page in pages]


def wait_for_streams(pages: list[Page], number: int) -> None:
    for _ in range(100):
        if states(pages).count("live") == number:
            return
        pages[0].wait_for_timeout(100)
    raise AssertionError(states(pages))


def test_eight_tabs_all_load_and_all_hear_of_news(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, *(alert(f"t{number}") for number in range(8)))
    first = open_page(desk.url)
    pages = [first, *(tab(first.context, f"{desk.url}/") for _ in range(7))]
    wait_for_streams(pages, STREAMS)
    assert states(pages) == ["resting"] * 4 + ["live"] * 4, "those looked at last have a stream"
    expect(first.locator("#state")).to_contain_text("Every 15 seconds")
    tell(desk, alert("new", headline="For every tab"))
    for page in pages:
        expect(page.get_by_role("heading", name="For every tab")).to_be_visible()
    assert desk.get("/health")[0] == 200


def test_a_tab_that_is_shown_again_has_missed_nothing_and_rings_for_nothing_old(desk: Desk, open_page: Opened) -> None:
    first = open_page(desk.url)
    expect(first.locator("#state")).to_have_attribute("data-state", "live")
    pages = [first, *(tab(first.context, f"{desk.url}/map") for _ in range(STREAMS))]
    first.evaluate(HIDE)
    wait_for_streams(pages, STREAMS)
    assert states(pages)[0] == "resting"
    tell(desk, *(alert(f"n{number}", headline=f"Meanwhile {number}") for number in range(3)))
    first.evaluate(SHOW)
    expect(first.locator("#state")).to_have_attribute("data-state", "live")
    expect(first.locator("#rows > li")).to_have_count(3)
    tell(desk, alert("n3", headline="Meanwhile 3"))
    expect(first.locator("#rows > li")).to_have_count(4, timeout=5_000)


def test_a_hidden_list_that_rings_keeps_its_stream(desk: Desk, open_page: Opened) -> None:
    ringing = open_page(desk.url)
    ringing.locator("#bell summary").click()
    ringing.get_by_label("Ring for").select_option("FLASH")
    others = [tab(ringing.context, f"{desk.url}/map") for _ in range(STREAMS + 1)]
    ringing.evaluate(COUNT_STROKES)
    for page in [ringing, *others]:
        page.evaluate(HIDE)
    wait_for_streams([ringing, *others], STREAMS)
    assert states([ringing]) == ["live"]
    tell(desk, alert("a", priority=Priority.FLASH))
    expect(ringing.locator("#bell")).to_have_attribute("data-rang", "10")


def test_a_tab_that_is_closed_leaves_its_stream_to_another(desk: Desk, open_page: Opened) -> None:
    first = open_page(desk.url)
    pages = [first, *(tab(first.context, f"{desk.url}/map") for _ in range(STREAMS))]
    wait_for_streams(pages, STREAMS)
    pages.pop().close(run_before_unload=False)
    wait_for_streams(pages, STREAMS)


def test_tabs_that_are_gone_without_a_word_keep_no_stream_from_others(desk: Desk, open_page: Opened) -> None:
    page = open_page(desk.url)
    expect(page.locator("#state")).to_have_attribute("data-state", "live")
    page.context.new_page().goto(f"{desk.url}/static/bell.svg")
    page.context.pages[-1].evaluate(
        """() => {
          const channel = new BroadcastChannel("bellwire-streams");
          for (const id of "abcd") channel.postMessage({ id, visible: true, rings: true, shown: Infinity });
        }"""
    )
    expect(page.locator("#state")).to_have_attribute("data-state", "resting")
    expect(page.locator("#state")).to_have_attribute("data-state", "live", timeout=30_000)
