"""Whether the name of a country or people says whose somebody is ("two British hostages") or where a thing happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from bellwire.reading.facts.metonyms import PLACE_PARTS, governing, span_head
from bellwire.reading.syntax.tokens import Token

if TYPE_CHECKING:
    from bellwire.reading.facts import Facts

#: What the name of a country says of its noun: where it is, that it is at home there, only whose it is, or that it is
#: at the country's edge, mostly on the other side ("near the Kenyan border").
Nation = Literal["where", "home", "whose", "edge"]
EDGES = frozenset(["border", "frontier"])

#: Those who act and suffer in their own country as a rule: "Iraqi police", "Afghan villagers".
HOME = frozenset(
    """police policeman officer villager resident governor mayor hospital court judge voter village town
    parliament opposition rebel insurgent guerrilla separatist militia militiaman cleric tribesman refugee student
    protester demonstrator farmer activist rescuer medic doctor firefighter""".split()
)
#: Types of nouns that are where they are.
LYING = frozenset(["town", "place", "building", "facility", "base", "border", "road", "oil"])
#: Types of nouns that act, suffer and travel.
ACTING = frozenset(
    """state government armed_force rebel militia police gunmen civilians prisoners hostages wounded aid_agency igo
    diplomat leader official media company ship aircraft vehicle missile bomb weapon person party sport money""".split()
)
#: What goes on in a country, whoever it is between.
EVENTS = frozenset(
    """war conflict crisis election fighting violence unrest insurgency uprising coup invasion
    occupation reconstruction referendum constitution politics""".split()
)


def nation_of(tokens: Sequence[Token], first: int, last: int, people: bool, facts: Facts) -> Nation:
    """What the country named by tokens `first` to `last` says; `people` for a demonym ("Syrian", "Syrians")."""
    token = tokens[governing(tokens, span_head(tokens, first, last))]
    if token.dep not in ("compound", "amod", "nmod", "poss"):
        return "whose" if people else "where"
    head = tokens[token.head]
    lemma, types = head.lemma.lower(), facts.lexicon.nouns.get(head.lemma.lower(), frozenset())
    if lemma in EDGES:
        return "edge"
    if lemma in PLACE_PARTS or lemma in EVENTS or (types & LYING and not types & ACTING):
        return "where"
    if lemma in HOME:
        return "home"
    if types & ACTING or people or token.dep == "poss":
        return "whose"
    return "where"
