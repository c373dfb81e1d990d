"""Who: what type of actor or thing a noun phrase names, and the party it makes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bellwire.reading.reading import Party
from bellwire.reading.syntax.tokens import Token

if TYPE_CHECKING:
    from bellwire.reading.facts import Facts


def types_of(tokens: Sequence[Token], head: int, facts: Facts) -> frozenset[str]:
    """What the noun phrase round token `head` is: argument types, none if unknown."""
    return facts.nouns.get(tokens[head].lemma, frozenset())


def party(tokens: Sequence[Token], head: int, facts: Facts, prior: str | None = None) -> Party:
    """The party that the noun phrase round token `head` names."""
    return Party(text=tokens[head].text)
