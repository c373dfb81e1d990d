"""Towns that no list has, where the text itself says that a name is a town's."""

from __future__ import annotations

from collections.abc import Sequence

from bellwire.reading.syntax.tokens import Token

#: What is sure to be of that name: "the town of Mogok".
TOWNS = frozenset(["town", "city", "village", "port", "hamlet", "settlement", "township", "capital"])

#: Tokens of such a name.
_LONGEST = 5


def unlisted_town(tokens: Sequence[Token], first: int) -> int | None:
    """The last token of the name that begins at `first` and is said to be a town's: "the village of Kafr Zibad"; None
    where none is."""
    if first < 2 or tokens[first - 1].text.lower() != "of" or tokens[first - 2].lemma.lower() not in TOWNS:
        return None
    if not tokens[first].text[:1].isupper():
        return None
    last = first
    while last + 1 < min(len(tokens), first + _LONGEST):
        joined = tokens[last + 1].text in ("-", "–") and last + 2 < len(tokens)
        following = last + 2 if joined else last + 1
        if not tokens[following].text[:1].isupper() or not (joined or tokens[following].pos == "PROPN"):
            break
        last = following
    return last
