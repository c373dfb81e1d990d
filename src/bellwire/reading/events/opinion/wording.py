"""What the second opinion sees of a whole article: its words, pairs of words and their groups, and what rules read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from bellwire.reading.events.opinion.vocabulary import Vocabulary

_WORD = re.compile(r"[a-z][a-z'-]*[a-z]|[0-9]+")
#: Where in the body the opening ends and where copy no longer counts, in characters.
OPENING, ENOUGH = 450, 1500


def wording(headline: str, body: str, kinds: Iterable[str], flags: Iterable[str], words: Vocabulary) -> list[str]:
    """The features of an article, as readable names; each once, in a fixed order."""
    found: dict[str, None] = {}
    for part, text in (("headline", headline[:OPENING]), ("opening", body[:OPENING]), ("later", body[OPENING:ENOUGH])):
        tokens = [w if w[0].isalpha() else "#" for w in _WORD.findall(text.lower())]
        for token in tokens:
            found[f"{part}={token}"] = None
            found[f"says={token}"] = None
            if groups := words.groups(token):
                found[f"{part} group={groups[1]}"] = None
                found[f"{part} fine={groups[2]}"] = None
        if part != "later":
            found.update(dict.fromkeys(f"says={one} {two}" for one, two in pairwise(tokens)))
    found.update(dict.fromkeys(f"ruled={kind}" for kind in sorted(kinds)))
    found.update(dict.fromkeys(f"about={flag}" for flag in sorted(flags)))
    return list(found)
