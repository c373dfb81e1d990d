"""What the root model sees of a sentence: its main predicate and what hangs on it, its words, what the rules read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bellwire.reading.events.draft import Draft
from bellwire.reading.events.main_event import by_distance, distance, main_predicate
from bellwire.reading.events.roots import Roots
from bellwire.reading.syntax.frames import Framer
from bellwire.reading.syntax.subjects import is_passive
from bellwire.reading.syntax.tokens import Token

_TELLING = frozenset(["NOUN", "VERB", "ADJ", "PROPN", "ADV", "NUM", "AUX"])
_OBJECTS = ("dobj", "attr", "oprd", "acomp", "dative")


def root_features(framer: Framer, drafts: Sequence[Draft], roots: Roots) -> tuple[str, ...]:
    """The features of one sentence, as readable names; each once, in a fixed order. Names of actors are masked."""
    found: dict[str, None] = {"always": None}
    see = _Sight(framer)
    for name in (*see.predicate(), *see.words(), *_rules(drafts, roots)):
        found.setdefault(name)
    return tuple(found)


def _rules(drafts: Sequence[Draft], roots: Roots) -> Iterator[str]:
    """What the rules read: root, rule, status and operators of the main event, the roots of the others."""
    told = [draft for draft in by_distance(drafts) if not draft.missed and roots.of(draft)]
    if not told:
        yield "R=none"
        return
    main, root = told[0], roots.of(told[0])
    yield f"R={root}"
    yield f"R={root}@{min(3, int(2 * distance(main)))}"
    yield f"R={root}/{main.status}"
    yield f"R={root}/{main.frame.lemma}"
    yield f"rule={main.rule.name}"
    yield f"rule={main.rule.name}/{main.status}"
    yield f"kind={main.name}/{main.status}"
    for step in main.standing.steps:
        yield f"R={root}/{step.name}"
    for other in told[1:]:
        yield f"also={roots.of(other)}"
        yield f"also={other.rule.name}"


class _Sight:
    """The words of one sentence with actors and numbers masked by their types."""

    def __init__(self, framer: Framer) -> None:
        self.framer = framer
        self.tokens = framer.tokens

    def mask(self, i: int) -> str:
        token = self.tokens[i]
        if token.pos == "PROPN" or token.entity in ("GPE", "PERSON", "NORP", "ORG", "LOC", "FAC"):
            types = sorted(self.framer.types(i))
            return f"<{types[0] if types else token.entity or 'name'}>"
        return "<number>" if token.pos == "NUM" else token.lemma

    def words(self) -> Iterator[str]:
        for token in self.tokens:
            if token.pos in _TELLING and len(token.lemma) > 1:
                yield f"w={self.mask(token.i)}"

    def predicate(self) -> Iterator[str]:
        found = main_predicate(self.framer.sentence)
        if found is None:
            return
        main, said = found
        yield f"m={main.lemma}"
        yield from (f"said={verb.lemma}" for verb in said)
        yield from (f"m={main.lemma}+{self.tokens[c].lemma}" for c in self.framer.below(main.i, "prt", "prep"))
        yield f"passive={is_passive(self.framer, main.i)}"
        for c in self.framer.below(main.i, "aux", "neg"):
            yield f"aux={self.tokens[c].lemma}"
            yield f"aux={self.tokens[c].lemma}/{main.lemma}"
        yield from self._subjects(main)
        for c in self.framer.below(main.i, *_OBJECTS):
            yield from self._object(main, c)
        for prep in self.framer.below(main.i, "prep"):
            yield from self._prepositional(prep, "m")
            for inner in self.framer.below(prep, "pobj"):
                yield from (f"{self.tokens[prep].lemma}:{kind}" for kind in sorted(self.framer.types(inner)))
        for c in self.framer.below(main.i, "xcomp", "ccomp", "advcl"):
            yield from self._clause(main, c)

    def _subjects(self, main: Token) -> Iterator[str]:
        for c in self.framer.below(main.i, "nsubj", "nsubjpass"):
            yield f"s={self.mask(c)}"
            yield from (f"s:{kind}" for kind in sorted(self.framer.types(c)) or ("none",))

    def _object(self, main: Token, i: int) -> Iterator[str]:
        word = self.mask(i)
        yield f"o={word}"
        yield f"m={main.lemma}>o={word}"
        for kind in sorted(self.framer.types(i)):
            yield f"o:{kind}"
            yield f"m={main.lemma}>o:{kind}"
        yield from (f"om={self.mask(c)}" for c in self.framer.below(i, "amod", "compound", "nmod"))
        for prep in self.framer.below(i, "prep"):
            yield from self._prepositional(prep, "o")

    def _prepositional(self, prep: int, above: str) -> Iterator[str]:
        for inner in self.framer.below(prep, "pobj", "pcomp"):
            yield f"{above}>{self.tokens[prep].lemma}={self.mask(inner)}"

    def _clause(self, main: Token, i: int) -> Iterator[str]:
        clause = self.tokens[i]
        yield f"{clause.dep}={clause.lemma}"
        yield f"m={main.lemma}>{clause.dep}={clause.lemma}"
        yield f"m={main.lemma}>{clause.dep}"
        for c in self.framer.below(i, "dobj", "attr", "acomp"):
            yield f"{clause.dep}o={self.mask(c)}"
            yield f"{clause.lemma}>o={self.mask(c)}"
            for prep in self.framer.below(c, "prep"):
                yield from self._prepositional(prep, "o")
        yield from (f"{clause.dep}>x={self.tokens[c].lemma}" for c in self.framer.below(i, "xcomp", "conj"))
