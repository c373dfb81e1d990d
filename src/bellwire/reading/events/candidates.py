"""Words that may tell an event, and the events that rules alone read in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bellwire.reading.encoder import Said
from bellwire.reading.events.context import Knowledge
from bellwire.reading.events.match import OFF_TOPIC, Match, Miss, kinds_of
from bellwire.reading.events.opinion.telling import CONTENT
from bellwire.reading.events.rules import Rule
from bellwire.reading.events.triggers import framer_of, matches, only_ranks
from bellwire.reading.syntax.frames import Frame, Framer
from bellwire.reading.syntax.tokens import Sentence, Token


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may tell an event: its frame, and what the rules make of it (nothing, a match, or misses)."""

    frame: Frame
    framer: Framer
    outcomes: tuple[Match | Miss, ...]

    def told(self) -> frozenset[str]:
        """The kinds that rules read here."""
        return frozenset(kind for outcome in self.outcomes for kind in kinds_of(outcome) if isinstance(outcome, Match))

    def consumed(self) -> frozenset[str]:
        """The kinds that a rule which fits the word says are its own, told once."""
        matched = (outcome for outcome in self.outcomes if isinstance(outcome, Match))
        return frozenset(kind for match in matched for kind in match.rule.data.consumes)

    def outcome(self, kind: str) -> Match | Miss | None:
        """What the rules make of the word as an event of a kind: a match before a miss."""
        found = [outcome for outcome in self.outcomes if kind in kinds_of(outcome)]
        return min(found, key=lambda outcome: isinstance(outcome, Miss), default=None)


@dataclass(frozen=True, slots=True)
class Told:
    """A word that tells an event of a kind, the rule that says so, or else (`missed`) why none does.

    `likely`: how likely the article tells of that kind; `weight`: the log odds that this word does, 0 by rules alone.
    """

    candidate: Candidate
    kind: str
    rule: Rule
    missed: str
    likely: float
    weight: float = 0.0
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """A parsed sentence and its words that may tell an event."""

    framer: Framer
    candidates: tuple[Candidate, ...]


def heard(sentence: Sentence, know: Knowledge, flags: frozenset[str], said: Said | None = None) -> Heard:
    """The words of a sentence that rules or the second opinion know as triggers, in order; `said` of the article."""
    framer = framer_of(sentence, know.facts)
    found: dict[int, list[Match | Miss]] = {}
    for outcome in matches(framer, know, flags):
        found.setdefault(outcome.frame.trigger, []).append(outcome)
    frames = {at: outcomes[0].frame for at, outcomes in found.items()}
    if know.opinion is not None and not flags & OFF_TOPIC:
        for token in sentence.tokens:
            if token.i in frames or token.pos not in CONTENT:
                continue
            known = token.lemma in know.opinion.triggers
            if (known or (said is not None and said.hears(sentence.field, token.start))) and not _acts(framer, token):
                frames[token.i] = framer.frame(token.i)
    kept = [at for at in sorted(frames) if not only_ranks(framer, sentence.tokens[at])]
    return Heard(framer, tuple(Candidate(frames[at], framer, tuple(found.get(at, ()))) for at in kept))


def _acts(framer: Framer, token: Token) -> bool:
    """Whether a word names gunmen who do what the verb says: that tells it, and not their name."""
    return token.dep in ("nsubj", "nsubjpass") and token.pos == "NOUN" and "gunmen" in framer.types(token.i)


def candidates(sentences: Iterable[Heard]) -> list[Candidate]:
    """All candidates of an article, in order."""
    return [one for sentence in sentences for one in sentence.candidates]


def by_rules(found: Iterable[Candidate]) -> Iterator[Told]:
    """What rules alone read."""
    for candidate in found:
        for outcome in candidate.outcomes:
            if isinstance(outcome, Match):
                for kind in kinds_of(outcome):
                    yield Told(candidate, kind, outcome.rule, "", outcome.rule.data.confidence)
