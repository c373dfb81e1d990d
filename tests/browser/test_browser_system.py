"""The real system in real browsers: broker, worker, desk and the example wire, from its first item to its last.

Each test sends the wire as far as it needs it; in this order, since what has been told cannot be untold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from playwright.sync_api import Locator, Page, expect

from bellwire.intake.example import example_wire
from kit.axe import violations
from kit.browsers import Opened, live
from kit.newsroom import Newsroom, newsroom

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

#: For a reading on a busy machine.
LATE = 200_000

HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"

#: Collects the ids of the rows that are put into the list.
WATCHED = """() => {
  window.put = [];
  new MutationObserver((all) => all.forEach((one) => one.addedNodes.forEach(
    (row) => window.put.push(row.dataset.alert)))).observe(document.getElementById('rows'), {childList: true});
}"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    with newsroom(tmp_path_factory.mktemp("newsroom")) as running:
        yield running


def row(page: Page, words: str) -> Locator:
    return page.locator("#rows > [data-thread]").filter(has_text=words)


def test_the_list_fills_live_with_a_contested_story_and_its_denial(room: Newsroom, open_page: Opened) -> None:
    page = live(open_page(room.url))
    expect(page.get_by_text("No alerts yet")).to_be_visible()
    page.evaluate("window.same = true")
    room.tell("reuters:eye-hospital")
    expect(row(page, "says takes Aleppo eye hospital")).to_have_count(1, timeout=LATE)
    room.tell("ap:hospital-denial")
    denied = row(page, "deny losing Aleppo eye hospital")
    expect(denied).to_have_count(1, timeout=LATE)
    expect(denied.locator(".contested").first).to_be_visible()
    expect(row(page, "says takes Aleppo eye hospital")).to_have_count(0)
    assert page.evaluate("window.same"), "nobody reloaded it"
    denied.get_by_role("heading").get_by_role("link").click()
    expect(page.locator(".denying").first).to_contain_text("rebels", ignore_case=True)
    expect(page.locator(".copy mark.trigger").first).to_be_attached()


def test_a_filter_in_the_address_holds_for_what_comes(room: Newsroom, open_page: Opened) -> None:
    room.tell("ap:hospital-denial")
    page = live(open_page(f"{room.url}/?direction=de-escalation&country=SY"))
    room.tell("afp:truce-vote")
    expect(row(page, "Truce vote due Monday")).to_have_count(1, timeout=LATE)
    expect(row(page, "humanitarian corridor")).to_have_count(1)
    expect(page.locator("#rows > .escalation")).to_have_count(0)


def test_what_one_acknowledges_another_sees(room: Newsroom, open_page: Opened) -> None:
    room.tell("afp:truce-vote")
    one, other = (live(open_page(f"{room.url}/?text=idlib+market")) for _ in range(2))
    expect(row(one, "Idlib market")).to_have_count(1, timeout=LATE)
    one.reload()
    live(one).keyboard.press("j")
    one.keyboard.press("a")
    one.get_by_role("dialog").get_by_label("Your name").fill("Ana Lima")
    one.keyboard.press("Enter")
    for page in (one, other):
        expect(row(page, "Idlib market").locator(".seen-by")).to_contain_text("Ana Lima")


def test_a_silence_is_previewed_hides_in_every_browser_and_ends(room: Newsroom, open_page: Opened) -> None:
    room.tell("afp:truce-vote")
    other = live(open_page(room.url))
    expect(row(other, "Idlib market")).to_have_count(1, timeout=LATE)
    page = open_page(f"{room.url}/silences/new?place=SY/Kafranbel")
    expect(page.get_by_role("heading", name="Would hide now: 1")).to_be_visible()
    page.locator("main").get_by_label("Your name").fill("Ana Lima")
    page.get_by_label("Reason").fill("the desk knows")
    page.get_by_role("button", name="Silence", exact=True).click()
    expect(page.get_by_role("heading", name="Hidden now: 1")).to_be_visible()
    expect(row(other, "Idlib market")).to_have_count(0)
    expect(other.locator("#now")).to_contain_text("1 silenced")
    page.get_by_role("button", name="End it now").click()
    expect(row(other, "Idlib market")).to_have_count(1)


