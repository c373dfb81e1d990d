"""The page in a real browser: what an editor sees happen."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import expect

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.desk.feed import kafka_feed
from bellwire.reading.reading import Direction
from bellwire.settings import Settings
from bellwire.watch.alert import MsgType, Priority
from kit.alerts import alert, keep, proof
from kit.browsers import Opened, live
from kit.desks import Desk, PlayedFeed, running_desk
from kit.topics import send

pytestmark = pytest.mark.browser

HOSTILE = "<script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\">"


def test_an_alert_on_the_brokers_topic_appears_without_reload(tmp_path: Path, open_page: Opened) -> None:
    with EmbeddedBroker() as broker:
        settings = Settings(brokers=broker.address)
        ensure_topics(broker.address, settings)
        with running_desk(tmp_path, kafka_feed(settings)) as desk:  # type: ignore[arg-type]
            page = open_page(desk.url)
            expect(page.get_by_text("No alerts yet")).to_be_visible()
            live(page)
            page.evaluate("window.same = true")
            one = alert("a", headline="Army takes hospital - army")
            send(broker.address, settings.topic("alerts"), [("a", msgspec.json.encode(one))])
            expect(page.get_by_role("heading", name="Army takes hospital - army")).to_be_visible()
            expect(page.get_by_text("No alerts yet")).to_be_hidden()
            assert page.evaluate("window.same")


def test_an_update_takes_the_place_of_its_thread_at_the_top_and_is_marked(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a"), alert("b"))
    page = live(open_page(desk.url))
    desk.tell(alert("a", 2, headline="Second thoughts", changed="adds a denial", contested=True))
    rows = page.locator("#rows > li")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Second thoughts")
    expect(rows.first).to_contain_text("Update 1 adds a denial")
    expect(rows.first.locator(".flag")).to_have_text("changed")
    expect(page.locator("#tally")).to_contain_text("contested 1")
    expect(page).to_have_title(re.compile(r"^\(1\)"))
    page.mouse.move(300, 300)
    expect(page).not_to_have_title(re.compile(r"^\("), timeout=10_000)  # Seen.
    expect(rows.first.locator(".flag")).to_be_hidden()


def test_what_comes_twice_or_late_changes_nothing(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a"), alert("a", 2, headline="The second version"))
    page = live(open_page(desk.url))
    desk.feed.publish(alert("a", 1, headline="The first version"), alert("a", 2), alert("z", headline="The end"))
    expect(page.get_by_role("heading", name="The end")).to_be_visible()
    expect(page.get_by_role("heading", name="The second version")).to_be_visible()
    expect(page.locator("#rows > li")).to_have_count(2)


def test_a_hostile_headline_is_text_in_the_list_and_when_it_comes_live(desk: Desk, open_page: Opened) -> None:
    hostile = {"headline": HOSTILE, "changed": HOSTILE, "evidence": (proof(f"He {HOSTILE} said", "said"),)}
    keep(desk.ledger, alert("a", **hostile))
    page = live(open_page(desk.url))
    desk.tell(alert("b", **hostile))
    expect(page.get_by_role("heading", name=HOSTILE)).to_have_count(2)
    assert page.locator("#rows script, #rows img").count() == 0
    assert "owned" not in page.title()


def test_the_trigger_is_highlighted_in_its_sentence(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a"))
    page = live(open_page(desk.url))
    desk.tell(alert("b", evidence=(proof("Rebels will not leave the city.", "will not leave"),)))
    expect(page.locator("li[data-thread=a] mark")).to_have_text("included")
    expect(page.locator("li[data-thread=b] mark")).to_have_text("will not leave")
    expect(page.locator("li[data-thread=b] blockquote")).to_have_text("Rebels will not leave the city.")


def test_the_connection_is_told_in_words_and_comes_back_without_gap(tmp_path: Path, open_page: Opened) -> None:
    with running_desk(tmp_path) as first:
        page = live(open_page(first.url))
        first.tell(alert("a", headline="Before"))
        expect(page.get_by_role("heading", name="Before")).to_be_visible()
        first.feed.state("lost")
        expect(page.locator("#state")).to_contain_text("no answer from Kafka")
        page.evaluate("window.same = true")
    expect(page.locator("#state")).to_contain_text("out of reach")
    expect(page.get_by_role("heading", name="Before")).to_be_visible()
    feed = PlayedFeed(past=(alert("a", headline="Before"), alert("b", headline="Meanwhile")))
    with running_desk(tmp_path, feed, port=first.port):
        live(page)
        expect(page.get_by_role("heading", name="Meanwhile")).to_be_visible()
        expect(page.locator("#rows > li")).to_have_count(2)
        assert page.evaluate("window.same")


def test_a_page_that_is_too_far_behind_loads_itself_afresh(desk: Desk, open_page: Opened) -> None:
    page = live(open_page(desk.url))
    page.evaluate("window.same = true")
    keep(desk.ledger, alert("a", headline="From the ledger"))
    desk.feed.again(500)
    expect(page.get_by_role("heading", name="From the ledger")).to_be_visible()
    desk.tell(alert("b", headline="And on"))
    expect(page.get_by_role("heading", name="And on")).to_be_visible()
    assert page.evaluate("window.same"), "what somebody does in it is not lost"


def test_nothing_moves_under_the_eyes_of_one_who_has_scrolled(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, *(alert(f"t{number:02}") for number in range(30)))
    page = live(open_page(desk.url))
    page.mouse.wheel(0, 1500)
    page.wait_for_function("scrollY > 400")
    desk.tell(alert("new", headline="The newest"))
    button = page.get_by_role("button", name="1 new alert")
    expect(button).to_be_visible()
    assert page.get_by_role("heading", name="The newest").count() == 0
    button.click()
    expect(page.get_by_role("heading", name="The newest")).to_be_in_viewport()


def test_a_kill_is_shown_on_the_open_story(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a"))
    page = live(open_page(f"{desk.url}/threads/a"))
    desk.tell(alert("a", 2, msg_type=MsgType.CANCEL, changed="killed"))
    expect(page.get_by_role("alert")).to_contain_text("WITHDRAWN")
    page.get_by_role("button", name="Show it").click()
    expect(page.get_by_text("Withdrawn – do not use")).to_be_visible()


def test_it_is_said_aloud_politely_and_only_a_flash_interrupts(desk: Desk, open_page: Opened) -> None:
    page = live(open_page(desk.url))
    desk.tell(alert("a", headline="Truce holds", direction=Direction.DE_ESCALATION))
    spoken = page.locator("[aria-live=polite]")
    expect(spoken).to_have_text("URGENT, de-escalation: Truce holds")
    desk.tell(alert("b", headline="Truce breaks", priority=Priority.FLASH))
    expect(page.locator("[aria-live=assertive]")).to_have_text("FLASH: Truce breaks")
    expect(spoken).to_have_text("URGENT, de-escalation: Truce holds")


def test_keys_go_through_the_list_and_open_why(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a", headline="First"), alert("b", headline="Second"))
    page = live(open_page(desk.url))
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Second")).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="First")).to_be_focused()
    outline = page.get_by_role("link", name="First").evaluate("e => getComputedStyle(e).outlineWidth")
    assert outline == "3px", "focus is seen"
    page.keyboard.press("o")
    expect(page.locator("li[data-thread=a] table")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{desk.url}/threads/a")


@pytest.mark.parametrize("path", ["/", "/threads/a"])
def test_nothing_is_cut_off_on_a_phone(desk: Desk, open_page: Opened, path: str) -> None:
    long = alert(
        "a",
        2,
        headline="W" * 90,
        changed="x" * 300,
        contested=True,
        evidence=(proof("y" * 400 + " included", "included"),),
    )
    keep(desk.ledger, alert("a"), long)
    page = live(open_page(f"{desk.url}{path}", width=360))
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    expect(page.get_by_text("contested").last).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280, 2560, 3840])
def test_a_headline_is_larger_than_what_stands_below_it_however_wide_the_screen(
    desk: Desk, open_page: Opened, width: int
) -> None:
    keep(desk.ledger, *(alert(name.value, 2, priority=name, changed="denied by AP") for name in Priority))
    page = open_page(desk.url, width=width)
    sizes = page.evaluate(
        """() => [...document.querySelectorAll("#rows > li")].map((row) =>
          ["h2", ".changed", ".facts"].map((part) => parseFloat(getComputedStyle(row.querySelector(part)).fontSize)))"""
    )
    assert len(sizes) == 4
    assert all(headline > changed > facts for headline, changed, facts in sizes), sizes
    assert width < 2000 or min(changed for _, changed, _ in sizes) > 18


def test_the_page_is_read_without_a_script(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a", headline="Readable"))
    page = open_page(desk.url, java_script_enabled=False)
    expect(page.get_by_role("heading", name="Readable")).to_be_visible()
    expect(page.locator("#state")).to_contain_text("Not live")
    page.get_by_role("link", name="Readable").click()
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()


def test_nothing_is_asked_of_anyone_else(desk: Desk, open_page: Opened) -> None:
    keep(desk.ledger, alert("a"))
    page = live(open_page(desk.url))
    page.goto(f"{desk.url}/threads/a")
    live(page)
    assert open_page.asked and all(url.startswith(desk.url) for url in open_page.asked)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(desk: Desk, open_page: Opened, scheme: str) -> None:
    keep(desk.ledger, alert("a", 2, changed="more", contested=True, priority=Priority.FLASH))
    keep(desk.ledger, alert("b", 2, msg_type=MsgType.CANCEL, changed="killed", direction=Direction.MIXED))
    keep(desk.ledger, alert("c", direction=Direction.DE_ESCALATION), alert("d", direction=Direction.IMPACT))
    page = live(open_page(desk.url, color_scheme=scheme))
    assert page.evaluate(CONTRAST) == []


#: Every piece of visible text with less than 4.5 : 1 against what lies behind it (WCAG 2.2, 1.4.3).
CONTRAST = """() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    if (!element.checkVisibility() || element.closest(".unseen, .skip")) continue;
    const [one, two] = [light(parse(getComputedStyle(element).color)), light(ground(element))];
    const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (ratio < 4.5) found.push([element.className || element.tagName, element.textContent.trim(), ratio]);
  }
  return found;
}"""
