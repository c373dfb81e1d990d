"""An event while it is worked out: the match, what its way to the root makes of it, who says so, where and when."""

from __future__ import annotations

from dataclasses import dataclass

from bellwire.reading.events.attribution import Speaker
from bellwire.reading.events.kinds import Kind
from bellwire.reading.events.root_model import Guess
from bellwire.reading.events.rules import Rule
from bellwire.reading.events.status import Standing
from bellwire.reading.facts.situate import PlaceMention
from bellwire.reading.reading import Evidence, Party, Place, When
from bellwire.reading.syntax.frames import Frame

#: Statuses of what is told as having come to pass: a fact, or a claim of it.
REAL = frozenset(["happened", "claimed"])
#: Why a word that no rule speaks of is none's.
UNKNOWN = "no rule knows it"


@dataclass(frozen=True, slots=True)
class Draft:
    """One mention of one event. `order` counts sentences of the article, the headline first; `missed` says why the rule
    does not apply, where only the second opinion speaks for it; `weight` and `mood` are what that opinion weighs it by
    (log odds of its word, features of how it is told), `alert` how likely it holds it for news; `others` are
    speakers of other sentences, `further` the counts that come to others;
    `mentions` are the places of its sentence, `placed` says why its place is not the rules' own; `guess`
    is what the root model makes of the sentence, `root` the PLOVER root of the event that its sentence is about."""

    frame: Frame
    rule: Rule
    name: str
    kind: Kind
    status: str
    standing: Standing
    speakers: tuple[Speaker, ...]
    actor: Party | None
    target: Party | None
    place: Place | None
    when: When | None
    duration: str | None
    counts: dict[str, tuple[int, int]]
    further: frozenset[str]
    evidence: Evidence
    order: int
    confidence: float
    why: tuple[str, ...]
    disputed: bool = False
    others: tuple[Speaker, ...] = ()
    missed: str = ""
    weight: float = 0.0
    mood: tuple[str, ...] = ()
    alert: float | None = None
    mentions: tuple[PlaceMention, ...] = ()
    placed: str = ""
    guess: Guess | None = None
    root: str | None = None

    @property
    def said(self) -> tuple[Speaker, ...]:
        """Everyone who vouches for it or denies it."""
        return (*self.speakers, *self.others)
