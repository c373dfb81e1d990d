"""Our own annotated texts keep to the vocabulary of the ontology, and mark words that stand in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bellwire.reading.knowledge import load_kinds
from bellwire.reading.reading import Direction

FILES = sorted((Path(__file__).parents[2] / "scripts" / "texts").glob("*.jsonl"))
STATUSES = {"happened", "claimed", "planned", "proposed", "threatened", "predicted", "denied", "past"}


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_own_texts_are_labelled_in_the_words_of_the_ontology(file: Path) -> None:
    kinds = load_kinds().keys()
    directions = {way.value for way in Direction}
    for row in rows(file):
        assert row["direction"] in directions, row["headline"]
        for signal in row["signals"]:
            assert signal["kind"] in kinds, row["headline"]
            assert signal["status"] in STATUSES, row["headline"]
            assert signal["trigger"] in f"{row['headline']}\n{row['body']}", row["headline"]


def test_no_text_stands_there_twice() -> None:
    bodies = [row["body"] for file in FILES for row in rows(file)]
    assert len(bodies) == len(set(bodies))
