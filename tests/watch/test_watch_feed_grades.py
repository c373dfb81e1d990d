"""A feed's grade weighs where its copy speaks in its own voice."""

from __future__ import annotations

import msgspec
import pytest
from readings_by_hand import ALEPPO, NOON, event, hours, reading

from bellwire.reading.reading import Attribution, Event, Grade
from bellwire.watch import MemoryLedger, load_watcher
from bellwire.watch.alert import Alert, Certainty
from bellwire.watch.feed_grades import graded
from bellwire.watch.rehearsal import Rehearsal

OWN = Attribution(text="a witness", source="SANA", grade=Grade.OWN_REPORTER)
ARMY = Attribution(text="The army said", source="army", grade=Grade.PARTY)
CAPTURE = event("capture", place=ALEPPO)


def alerts(grade: Grade | None, one: Event = CAPTURE, *more: tuple[str, str]) -> list[Alert]:
    """What an event of the feed "state" makes, then the same told by others (provider, feed)."""
    rehearsal = Rehearsal(load_watcher({"state": grade} if grade else {}), MemoryLedger())
    readings = [
        reading(f"urn:{number}", one, at=NOON + hours(number), provider=provider, feed=feed)
        for number, (provider, feed) in enumerate((("SANA", "state"), *more))
    ]
    return [alert for each in readings for alert in rehearsal.read(each)]


def told_by(grade: Grade | None, said: tuple[Attribution, ...] = ()) -> Alert:
    return alerts(grade, msgspec.structs.replace(CAPTURE, attribution=said))[0]


@pytest.mark.parametrize(
    ("grade", "certainty"),
    [
        (None, Certainty.LIKELY),
        (Grade.NAMED, Certainty.LIKELY),
        (Grade.OWN_REPORTER, Certainty.LIKELY),
        (Grade.OFFICIAL, Certainty.LIKELY),
        (Grade.UNNAMED, Certainty.POSSIBLE),
        (Grade.PARTY, Certainty.POSSIBLE),
    ],
)
def test_what_a_feed_tells_in_its_own_voice_is_as_sure_as_its_grade(grade: Grade | None, certainty: Certainty) -> None:
    assert told_by(grade).certainty is certainty


def test_a_reporter_of_a_party_s_feed_is_the_party() -> None:
    assert told_by(None, (OWN,)).certainty is Certainty.OBSERVED
    assert told_by(Grade.PARTY, (OWN,)).certainty is Certainty.POSSIBLE


def test_the_alert_names_the_feed_s_agency_as_its_source() -> None:
    alert = told_by(Grade.PARTY)
    assert [(said.source, said.grade) for said in alert.attribution] == [("SANA", Grade.PARTY)]
    assert "SANA" in alert.headline
    assert not told_by(None).attribution


def test_a_source_that_the_copy_names_keeps_its_grade() -> None:
    said = msgspec.structs.replace(ARMY, grade=Grade.NAMED)
    assert told_by(Grade.PARTY, (said,)).attribution == (said,)


def test_an_independent_agency_makes_it_likely_all_the_same() -> None:
    assert alerts(Grade.PARTY, CAPTURE, ("Reuters", "reuters"))[-1].certainty is Certainty.LIKELY


def test_a_denial_needs_a_denier_of_its_own() -> None:
    denied = reading("urn:0", event("capture", "denied"), feed="state")
    assert graded(denied, {"state": Grade.PARTY}).events == denied.events


@pytest.mark.parametrize("grade", list(Grade))
@pytest.mark.parametrize("said", [(), (OWN,), (ARMY,), (OWN, ARMY)])
def test_grading_twice_is_grading_once(grade: Grade, said: tuple[Attribution, ...]) -> None:
    once = graded(reading("urn:0", msgspec.structs.replace(CAPTURE, attribution=said), feed="state"), {"state": grade})
    assert graded(once, {"state": grade}) == once


def test_other_feeds_are_heard_as_they_are() -> None:
    told = reading("urn:0", CAPTURE, feed="reuters")
    assert graded(told, {"state": Grade.PARTY}) is told
