"""What docs/explanation.md and docs/comparison.md say that Bellwire reads is what it reads."""

from __future__ import annotations

import json

import pytest

from bellwire.reading import Reader
from bellwire.reading.reading import Reading
from bellwire.wire import read_copy
from kit.pages import ROOT
from kit.readers import full_reader


def table(name: str, head: str) -> list[list[str]]:
    """The rows of the table whose head begins so."""
    text = (ROOT / "docs" / name).read_text()
    rows = text[text.index(head) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return full_reader()


def reading(reader: Reader, headline: str, body: str) -> Reading:
    item = {"uri": "urn:test:page", "version": "1", "versioncreated": "2026-11-28T18:00:00Z", "provider": "Reuters"}
    [article] = read_copy(json.dumps(item | {"headline": headline, "body_text": body}).encode())
    return reader.read(article)


@pytest.mark.parametrize("row", table("explanation.md", "| | copy | what is read |"), ids=lambda row: row[0])
def test_what_cannot_be_done_is_as_it_is_told(row: list[str], reader: Reader) -> None:
    told = reading(reader, row[1], "")
    assert row[2].strip("`") in (told.outcome.value, told.direction.value)


@pytest.mark.parametrize("row", table("comparison.md", "| sentence | PETRARCH2 |"), ids=lambda row: row[0])
def test_the_status_of_a_sentence_is_as_it_is_compared(row: list[str], reader: Reader) -> None:
    statuses = {event.status.value for event in reading(reader, "", row[0]).events}
    assert statuses & {"happened", "denied", "predicted", "threatened", "past"} == {row[3].strip("`")}
