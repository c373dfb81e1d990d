"""Is this English? CLD2 says which language copy is in; where it cannot tell, function words do.

The declared language is often wrong and never asked. docs/reading.md says why CLD2.
"""

from __future__ import annotations

import re
from itertools import pairwise

import pycld2

#: Characters that are looked at.
SAMPLE = 4000
#: Letters below which copy in the Latin script is not judged: "Ceasefire holds" is no Waray.
LEAST_LETTERS = 30
#: Share of Latin letters below which copy is not English.
LATIN = 0.7
#: Percent of English in copy of several languages from which on it is read.
ENOUGH = 40
#: Share of English words by which a text of foreign names is English all the same.
TELLING_SHARE = 0.06
#: Words without one of English among them that make copy foreign where CLD2 knows no language.
MANY_WORDS = 10
#: What CLD2 refuses: controls, half surrogates, code points that are no characters.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]|[\ufffe\uffff]")
_WORD = re.compile(r"[^\W\d_]+")
#: Words of English that are words of no other wire language.
_TELLING = frozenset([
    "the", "and", "with", "from", "said", "says", "that", "which", "were", "have", "been", "this", "their", "they",
    "would", "after", "when", "than", "his", "its", "who", "has", "are", "before", "about", "into", "could", "against",
    "over", "near",
])  # fmt: skip
_ENGLISH = _TELLING | frozenset([
    "of", "to", "in", "a", "is", "for", "on", "was", "as", "by", "at", "it", "he", "be", "an", "had", "not", "but",
    "will", "or", "she", "her", "one", "more", "there", "up", "out",
])  # fmt: skip

#: Words and elisions of French, Spanish, German, Italian and Portuguese that are no words of English.
_OTHERS = frozenset(
    "le la les des du une au aux et est dans sur avec ses leur el los las del una por para que al der das und ein eine "
    "mit von auf nach bei ist den dem zum zur il gli della di nel sono os da em ao uma pela pelo".split()
)
_ELISION = re.compile(r"\b(?:[ldnscLDNSC]|qu|[Dd]ell|[Aa]ll|[Nn]ell)['\u2019](?=[a-z\u00df-\u00ff]{2})")
#: So many signs of another language, where CLD2 cannot tell, make copy foreign.
FOREIGN = 2


def is_english(text: str) -> bool:
    """Whether copy can be read as English; short copy, tables and lists of names pass."""
    sample = text[:SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters >= MANY_WORDS and _latin(sample, letters) < LATIN * letters:
        return False
    languages = _languages(sample) if letters >= LEAST_LETTERS else {}
    if languages.get("en", 0) >= ENOUGH:
        return True
    words = [w.lower() for w in _WORD.findall(sample)]
    if languages:
        return sum(w in _TELLING for w in words) >= TELLING_SHARE * len(words)
    if _foreign(sample) >= FOREIGN and not any(w in _TELLING for w in words):
        return False
    numbers = sum(w[:1].isdigit() for w in sample.split())
    return len(words) < MANY_WORDS or 4 * numbers >= len(words) or any(w in _ENGLISH for w in words)


def _latin(sample: str, letters: int) -> int:
    """How many of its letters are Latin."""
    if sample.isascii():
        return letters
    return sum(c < "\u0250" or "\u1e00" <= c < "\u1f00" for c in sample if c.isalpha())


def _languages(sample: str) -> dict[str, int]:
    """Language code → percent of the sample; empty where CLD2 is not sure."""
    text = _NO_TEXT.sub(" ", sample)
    try:
        sure, _, found = pycld2.detect(text.encode(), isPlainText=True)
    except (pycld2.error, UnicodeEncodeError):
        return {}
    return {code: percent for _, code, percent, _ in found if code != "un"} if sure else {}


def _foreign(text: str) -> int:
    """How much in short copy is of another language: its little words and elisions, and words with accents. What
    belongs to a name does not count: "Los Angeles", "Juan de la Cruz", "L'Oreal", "Malmö"."""
    words: list[str] = _WORD.findall(text)
    little = sum(one.lower() in _OTHERS and after.islower() for one, after in pairwise(words))
    accented = sum(w.islower() and not w.isascii() for w in words)
    return little + accented + len(_ELISION.findall(text))
