"""The copy that benches read: real wires from ../shared where they are there, else the example wire, over and over."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import cycle, islice
from pathlib import Path

import msgspec

from bellwire.intake.example import example_wire
from bellwire.wire import Article, read_copy

SHARED = Path(__file__).resolve().parents[2] / "shared"
STREAM = SHARED / "stream" / "reuters-1987.ninjs.jsonl.gz"
GOLD = SHARED / "gold"


@cache
def mixed() -> Sequence[Article]:
    """Everything a wire carries, in its own order: 9,528 wires of 1987, most of them on markets."""
    return _lines(STREAM) or example_wire()


@cache
def conflict() -> Sequence[Article]:
    """Copy of which most tells of conflict: annotated wires of 1987, the Aleppo article, the scenarios."""
    scenarios = [
        article
        for path in sorted(GOLD.glob("scenarios/*.json"))
        for one in msgspec.json.decode(path.read_bytes())["articles"]
        for article in read_copy(msgspec.json.encode(one))
    ]
    return [*_lines(GOLD / "reuters" / "articles.jsonl"), *aleppo(), *scenarios] or example_wire()


def aleppo() -> list[Article]:
    """The article of 589 tokens; without ../shared none."""
    path = GOLD / "seed" / "article.ninjs.json"
    return read_copy(path.read_bytes()) if path.exists() else []


@cache
def leads() -> Sequence[Article]:
    """Short agency copy of 2004, of which every fifth or so rings when it is told as of today."""
    return _lines(GOLD / "agnews" / "articles.jsonl") or example_wire()


def taken(copy: Sequence[Article], count: int, turn: int = 0) -> list[Article]:
    """So many articles, others in every turn as long as there are others."""
    start = turn * count % len(copy)
    return list(islice(cycle(copy), start, start + count))


def telling(name: str) -> Iterator[Article]:
    """Endless copy as a newsroom gets it, one in ten a lead that may ring, under uris of their own."""
    others, ringing = cycle(mixed()), cycle(leads())
    for number, article in enumerate(others):
        yield renamed(next(ringing) if number % 10 == 0 else article, f"{name}:{number}")


def renamed(article: Article, name: str) -> Article:
    """The same copy as another story: nothing is known of its uri."""
    return msgspec.structs.replace(article, uri=f"urn:bench:{name}")


def of_now(article: Article) -> Article:
    """The same copy as if it were written now."""
    return msgspec.structs.replace(article, version_time=datetime.now(UTC), received=None)


def text_of(article: Article) -> str:
    """What the plain pipeline is given."""
    return f"{article.headline}\n\n{article.body}"


def _lines(path: Path) -> list[Article]:
    """The articles of a file of JSON lines; none where there is no such file."""
    if not path.exists():
        return []
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        return [read_copy(line)[0] for line in lines]
