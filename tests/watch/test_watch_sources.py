"""Whose report it is."""

from __future__ import annotations

import pytest
from readings_by_hand import NOON, Wire, event, hours, reading, shingles

from bellwire.reading.reading import ArticleSummary
from bellwire.watch import load_watcher
from bellwire.watch.sources import likeness, origin

POLICY = load_watcher().policy


@pytest.mark.parametrize(
    ("provider", "byline", "credits", "agency", "reprint"),
    [
        ("Agence France-Presse", "", (), "AFP", False),
        ("The Associated Press", "", ("Reuters",), "AP", False),
        ("The Straits Times", "REUTERS", (), "Reuters", True),
        ("The Hindu", "AP", (), "AP", True),
        ("Bangkok Post", "Online Reporters", (), "Bangkok Post", False),
        ("Daily Star", "By Reuters and AFP", (), "Reuters", True),
        ("", "", ("Reuters",), "Reuters", False),
        ("", "", (), "unknown", False),
    ],
)
def test_the_originating_agency(
    provider: str, byline: str, credits: tuple[str, ...], agency: str, reprint: bool
) -> None:
    found = origin(ArticleSummary(provider=provider, byline=byline, credits=credits), POLICY)
    assert (found.agency, found.reprint) == (agency, reprint)


def test_a_shortened_copy_stands_in_its_original() -> None:
    whole = " ".join(f"word{n}" for n in range(400))
    part = " ".join(f"word{n}" for n in range(150))
    other = " ".join(f"other{n}" for n in range(400))
    assert likeness(shingles(whole), shingles(part)) > 0.6
    assert likeness(shingles(whole), shingles(whole)) == 1.0
    assert likeness(shingles(whole), shingles(other)) == 0.0
    assert likeness(shingles(whole), ()) == 0.0


def test_a_reprint_that_comes_first_counts_for_its_agency_and_the_original_adds_no_source() -> None:
    wire = Wire()
    (first,) = wire.send(reading("urn:a", event("strike"), provider="The Hindu", byline="AP"))
    wire.send(reading("urn:b", event("strike"), provider="AP", at=NOON + hours(1)))
    assert first.corroboration.independent_sources == ("AP",)
    assert wire.latest.corroboration.independent_sources == ("AP",)


def test_copies_are_counted_as_articles_but_not_as_texts() -> None:
    wire = Wire()
    wire.send(reading("urn:a", event("strike")))
    wire.send(reading("urn:b", event("strike"), provider="The Hindu", byline="REUTERS"))
    wire.send(reading("urn:c", event("strike"), provider="AFP", at=NOON + hours(1)))
    assert (wire.latest.corroboration.articles, wire.latest.corroboration.unique_texts) == (3, 2)


def test_a_reprint_after_the_kill_does_not_revive_the_story() -> None:
    text = " ".join(f"word{n}" for n in range(90))
    wire = Wire()
    wire.send(reading("urn:a", event("strike"), shingles=shingles(text)))
    wire.send(reading("urn:a", version="2", outcome="canceled", at=NOON + hours(1)))
    late = reading("urn:b", event("strike"), provider="Daily Star", shingles=shingles(text), at=NOON + hours(2))
    assert wire.send(late) == []
