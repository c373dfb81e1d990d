"""Whole articles of our own, read by the full method: a stated share must be read as two careful readers do."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from bellwire.reading import Reader
from bellwire.reading.reading import Direction, Event, Reading
from bellwire.wire.article import Article

ARTICLES: list[dict[str, Any]] = [
    row
    for path in sorted((Path(__file__).parent / "articles").glob("*.toml"))
    for row in tomllib.loads(path.read_text(encoding="utf-8"))["article"]
]
#: The shares that hold: of what must be read, of what must not, of what is read at all, of articles.
LEAST_FOUND, MOST_MISREAD, MOST_BESIDES, LEAST_DIRECTED, LEAST_ALERTED = 0.8, 0.07, 0.16, 0.9, 0.94


@pytest.fixture(scope="module")
def read(reader: Reader) -> list[tuple[dict[str, Any], Reading]]:
    return [(row, reader.read(article(row))) for row in ARTICLES]


def article(row: dict[str, Any]) -> Article:
    told = datetime.combine(date.fromisoformat(row["date"]), time(18), UTC)
    return Article(uri="urn:a", version="1", headline=row["headline"], body=row["body"].strip(), version_time=told)


def fits(claim: str, event: Event, *, anywhere: bool = False) -> bool:
    """Whether an event is what a claim says: kind/status/country, alternatives after "|"."""
    kinds, statuses, *countries = claim.split("/")
    country = (event.place.country if event.place else None) or ""
    placed = anywhere or not countries or country in countries[0].split("|")
    return event.kind in kinds.split("|") and event.status in statuses.split("|") and placed


def test_of_what_a_careful_reader_marks_most_is_read(read: list[tuple[dict[str, Any], Reading]]) -> None:
    found = [any(fits(claim, e) for e in reading.events) for row, reading in read for claim in row["must"]]
    assert sum(found) >= LEAST_FOUND * len(found)


def test_hardly_anything_is_read_that_a_careful_reader_rules_out(read: list[tuple[dict[str, Any], Reading]]) -> None:
    misread = [any(fits(claim, e) for e in reading.events) for row, reading in read for claim in row["never"]]
    assert sum(misread) <= MOST_MISREAD * len(misread)


def test_little_is_read_that_no_careful_reader_marks(read: list[tuple[dict[str, Any], Reading]]) -> None:
    besides = [
        not any(fits(claim, event, anywhere=True) for claim in (*row["must"], *row["may"]))
        for row, reading in read
        for event in reading.events
        if event.direction is not Direction.CONTEXT
    ]
    assert sum(besides) <= MOST_BESIDES * len(besides)


def test_articles_point_the_way_that_they_tell_of(read: list[tuple[dict[str, Any], Reading]]) -> None:
    right = [reading.direction.value in row["direction"].split("|") for row, reading in read]
    assert sum(right) >= LEAST_DIRECTED * len(right)


def test_articles_ring_where_a_desk_wants_them(read: list[tuple[dict[str, Any], Reading]]) -> None:
    right = [any(event.alertable for event in reading.events) == row["alert"] for row, reading in read]
    assert sum(right) >= LEAST_ALERTED * len(right)


@pytest.mark.parametrize("row", ARTICLES, ids=lambda row: str(row["name"]))
def test_an_article_says_what_it_wants_in_the_words_of_the_ontology(row: dict[str, Any], reader: Reader) -> None:
    statuses = {"happened", "claimed", "planned", "proposed", "threatened", "predicted", "denied", "past"}
    for claim in (*row["must"], *row["may"], *row["never"]):
        kinds, told, *_ = claim.split("/")
        assert set(kinds.split("|")) <= reader.knowledge.kinds.keys()
        assert set(told.split("|")) <= statuses
    assert set(row["direction"].split("|")) <= {way.value for way in Direction}
    assert row["never"]
