"""The example wire, read and watched as shipped, tells the story of docs/example-wire.md."""

from __future__ import annotations

from datetime import datetime

import pytest

from bellwire.intake.example import example_wire
from bellwire.watch import MemoryLedger, load_watcher
from bellwire.watch.alert import Alert
from bellwire.watch.rehearsal import Rehearsal
from kit.readers import full_reader

URN = "urn:bellwire-example:"
UNTIL = datetime.fromisoformat("2016-12-06T12:00:00Z")


@pytest.fixture(scope="module")
def alerts() -> list[Alert]:
    """Every version that the example wire makes, in order, with the articles' own arrival as the clock."""
    reader, rehearsal = full_reader(), Rehearsal(load_watcher(), MemoryLedger())
    made = [alert for article in example_wire() for alert in rehearsal.read(reader.read(article))]
    return made + list(rehearsal.run_on(UNTIL))


def of(alerts: list[Alert], item: str, version: str = "1") -> list[Alert]:
    """The versions that one item caused."""
    caused = [alert for alert in alerts if alert.article is not None]
    return [one for one in caused if one.article and (one.article.uri, one.article.version) == (URN + item, version)]


def thread(alerts: list[Alert], item: str, kind: str) -> list[Alert]:
    """The versions of the thread that a kind leads and an item made a version of, in order."""
    ids = [alert.thread for alert in of(alerts, item) if alert.event.kind == kind]
    assert len(ids) == 1, f"{item}: {len(ids)} threads led by {kind}"
    return [alert for alert in alerts if alert.thread == ids[0]]


def test_the_advance_opens_the_story(alerts: list[Alert]) -> None:
    (first,) = of(alerts, "afp:front-line")
    assert (first.msg_type, first.event.kind, first.event.status) == ("Alert", "advance", "happened")
    assert "Aleppo" in first.headline


def test_the_raid_is_told_with_its_toll_then_with_the_denial(alerts: list[Alert]) -> None:
    first, update = thread(alerts, "reuters:idlib-market", "strike")[:2]
    assert (first.msg_type, first.priority in ("FLASH", "BULLETIN")) == ("Alert", True)
    assert "21" in first.headline
    assert (update.msg_type, update.contested) == ("Update", True)
    assert "46" in update.headline
    assert "Russia" in (update.changed or "")


def test_the_capture_is_a_thread_of_its_own_with_both_accounts_until_it_is_conceded(alerts: list[Alert]) -> None:
    claim, denial, conceded = thread(alerts, "reuters:eye-hospital", "capture")
    assert (claim.msg_type, claim.event.status, claim.contested) == ("Alert", "claimed", True)
    assert (denial.article and denial.article.uri, denial.contested) == (URN + "ap:hospital-denial", True)
    assert denial.corroboration.independent_sources == ("Reuters", "AP")
    assert {said.stance for said in denial.attribution} == {"asserts", "denies"}
    assert (conceded.article and conceded.article.uri, conceded.contested) == (
        URN + "reuters:hospital-conceded",
        False,
    )
    assert (conceded.reason, claim.thread != of(alerts, "afp:front-line")[0].thread) == ("settled", True)
    assert all("hospital" in one.headline for one in (claim, denial, conceded))


def test_the_newspapers_print_of_agency_copy_is_no_source(alerts: list[Alert]) -> None:
    assert of(alerts, "courier:eye-hospital") == []
    assert not any("Courier" in name for alert in alerts for name in alert.corroboration.independent_sources)


def test_talks_on_a_withdrawal_and_their_refusal_are_one_thread(alerts: list[Alert]) -> None:
    offer, refusal = thread(alerts, "reuters:russia-talks", "talks")
    assert (offer.msg_type, offer.event.status, offer.direction) == ("Alert", "proposed", "de-escalation")
    assert refusal.article and refusal.article.uri == URN + "afp:rebels-refuse"
    assert (refusal.event.kind, refusal.direction) == ("rejection", "escalation")


def test_the_corridor_is_a_thread_of_its_own(alerts: list[Alert]) -> None:
    (corridor,) = thread(alerts, "xinhua:corridor", "aid")
    assert (corridor.msg_type, corridor.direction, corridor.event.status) == ("Alert", "de-escalation", "happened")


def test_the_vote_is_open_then_near_then_met_by_the_veto_in_a_thread_of_its_own(alerts: list[Alert]) -> None:
    opened, near, met = thread(alerts, "afp:truce-vote", "truce")
    states = [alert.deadline.state.value if alert.deadline else None for alert in (opened, near, met)]
    assert states == ["open", "near", "met"]
    assert opened.deadline and opened.deadline.at == datetime.fromisoformat("2016-12-05T20:00:00Z")
    assert "Truce vote due Monday 20:00 GMT" in opened.headline
    assert (near.article, met.article and met.article.uri) == (None, URN + "afp:veto")
    assert (met.event.kind, met.direction) == ("rejection", "escalation")


def test_the_bomb_that_was_none_is_taken_back(alerts: list[Alert]) -> None:
    first, cancel = thread(alerts, "ap:azaz-bomb", "bombing")
    assert (first.msg_type, cancel.msg_type, cancel.priority) == ("Alert", "Cancel", first.priority)
    assert cancel.references == (first.id,)
    assert cancel.headline.startswith("WITHDRAWN")


def test_the_shelled_hospital_is_corrected_quietly(alerts: list[Alert]) -> None:
    first, corrected = thread(alerts, "ap:field-hospital", "strike")
    assert (first.msg_type, corrected.msg_type, corrected.priority) == ("Alert", "Update", "ROUTINE")
    assert "2 → 1" in (corrected.changed or "")
    assert first.thread not in {of(alerts, item)[0].thread for item in ("afp:front-line", "reuters:eye-hospital")}


@pytest.mark.parametrize("item", ["xinhua:barcelona-madrid", "ap:austria-vote", "reuters:cocoa", "xinhua:karachi-fire"])
def test_the_four_ordinary_items_are_silent(alerts: list[Alert], item: str) -> None:
    assert of(alerts, item) == []


def test_every_headline_is_short_and_every_update_says_what_it_adds(alerts: list[Alert]) -> None:
    assert all(len(alert.headline) <= 100 for alert in alerts)
    assert all(alert.changed for alert in alerts if alert.msg_type != "Alert")
