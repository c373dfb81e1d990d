"""What calls an editor who looks elsewhere, in real browsers: the bell, notifications, marks of what is new."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from bellwire.watch.alert import Priority
from kit.alerts import alert, keep
from kit.browsers import Opened, live
from kit.desks import Desk

COUNT_STROKES = """() => {
  window.strokes = 0;
  const play = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { window.strokes += 1 / 3; return play.call(this); };
}"""


@pytest.mark.parametrize(
    ("ring", "priority", "strokes"), [("FLASH", "FLASH", 10), ("URGENT", "BULLETIN", 5), ("FLASH", "URGENT", 0)]
)
def test_the_bell_rings_for_what_was_chosen(
    desk: Desk, open_page: Opened, ring: str, priority: str, strokes: int
) -> None:
    page = live(open_page(desk.url))
    page.evaluate(COUNT_STROKES)
    page.locator("#bell summary").click()
    page.get_by_label("Ring for").select_option(ring)
    bell = page.locator("#bell")
    expect(bell).to_have_attribute("data-rang", "10" if ring == "FLASH" else "3")  # So that it is known how loud it is.
    page.evaluate("() => { window.strokes = 0; delete document.getElementById('bell').dataset.rang; }")
    desk.tell(alert("a", priority=Priority(priority)), alert("b", headline="The last"))
    expect(page.get_by_role("heading", name="The last")).to_be_visible()
    if strokes:
        expect(bell).to_have_attribute("data-rang", str(strokes))
    else:
        page.wait_for_timeout(600)
    assert round(page.evaluate("window.strokes")) == strokes


def test_the_choice_of_the_bell_folds_up_by_escape_and_by_what_is_done_elsewhere(desk: Desk, open_page: Opened) -> None:
    page = live(open_page(desk.url))
    for leave in (
        lambda: page.keyboard.press("Escape"),
        lambda: page.locator(".foot .meaning").first.click(),
    ):
        page.locator("#bell summary").click()
        expect(page.get_by_label("Ring for")).to_be_visible()
        leave()
        expect(page.get_by_label("Ring for")).to_be_hidden()


#: In the place of the browser's own, which nobody can see without a screen.
NOTIFICATIONS = """() => {
  window.told = [];
  window.Notification = class {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor(title) { window.told.push(title); }
    addEventListener() {}
  };
  document.hasFocus = () => false;
}"""


def test_one_who_looks_elsewhere_is_notified_where_that_was_chosen(desk: Desk, open_page: Opened) -> None:
    page = live(open_page(desk.url))
    page.evaluate(NOTIFICATIONS)
    page.locator("#bell summary").click()
    page.get_by_label("Ring for").select_option("FLASH")
    page.get_by_label("Notify outside the page").check()
    desk.tell(alert("a", headline="Quiet"), alert("b", priority=Priority.FLASH, headline="Army enters Aleppo"))
    # Not wait_for_function: the page's policy forbids to evaluate one.
    while not page.evaluate("window.told.length"):
        page.wait_for_timeout(50)
    assert page.evaluate("window.told") == ["FLASH: Army enters Aleppo"]


def test_nothing_rings_unasked(desk: Desk, open_page: Opened) -> None:
    page = live(open_page(desk.url))
    page.evaluate(COUNT_STROKES)
    desk.tell(alert("a", priority=Priority.FLASH, headline="Loud"))
    expect(page.get_by_role("heading", name="Loud")).to_be_visible()
    page.wait_for_timeout(600)
    assert page.evaluate("window.strokes") == 0


def test_what_came_while_the_page_was_closed_is_marked(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a"))
    page = live(open_page(desk.url))
    keep(desk.ledger, alert("a", 2, headline="It changed"), alert("b", headline="It is new"))
    page.reload()
    expect(page.locator("li[data-thread=a] .flag")).to_have_text("changed")
    expect(page.locator("li[data-thread=b] .flag")).to_have_text("new")
    page.mouse.move(200, 200)
    expect(page.locator(".flag:visible")).to_have_count(0)
    page.reload()
    live(page)
    expect(page.locator(".flag:visible")).to_have_count(0)
