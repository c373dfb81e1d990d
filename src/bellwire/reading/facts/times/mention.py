"""A time expression and the plain ways to make one."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from re import Match, Pattern
from typing import Literal

from bellwire.reading.facts.times.numbers import year_of
from bellwire.reading.facts.times.words import step_of

Precision = Literal["minute", "part", "day", "week", "month", "year", "range"]
Tense = Literal["past", "future"]
#: Where the words at an offset and an end of the text point, by who knows the parse; None where that does not say.
TenseAt = Callable[[int, int], Tense | None]
Kind = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression at `start`:`end`. `value` and `type` are TIMEX3's; `first` to `last` the days it covers, both
    included, None if unknown; `at` the minute (UTC) of a clock time; `duration` ISO 8601 or None; `loose` a time of
    day that names no day of its own; `upto` where the words of a stretch end that the next mention goes on with;
    `past` some time past that names no day: long ago, months ago."""

    start: int
    end: int
    value: str
    type: Kind
    first: date | None = None
    last: date | None = None
    at: datetime | None = None
    precision: Precision = "day"
    duration: str | None = None
    loose: bool = False
    upto: int = 0
    past: bool = False

    def reaches(self, today: date) -> bool:
        """Whether it is a stretch up to `today`, as "the past year" is: since when, and no day to count from."""
        return self.first is not None and self.last == today and self.precision == "range"


_YEAR_AGO = re.compile(r"\byear(?:-|\s{1,4})(?:ago|earlier)\b", re.IGNORECASE)
_AGAINST = re.compile(
    r"\b(?:from|than|compared|against|versus|over|same|comparable|corresponding)\b[^.;:]{0,60}(?:\.\d[^.;:]{0,30})?$",
    re.IGNORECASE,
)
_ENDED = re.compile(r"\s{1,4}(?:that\s{1,4})?(?:ended|ending|ends|to|through)\s{1,4}", re.IGNORECASE)


@dataclass(slots=True)
class Scene:
    """What an expression is resolved against: the text, the article's time, the last day and the last period that it
    named, the last mention of either, and the first day of the latest whole quarter that it named.
    """

    text: str
    anchor: datetime
    tense: Tense | TenseAt | None = None
    reference: date = field(init=False)
    period: date = field(init=False)
    told: TimeMention | None = field(init=False, default=None)
    quarter: date | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        if self.anchor.tzinfo is None:
            self.anchor = self.anchor.replace(tzinfo=UTC)
        self.anchor = self.anchor.astimezone(UTC)
        self.reference = self.period = self.today

    @property
    def today(self) -> date:
        """The article's own day, in UTC."""
        return self.anchor.date()

    def note(self, mention: TimeMention) -> None:
        """Keeps what later words may point back at."""
        if mention.first is not None and mention.type in ("DATE", "TIME") and not mention.reaches(self.today):
            if self._is_compared(mention):
                return
            self.period = mention.first
            if not self._closes(mention):
                self.told = mention
            if mention.value[4:6] == "-Q" and mention.last is not None and mention.last < self.today:
                self.quarter = max(self.quarter or date.min, mention.first)

    def _is_compared(self, mention: TimeMention) -> bool:
        """Whether a year ago is only what figures are held against: "up from 3 percent a year earlier"."""
        if not _YEAR_AGO.search(self.text, mention.start, mention.end):
            return False
        return _AGAINST.search(self.text, max(0, mention.start - 70), mention.end) is not None

    def _closes(self, mention: TimeMention) -> bool:
        """Whether a day only says when the quarter told last ended: "the quarter ended Sept. 30"."""
        told = self.told
        if told is None or told.value[4:6] != "-Q":
            return False
        return _ENDED.fullmatch(self.text, told.end, max(told.end, mention.start)) is not None


Found = TimeMention | tuple[TimeMention, ...] | None
#: What a match means; several mentions where it names several times ("Dec. 4-6"), None where it names none.
Resolver = Callable[[Match[str], Scene], Found]


@dataclass(frozen=True, slots=True)
class TimeRule:
    """What makes mentions of the matches of `words`, a pattern over whole words that is blind to case; `signs` must all
    be in a text for it to be tried.

    Patterns have no quantifier without bound: every match is found in time linear in the text.
    """

    signs: frozenset[str]
    words: str
    resolve: Resolver

    def finditer(self, text: str) -> Iterator[Match[str]]:
        """Every match in a text."""
        return _compiled(self.words).finditer(text)


