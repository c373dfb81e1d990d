"""Knows copy that only remembers or plays war, and takes what it tells for what it is: past, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from bellwire.reading.events.draft import Draft
from bellwire.reading.events.opinion.news import Bearing

#: How much of the body says what sort of copy it is.
OPENING = 500
#: Days before the article within which a date of its own makes an event news, whatever the sort of copy.
NEWS_DAYS = 4
#: How likely an article must be news of war that words of an accident do not make one of it.
WANTED = 0.9
_WORD = re.compile(r"[\w.'’-]+")
#: What stands before a word that copy names to say that it was not there: "no bomb", "ruled out sabotage".
_DENYING = frozenset(["no", "nor", "ruled out", "rules out", "not a", "not an", "without a"])
_REMEMBERED = frozenset(["happened", "claimed", "planned", "threatened", "predicted", "proposed"])


class GenreData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sort of copy as written in TOML: `yields` to a second opinion that is all but sure that it is news of war.
    Unknown keys are refused."""

    name: str
    effect: Literal["past", "nothing", "denied"]
    headline: list[str] = []
    opening: list[str] = []
    words: list[str] = []
    least: int = 1
    unless: list[str] = []
    yields: bool = False


class GenreFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All sorts of copy; the first that fits decides."""

    genre: list[GenreData]


@dataclass(frozen=True, slots=True)
class Words:
    """What an article says: its different words, those of them that it does not only deny, and all of them in a row,
    lower-cased, for phrases."""

    single: frozenset[str]
    affirmed: frozenset[str]
    row: str

    @staticmethod
    def of(*texts: str) -> Words:
        """Out of the texts of an article; one walk over them."""
        words = [w.strip(".'’-") for text in texts for w in _WORD.findall(text.lower())]
        before = zip(["", "", *words], ["", *words], words, strict=False)
        affirmed = frozenset(w for two, one, w in before if not {one, f"{two} {one}"} & _DENYING)
        return Words(frozenset(words), affirmed, f" {' '.join(words)} ")


@dataclass(frozen=True, slots=True)
class WordList:
    """Words and phrases of a sort of copy."""

    single: frozenset[str]
    phrases: tuple[str, ...]

    def count(self, words: frozenset[str], row: str) -> int:
        """How many of them are among an article's words, or phrases in its row."""
        return len(self.single & words) + sum(phrase in row for phrase in self.phrases)


@dataclass(frozen=True, slots=True)
class Genre:
    """A compiled sort of copy."""

    name: str
    effect: Literal["past", "nothing", "denied"]
    headline: re.Pattern[str] | None
    opening: re.Pattern[str] | None
    words: WordList
    least: int
    unless: WordList
    yields: bool

    def fits(self, headline: str, body: str, said: Words) -> bool:
        """Whether an article is of this sort."""
        if self.unless.count(said.affirmed, said.row):
            return False
        if self.headline is not None and self.headline.search(headline):
            return True
        if self.opening is not None and self.opening.search(body[:OPENING]):
            return True
        return self.words.count(said.single, said.row) >= self.least


def compile_genres(file: GenreFile) -> tuple[Genre, ...]:
    """Compiles every sort of copy. Raises re.error for a faulty expression."""
    return tuple(
        Genre(g.name, g.effect, _any(g.headline), _any(g.opening), _words(g.words), g.least, _words(g.unless), g.yields)
        for g in file.genre
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(f"(?:{p})" for p in patterns)
    return re.compile(joined, re.IGNORECASE) if joined else None


def _words(words: Iterable[str]) -> WordList:
    listed = [word.lower() for word in words]
    return WordList(frozenset(w for w in listed if " " not in w), tuple(f" {w} " for w in listed if " " in w))


def genre_of(headline: str, body: str, genres: Iterable[Genre], bears: Bearing | None) -> Genre | None:
    """The sort of copy that an article is, where it is one that bears no news of war. `bears`: what the second opinion
    makes of it all the same: "rescuers" and "a crane" are at the place of an air raid too."""
    said = Words.of(headline, body)
    wanted = bears is not None and bears.alert >= WANTED
    asked = (genre for genre in genres if not (genre.yields and wanted))
    return next((genre for genre in asked if genre.fits(headline, body, said)), None)


def as_told(drafts: Sequence[Draft], genre: Genre | None, anchor: datetime | None) -> list[Draft]:
    """The mentions as such copy tells them; what bears a date of these days stays as it is told."""
    if genre is None:
        return list(drafts)
    if genre.effect == "nothing":
        return []
    why = f"the article is of the sort {genre.name}"
    if genre.effect == "denied":
        return [replace(draft, status="denied", why=(*draft.why, why)) for draft in drafts]
    return [
        replace(draft, status="past", why=(*draft.why, why))
        if draft.status in _REMEMBERED and not _fresh(draft, anchor)
        else draft
        for draft in drafts
    ]


def _fresh(draft: Draft, anchor: datetime | None) -> bool:
    if draft.when is None or anchor is None or not draft.order:
        return False
    return draft.when.end >= (anchor - timedelta(days=NEWS_DAYS)).date()
