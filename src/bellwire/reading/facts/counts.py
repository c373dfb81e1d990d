"""How many killed, wounded, captured, displaced, missing."""

from __future__ import annotations

from dataclasses import dataclass

from bellwire.reading.syntax.tokens import Sentence


@dataclass(frozen=True, slots=True)
class Count:
    """`least` to `most` people of `category`, said by tokens `first` to `last`, both included."""

    category: str
    least: int
    most: int
    first: int
    last: int


def find_counts(sentence: Sentence) -> list[Count]:
    """Every count of people harmed in `sentence`."""
    return []
