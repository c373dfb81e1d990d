"""The PLOVER root of an event by the rules: what its kind or rule says, its words, its status (data/roots.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from bellwire.reading.events.draft import Draft
from bellwire.reading.events.root_model import ROOTS
from bellwire.reading.events.rules import Rule, RuleData, RuleFile, compile_rules


class TurnData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Events of a kind that have another root beside some words."""

    kind: str
    root: str
    words: list[str]


class RootFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/roots.toml as written."""

    offers: list[str]
    decisions: list[str]
    learned: dict[str, str]
    status: dict[str, dict[str, str]]
    turn: list[TurnData]


@dataclass(frozen=True, slots=True)
class Roots:
    """The table, ready for use. `learned`: the rule that stands for the root model where none of the book applies."""

    offers: frozenset[str]
    decisions: frozenset[str]
    learned: Mapping[str, Rule]
    status: Mapping[str, Mapping[str, str]]
    turns: Mapping[str, tuple[tuple[frozenset[str], str], ...]]

    def of(self, draft: Draft) -> str | None:
        """The PLOVER root of an event; None where the scheme has none for its kind."""
        status = draft.status if draft.status != "past" else draft.standing.status
        words = {step.word.lower() for step in draft.standing.steps if step.effect == status}
        if status == "proposed" and words & self.offers:
            status = "offered"
        elif status == "planned" and words and words <= self.decisions:
            status = "happened"
        base = draft.rule.data.plover if draft.rule.kind == draft.name else ""
        base = base or self._turned(draft)
        if not base:
            own = draft.kind.plover
            if status in own:
                return own[status] or None
            base = own["root"]
        return self.status.get(base, {}).get(status, base) or None

    def _turned(self, draft: Draft) -> str:
        turns = self.turns.get(draft.name)
        if not turns:
            return ""
        frame = draft.frame
        beside = {lemma for a in (*frame.agents, *frame.patients) for lemma in a.lemmas}
        said = {frame.lemma, frame.light, frame.sentence.tokens[frame.token.head].lemma} | frame.modifiers | beside
        return next((root for words, root in turns if words & said), "")


def compile_roots(data: RootFile, kinds: Mapping[str, object]) -> Roots:
    """Checks and indexes the table. Raises ValueError for an unknown kind or root."""
    named = {*data.status, *(r for table in data.status.values() for r in table.values()), *(t.root for t in data.turn)}
    if unknown := (named - {*ROOTS, ""}) | ({t.kind for t in data.turn} - kinds.keys()):
        raise ValueError(f"roots.toml: no such root or kind: {', '.join(sorted(unknown))}")
    learned = [
        RuleData(name=f"learned/{root.lower()}", kind=kind, plover=root, examples=[], near_misses=[], confidence=0.4)
        for root, kind in data.learned.items()
    ]
    rules = compile_rules([RuleFile(rule=learned)], {}, kinds).rules
    turns: dict[str, list[tuple[frozenset[str], str]]] = {}
    for turn in data.turn:
        turns.setdefault(turn.kind, []).append((frozenset(turn.words), turn.root))
    return Roots(
        frozenset(data.offers),
        frozenset(data.decisions),
        {rule.data.plover: rule for rule in rules},
        data.status,
        {kind: tuple(found) for kind, found in turns.items()},
    )
