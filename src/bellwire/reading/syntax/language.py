"""Is this English? A small detector: the commonest function words against those of other wire languages."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset([
    "the", "of", "and", "to", "in", "a", "is", "that", "for", "on", "was", "with", "as", "by", "at", "it", "from",
    "he", "his", "said", "be", "an", "were", "are", "has", "have", "had", "not", "but", "they", "who", "which",
    "this", "their", "will", "been", "its", "after", "would", "or", "she", "her", "one", "more", "than", "when",
    "there",
])  # fmt: skip
_OTHERS = frozenset([
    "der", "die", "und", "das", "den", "von", "zu", "mit", "sich", "des", "auf", "für", "ist", "nicht", "ein", "eine",
    "dem", "als", "auch", "es", "nach", "wird", "bei", "einer", "um", "am", "sind", "le", "la", "les", "et", "en",
    "du", "une", "dans", "que", "qui", "pour", "par", "sur", "est", "au", "avec", "il", "pas", "plus", "sont", "ont",
    "cette", "aux", "el", "los", "las", "y", "del", "se", "una", "por", "con", "para", "como", "su", "al", "lo",
    "más", "pero", "sus", "entre", "sobre", "desde", "dos", "di", "che", "per", "non", "sono", "alla", "della", "dei",
    "gli", "nel", "anche", "ha", "de", "het", "een", "van", "ik", "te", "dat", "zijn", "niet", "voor", "met", "aan",
    "er", "om", "dan", "maar", "o", "os", "uma", "não", "na", "da", "mais", "foi", "ao", "são", "pelo", "em", "och",
    "att", "det", "som", "på", "är", "av", "för", "till", "inte", "har", "ve", "bir", "bu", "için", "ile", "olarak",
]) - {"a", "in", "an", "on", "as", "at", "is", "or", "her", "not", "was", "he", "to", "has", "by"}  # fmt: skip


def is_english(text: str) -> bool:
    """Whether copy can be read as English; short copy without function words (a headline, a table) passes."""
    sample = text[:4000]
    letters = sum(c.isalpha() for c in sample)
    latin = sum(c.isalpha() and c < "\u0250" for c in sample)
    if letters >= 20 and latin < 0.7 * letters:
        return False
    words = [w.lower() for w in _WORD.findall(sample)]
    english = sum(w in _ENGLISH for w in words)
    others = sum(w in _OTHERS for w in words)
    return others < 3 or others <= 2 * english
