"""The chooser of places: what it weighs, how it decides, and what it makes of invented articles."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files

import pytest

from bellwire.reading import Reader, explain, rendered
from bellwire.reading.events.countries import candidates
from bellwire.reading.events.venue import Venue, situated
from bellwire.reading.reading import Event
from bellwire.wire.article import Article

STORED = json.loads((files("bellwire.reading") / "data" / "venue.json").read_bytes())


def article(headline: str, body: str, year: int) -> Article:
    when = datetime(year, 6, 4, 12, tzinfo=UTC)
    return Article(uri="urn:test:venue", version="1", headline=headline, body=body, version_time=when)


def country(reader: Reader, kind: str, text: str, year: int = 2009, headline: str = "") -> str | None:
    events: tuple[Event, ...] = reader.read(article(headline, text, year)).events
    place = next(event.place for event in events if event.kind == kind)
    return place.country if place is not None else None


@pytest.mark.parametrize(
    ("kind", "year", "text", "expected"),
    [
        ("release", 2009, "Two Spanish nurses held hostage in Yemen were freed on Thursday, Madrid said.", "YE"),
        ("sanction", 2009, "The United States imposed new sanctions on Zimbabwe, the White House said.", "ZW"),
        ("attack", 2009, "Gunmen kidnapped a Danish engineer near Port Harcourt, Copenhagen said.", "NG"),
        ("casualties", 2009, "SANAA, Yemen (Reuters) - A bomb killed four French tourists, police said.", "YE"),
        ("strike", 2012, "Turkish jets bombed camps in northern Iraq after six Turkish soldiers died.", "IQ"),
    ],
)
def test_an_event_is_where_it_happens_not_whose_it_is(
    reader: Reader, kind: str, year: int, text: str, expected: str
) -> None:
    assert country(reader, kind, text, year) == expected


def test_soldiers_abroad_die_where_their_war_is(reader: Reader) -> None:
    text = "Two British soldiers were killed by a roadside bomb, London said. Taliban fighters said they planted it."
    assert country(reader, "casualties", text, 2008) == "AF"


def test_talks_about_a_war_are_at_the_seat_that_the_article_places(reader: Reader) -> None:
    text = "Tamil rebels and the government resumed talks on Sri Lanka's war. Envoys met in Pattaya, Thailand."
    assert country(reader, "talks", text, 2002) == "TH"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("The Congolese government and M23 rebels signed a truce in Doha on Saturday, mediators said.", "CD"),
        ("Thailand and Cambodia agreed to an immediate truce at talks in Kuala Lumpur, Malaysia said.", "TH"),
    ],
)
def test_a_truce_that_is_agreed_abroad_holds_where_its_parties_fight(reader: Reader, text: str, where: str) -> None:
    assert country(reader, "truce", text, 2025) == where


def test_the_place_within_the_chosen_country_is_the_finest_that_is_named(reader: Reader) -> None:
    text = "Turkish warplanes bombed camps near Zakho in Iraq after six Turkish soldiers were killed."
    events = reader.read(article("", text, 2012)).events
    place = next(event.place for event in events if event.kind == "strike")
    assert place is not None
    assert (place.path, place.precision, place.origin) == ("IQ/Zaxo", "town", "text")


def test_no_country_named_is_no_country_chosen(reader: Reader) -> None:
    assert country(reader, "attack", "Masked gunmen ambushed a convoy, witnesses said.") is None


def test_the_country_of_the_higher_sum_is_chosen(reader: Reader) -> None:
    copy = article("", "French troops shelled a village in Chad on Sunday.", 1986)
    pages = reader.pages(copy)
    scene, drafts, _ = reader.told(copy, pages)
    strike = next(d for d in drafts if d.name == "strike")
    seen = candidates(strike, scene, reader.knowledge.facts)
    assert {"", "FR", "TD"} <= seen.keys()
    for wanted, other in (("FR", "TD"), ("TD", "FR")):
        only = next(f for f in seen[wanted] if f not in seen[other])
        placed = situated([strike], scene, reader.knowledge.facts, Venue({only: 9000}))[0].place
        assert placed is not None and placed.country == wanted


def test_without_a_chooser_the_rules_place_stands(reader: Reader) -> None:
    copy = article("", "French troops shelled a village in Chad on Sunday.", 1986)
    pages = reader.pages(copy)
    scene, drafts, _ = reader.told(copy, pages)
    assert situated(drafts, scene, reader.knowledge.facts, None) == drafts


def test_what_is_chosen_against_the_rules_is_explained(reader: Reader) -> None:
    copy = article("", "French troops shelled a village in Chad on Sunday.", 1986)
    pages = reader.pages(copy)
    scene, drafts, _ = reader.told(copy, pages)
    strike = next(d for d in drafts if d.name == "strike")
    reasons = candidates(strike, scene, reader.knowledge.facts)
    only = next(f for f in reasons["FR"] if f not in reasons["TD"])
    ruled = replace(strike, place=None)
    told = situated([ruled], scene, reader.knowledge.facts, Venue({only: 9000}))[0]
    assert told.placed == f"FR rather than none: {only}"
    assert "place   TD" in rendered(explain(reader, copy))


def test_the_weights_are_whole_numbers_and_hold_no_text() -> None:
    assert set(STORED) == {"trained_on", "features"}
    assert all(isinstance(weight, int) for weight in STORED["features"].values())
    assert all(len(name) < 80 for name in STORED["features"])