def rule(signs: str, pattern: str, resolve: Resolver) -> TimeRule:
    """A rule over whole words; `signs` are groups of SIGNS, one space between."""
    return TimeRule(frozenset(signs.split()), pattern, resolve)


@cache
def _compiled(words: str) -> Pattern[str]:
    """Compiled once it is tried: a fifth of a second for all of them, and most copy tries few."""
    return re.compile(r"(?<![\w$£€])(?:" + words + r")(?![\w])", re.IGNORECASE)


def year_said(match: Match[str], scene: Scene) -> int | None:
    """The year that a match of YEAR_TAIL names: 2016, "last year"."""
    if match["year"]:
        return year_of(match["year"])
    if match["beyond"]:
        return max(scene.today.year - 2, 1)
    if match["rel"]:
        return min(max(scene.today.year + step_of(match["rel"]), 1), 9999)
    return None


def shifted(day: date, days: int) -> date:
    """`day` moved by `days`, held within the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def month_shifted(day: date, months: int) -> tuple[int, int]:
    """The year and month `months` after (before, if negative) that of `day`, held within the calendar."""
    total = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    return total // 12, total % 12 + 1


def a_day(match: Match[str], day: date) -> TimeMention:
    """A mention of one day."""
    return TimeMention(match.start(), match.end(), day.isoformat(), "DATE", day, day)


def a_part(match: Match[str], day: date, part: str, *, loose: bool = False) -> TimeMention:
    """A mention of a part of a day: MO, MI, AF, EV, NI, DT."""
    last = shifted(day, 1) if part == "NI" else day
    value = f"{day.isoformat()}T{part}"
    return TimeMention(match.start(), match.end(), value, "TIME", day, last, precision="part", loose=loose)


def a_week(match: Match[str], day: date, suffix: str = "") -> TimeMention:
    """A mention of the ISO week of `day`; suffix -WE for its end."""
    year, week, weekday = day.isocalendar()
    monday = shifted(day, 1 - weekday)
    first, last = (shifted(monday, 5), shifted(monday, 6)) if suffix else (monday, shifted(monday, 6))
    return TimeMention(
        match.start(), match.end(), f"{year:04d}-W{week:02d}{suffix}", "DATE", first, last, precision="week"
    )


def a_month(match: Match[str], year: int, month: int) -> TimeMention:
    """A mention of a whole month, held within the calendar."""
    year = min(max(year, 1), 9999)
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return TimeMention(match.start(), match.end(), f"{year:04d}-{month:02d}", "DATE", first, last, precision="month")


def a_year(match: Match[str], year: int) -> TimeMention | None:
    """A mention of a whole year."""
    if not 1 <= year <= 9999:
        return None
    return TimeMention(
        match.start(), match.end(), f"{year:04d}", "DATE", date(year, 1, 1), date(year, 12, 31), precision="year"
    )


def a_decade(match: Match[str], year: int) -> TimeMention:
    """A mention of the ten years that hold `year`."""
    first = max(year // 10 * 10, 1)
    return a_range(match, f"{year // 10:03d}X", date(first, 1, 1), date(year // 10 * 10 + 9, 12, 31))


def a_century(match: Match[str], year: int) -> TimeMention | None:
    """A mention of the hundred years that hold `year`: its first two figures."""
    if not 1 <= year <= 9999:
        return None
    first = max(year // 100 * 100, 1)
    return a_range(match, f"{year // 100:02d}", date(first, 1, 1), date(year // 100 * 100 + 99, 12, 31))


def a_range(match: Match[str], value: str, first: date | None, last: date | None, kind: Kind = "DATE") -> TimeMention:
    """A mention of a stretch of days."""
    return TimeMention(match.start(), match.end(), value, kind, first, last, precision="range")


def a_duration(match: Match[str], value: str, first: date | None = None, last: date | None = None) -> TimeMention:
    """A mention of how long; with days where it tells from or until when."""
    known = None if "X" in value or value.endswith("Q") else value
    return TimeMention(match.start(), match.end(), value, "DURATION", first, last, precision="range", duration=known)
