"""The list as an editor keeps it open for a night: nothing falls between pages, moves, or is told wrongly."""

from __future__ import annotations

import time

import msgspec
import pytest
from playwright.sync_api import Page, expect

from bellwire.reading.reading import Direction, Event, Place, Status
from bellwire.watch.alert import Alert, MsgType, Priority, Score
from kit.alerts import alert, keep
from kit.axe import violations
from kit.browsers import Opened, headings, is_covered, live
from kit.desks import Desk

pytestmark = pytest.mark.browser


def numbered(*numbers: int) -> list[Alert]:
    return [alert(f"t{number:04}", headline=f"Number {number}") for number in numbers]


def canceled(name: str) -> Alert:
    return alert(name, 2, headline="WITHDRAWN by Example", msg_type=MsgType.CANCEL, changed="killed", evidence=())


def scroll_to(page: Page, name: str) -> float:
    """So that this row is in view; where it then is."""
    row = page.locator(f"[data-thread={name}]")
    row.scroll_into_view_if_needed()
    # Not wait_for_function: the page's policy forbids to evaluate one.
    while page.evaluate("scrollY") <= 160:
        page.wait_for_timeout(20)
    box = row.bounding_box()
    assert box is not None
    return box["y"]


@pytest.mark.parametrize(
    ("before", "come"), [(200, 40), (200, 70), (0, 130), (0, 260), (99, 2)], ids=lambda number: str(number)
)
def test_every_thread_stands_on_a_page_however_many_come(desk: Desk, open_page: Opened, before: int, come: int) -> None:
    if before:
        keep(desk.ledger, *numbered(*range(before)))
    page = live(open_page(desk.url))
    newest = before + come - 1
    desk.tell(*numbered(*range(before, before + come)))
    expect(page.get_by_role("heading", name=f"Number {newest}", exact=True)).to_be_visible()
    expect(page.locator("#rows > li:nth-child(151)")).to_have_count(0)
    seen = headings(page)
    while page.get_by_role("link", name="Older").count():
        page.get_by_role("link", name="Older").click()
        live(page)
        seen += headings(page)
    assert seen == [f"Number {number}" for number in reversed(range(before + come))]


@pytest.mark.parametrize("query", ["", "?sort=priority", "?group=theatre"])
def test_a_withdrawal_is_shown_where_somebody_reads_and_nothing_moves(
    desk: Desk, open_page: Opened, query: str
) -> None:
    keep(desk.ledger, *numbered(*range(60)))
    page = live(open_page(f"{desk.url}/{query}"))
    at = scroll_to(page, "t0030")
    desk.tell(canceled("t0030"), alert("new", headline="The newest"))
    row = page.locator("[data-thread=t0030]")
    expect(row.get_by_text("Withdrawn – do not use")).to_be_visible()
    expect(row.locator("h2")).to_have_text("Number 30")
    expect(page.locator("[aria-live=assertive]")).to_have_text("Withdrawn: WITHDRAWN by Example")
    button = page.get_by_role("button", name="1 withdrawn, 1 new alert")
    expect(button).to_be_visible()
    box = row.bounding_box()
    assert box is not None and box["y"] == at
    assert violations(page) == []
    button.click()
    expect(page.locator("[data-thread=t0030] h2")).to_have_text("WITHDRAWN by Example")
    expect(page.get_by_role("heading", name="The newest")).to_have_count(1)


@pytest.mark.parametrize("path", ["/?sort=priority", "/?group=theatre", "/map"])
def test_steady_news_keeps_nothing_from_being_shown(desk: Desk, open_page: Opened, path: str) -> None:
    page = live(open_page(f"{desk.url}{path}"))
    until = time.monotonic() + 60
    number = 0
    while not page.get_by_text("Number 3", exact=True).count():
        assert time.monotonic() < until, "it waits for the news to end"
        desk.tell(*numbered(number))
        number += 1
        page.wait_for_timeout(200)


@pytest.mark.parametrize("width", [360, 900, 1280])
def test_the_button_of_what_waits_stands_clear_of_the_masthead(desk: Desk, open_page: Opened, width: int) -> None:
    ways = [way for way in Direction if way is not Direction.NONE]
    keep(desk.ledger, *(alert(f"t{number:02}", direction=ways[number % len(ways)]) for number in range(40)))
    page = live(open_page(desk.url, width=width))
    page.evaluate("scrollTo(0, 1500)")
    desk.tell(alert("new"))
    button = page.get_by_role("button", name="1 new alert")
    expect(button).to_be_visible()
    assert not is_covered(button)


def test_a_sorted_list_waits_for_its_reader(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, *numbered(*range(60)))
    page = live(open_page(f"{desk.url}/?sort=score"))
    at = scroll_to(page, "t0030")
    loud = [
        alert(f"n{number}", headline="Louder", score=Score(value=90.0, parts=(), method="x")) for number in range(3)
    ]
    desk.tell(*loud)
    button = page.get_by_role("button", name="3 new alerts")
    expect(button).to_be_visible()
    box = page.locator("[data-thread=t0030]").bounding_box()
    assert box is not None and box["y"] == at
    button.click()
    expect(page.get_by_role("heading", name="Louder").first).to_be_in_viewport()
    expect(page.locator("#rows > li")).to_have_count(63)


