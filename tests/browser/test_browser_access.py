"""For everyone: axe finds nothing on any page in either theme, and every page works at any width."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from playwright.sync_api import Page, expect

from bellwire.ledger import Copy, Deed, DeedKind, StoredSubscription
from bellwire.reading.reading import Attribution, Direction, Grade
from bellwire.watch.alert import Deadline, DeadlineState, MsgType, Priority
from bellwire.watch.thread import Changes, Tempo
from kit.alerts import NOON, alert, keep
from kit.axe import violations
from kit.browsers import Opened, live
from kit.desks import Desk, running_desk

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/?kind=capture&group=theatre",
    "/threads/a",
    "/map",
    "/silences",
    "/silences/new?kind=capture",
    "/subscriptions",
    "/trail",
    "/health",
    "/threads/nosuch",
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk on which there is one of everything."""
    with running_desk(tmp_path_factory.mktemp("desk")) as running:
        fill(running)
        yield running


def fill(desk: Desk) -> None:
    voices = (
        Attribution(text="the army said", source="Syrian army", grade=Grade.PARTY),
        Attribution(text="rebels said no", source="rebels", grade=Grade.PARTY, stance="denies"),
    )
    due = Deadline(what="Truce vote", at=NOON, precision="day", state=DeadlineState.NEAR)
    told = {"contested": True, "changed": "adds a denial", "attribution": voices, "deadline": due}
    keep(desk.ledger, alert("a"), alert("a", 2, priority=Priority.FLASH, headline="Army holds hospital - army", **told))
    keep(desk.ledger, alert("b", 2, msg_type=MsgType.CANCEL, changed="killed", direction=Direction.MIXED))
    keep(desk.ledger, alert("c", direction=Direction.DE_ESCALATION, priority=Priority.BULLETIN))
    keep(desk.ledger, alert("d", direction=Direction.IMPACT, priority=Priority.ROUTINE))
    event = msgspec.structs.replace(alert("e").event, kind="strike")
    keep(desk.ledger, alert("e", event=event))
    tempo = Tempo(country="SY", direction=Direction.ESCALATION, since=NOON, hours={int(NOON.timestamp() // 3600): 4})
    with desk.ledger.watching(["SY"]) as tx:
        tx.apply(Changes(tempos=(tempo,)))
        tx.cited(Copy(uri="urn:a", version="1", headline="Army", body=f"{'x' * 39} The army said the day's gains."))
        tx.arrived("afp", NOON)
    now = datetime.now(UTC)
    desk.ledger.desk.write(Deed(what=DeedKind.ACKNOWLEDGE, by="Ana", at=now, thread="a", alert="a-000001", note="seen"))
    desk.ledger.desk.silence("kind=strike", by="Ana", reason="known", begins=now, ends=now + timedelta(hours=4))
    desk.ledger.desk.silence("kind=talks", by="Ana", reason="over", begins=now - timedelta(hours=2), ends=now)
    orders = {"route": "mail", "to": ["night@desk.example"], "matchers": ['country="SY"'], "silences": True}
    desk.ledger.desk.save_subscription("night mail", StoredSubscription(orders, "Ana", now))
    desk.ledger.desk.save_view("Syria", "country=SY", by="Ana", at=now)


def opened(page: Page, path: str) -> Page:
    if path != "/threads/nosuch":
        live(page)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(desk: Desk, open_page: Opened, path: str, scheme: str) -> None:
    page = opened(open_page(f"{desk.url}{path}", color_scheme=scheme), path)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert violations(page) == []
    open_page.complaints[:] = [said for said in open_page.complaints if "404" not in said]


def test_axe_finds_nothing_in_the_dialogs(desk: Desk, open_page: Opened) -> None:
    page = opened(open_page(desk.url), "/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("j")
    expect(page.locator("#rows h2 > :focus")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_role("dialog", name="Acknowledge")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("width", [360, 2560])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_off_at_any_width(desk: Desk, open_page: Opened, path: str, width: int) -> None:
    page = opened(open_page(f"{desk.url}{path}", width=width), path)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    open_page.complaints[:] = [said for said in open_page.complaints if "404" not in said]


def test_who_asks_for_less_motion_gets_none(desk: Desk, open_page: Opened) -> None:
    page = opened(open_page(desk.url, reduced_motion="reduce"), "/")
    page.evaluate("document.querySelector('#rows > li').classList.add('fresh')")
    assert page.locator("#rows > li").first.evaluate("e => getComputedStyle(e).animationName") == "none"


def test_what_shades_tell_is_told_otherwise_where_the_reader_chooses_the_colours(desk: Desk, open_page: Opened) -> None:
    page = live(open_page(desk.url, forced_colors="active"))
    withdrawn = page.locator("#rows .withdrawn").first
    assert withdrawn.evaluate("e => getComputedStyle(e).borderTopWidth") == "3px"
    current, *others = page.locator("nav a").evaluate_all(
        "all => all.map((e) => getComputedStyle(e).borderBottomColor)"
    )
    assert current not in others


def test_the_first_tab_leads_past_the_masthead(desk: Desk, open_page: Opened) -> None:
    page = opened(open_page(desk.url), "/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_times_are_in_the_readers_zone_with_utc_on_hover(desk: Desk, open_page: Opened) -> None:
    page = opened(open_page(f"{desk.url}/threads/a", timezone_id="Asia/Tokyo"), "/threads/a")
    when = page.locator("#v1 time").first
    expect(when).to_contain_text("21:00")
    expect(when).to_have_attribute("title", "4 Dec 2016 12:00 UTC")
    beside = "one => getComputedStyle(one, '::after').content"
    assert when.evaluate(beside) == "none"
    page.emulate_media(media="print")
    assert when.evaluate(beside) != "none"
