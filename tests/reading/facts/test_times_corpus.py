"""Sentences with their time expressions marked: times/*.txt says how."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bellwire.reading.facts.times import find_times

CORPUS = sorted((Path(__file__).parent / "times").glob("*.txt"))
MARKED = re.compile(r"\[(?P<words>[^\]=]+) = (?P<value>[^\]]+)\]")


def sentences(path: Path) -> Iterator[tuple[datetime, str]]:
    anchor = datetime.min
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            anchor = datetime.fromisoformat(line.split()[1]).replace(tzinfo=UTC)
        elif line and not line.startswith("#"):
            yield anchor, line


def plain(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The sentence without its marks, and where each expression stands in it with its value."""
    text, wanted, at = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        wanted.append((len(text), len(text) + len(match["words"]), match["value"]))
        text += match["words"]
        at = match.end()
    return text + marked[at:], wanted


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_marked_expression_has_its_value_and_no_other_is_found(path: Path) -> None:
    wrong = []
    for anchor, marked in sentences(path):
        text, wanted = plain(marked)
        found = find_times(text, anchor)
        fits = [f.value for f in found] == [value for *_, value in wanted] and all(
            f.start < end and start < f.end for f, (start, end, _) in zip(found, wanted, strict=True)
        )
        if not fits:
            wrong.append((marked, [(text[f.start : f.end], f.value) for f in found]))
    assert not wrong


def test_the_corpus_holds_hundreds_of_expressions_of_every_type() -> None:
    values = [value for path in CORPUS for _, marked in sentences(path) for *_, value in plain(marked)[1]]
    assert len(values) > 450
    assert {"P7D", "PT48H", "XXXX-WXX-5", "PRESENT_REF", "PAST_REF", "198X", "18"} <= set(values)
