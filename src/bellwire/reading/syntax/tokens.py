"""Sentences as plain data: what the parser found, free of the parser's own objects."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One word. `i` counts within its sentence; `head` is the head's `i` (its own at the root).

    `start` and `end` are offsets in the *clean* text of the field (syntax/copy.py maps them back to the wire's own).
    `text` is as parsed (truecased); `lemma` lower case; `pos` Universal, `tag` Penn, `dep` ClearNLP labels as spaCy
    gives them; `entity` the entity label or "" .
    """

    i: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One parsed sentence of `field`, the `paragraph`-th of its text (the headline is paragraph 0 of its own field)."""

    field: str
    index: int
    paragraph: int
    start: int
    end: int
    text: str
    tokens: tuple[Token, ...] = ()
    children: tuple[tuple[int, ...], ...] = dataclasses.field(default=(), repr=False)

    def below(self, i: int) -> list[Token]:
        """The words that hang on a word, in order."""
        return [self.tokens[c] for c in self.children[i]]
