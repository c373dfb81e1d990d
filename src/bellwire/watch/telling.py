"""An event as one article tells it: where it is put, the words and names by which two tellings are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache

import msgspec

from bellwire.reading.reading import Event, Place
from bellwire.watch.places import EXACT, GUESSED, exact_place
from bellwire.watch.policy import Policy

#: Letters by which a name is known in its other forms: Syria, Syrian; and those of a land whose people have a longer
#: one: Mali, Malian.
_STEM, _LAND = 5, 4


@dataclass(frozen=True)
class Telling:
    """An event as one article tells it: with the article's time and headline. What is compared with every thread is
    worked out once."""

    event: Event
    told: datetime
    headline: str
    policy: Policy

    @cached_property
    def words(self) -> frozenset[str]:
        """The words about it that tell something apart: the headline's and those of its first evidence. Worked out only
        where no place or kind rules it out."""
        return words(self._text(1), self.policy)

    @cached_property
    def names(self) -> frozenset[str]:
        """Words about it that the copy writes as names, also those that no gazetteer has."""
        return _names_in(self._text(3), self.policy.words.common)

    @cached_property
    def known(self) -> frozenset[str]:
        """How the words begin that name its place and its parties: these are compared by themselves."""
        event = self.event
        told = [name for party in (event.actor, event.target) if party for name in (party.text, party.name or "")]
        told.append(event.place.name if event.place else "")
        return frozenset(stem for name in told for stem in stems(name, self.policy))

    def _text(self, sentences: int) -> str:
        return "\n".join([self.headline, *(evidence.text for evidence in self.event.evidence[:sentences])])


def located(tellings: Sequence[Telling]) -> list[Telling]:
    """Tellings of one thing in one article, those at no exact place put where the others are, if that is one place."""
    exact = {place.path: place for one in tellings if (place := exact_place(one.event)) is not None}
    if len(exact) != 1:
        return list(tellings)
    (place,) = exact.values()
    return [_put(one, place) for one in tellings]


def region_of(event: Event) -> Place | None:
    """The region that a withdrawal is told to be from, of which the towns named besides are stages."""
    place = event.place
    named = place is not None and place.precision == "region" and place.origin not in GUESSED
    return place if named and event.kind == "withdrawal" else None


def _put(telling: Telling, place: Place) -> Telling:
    here = telling.event.place
    if region_of(telling.event) is not None:
        return telling
    if here is None or here.origin in GUESSED or (here.precision not in EXACT and here.country == place.country):
        return replace(telling, event=msgspec.structs.replace(telling.event, place=place))
    return telling


def words(text: str, policy: Policy) -> frozenset[str]:
    """The words of a text that tell something apart."""
    return _words(text, policy.words.common)


def stems(text: str, policy: Policy) -> frozenset[str]:
    """How these words begin: Syria and Syrian alike."""
    return frozenset(word[:_STEM] for word in words(text, policy))


def names_shared(one: Telling, other: Telling) -> frozenset[str]:
    """Names of a town, a ship, a person that both tell of, where neither's place says more than country or region; not
    of its people ("Malian")."""
    known = one.known | other.known
    people = tuple(stem for stem in known if len(stem) >= _LAND)
    return frozenset(n for n in one.names & other.names if n[:_STEM] not in known and not n.startswith(people))


def told_alike(one: Telling, other: Telling) -> float:
    """The words shared besides those that name place and parties."""
    known = one.known | other.known
    mine, theirs = (frozenset(word for word in told.words if word[:_STEM] not in known) for told in (one, other))
    return overlap(mine, theirs)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller one's words that both have."""
    if not one or not other:
        return 0.0
    return len(one & other) / min(len(one), len(other))


@lru_cache(maxsize=4096)
def _words(text: str, common: frozenset[str]) -> frozenset[str]:
    found = re.findall(r"[^\W_]+", text.lower().replace("'s", "").replace("’s", ""))
    return frozenset(word for word in found if len(word) > 1 and word not in common)


@lru_cache(maxsize=4096)
def _names_in(text: str, common: frozenset[str]) -> frozenset[str]:
    """Words with a capital that their place does not give them: not the first of a line, nor any of a line in which
    most have one; nor what is written in capitals, which is at many places: JNIM, TV."""
    found = set[str]()
    for line in text.splitlines():
        told = re.findall(r"[^\W\d_]{2,}", line)[1:]
        capital = [word for word in told if word[0].isupper()]
        if 2 * len(capital) < len(told):
            found.update(word.lower() for word in capital if not word.isupper())
    return frozenset(found - common)
