"""Which countries a text names and how, from its words alone: no parse, so that no sentence is too dull to count.

Towns count for their country, peoples, parties and persons for theirs; a name that may mean many things counts only
where our own tables know it, or where it is a large town and no ordinary word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bellwire.reading.facts.gazetteer import PRECISION, WATERS, Toponym
from bellwire.reading.facts.names import OWNED, words_of
from bellwire.reading.facts.toponyms import LARGE, NAMED_AFTER_WATER

if TYPE_CHECKING:
    from bellwire.reading.facts import Facts

#: How a text names a country: by its own name, a town, a region, the seat of its government, a people, a group or
#: body of its own, a person.
Sort = Literal["country", "town", "region", "seat", "people", "party", "person"]

_WORD = re.compile(r"[^\W\d_][\w.'\u2019-]{0,40}")


@dataclass(frozen=True, slots=True)
class Naming:
    """One naming of a country; `start` counts characters."""

    country: str
    sort: Sort
    start: int


def namings(text: str, facts: Facts) -> Iterator[Naming]:
    """Every naming of a country in `text`, in order, the longest name first where several begin at one word."""
    words: list[str] = []
    starts: list[int] = []
    written: list[str] = []
    for match in _WORD.finditer(text):
        spelt = match.group().rstrip("-'\u2019")
        bare = spelt.rstrip(".") if spelt.count(".") < 2 else spelt
        for word in words_of(bare):
            words.append(word)
            starts.append(match.start())
            written.append(bare)
    at = 0
    while at < len(words):
        n, naming = _at(words, starts, written[at], at, facts) if written[at][:1].isupper() else (1, None)
        if naming is not None and not _is_owner(words, starts, at + n):
            yield naming
        at += max(n, 1)


def _is_owner(words: list[str], starts: list[int], after: int) -> bool:
    """Whether the name before word `after` is tied to a word of what is only its own: "Portuguese-flagged"."""
    return after < len(words) and words[after] in OWNED and starts[after] == starts[after - 1]


def _at(words: list[str], starts: list[int], written: str, at: int, facts: Facts) -> tuple[int, Naming | None]:
    """The longest known name that begins at word `at`: its length, and the country that it names, if any."""
    gazetteer = facts.gazetteer
    party, actors = facts.lexicon.actors.match(words, at, written)
    people, codes = gazetteer.demonyms.match(words, at, written)
    place, toponyms = gazetteer.match(words, at, written)
    seat, seats = gazetteer.seats.match(words, at, written)
    longest = max(people, place, seat)
    mission, missions = gazetteer.missions.match(words, at, written)
    if mission and mission >= max(longest, party):
        return mission, Naming(missions[0], "region", starts[at])
    if party and party >= longest:
        actor = actors[0]
        return party, Naming(
            actor.country, "person" if actor.person else "party", starts[at]
        ) if actor.country else None
    if not longest:
        return 1, None
    if people == longest:
        return people, Naming(codes[0], "people", starts[at])
    if seat == longest:
        return seat, Naming(seats[0], "seat", starts[at])
    best = _meant(words, at, place, toponyms, facts)
    if best is None:
        return place, None
    precision = PRECISION[best.kind]
    return place, Naming(best.country, "town" if precision == "point" else precision, starts[at])


def _meant(words: list[str], at: int, length: int, toponyms: Sequence[Toponym], facts: Facts) -> Toponym | None:
    """What so many words from `at` on mean, where that is sure without a parse."""
    gazetteer = facts.gazetteer
    own = [t for t in toponyms if t.own and t.country]
    land = gazetteer.names.match(words, at + length)[1] if at + length < len(words) else ()
    if not own and land and land[0].kind == "country":
        toponyms = [t for t in toponyms if t.country == land[0].country]
    if not toponyms or (length == 1 and words[at] in gazetteer.common):
        return None
    best = own[0] if own else max(toponyms, key=lambda t: t.population)
    if not best.country or (not best.own and best.population < LARGE):
        return None
    after = words[at + length : at + length + 1]
    return None if best.kind in WATERS and NAMED_AFTER_WATER & {*after} else best
