"""What the steps from sentence to event are given: all that was loaded, and what is known of the article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bellwire.reading.events.attribution import SpeakerWords
from bellwire.reading.events.genre import Genre
from bellwire.reading.events.kinds import Kinds
from bellwire.reading.events.operators import Operators
from bellwire.reading.events.opinion import Opinion
from bellwire.reading.events.opinion.subject import Subject
from bellwire.reading.events.root_model import RootModel
from bellwire.reading.events.roots import Roots
from bellwire.reading.events.rules import RuleBook
from bellwire.reading.events.setting import Scene
from bellwire.reading.events.venue import Venue
from bellwire.reading.facts import Facts
from bellwire.reading.facts.counts import Count
from bellwire.reading.facts.situate import PlaceMention
from bellwire.reading.facts.times import TimeMention
from bellwire.reading.reading import Evidence
from bellwire.reading.syntax.tokens import Sentence, Token


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that the reader was loaded with and that events need."""

    rules: RuleBook
    operators: Operators
    kinds: Kinds
    facts: Facts
    words: SpeakerWords
    roots: Roots
    opinion: Opinion | None = None
    subject: Subject | None = None
    root_model: RootModel | None = None
    genres: tuple[Genre, ...] = ()
    waging: frozenset[str] = frozenset()
    venue: Venue | None = None

    def is_name(self, name: str) -> bool:
        """Whether lower-cased words are the name of a place or people, and so bear capitals."""
        gazetteer, words = self.facts.gazetteer, name.split()
        if any(
            index.match(words, 0)[0] == len(words) for index in (gazetteer.names, gazetteer.demonyms, gazetteer.seats)
        ):
            return True
        n, toponyms = gazetteer.match(words, 0)
        known = n == len(words) and any(t.population > 200_000 for t in toponyms)
        return known and name not in self.rules.by_form


@dataclass(frozen=True, slots=True)
class Named:
    """What a sentence names, found once for all its events. Offsets of times count in the article's text."""

    places: tuple[PlaceMention, ...]
    times: tuple[TimeMention, ...]
    counts: list[Count]


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the article as a whole when one of its sentences is read; `named` is filled as sentences are
    asked for, by their field and start."""

    scene: Scene
    flags: frozenset[str]
    prove: Callable[[Sentence, Token], Evidence]
    named: dict[tuple[str, int], Named] = field(default_factory=dict)
