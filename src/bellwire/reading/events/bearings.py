"""What a whole article says of each country that it names: how often, how, where first. Taken once per article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from bellwire.reading.facts import Facts
from bellwire.reading.facts.names import words_of
from bellwire.reading.facts.naming import Naming, Sort, namings
from bellwire.reading.facts.situate import PlaceMention
from bellwire.reading.reading import Place

#: In the place of a country's code: none is known.
NOWHERE = ""
#: Characters of a body that say what it is about; more only repeats it, or strays.
TOLD = 6_000
#: What a naming of each sort is worth when countries are ranked.
WORTH: dict[Sort, float] = {
    "country": 1.0, "town": 1.2, "region": 1.2, "seat": 0.7, "people": 0.6, "party": 0.5, "person": 0.3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tally:
    """How an article names one country: sorts in headline and body, its share of all namings, its rank among them."""

    headline: frozenset[str]
    body: frozenset[str]
    share: float
    rank: int
    first: bool
    where: bool


@dataclass(frozen=True, slots=True)
class Bearings:
    """Tallies by country code; `placed`: the number of a parsed sentence, a country in which it places something, and
    how exactly."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    placed: tuple[tuple[int, str, str], ...] = ()


def bearings_of(headline: str, body: str, mentions: Sequence[tuple[int, PlaceMention]], facts: Facts) -> Bearings:
    """The bearings of an article of this headline and body; `mentions` are those of its parsed sentences, numbered."""
    top, main = list(namings(headline, facts)), list(namings(body[:TOLD], facts))
    placed = tuple(
        (order, m.place.country, exactness(m.place, facts)) for order, m in mentions if m.place.country and _places(m)
    )
    where = {country for _, country, _ in placed}
    worth = _worth(top, main)
    for country in where:
        worth.setdefault(country, 0.1)
    ranked = sorted(worth, key=lambda country: (-worth[country], country))
    total = sum(worth.values()) or 1.0
    first = next((n.country for n in main), None)
    sorts = [_sorts(top), _sorts(main)]
    return Bearings(
        {
            country: Tally(
                headline=frozenset(sorts[0][country]),
                body=frozenset(sorts[1][country]),
                share=worth[country] / total,
                rank=rank,
                first=country == first,
                where=country in where,
            )
            for rank, country in enumerate(ranked)
        },
        placed,
    )


def exactness(place: Place, facts: Facts) -> str:
    """How exactly a place says where: capital, town, region or country."""
    if place.precision in ("country", "region"):
        return place.precision
    seat = facts.gazetteer.seats.match(words_of(place.name), 0)[1] if words_of(place.name) else ()
    return "capital" if place.country in seat else "town"


def _places(mention: PlaceMention) -> bool:
    """Whether a mention says where something is, rather than who acts or speaks."""
    return mention.situates and not mention.voice and (mention.where or mention.place.precision != "country")


def _worth(headline: Sequence[Naming], body: Sequence[Naming]) -> dict[str, float]:
    worth: defaultdict[str, float] = defaultdict(float)
    for weight, found in ((1.5, headline), (1.0, body)):
        for k, naming in enumerate(found):
            worth[naming.country] += weight * WORTH[naming.sort] * 12 / (12 + k)
    return worth


def _sorts(found: Sequence[Naming]) -> defaultdict[str, set[str]]:
    sorts: defaultdict[str, set[str]] = defaultdict(set)
    for naming in found:
        sorts[naming.country].add(naming.sort)
    return sorts
