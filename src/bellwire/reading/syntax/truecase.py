"""Gives capitals their case back: from the article's own spelling, else from known names, else lower case.

"IRAN SAYS OFFENSIVE AIMED AT BASRA" → "Iran says offensive aimed at Basra". Headlines In Title Case lose the capitals
of words that the body, or the language, writes small. Length never changes, so that offsets stay true.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping

_WORD = re.compile(r"[^\W\d_][\w'.&-]*")
_SHORT = frozenset([
    "u.s.", "u.n.", "u.k.", "eu", "uk", "un", "us", "nato", "plo", "idf", "raf", "iaea", "opec", "icrc", "isis",
    "isil", "unifil", "rpg"
])  # fmt: skip


def spellings(body: str) -> Mapping[str, str]:
    """How the body writes its words inside sentences: lower-cased word → commonest spelling."""
    counts: dict[str, Counter[str]] = {}
    for match in _WORD.finditer(body):
        word = match.group().rstrip(".'")
        before = body[max(0, match.start() - 2) : match.start()]
        first = match.start() == 0 or before.rstrip(" \"'(")[-1:] in ("", ".", "\n", "?", "!", ":")
        if not first or word.islower():
            counts.setdefault(word.lower(), Counter())[word] += 1
    return {low: seen.most_common(1)[0][0] for low, seen in counts.items()}


def mostly_capitals(text: str) -> bool:
    """Whether the text is written in capitals throughout (and so bears no case of its own)."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 8 and sum(c.isupper() for c in letters) >= 0.85 * len(letters)


def title_case(text: str) -> bool:
    """Whether nearly every longer word begins with a capital."""
    words = [m.group() for m in _WORD.finditer(text) if len(m.group()) > 4]
    return len(words) >= 3 and sum(w[0].isupper() for w in words) >= 0.85 * len(words)


def truecase(text: str, own: Mapping[str, str], is_name: Callable[[str], bool]) -> str:
    """The text with the case that its words have elsewhere; unchanged where it bears its own."""
    capitals = mostly_capitals(text)
    if not capitals and not title_case(text):
        return text

    def fix(match: re.Match[str]) -> str:
        word = match.group()
        low = word.lower()
        if len(low) != len(word):
            return word
        first = match.start() == 0
        bare = low[:-2] if low.endswith("'s") else low
        tail = word[len(bare) :].lower()
        if low in _SHORT or bare in _SHORT:
            return word[: len(bare)].upper() + tail
        if not capitals and (word[1:] != low[1:] or not word[0].isupper()):
            return word
        known = own.get(bare) or own.get(bare.rstrip("."))
        if known is not None and len(known) <= len(word):
            fixed = known + low[len(known) :]
        elif is_name(bare):
            fixed = (
                low[0].upper() + low[1:] if "-" not in low else "-".join(p[:1].upper() + p[1:] for p in low.split("-"))
            )
        else:
            fixed = low
        return fixed[0].upper() + fixed[1:] if first else fixed

    fixed = _WORD.sub(fix, text)
    return fixed if len(fixed) == len(text) else text
