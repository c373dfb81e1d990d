"""What comes while somebody works in a room: it is shown, and takes nothing out of their hands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bellwire.ledger import Deed, DeedKind, StoredSubscription
from kit.alerts import NOON, alert, keep
from kit.browsers import Opened, live
from kit.desks import Desk, post, running_desk

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with running_desk(tmp_path) as running:
        keep(running.ledger, *(alert(f"t{number}", headline=f"Number {number}") for number in range(8)))
        post(running, "/silences", by="Ana", filter="kind=strike", hours="4", reason="known")
        post(running, "/silences", by="Ana", filter="thread=t6,t7,quiet", hours="4", reason="told")
        post(running, "/threads/t1/acknowledge", by="Ana", note="calling")
        subscription = StoredSubscription({"route": "mail", "to": ["a@example.org"]}, "Ana", NOON)
        running.ledger.desk.save_subscription("night", subscription)
        yield running


def news(page: Page, desk: Desk, name: str = "new") -> None:
    """An alert comes, and the page has taken its parts anew."""
    page.evaluate(
        "() => { window.fresh = false; document.addEventListener('refreshed', () => { window.fresh = true; }); }"
    )
    one = alert(name, headline="The newest")
    desk.tell(one)
    # Not wait_for_function: the page's policy forbids to evaluate one.
    while not page.evaluate("window.fresh"):
        page.wait_for_timeout(50)


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        ("/map", ".map a"),
        ("/map", ".headlines li:nth-child(3) a"),
        ("/silences", ".silences li:nth-child(2) button"),
        ("/silences", ".headlines li:nth-child(2) a"),
        ("/subscriptions", "text=Send no more"),
        ("/subscriptions", "text=Atom"),
        ("/trail", ".table a"),
        ("/trail", ".scroll"),
        ("/health", "[aria-label='Dead letters'], [aria-label=Feeds]"),
    ],
)
def test_news_leaves_the_focus_where_it_is(desk: Desk, open_page: Opened, path: str, selector: str) -> None:
    page = live(open_page(f"{desk.url}{path}"))
    page.locator(selector).first.focus()
    inside = "document.activeElement.closest('li, tr, section, .map, .scroll, p').textContent.replace(/\\\\s+/g, ' ')"
    what = page.evaluate("document.activeElement.outerHTML")
    before = page.evaluate(inside)
    page.evaluate("window.lost = 0; addEventListener('focusout', () => { window.lost += 1; })")
    news(page, desk, "quiet" if path == "/silences" else "new")
    if selector != ".map a":
        assert page.evaluate("document.activeElement.outerHTML") == what
        assert page.evaluate(inside) == before
    assert page.evaluate("document.querySelector('[data-live]').contains(document.activeElement)")
    assert page.evaluate("window.lost") == 0, "a screen reader is not sent back to it at every alert"


def test_who_stood_on_what_goes_stands_on_what_comes_in_its_place(desk: Desk, open_page: Opened) -> None:
    page = live(open_page(f"{desk.url}/silences"))
    page.get_by_role("button", name="End it now").first.focus()
    first = page.locator(".silences").first.locator("li")
    action = page.locator(".silences form").first.get_attribute("action")
    assert action is not None
    post(desk, action, by="Ben")
    expect(first).to_have_count(1)
    expect(page.get_by_role("button", name="End it now")).to_be_focused()


def test_what_is_being_written_or_is_open_is_left_and_made_good_afterwards(desk: Desk, open_page: Opened) -> None:
    page = live(open_page(f"{desk.url}/silences"))
    name = page.locator(".silences input[name=by]").first
    name.fill("Ana L")
    news(page, desk, "quiet")
    expect(page.locator(".headlines")).not_to_contain_text("The newest")
    expect(name).to_be_focused()
    expect(name).to_have_value("Ana L")
    page.get_by_role("link", name="New silence").focus()
    expect(page.locator(".headlines")).to_contain_text("The newest")
    expect(name).to_have_value("Ana L")
    expect(page.get_by_role("link", name="New silence")).to_be_focused()


def test_what_a_silence_would_hide_is_told_as_it_is_now_while_its_reason_is_written(
    desk: Desk, open_page: Opened
) -> None:
    page = live(open_page(f"{desk.url}/silences/new?kind=capture"))
    expect(page.locator("#preview")).to_have_text("Would hide now: 8")
    page.get_by_label("Reason").fill("known")
    news(page, desk)
    expect(page.locator("#preview")).to_have_text("Would hide now: 9")
    expect(page.get_by_label("Reason")).to_have_value("known")
    expect(page.get_by_label("Reason")).to_be_focused()


def test_what_is_open_on_the_list_stays_open(desk: Desk, open_page: Opened) -> None:
    page = live(open_page(f"{desk.url}/?sort=priority"))
    page.get_by_text("Name this view").click()
    news(page, desk)
    expect(page.get_by_role("heading", name="The newest")).to_be_visible()
    expect(page.locator(".save").get_by_label("Name", exact=True)).to_be_visible()


def test_selection_and_scroll_are_kept(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, *(alert(f"m{number}", headline=f"More {number}") for number in range(30)))
    page = live(open_page(f"{desk.url}/map", width=360))
    page.evaluate(
        """() => {
          getSelection().selectAllChildren(document.querySelectorAll(".headlines a")[2]);
          document.querySelectorAll(".headlines a")[20].scrollIntoView();
        }"""
    )
    at = page.locator(".headlines a").nth(20).bounding_box()
    chosen = page.evaluate("getSelection().toString()")
    news(page, desk)
    expect(page.locator(".headlines")).to_contain_text("The newest")
    assert page.evaluate("getSelection().toString()") == chosen
    now = page.locator(".headlines a").nth(21).bounding_box()
    assert at is not None and now is not None and abs(at["y"] - now["y"]) < 2


def test_who_and_when_are_read_in_the_trail_on_a_phone(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a"))
    deed = Deed(
        what=DeedKind.ACKNOWLEDGE, by="Ana Lima", at=NOON, thread="a", note="x" * 1000, more={"uri": "u" * 1000}
    )
    desk.ledger.desk.write(deed)
    page = open_page(f"{desk.url}/trail", width=360)
    assert all(cell.bounding_box()["width"] >= 80 for cell in page.locator(".table tbody tr:first-child td").all())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator(".table").evaluate("table => table.offsetWidth") < 1200