def test_a_silence_made_elsewhere_moves_nothing_under_a_reader(desk: Desk, open_page: Opened) -> None:
    strike = msgspec.structs.replace(alert("a").event, kind="strike")
    keep(desk.ledger, *numbered(*range(30)), *(alert(f"s{number}", event=strike) for number in range(5)))
    page = live(open_page(desk.url))
    at = scroll_to(page, "t0015")
    other = open_page(f"{desk.url}/silences/new?kind=strike")
    other.locator("main").get_by_label("Your name").fill("Ana")
    other.get_by_label("Reason").fill("known")
    other.get_by_role("button", name="Silence", exact=True).click()
    button = page.get_by_role("button", name="The list has changed")
    expect(button).to_be_visible()
    box = page.locator("[data-thread=t0015]").bounding_box()
    assert box is not None and abs(box["y"] - at) < 1
    button.click()
    expect(page.locator("#rows > li")).to_have_count(30)


def test_a_list_whose_last_row_goes_says_so(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a", contested=True))
    page = live(open_page(f"{desk.url}/?contested=true"))
    desk.tell(alert("a", 2))
    expect(page.get_by_text("Nothing here is what the filter asks for.")).to_be_visible()
    desk.tell(alert("b", contested=True))
    expect(page.get_by_text("Nothing here is what the filter asks for.")).to_be_hidden()


BLOCKED = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
}"""
BROKEN = """localStorage.setItem("bellwire-bell", "{");
for (const key of ["seen", "unseen", "last"]) localStorage.setItem(`bellwire-${key}`, '{"a": 1}');
document.cookie = "bellwire_name=%E0%A4%A";"""


@pytest.mark.parametrize("script", [BLOCKED, BROKEN], ids=["blocked", "broken"])
def test_a_browser_that_keeps_nothing_is_live_all_the_same(desk: Desk, open_page: Opened, script: str) -> None:
    page = open_page(desk.url)
    page.add_init_script(script)
    page.reload()
    live(page)
    desk.tell(alert("a", headline="It comes"))
    expect(page.get_by_role("heading", name="It comes")).to_be_visible()
    page.locator("#bell summary").click()
    page.get_by_label("Ring for").select_option("FLASH")
    expect(page.locator("#bell")).to_have_attribute("data-on", "true")


def marked(page: Page) -> list[str]:
    return headings(page)[: page.locator(".flag:visible").count()]


def test_only_what_came_since_the_last_visit_is_new(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, *numbered(*range(200)))
    page = live(open_page(desk.url))
    assert marked(page) == []
    page.get_by_role("link", name="Older").click()
    live(page)
    assert marked(page) == [] and page.title() == "Alerts – Bellwire"
    page.goto(f"{desk.url}/?direction=escalation&text=number")
    assert marked(live(page)) == []
    page.goto("about:blank")
    keep(desk.ledger, *numbered(*range(200, 320)))
    back = page.context.new_page()
    page.close()
    back.goto(desk.url)
    expect(live(back).locator(".flag:visible")).to_have_count(100)
    back.get_by_role("link", name="Older").click()
    live(back)
    assert marked(back) == [f"Number {number}" for number in range(219, 199, -1)]
    expect(back).to_have_title("(20) Alerts – Bellwire")


@pytest.mark.parametrize("key", ["a", "s", "o"])
def test_a_key_that_needs_a_row_says_so(desk: Desk, open_page: Opened, key: str) -> None:
    keep(desk.ledger, alert("a"))
    page = live(open_page(desk.url))
    page.keyboard.press(key)
    expect(page.get_by_role("status").filter(has_text="Choose a row first: j, k")).to_be_visible()
    assert violations(page) == []
    page.goto(f"{desk.url}/map")
    live(page).keyboard.press(key)
    expect(page.get_by_role("status").filter(has_text="in the list and in a story")).to_be_visible()


TEMPO = Event(
    id="x",
    kind="tempo",
    family="tempo",
    direction=Direction.ESCALATION,
    status=Status.HAPPENED,
    place=Place(name="Syria", path="SY", country="SY", lat=35.0, lon=38.0, precision="country"),
)
#: In the place of the browser's own, which nobody can see without a screen.
NOTIFICATIONS = """() => {
  window.told = [];
  window.Notification = class extends EventTarget {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor() { super(); window.told.push(this); }
  };
  document.hasFocus = () => false;
}"""


@pytest.mark.parametrize(("more", "leads_to"), [({}, "/threads/a%20b"), ({"event": TEMPO, "article": None}, "/")])
def test_a_notification_leads_to_a_page_that_is_there(
    desk: Desk, open_page: Opened, more: dict[str, object], leads_to: str
) -> None:
    page = live(open_page(f"{desk.url}/?text=army"))
    page.evaluate(NOTIFICATIONS)
    page.locator("#bell summary").click()
    page.get_by_label("Ring for").select_option("FLASH")
    page.get_by_label("Notify outside the page").check()
    one = alert("a b", priority=Priority.FLASH, **more)
    desk.tell(one)
    while not page.evaluate("window.told.length"):
        page.wait_for_timeout(50)
    page.evaluate("window.told[0].dispatchEvent(new Event('click'))")
    expect(page).to_have_url(f"{desk.url}{leads_to}")
