"""Names in running words: one index from normalised names to what they mean, asked for the longest match."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from bellwire.reading.syntax.tokens import Token

T = TypeVar("T")
_DROP = str.maketrans(dict.fromkeys("'\"`\u00b4\u2018\u2019\u02bc", ""))


#: What a hyphen ties to the name of a people or a town that a thing is not in: "a Portuguese-flagged tanker", "the
#: Lisbon-based operator".
OWNED = frozenset(["flagged", "owned", "registered", "operated", "managed", "built", "made", "crewed", "based"])

#: Names in capitals up to this length are abbreviations, which copy writes in capitals only.
LONGEST_ABBREVIATION = 6


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """`text` as the words that names are compared by: no accents, apostrophes or hyphens, lower case, stops kept
    inside.
    """
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return tuple(w for w in text.translate(_DROP).replace("-", " ").replace("–", " ").lower().split() if w != "s")


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence's words, each with the token it comes from: hyphens gone, `al-Zor` is `al - Zor`."""

    words: tuple[str, ...]
    tokens: tuple[int, ...]


def sentence_words(tokens: Sequence[Token]) -> Words:
    """The words of `tokens` in order."""
    words: list[str] = []
    at: list[int] = []
    for k, token in enumerate(tokens):
        for word in words_of(token.text):
            words.append(word)
            at.append(k)
    return Words(tuple(words), tuple(at))


@dataclass(slots=True)
class NameIndex(Generic[T]):
    """Names of one or more words → meanings. `add` while it is built; `match` afterwards."""

    meanings: dict[str, tuple[T, ...]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    capitals: set[str] = field(default_factory=set)
    mixed: set[str] = field(default_factory=set)

    def add(self, name: str, meaning: T) -> None:
        """Lets `name` mean `meaning` too."""
        words = words_of(name)
        if not words:
            return
        key = " ".join(words)
        (self.capitals if name.isupper() and len(name) <= LONGEST_ABBREVIATION else self.mixed).add(key)
        known = self.meanings.get(key, ())
        if meaning not in known:
            self.meanings[key] = (*known, meaning)
            if len(words) > self.longest.get(words[0], 1):
                self.longest[words[0]] = len(words)

    def add_all(self, names: Iterable[str], meaning: T) -> None:
        """Lets each of `names` mean `meaning` too."""
        for name in names:
            self.add(name, meaning)

    def match(self, words: Sequence[str], at: int, written: str = "") -> tuple[int, tuple[T, ...]]:
        """The longest name that begins at word `at`: how many words, and its meanings; (0, ()) if none does.

        `written` is the first word as the text has it, if known: "US" and "WHO" are names in capitals only.
        """
        most = self.longest.get(words[at], 1)
        for n in range(min(most, len(words) - at), 0, -1):
            key = " ".join(words[at : at + n]) if n > 1 else words[at]
            found = self.meanings.get(key)
            if found is not None and (
                not written or written.isupper() or key not in self.capitals or key in self.mixed
            ):
                return n, found
        return 0, ()
