"""Nothing that comes in makes a payload or a cost grow without bound, nor raises."""

from __future__ import annotations

import msgspec
from readings_by_hand import ALEPPO, MOSUL, NOON, Wire, event, hours, reading, says

from bellwire.reading.reading import Place, When
from bellwire.watch import MemoryLedger, load_watcher


def test_a_thousand_events_in_one_article_touch_few_threads() -> None:
    places = [
        Place(name=f"T{n}", path=f"SY/T{n}", country="SY", lat=n / 10, lon=0.0, precision="town") for n in range(80)
    ]
    told = [event("strike", place=places[n % 80]) for n in range(1000)]
    wire = Wire()
    made = wire.send(reading("urn:a", *told))
    assert len(made) == 12
    assert "too-many" in wire.reasons


def test_a_thread_of_five_thousand_articles_stays_small() -> None:
    wire = Wire()
    told = event("strike", attribution=tuple(says(f"speaker {n}") for n in range(6)), text="x" * 400)
    for n in range(5000):
        wire.send(reading(f"urn:{n}", told, at=NOON + hours(n / 240), provider=f"Paper {n % 50}"))
    (thread,) = wire.ledger.threads.values()
    assert thread.articles == 5000
    assert wire.latest.corroboration.articles == 50
    assert len(thread.reports) == 400
    assert len(msgspec.json.encode(thread)) < 400_000
    assert len(msgspec.json.encode(wire.latest)) < 24_000
    assert len(wire.latest.evidence) <= 12
    assert len(wire.latest.attribution) <= 12


def test_fresh_copy_of_one_agency_makes_no_version_after_thirty() -> None:
    wire = Wire()
    for n in range(50):
        wire.send(reading(f"urn:{n}", event("strike"), at=NOON + hours(n / 60)))
    assert len(wire.alerts) == 30
    assert wire.reasons[-1] == "quiet-limit"


def test_missing_places_times_and_actors_are_no_trouble() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike", place=None), event("truce", "planned", place=None)))
    odd = When(start=NOON.date(), end=NOON.date().replace(year=2015), precision="range")
    wire.send(reading("urn:b", event("strike", place=None, when=odd), at=NOON + hours(1), provider=""))
    assert wire.alerts[0].headline


def test_a_clock_that_goes_backwards_keeps_versions_in_order() -> None:
    watcher, ledger = load_watcher(), MemoryLedger()
    for n, now in enumerate([NOON, NOON - hours(5), NOON - hours(1)]):
        one = reading(f"urn:{n}", event("strike"), at=now, provider=f"Paper {n}")
        ledger.apply(watcher.watch(one, ledger.known(one.uri, watcher.keys(one)), now))
    assert [alert.version for alert in ledger.alerts] == [1, 2, 3]
    (thread,) = ledger.threads.values()
    assert thread.last_news == NOON


def test_a_lone_surrogate_in_a_uri_is_no_trouble() -> None:
    assert Wire().send(reading("urn:\ud800", event("strike")))


def test_the_cost_of_a_reading_does_not_grow_with_the_number_of_threads() -> None:
    wire = Wire()
    for n in range(600):
        place = Place(name=f"T{n}", path=f"C{n}/T{n}", country=f"C{n}", lat=0.0, lon=0.0, precision="town")
        wire.send(reading(f"urn:{n}", event("strike", place=place)))
    wire.send(reading("urn:aleppo", event("strike", place=ALEPPO)))
    assert len(wire.ledger.threads) == 601
    for place, looked_at in ((ALEPPO, 1), (MOSUL, 0)):
        one = reading("urn:another", event("strike", place=place), at=NOON + hours(1))
        assert len(wire.ledger.known(one.uri, load_watcher().keys(one)).threads) == looked_at
