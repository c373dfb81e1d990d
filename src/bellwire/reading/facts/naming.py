"""Which countries a text names and how, from its words alone: no parse, so that no sentence is too dull to count.

Towns count for their country, peoples, parties and persons for theirs; a name that may mean many things counts only
where our own tables know it, or where it is a large town and no ordinary word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bellwire.reading.facts.gazetteer import PRECISION, WATERS
from bellwire.reading.facts.names import words_of

if TYPE_CHECKING:
    from bellwire.reading.facts import Facts

#: How a text names a country: by its own name, a town, a region, the seat of its government, a people, a group or
#: body of its own, a person.
Sort = Literal["country", "town", "region", "seat", "people", "party", "person"]

#: A town of this many people is known by its name alone.
LARGE = 300_000
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
        if naming is not None:
            yield naming
        at += max(n, 1)


def _at(words: list[str], starts: list[int], written: str, at: int, facts: Facts) -> tuple[int, Naming | None]:
    gazetteer = facts.gazetteer
    a, actors = facts.lexicon.actors.match(words, at, written)
    n, codes = gazetteer.demonyms.match(words, at, written)
    m, toponyms = gazetteer.match(words, at, written)
    k, seats = gazetteer.seats.match(words, at, written)
    longest = max(n, m, k)
    u, missions = gazetteer.missions.match(words, at, written)
    if u and u >= max(longest, a):
        return u, Naming(missions[0], "region", starts[at])
    if a and a >= longest:
        known = bool(actors[0].country)
        return a, Naming(actors[0].country, "person" if actors[0].person else "party", starts[at]) if known else None
    if not longest:
        return 1, None
    if n == longest:
        return n, Naming(codes[0], "people", starts[at])
    if k == longest:
        return k, Naming(seats[0], "seat", starts[at])
    own = [t for t in toponyms if t.own and t.country]
    land = gazetteer.names.match(words, at + m)[1] if at + m < len(words) else ()
    if not own and land and land[0].kind == "country":
        toponyms = [t for t in toponyms if t.country == land[0].country]
        if not toponyms:
            return m, None
    if m == 1 and words[at] in gazetteer.common:
        return m, None
    best = own[0] if own else max(toponyms, key=lambda t: t.population)
    if not best.country or (not best.own and best.population < LARGE):
        return m, None
    if best.kind in WATERS and words[at + m : at + m + 1] in (["war"], ["crisis"]):
        return m, None
    precision = PRECISION[best.kind]
    return m, Naming(best.country, "town" if precision == "point" else precision, starts[at])
