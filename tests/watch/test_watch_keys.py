"""Threads are looked for where those that may be the same thing are kept, at a cost that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from readings_by_hand import ALEPPO, ARMY, IDLIB, MOSUL, NOON, SYRIA, Wire, event, hours, reading

from bellwire.reading.reading import Direction, Event, Place, Reading
from bellwire.watch import load_watcher
from bellwire.watch.home import Asked, fit
from bellwire.watch.incidents import incidents
from bellwire.watch.keys import kept_under, looked_under, searches
from bellwire.watch.thread import Known, ThreadKey

WATCHER = load_watcher()
POLICY = WATCHER.policy
MOST = POLICY.figures.limits.candidates
#: A few kilometres from Aleppo, and on the other side of a square's border.
TALL_RIFAT = Place(name="Tall Rifat", path="SY/Tall Rifat", country="SY", lat=36.47, lon=37.09, precision="town")
MANBIJ = Place(name="Manbij", path="SY/Manbij", country="SY", lat=36.53, lon=37.95, precision="town")
ABU_QALQAL = Place(name="Abu Qalqal", path="SY/Abu Qalqal", country="SY", lat=36.39, lon=38.03, precision="town")


def found(here: Event, there: Event) -> bool:
    """Whether a reading of `here` looks where a thread of `there` is kept."""
    (thread,) = WATCHER.watch(reading("urn:a", there), Known(), NOON).threads
    return leads_to(looked_under([here], "Actual", POLICY), kept_under(thread, POLICY))


def leads_to(asked: Iterable[ThreadKey], kept: Iterable[ThreadKey]) -> bool:
    """Whether one of these keys leads to what is kept under those."""
    return any(key.leads_to(under) for key in asked for under in kept)


@pytest.mark.parametrize(
    ("here", "there"), [(ALEPPO, TALL_RIFAT), (MANBIJ, ABU_QALQAL), (ALEPPO, SYRIA), (SYRIA, IDLIB)]
)
def test_what_may_be_the_same_thing_is_found(here: Place, there: Place) -> None:
    assert found(event("advance", place=here), event("advance", place=there))
    assert found(event("advance", place=there), event("advance", place=here))


def test_what_happens_in_another_part_of_the_country_or_in_another_one_is_not_looked_at() -> None:
    palmyra = Place(name="Palmyra", path="SY/Palmyra", country="SY", lat=34.55, lon=38.28, precision="town")
    assert not found(event("strike", place=palmyra), event("strike", place=ALEPPO))
    assert not found(event("strike", place=MOSUL), event("strike", place=ALEPPO))


def test_what_is_too_far_away_is_not_looked_at_though_it_is_in_the_same_square_of_the_map() -> None:
    first, second = (
        Place(name=name, path=f"SY/{name}", country="SY", lat=lat, lon=lon, precision="town")
        for name, lat, lon in (("A", 36.01, 37.01), ("B", 36.31, 37.01))
    )
    assert not found(event("strike", place=first), event("strike", place=second))
    (thread,) = WATCHER.watch(reading("urn:a", event("strike", place=first)), Known(), NOON).threads
    both = msgspec.structs.replace(thread.reports[0], events=(*thread.reports[0].events, event("clash", place=second)))
    kept = kept_under(msgspec.structs.replace(thread, reports=(both,)), POLICY)
    assert leads_to(looked_under([event("attack", place=second)], "Actual", POLICY), kept)


def test_harm_is_kept_under_what_did_it_and_found_there() -> None:
    (thread,) = WATCHER.watch(reading("urn:a", event("strike"), event("casualties")), Known(), NOON).threads
    assert not any(key.kind_group.startswith("casualties") for key in thread.keys)
    assert found(event("casualties"), event("strike")) and found(event("casualties"), event("casualties"))


def test_what_moves_nations_is_found_from_anywhere_in_its_country() -> None:
    assert found(event("violation", place=IDLIB), event("truce", place=ALEPPO))


def test_an_evacuation_is_found_from_where_it_arrives() -> None:
    assert found(event("aid", place=IDLIB), event("aid", place=ALEPPO))
    assert not found(event("strike", place=IDLIB), event("strike", place=ALEPPO))


def test_tests_and_exercises_are_looked_for_among_themselves() -> None:
    real, test = (set(looked_under([event("strike")], status, POLICY)) for status in ("Actual", "Test"))
    assert real.isdisjoint(test)


def test_squares_at_the_date_line_and_at_the_pole_are_some_squares() -> None:
    for lat, lon in ((0.0, 180.0), (0.0, -179.9), (90.0, 0.0), (-90.0, 10.0)):
        place = Place(name="X", path="FJ/X", country="FJ", lat=lat, lon=lon, precision="town")
        assert found(event("strike", place=place), event("strike", place=place))
    west, east = (
        Place(name=name, path=f"FJ/{name}", country="FJ", lat=-17.0, lon=lon, precision="town")
        for name, lon in (("West", 179.95), ("East", -179.95))
    )
    assert found(event("strike", place=west), event("strike", place=east))
    assert found(event("strike", place=east), event("strike", place=west))


def test_keys_of_one_country_are_searched_together_but_not_too_many_at_once() -> None:
    keys = [ThreadKey(country, str(number)) for number in range(65) for country in ("SY", "IQ")]
    sizes = [len(some) for some in searches(keys + keys)]
    assert sizes == [64, 1, 64, 1]


NAMES = st.sampled_from(["A", "B", "C"])
PLACES = st.none() | st.builds(
    lambda name, lat, lon, precision, origin: Place(
        name=name,
        path="SY" if precision == "country" else f"SY/{name}",
        country="SY",
        lat=round(lat, 2),
        lon=round(lon, 2),
        precision=precision,
        origin=origin,
    ),
    NAMES,
    st.floats(35.5, 37.5),
    st.floats(36.5, 38.5),
    st.sampled_from(["point", "town", "town", "region", "country"]),
    st.sampled_from(["text", "text", "text", "actor", "located", "article"]),
)
EVENTS = st.lists(
    st.builds(
        lambda kind, place, row: msgspec.structs.replace(
            event("strike", place=place), kind=kind, direction=row, alertable=True, target=ARMY
        ),
        st.sampled_from(sorted(POLICY.kinds.kind)),
        PLACES,
        st.sampled_from([Direction.ESCALATION, Direction.IMPACT]),
    ),
    min_size=1,
    max_size=3,
)


def told(uri: str, events: list[Event], minutes: int = 0) -> Reading:
    return reading(uri, *events, at=NOON + timedelta(minutes=minutes), headline="Raid on Aleppo hospital in Syria")


@settings(max_examples=400, deadline=None)
@given(first=EVENTS, then=EVENTS)
def test_every_thread_that_an_incident_would_fit_is_looked_at(first: list[Event], then: list[Event]) -> None:
    threads = WATCHER.watch(told("urn:a", first), Known(), NOON).threads
    later = told("urn:b", then, 5)
    looked = WATCHER.keys(later)
    pairs = [(one, thread) for one in incidents(later, POLICY)[0] for thread in threads]
    found = ((fit(Asked.of(one, POLICY), thread, own=False, policy=POLICY), thread) for one, thread in pairs)
    fits = [thread for likeness, thread in found if likeness.value >= 0.55]
    assume(fits)
    assert all(leads_to(looked, thread.keys) for thread in fits)


def crowd(count: int) -> Wire:
    """So many strikes in Aleppo, of another site each."""
    wire = Wire()
    for number in range(count):
        watched = WATCHER.watch(reading(f"urn:{number}", event("strike")), Known(), NOON + hours(number / 60))
        wire.ledger.apply(watched)
    return wire


def test_however_many_threads_there_are_a_reading_is_compared_with_few() -> None:
    ledger = crowd(60).ledger
    one = reading("urn:new", event("strike"))
    known = ledger.known(one.uri, WATCHER.keys(one), WATCHER.candidates)
    newest = sorted(ledger.threads.values(), key=lambda thread: thread.last_news)[-MOST:]
    assert [thread.id for thread in known.threads] == [thread.id for thread in newest]


def test_those_at_the_same_place_and_of_the_same_kind_come_before_newer_ones() -> None:
    ledger = crowd(20).ledger
    other = WATCHER.watch(reading("urn:rifat", event("clash", place=TALL_RIFAT)), Known(), NOON - hours(1))
    ledger.apply(other)
    one = reading("urn:new", event("clash", place=TALL_RIFAT))
    known = ledger.known(one.uri, WATCHER.keys(one), WATCHER.candidates)
    assert other.threads[0] in known.threads


def test_a_thread_that_the_article_told_of_is_always_looked_at() -> None:
    ledger = crowd(60).ledger
    one = reading("urn:0", event("strike"), version="2")
    known = ledger.known(one.uri, WATCHER.keys(one), WATCHER.candidates)
    assert "urn:0" in {report.uri for thread in known.threads for report in thread.reports}


def test_a_kill_looks_at_all_that_it_names() -> None:
    wire = crowd(0)
    for number in range(40):
        wire.ledger.apply(
            WATCHER.watch(reading(f"urn:{number}", event("strike"), slug="SYRIA-RAID-ALEPPO"), Known(), NOON)
        )
    made = wire.send(reading("urn:kill", at=NOON + hours(1), headline="KILL: SYRIA-RAID-ALEPPO"))
    assert [alert.msg_type for alert in made] == ["Cancel"] * 40
