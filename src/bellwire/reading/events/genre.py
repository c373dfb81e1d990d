"""Knows copy that only remembers or plays war, and takes what it tells for what it is: past, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from bellwire.reading.events.draft import Draft

#: How much of the body says what sort of copy it is.
OPENING = 500
#: Days before the article within which a date of its own makes an event news, whatever the sort of copy.
NEWS_DAYS = 4
_REMEMBERED = frozenset(["happened", "claimed", "planned", "threatened", "predicted", "proposed"])


class GenreData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sort of copy as written in TOML. Unknown keys are refused."""

    name: str
    effect: Literal["past", "nothing"]
    headline: list[str] = []
    opening: list[str] = []
    words: list[str] = []
    least: int = 1
    unless: list[str] = []


class GenreFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All sorts of copy; the first that fits decides."""

    genre: list[GenreData]


@dataclass(frozen=True, slots=True)
class Genre:
    """A compiled sort of copy."""

    name: str
    effect: Literal["past", "nothing"]
    headline: re.Pattern[str] | None
    opening: re.Pattern[str] | None
    words: re.Pattern[str] | None
    least: int
    unless: re.Pattern[str] | None

    def fits(self, headline: str, body: str) -> bool:
        """Whether an article is of this sort."""
        if self.unless is not None and any(self.unless.search(text) for text in (headline, body)):
            return False
        if self.headline is not None and self.headline.search(headline):
            return True
        if self.opening is not None and self.opening.search(body[:OPENING]):
            return True
        if self.words is None:
            return False
        return len({found.lower() for text in (headline, body) for found in self.words.findall(text)}) >= self.least


def compile_genres(file: GenreFile) -> tuple[Genre, ...]:
    """Compiles every sort of copy. Raises re.error for a faulty expression."""
    return tuple(
        Genre(g.name, g.effect, _any(g.headline), _any(g.opening), _words(g.words), g.least, _words(g.unless))
        for g in file.genre
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(f"(?:{p})" for p in patterns)
    return re.compile(joined, re.IGNORECASE) if joined else None


def _words(words: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{joined})\b", re.IGNORECASE) if joined else None


def genre_of(headline: str, body: str, genres: Iterable[Genre]) -> Genre | None:
    """The sort of copy that an article is, where it is one that bears no news of war."""
    return next((genre for genre in genres if genre.fits(headline, body)), None)


def as_told(drafts: Sequence[Draft], genre: Genre | None, anchor: datetime | None) -> list[Draft]:
    """The mentions as such copy tells them; what bears a date of these days stays as it is told."""
    if genre is None:
        return list(drafts)
    if genre.effect == "nothing":
        return []
    why = f"the article is of the sort {genre.name}"
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
