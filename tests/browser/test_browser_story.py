"""The page of one story in a real browser: proof in the copy, what changed, who denies, what is withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from playwright.sync_api import expect

from bellwire.ledger import Copy
from bellwire.reading.reading import Attribution, Grade, Party, When
from bellwire.watch.alert import Corroboration, Deadline, DeadlineState, MsgType, Priority
from bellwire.watch.thread import Changes, ThreadEvent
from kit.alerts import CAPTURE, SENTENCE, alert, keep, proof, thread
from kit.browsers import Opened, is_covered, live
from kit.desks import Desk

pytestmark = pytest.mark.browser

LEAD = "ALEPPO, Dec 4 (Example) -\nFirst words.\n"
BODY = f"{LEAD}{SENTENCE}\n\n<script>document.title = 'owned'</script> said nobody."


def tell_story(desk: Desk) -> None:
    """One thread in two versions, contested, with its copy."""
    evidence = (proof(at=len(LEAD)),)
    event = msgspec.structs.replace(
        CAPTURE,
        actor=Party(text="The army"),
        when=When(start=datetime(2016, 12, 4).date(), end=datetime(2016, 12, 4).date(), text="the day's"),
        evidence=evidence,
    )
    voices = (
        Attribution(text="the army said", source="Syrian army", grade=Grade.PARTY),
        Attribution(text="rebels said no", source="rebels", grade=Grade.PARTY, stance="denies"),
    )
    second = alert(
        "a",
        2,
        headline="Army holds hospital in east Aleppo - army",
        changed="adds a denial",
        contested=True,
        priority=Priority.FLASH,
        attribution=voices,
        evidence=evidence,
        corroboration=Corroboration(articles=2, independent_sources=("Example", "AP"), unique_texts=2),
    )
    told = ThreadEvent(thread="a", theatre="SY/Aleppo", uri="urn:a", version="1", event=event)
    keep(desk.ledger, alert("a"), second)
    with desk.ledger.watching(["SY"]) as tx:
        tx.apply(Changes(threads=(msgspec.structs.replace(thread("a"), latest=second),), events=(told,)))
        tx.cited(Copy(uri="urn:a", version="1", headline="Army takes hospital", body=BODY))


def test_the_sentence_stands_marked_in_the_copy(desk: Desk, open_page: Opened) -> None:
    tell_story(desk)
    page = open_page(f"{desk.url}/threads/a")
    copy = page.locator(".copy")
    expect(copy.locator("mark.trigger")).to_have_text("included")
    expect(copy.locator("mark.actor")).to_have_text("The army")
    expect(copy.locator("mark.time")).to_have_text("the day's")
    expect(copy).to_contain_text("<script>document.title = 'owned'</script> said nobody.")
    assert "owned" not in page.title()


def test_versions_tell_what_is_different(desk: Desk, open_page: Opened) -> None:
    tell_story(desk)
    page = open_page(f"{desk.url}/threads/a")
    latest = page.locator("#v2")
    expect(latest.locator("h3 del")).to_have_text("takes")
    expect(latest.locator("h3 ins")).to_have_text("holds")
    expect(latest.locator(".differences")).to_contain_text("priority URGENT → FLASH")
    expect(latest.locator(".differences")).to_contain_text("sources Example → Example, AP")
    expect(latest.locator(".differences")).to_contain_text("deny it rebels")


def test_accounts_stand_side_by_side_with_agencies_and_score(desk: Desk, open_page: Opened) -> None:
    tell_story(desk)
    page = open_page(f"{desk.url}/threads/a")
    say, deny = page.locator(".asserting"), page.locator(".denying")
    expect(deny).to_contain_text("rebels")
    assert say.bounding_box()["y"] == deny.bounding_box()["y"]  # type: ignore[index]
    expect(page.locator(".agencies")).to_contain_text("Example")
    expect(page.locator(".score").first).to_contain_text("kind")


def test_a_deadline_counts_down(desk: Desk, open_page: Opened) -> None:
    at = datetime.now(UTC) + timedelta(hours=3, minutes=30)
    due = Deadline(what="Truce vote", at=at, precision="minute", state=DeadlineState.OPEN)
    keep(desk.ledger, alert("a", deadline=due))
    page = open_page(f"{desk.url}/threads/a")
    expect(page.locator(".countdown .left")).to_contain_text("3 h 2")


def test_a_kill_that_arrives_is_told_large(desk: Desk, open_page: Opened) -> None:
    tell_story(desk)
    page = live(open_page(f"{desk.url}/threads/a"))
    kill = alert("a", 3, msg_type=MsgType.CANCEL, changed="killed by the agency")
    desk.tell(kill)
    expect(page.get_by_role("alert").first).to_contain_text("WITHDRAWN")
    page.get_by_role("button", name="Show it").click()
    withdrawn = page.get_by_text("Withdrawn – do not use")
    expect(withdrawn).to_be_visible()
    assert float(withdrawn.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 20


@pytest.mark.parametrize("width", [360, 660, 1280])
def test_a_kill_stands_clear_of_the_masthead_for_one_who_has_scrolled(
    desk: Desk, open_page: Opened, width: int
) -> None:
    """Also where the masthead breaks into lines, as with a page that is magnified."""
    tell_story(desk)
    page = live(open_page(f"{desk.url}/threads/a", width=width))
    page.evaluate("scrollTo(0, 500)")
    desk.tell(alert("a", 3, msg_type=MsgType.CANCEL, changed="killed by the agency"))
    notice = page.locator("#notice")
    expect(notice).to_contain_text("WITHDRAWN")
    assert not is_covered(notice)


def test_a_sentence_is_marked_wrong_without_a_script(desk: Desk, open_page: Opened) -> None:
    tell_story(desk)
    page = open_page(f"{desk.url}/threads/a", java_script_enabled=False)
    page.get_by_text("Mark: “").click()
    form = page.locator(".mark-wrong form")
    form.get_by_label("Status").select_option("planned")
    form.get_by_label("Your name").fill("Ana")
    form.get_by_role("button", name="Mark wrong").click()
    expect(page.locator("#marked")).to_contain_text("status should be planned")
    (mark,) = desk.ledger.desk.marks()
    assert mark.more["sentence"] == SENTENCE and mark.more["was_status"] == "claimed"
