"""Parts that every town has: "the Old City", "the eastern districts", "the airport" lie in the town that is spoken of.

Such a name means nothing by itself: without a town in the sentence or the article it is no place.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bellwire.reading.reading import Place

_SIDES = frozenset(
    """northern southern eastern western central north south east west northeast northwest southeast southwest
    northeastern northwestern southeastern southwestern""".split()
)
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


def within(town: Place, name: str) -> Place:
    """The part `name` of a town, called so that it is understood alone ("Old City of Aleppo"): with the town's path and
    degrees, since no map of every quarter is at hand."""
    whole = f"{name} {town.name}" if name.lower() in _BEFORE_TOWN else f"{name} of {town.name}"
    return msgspec.structs.replace(town, name=whole, precision="point")