def test_keys_go_through_the_list_to_a_story(room: Newsroom, open_page: Opened) -> None:
    room.tell("afp:truce-vote")
    page = live(open_page(room.url))
    links = page.locator("#rows h2 a")
    expect(links.nth(1)).to_be_visible(timeout=LATE)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(links.first).to_be_focused()
    story = links.first.get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{room.url}{story}")


def test_a_kill_that_arrives_while_the_story_is_open_is_told_at_once(room: Newsroom, open_page: Opened) -> None:
    room.tell("ap:azaz-bomb")
    page = live(open_page(room.url))
    bomb = row(page, "Car bomb kills nine")
    expect(bomb).to_have_count(1, timeout=LATE)
    bomb.get_by_role("heading").get_by_role("link").click()
    live(page)
    expect(page.get_by_text("Withdrawn – do not use")).to_have_count(0)
    room.tell("ap:azaz-bomb", "2")
    expect(page.get_by_role("alert").filter(has_text="WITHDRAWN")).to_be_visible(timeout=LATE)
    page.get_by_role("button", name="Show it").click()
    expect(page.get_by_text("Withdrawn – do not use").first).to_be_visible()


def test_a_desk_that_is_killed_and_started_again_leaves_no_gap_and_repeats_nothing(
    room: Newsroom, open_page: Opened
) -> None:
    room.tell("reuters:cocoa")
    page = live(open_page(room.url))
    expect(row(page, "WITHDRAWN by AP")).to_have_count(1, timeout=LATE)
    shown = set(page.locator("#rows > [data-alert]").evaluate_all("all => all.map((one) => one.dataset.alert)"))
    page.evaluate(WATCHED)
    room.kill_desk()
    expect(page.locator("#state")).to_contain_text("out of reach")
    room.tell("ap:field-hospital", "2")
    room.start_desk()
    expect(row(page, "rebel shelling kills 1 of its medics")).to_have_count(1, timeout=LATE)
    live(page)
    room.tell("reuters:hospital-conceded")
    expect(row(page, "concede loss of Aleppo eye hospital")).to_have_count(1, timeout=LATE)
    put = page.evaluate("window.put")
    assert len(put) == len(set(put)) and not shown & set(put)
    field = [one.rpartition("-") for one in put][:2]
    assert field[0][0] == field[1][0] and [one[2] for one in field] == ["000001", "000002"]
    open_page.complaints.clear()  # Of the stream that was cut off.


def test_a_script_in_copy_comes_to_nothing(room: Newsroom, open_page: Opened) -> None:
    room.tell("reuters:hospital-conceded")
    page = live(open_page(room.url))
    [raid] = [one for one in example_wire() if one.uri.endswith("reuters:idlib-market") and one.version == "1"]
    [last] = [one for one in example_wire() if one.uri.endswith("reuters:hospital-conceded")]
    assert last.version_time is not None
    hostile = msgspec.structs.replace(
        raid,
        uri="urn:bellwire-example:reuters:hostile",
        headline=f"Air raid on market kills 30 in Hama {HOSTILE}",
        body=f"HAMA, Syria (Reuters) - An air raid on a market in the Syrian city of Hama {HOSTILE} killed at least 30 "
        "people on Monday, rescuers said.",
        version_time=last.version_time + timedelta(minutes=2),
        received=last.version_time + timedelta(minutes=3),
    )
    room.send(hostile)
    raided = row(page, "Hama")
    expect(raided).to_have_count(1, timeout=LATE)
    assert page.locator("#rows script, #rows img").count() == 0
    raided.get_by_role("heading").get_by_role("link").click()
    expect(page.locator(".copy").first).to_contain_text("in the Syrian city of Hama killed at least 30 people")
    assert "owned" not in page.title()
    assert page.locator("main script, main img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(room: Newsroom, open_page: Opened, scheme: str) -> None:
    room.tell("reuters:hospital-conceded")
    page = live(open_page(room.url, color_scheme=scheme, reduced_motion="reduce"))
    story = row(page, "concede loss of Aleppo").get_by_role("heading").get_by_role("link")
    thread = story.get_attribute("href", timeout=LATE)
    for path in ("/", "/?group=theatre", thread, "/map", "/silences", "/subscriptions", "/trail", "/health"):
        page.goto(f"{room.url}{path}")
        live(page)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert (path, violations(page)) == (path, [])
    assert all(re.match(re.escape(room.url), url) for url in open_page.asked), "nothing is asked of anyone else"
