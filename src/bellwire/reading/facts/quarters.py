"""Parts that every town has: "the Old City", "the eastern districts", "the airport" lie in the town that is spoken of.

Such a name means nothing by itself: without a town in the sentence or the article it is no place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from bellwire.reading.facts.metonyms import is_actor, is_where
from bellwire.reading.facts.names import words_of
from bellwire.reading.facts.phrases import span_text
from bellwire.reading.facts.situate import PlaceMention
from bellwire.reading.reading import Place
from bellwire.reading.syntax.tokens import Token

if TYPE_CHECKING:
    from bellwire.reading.facts import Facts

_SIDES = frozenset(
    """northern southern eastern western central north south east west northeast northwest southeast southwest
    northeastern northwestern southeastern southwestern""".split()
)
#: Words that begin names of parts of places, small as they are written: "eastern Aleppo", "northern Gaza".
COMPASS = _SIDES | {"occupied", "lower", "upper", "n.", "s."}
_AGES = frozenset(["old", "new", "historic", "ancient"])
_TOWN = frozenset(["city", "town", "quarter", "district"])
_PARTS = frozenset(
    """district districts suburb suburbs outskirts quarter quarters neighbourhood neighbourhoods neighborhood
    neighborhoods side sector zone""".split()
)
_CENTRES = frozenset(["centre", "center"])
#: Names of one word that are parts of towns where they bear a capital or follow "the".
_SINGLE = frozenset(["downtown", "kasbah", "medina", "citadel"])
#: Those that stand before their town's name without "of".
_BEFORE_TOWN = frozenset(["downtown"])


#: What a road is called that bears a town's name and lies in another: "Baga Road", "Sanaa Street".
_STREETS = frozenset(["Road", "Street", "Avenue", "Boulevard", "Lane", "Highway"])


def is_street(tokens: Sequence[Token], last: int) -> bool:
    """Whether a name that ends at `last` is that of a road."""
    return last + 1 < len(tokens) and tokens[last + 1].text in _STREETS


def quarter_at(words: Sequence[str], at: int) -> int:
    """How many words from `at` on name a part that any town may have; 0 where they do not."""
    word = words[at]
    after = words[at + 1] if at + 1 < len(words) else ""
    if word in _AGES and after in _TOWN:
        third = words[at + 2] if at + 2 < len(words) else ""
        return 3 if third in _PARTS else 2
    if word in ("city", "town") and after in _CENTRES:
        return 2
    if word in _SIDES and after in _PARTS:
        return 2
    return 1 if word in _SINGLE else 0


def in_its_town(
    tokens: Sequence[Token], first: int, last: int, found: Sequence[PlaceMention], town: Place | None, facts: Facts
) -> PlaceMention | None:
    """The quarter in the town that owns it, that follows with "of", that the sentence or else the article is about."""
    towns = [m for m in found if m.kind == "toponym" and m.place.precision in ("town", "point") and not m.voice]
    its = [m for m in towns if 1 <= first - m.last <= 2 or m.first - last == 2]
    before = [m for m in towns if m.last < first][-1:]
    mine = next(iter((*its, *before)), None)
    place = mine.place if mine else town or (towns[0].place if towns else None)
    if place is None:
        return None
    place = _whole_town(place, facts)
    written = span_text(tokens, first, last)
    where, acts = is_where(tokens, first, last), is_actor(tokens, first, last)
    return PlaceMention(first, last, _within(place, written), "toponym", where, acts)


def _whole_town(place: Place, facts: Facts) -> Place:
    """The town of which "eastern Aleppo" is a side; the place itself where it is no side."""
    side, _, rest = place.path.rpartition("/")[2].partition(" ")
    if place.precision != "point" or side.lower() not in COMPASS or not rest:
        return place
    towns = [t for t in facts.gazetteer.match(words_of(rest), 0)[1] if t.kind == "town" and t.country == place.country]
    return towns[0].place() if towns else place


def holy_city(tokens: Sequence[Token], first: int, last: int, prior: str | None, facts: Facts) -> Place | None:
    """Jerusalem, where copy from there names "the Old City" without its town."""
    if prior not in ("IL", "PS") or tokens[first].text != "Old" or tokens[last].text != "City":
        return None
    toponyms = facts.gazetteer.match(["jerusalem"], 0)[1]
    return toponyms[0].place() if toponyms else None


def _within(town: Place, name: str) -> Place:
    """The part `name` of a town, called so that it is understood alone ("Old City of Aleppo"): with the town's path and
    degrees, since no map of every quarter is at hand."""
    whole = f"{name} {town.name}" if name.lower() in _BEFORE_TOWN else f"{name} of {town.name}"
    return msgspec.structs.replace(town, name=whole, precision="point")
