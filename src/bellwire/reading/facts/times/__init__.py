"""When: time expressions of wire copy, resolved against the article's own time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Precision = Literal["minute", "part", "day", "week", "month", "year", "range"]
Tense = Literal["past", "present", "future"]


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression at `start`:`end`. `value` and `type` are TIMEX3's; `first` to `last` the days it covers, both
    included, None if unknown; `at` the minute (UTC) of a clock time; `duration` ISO 8601 or None."""

    start: int
    end: int
    value: str
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    first: date | None = None
    last: date | None = None
    at: datetime | None = None
    precision: Precision = "day"
    duration: str | None = None


def find_times(text: str, anchor: datetime, tense: Tense = "past") -> tuple[TimeMention, ...]:
    """Every time expression in `text`; `anchor` is the article's own time, `tense` that of the verb round them."""
    return ()
