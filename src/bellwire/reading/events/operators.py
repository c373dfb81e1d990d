"""Operators: predicates that change the standing of what they govern, as data (data/operators.toml)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from bellwire.reading.syntax.forms import noun_forms, verb_forms

#: The statuses; and "nothing", of what is only played or imagined.
EFFECTS = frozenset([
    "happened", "claimed", "planned", "proposed", "threatened", "predicted", "denied", "past", "nothing"
])  # fmt: skip


class OperatorData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An operator as written in TOML. Unknown keys are refused."""

    name: str
    effect: str
    slots: list[str]
    verbs: list[str] = []
    nouns: list[str] = []
    adjectives: list[str] = []
    modifiers: list[str] = []
    stops: bool = False


class OperatorFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All operators; where two know a word in the same slot, the first wins."""

    operator: list[OperatorData]


@dataclass(frozen=True, slots=True)
class Operator:
    """What a predicate does to the event below it; `particle` is a word that must stand with a verb ("rule out")."""

    name: str
    effect: str
    slots: frozenset[str]
    particle: str
    stops: bool


@dataclass(frozen=True, slots=True)
class Operators:
    """All operators by the written form of their word: (form class, form) → operators."""

    by_word: Mapping[tuple[str, str], tuple[Operator, ...]]

    def find(self, form: str, word: str, slot: str, near: frozenset[str]) -> Operator | None:
        """The first operator of this word that reaches this slot."""
        bare: Operator | None = None
        for operator in self.by_word.get((form, word), ()):
            if slot not in operator.slots:
                continue
            if operator.particle:
                if operator.particle in near:
                    return operator
            elif bare is None:
                bare = operator
        return bare


def compile_operators(file: OperatorFile) -> Operators:
    """Checks and indexes operators. Raises ValueError for an unknown effect."""
    index: dict[tuple[str, str], list[Operator]] = {}
    for data in file.operator:
        if data.effect not in EFFECTS:
            raise ValueError(f"operator {data.name}: no such effect: {data.effect}")
        for form, word, operator in _entries(data):
            index.setdefault((form, word), []).append(operator)
    return Operators({key: tuple(found) for key, found in index.items()})


def _entries(data: OperatorData) -> Iterable[tuple[str, str, Operator]]:
    slots = frozenset(data.slots)
    for verb in data.verbs:
        lemma, _, particle = verb.partition(" ")
        operator = Operator(data.name, data.effect, slots, particle, data.stops)
        yield from (("verb", form, operator) for form in verb_forms(lemma))
    plain = Operator(data.name, data.effect, slots, "", data.stops)
    for noun in data.nouns:
        yield from (("noun", form, plain) for form in noun_forms(noun))
    for adjective in data.adjectives:
        yield "adjective", adjective, plain
    for word in data.modifiers:
        yield "modifier", word, Operator(data.name, data.effect, frozenset(["modifier"]), "", data.stops)
