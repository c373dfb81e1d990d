"""Noun phrases in plain tokens: the words that belong to a head, and the plain features finders ask of them."""

from __future__ import annotations

from collections.abc import Sequence

from bellwire.reading.syntax.tokens import Token

#: Dependents on the left that are part of a short noun phrase.
LEFT = frozenset([
    "det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "case", "predet", "punct", "advmod",
    "npadvmod", "neg",
])  # fmt: skip
#: How far left a phrase is followed; longer ones are parser mistakes more often than phrases.
MOST_WORDS = 12


def leftmost(tokens: Sequence[Token], head: int) -> int:
    """The first token of the short noun phrase of `head`: its left dependents and theirs, without a gap."""
    first = head
    while first > 0 and head - first < MOST_WORDS:
        before = tokens[first - 1]
        if before.dep not in LEFT or not first - 1 < before.head <= head:
            break
        first -= 1
    while first < head and (tokens[first].pos == "PUNCT" or tokens[first].dep == "punct"):
        first += 1
    return first


def rightmost(tokens: Sequence[Token], head: int) -> int:
    """The last token of a name that runs on: "Ministry of Defence", "Syrian Observatory for Human Rights"."""
    if tokens[head].pos != "PROPN" or head + 2 >= len(tokens):
        return head
    link, after = tokens[head + 1], tokens[head + 2]
    if link.lemma not in ("of", "for") or link.head != head:
        return head
    last = head + 2
    while last + 1 < len(tokens) and tokens[last].pos in ("ADJ", "PROPN", "DET") and tokens[last + 1].pos == "PROPN":
        last += 1
    return last if after.pos in ("PROPN", "ADJ", "DET") and tokens[last].pos == "PROPN" else head


def span_text(tokens: Sequence[Token], first: int, last: int) -> str:
    """The words from `first` to `last` as they were written, one space where there was any."""
    parts = [tokens[first].text]
    for before, token in zip(tokens[first:last], tokens[first + 1 : last + 1], strict=True):
        parts.append(" " if token.start > before.end else "")
        parts.append(token.text)
    return "".join(parts)
