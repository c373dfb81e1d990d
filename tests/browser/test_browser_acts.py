"""Several editors at one desk, in real browsers: filters, acknowledgements, silences, keys."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import expect

from bellwire.ledger import Delivery, Held, StoredSubscription, Target
from bellwire.reading.reading import Direction, Place
from bellwire.watch.alert import MsgType, Priority
from bellwire.watch.thread import Changes
from kit.alerts import CAPTURE, alert, keep
from kit.browsers import Opened, headings, live
from kit.desks import Desk, PlayedFeed, running_desk

pytestmark = pytest.mark.browser

IRAQ = msgspec.structs.replace(CAPTURE, place=Place(name="Mosul", path="IQ/Mosul", country="IQ", lat=36.3, lon=43.1))


def test_a_filter_is_a_link_and_what_comes_is_filtered_too(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a", headline="In Aleppo"), alert("b", headline="In Mosul", event=IRAQ))
    page = live(open_page(f"{desk.url}/?country=IQ"))
    assert headings(page) == ["In Mosul"]
    desk.tell(alert("c", headline="More of Aleppo"), alert("d", headline="More of Mosul", event=IRAQ))
    expect(page.locator("#rows > li")).to_have_count(2)
    assert headings(page) == ["More of Mosul", "In Mosul"]
    page.get_by_role("link", name="country Iraq").click()
    expect(page).to_have_url(f"{desk.url}/")
    expect(page.locator("#rows > li")).to_have_count(4)


def test_a_thread_that_no_longer_fits_the_filter_goes(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a", contested=True, headline="Contested"))
    page = live(open_page(f"{desk.url}/?contested=true"))
    expect(page.locator("#rows > li")).to_have_count(1)
    desk.tell(alert("a", 2, headline="Settled"))
    expect(page.locator("#rows > li")).to_have_count(0)


def test_the_form_puts_what_was_chosen_into_the_address(desk: Desk, open_page: Opened) -> None:
    harm = msgspec.structs.replace(CAPTURE, direction=Direction.IMPACT)
    keep(desk.ledger, alert("a"), alert("b", direction=Direction.IMPACT, event=harm))
    page = live(open_page(desk.url))
    page.get_by_role("searchbox").fill("hospital")
    page.get_by_text("More filters").click()
    page.get_by_label("escalation", exact=True).check()
    page.get_by_label("mixed", exact=True).check()
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(f"{desk.url}/?text=hospital&direction=escalation%2Cmixed")
    expect(page.locator("#rows > li")).to_have_count(1)


def test_a_view_is_named_once_and_found_by_everyone(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a"), alert("b", headline="In Mosul", event=IRAQ))
    other = live(open_page(desk.url))
    page = live(open_page(f"{desk.url}/?country=IQ"))
    page.get_by_text("Name this view").click()
    page.locator(".save").get_by_label("Name", exact=True).fill("Iraq desk")
    page.locator(".save").get_by_label("Your name").fill("Ana")
    page.get_by_role("button", name="Save").click()
    other.get_by_role("link", name="Iraq desk").click()
    expect(other).to_have_url(f"{desk.url}/?country=IQ")


def test_what_a_list_shows_is_sent_with_one_form(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a"), alert("b", headline="In Mosul", event=IRAQ))
    page = live(open_page(f"{desk.url}/?country=IQ&filter=kind%3D~%22cap.*%22", timezone_id="Asia/Tokyo"))
    assert headings(page) == ["In Mosul"]
    page.get_by_text("Send these").click()
    form = page.locator(".send")
    form.get_by_label("Subscription").fill("Iraq")
    form.get_by_label("To").fill("iraq@desk.example")
    form.get_by_label("When").select_option("in a digest every hour")
    expect(form.get_by_label("Times in")).to_have_value("Asia/Tokyo")
    form.get_by_label("Your name").fill("Ana")
    form.get_by_role("button", name="Subscribe").click()
    expect(page).to_have_url(f"{desk.url}/subscriptions")
    fields = desk.ledger.desk.subscriptions()["Iraq"].fields
    assert fields["matchers"] == ['country="IQ"', 'kind=~"cap.*"']
    assert (fields["digest"], fields["zone"]) == ("1h", "Asia/Tokyo")
    page.get_by_role("link", name="country=").click()
    assert headings(live(page)) == ["In Mosul"]


def test_what_the_desk_refuses_says_why_beside_what_was_written(desk: Desk, open_page: Opened) -> None:
    page = live(open_page(f"{desk.url}/?kind=capture"))
    page.locator(".send summary").click()
    form = page.locator(".send form")
    form.get_by_label("Subscription").fill("night mail")
    form.get_by_label("To", exact=True).fill("nobody")
    form.get_by_label("Your name").fill("Ana")
    form.get_by_role("button", name="Subscribe").click()
    expect(form.locator(".wrong")).to_contain_text("write one mail address")
    expect(form.get_by_label("Subscription")).to_have_value("night mail")
    page.route("**/subscriptions", lambda route: route.abort())
    form.get_by_role("button", name="Subscribe").click()
    expect(form.locator(".wrong")).to_contain_text("out of reach")
    page.unroute("**/subscriptions")
    form.get_by_label("To", exact=True).fill("night@example.org")
    form.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_role("heading", name="Subscriptions")).to_be_visible()
    assert list(desk.ledger.desk.subscriptions()) == ["night mail"]
    open_page.complaints.clear()  # The browser's own of the two that failed.


def test_a_target_that_is_held_back_is_tried_now_and_the_subscription_stays(desk: Desk, open_page: Opened) -> None:
    now = datetime.now(UTC)
    stored = StoredSubscription({"route": "slack", "url": "https://hooks.example/x"}, "Ana", now)
    desk.ledger.desk.save_subscription("chat", stored)
    told = desk.ledger.deliveries
    told.queue([Delivery("chat", "t1-000001", "t1", 1, MsgType.ALERT, "matches", now, now)], 0)
    told.begin(told.waiting("chat", now), Target("chat", "d1", {"route": "slack"}), now)
    desk.ledger.targets.hold(Held("chat", "d1", now, now + timedelta(minutes=9), "answered 500"))
    page = live(open_page(f"{desk.url}/subscriptions"))
    expect(page.locator(".silent")).to_contain_text("Held back after failures since")
    page.locator(".silences").get_by_label("Your name").fill("Ben")
    with page.expect_navigation():
        page.get_by_role("button", name="Try now").click()
    expect(page.locator(".silences").get_by_label("Your name")).to_have_value("Ben")
    assert desk.ledger.targets.asked() == {("chat", "d1")}
    assert list(desk.ledger.desk.subscriptions()) == ["chat"]


def test_threads_by_theatre_and_by_loudness(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a", headline="Loud", priority=Priority.FLASH), alert("b", headline="Iraq", event=IRAQ))
    page = live(open_page(f"{desk.url}/?group=theatre&sort=priority"))
    assert page.locator("#rows .theatre").all_text_contents() == ["Syria", "Iraq"]
    desk.tell(alert("b", 2, headline="Louder", event=IRAQ, priority=Priority.FLASH))
    expect(page.get_by_role("heading", name="Louder")).to_be_visible()


def test_what_one_acknowledges_another_sees(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a", headline="Army takes hospital"))
    one, other = (live(open_page(desk.url)) for _ in range(2))
    story = live(open_page(f"{desk.url}/threads/a"))
    one.keyboard.press("j")
    one.keyboard.press("a")
    dialog = one.get_by_role("dialog")
    expect(dialog).to_contain_text("Army takes hospital")
    dialog.get_by_label("Your name").fill("Ana Lima")
    dialog.get_by_label("Note").fill("calling <b>Beirut</b>")
    one.keyboard.press("Enter")
    for page in (one, other, story):
        expect(page.locator(".seen-by")).to_contain_text("Ana Lima")
        expect(page.locator(".seen-by q")).to_have_text("calling <b>Beirut</b>")
    expect(dialog).to_be_hidden()
    expect(one.get_by_role("link", name="Army takes hospital")).to_be_focused()


def test_an_acknowledgement_that_the_desk_refuses_says_why(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a"))
    page = live(open_page(desk.url))
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.get_by_role("dialog").get_by_label("Your name").fill("  ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("say who you are")
    open_page.complaints.clear()


def test_a_silence_is_previewed_hides_everywhere_and_ends(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a", headline="Known raid"), alert("b", headline="In Mosul", event=IRAQ))
    other = live(open_page(desk.url))
    page = live(open_page(desk.url))
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Would hide now: 1")).to_be_visible()
    expect(page.locator(".headlines")).to_contain_text("Known raid")
    page.locator("main").get_by_label("Your name").fill("Ana")
    page.get_by_label("Reason").fill("the desk knows")
    page.get_by_role("button", name="Silence", exact=True).click()
    expect(page.get_by_role("heading", name="Hidden now: 1")).to_be_visible()
    expect(other.locator("#rows > li")).to_have_count(1)
    expect(other.locator("#now")).to_contain_text("1 silenced")
    desk.tell(alert("a", 2, headline="Known raid goes on"), alert("c", headline="After it", event=IRAQ))
    expect(other.get_by_role("heading", name="After it")).to_be_visible()
    expect(other.locator("#now")).to_contain_text("1 silenced")
    assert headings(other) == ["After it", "In Mosul"]
    desk.tell(alert("a", 3, headline="Raid taken back", msg_type=MsgType.CANCEL, changed="killed"))
    expect(other.get_by_role("heading", name="Raid taken back")).to_be_visible()
    page.get_by_role("button", name="End it now").click()
    expect(page.get_by_text("None.")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_all_keys_are_told_and_lead_where_they_say(desk: Desk, open_page: Opened, width: int) -> None:
    keep(desk.ledger, alert("a"))
    page = live(open_page(desk.url, width=width))
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys").get_by_text("silence what is like it")).to_be_visible()
    page.evaluate("""() => document.querySelector("dialog[open]").addEventListener("close", ({target}) =>
        target.querySelector("button").dispatchEvent(new KeyboardEvent("keydown", {key: "/", bubbles: true})))""")
    page.keyboard.press("Escape")  # The key that comes before the focus has left what was just closed.
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("j?a")
    expect(page.get_by_role("searchbox")).to_have_value("j?a")


def test_five_thousand_threads_are_a_page_at_a_time(desk: Desk, open_page: Opened) -> None:
    with desk.ledger.watching(["SY"]) as tx:
        tx.apply(Changes(alerts=tuple(alert(f"t{number:04}", headline=f"Number {number}") for number in range(5000))))
    page = live(open_page(desk.url))
    expect(page.locator("#rows > li")).to_have_count(100)
    page.get_by_role("link", name="Older").click()
    expect(page.get_by_role("heading", name="Number 4899")).to_be_visible()
    page = live(open_page(f"{desk.url}/?text=4321"))
    assert headings(page) == ["Number 4321"]


def test_a_desk_killed_and_started_again_leaves_no_gap_and_repeats_nothing(tmp_path: Path, open_page: Opened) -> None:
    with running_desk(tmp_path) as first:
        page = live(open_page(first.url))
        first.tell(alert("a", headline="Before"))
        expect(page.get_by_role("heading", name="Before")).to_be_visible()
        page.evaluate("window.put = []")
        page.evaluate(
            """new MutationObserver((all) => all.forEach((one) => one.addedNodes.forEach(
              (row) => window.put.push(row.dataset.alert)))).observe(rows, {childList: true})"""
        )
    expect(page.locator("#state")).to_contain_text("out of reach")
    missed = alert("b", headline="Meanwhile")
    feed = PlayedFeed(past=(alert("a", headline="Before"), missed))
    with running_desk(tmp_path, feed, port=first.port) as second:
        keep(second.ledger, missed)
        live(page)
        expect(page.get_by_role("heading", name="Meanwhile")).to_be_visible()
        second.tell(alert("c", headline="After"))
        expect(page.get_by_role("heading", name="After")).to_be_visible()
        assert page.evaluate("window.put") == ["b-000001", "c-000001"]
    assert re.match(r"^\(\d\) Alerts", page.title())
