"""Until when copy is held, in its notes' words: "EMBARGOED UNTIL 1900 GMT, DEC 5", "Sperrfrist 5. Dezember 19 Uhr"."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from bellwire.wire.teletype.stamps import ENGLISH, month_of
from bellwire.wire.times import read_time

_EMBARGO = re.compile(
    r"\W{0,4}(?:embargo(?:ed)?|sperrfrist|hold for release|for release|not for release)\b", re.IGNORECASE
)
_CLOCKS = (
    re.compile(
        r"(?<![0-9])([0-9]{1,2})[.:]([0-9]{2})(?![0-9])(?: ?([ap])\.?m\.?)?(?: ?([A-Z]{2,5})\b)?", re.IGNORECASE
    ),
    re.compile(r"(?<![0-9])([0-9]{2})([0-9]{2})()(?: ?([A-Z]{1,5})\b)"),
    re.compile(r"(?<![0-9])([0-9]{1,2})() ?([ap])\.?m\.?(?: ?([A-Z]{2,5})\b)?", re.IGNORECASE),
)
_DAYS = (
    re.compile(r"(?<![0-9.:])([0-9]{1,2})\.? (?P<month>[A-Za-zÀ-ÿ]{3,9})"),
    re.compile(r"(?P<month>[A-Za-z]{3,9})\.? ([0-9]{1,2})(?![0-9:.])"),
)
_NO_ZONE = frozenset(("UHR", "ON", "LOCAL", "TODAY"))
#: A day that is so many months behind the message's own is next year's.
_HALF_A_YEAR = 6


def is_embargo(note: str) -> bool:
    """Whether a note says that the copy is held."""
    return bool(_EMBARGO.match(note))


def until(note: str, sent: datetime | None, zone: tzinfo) -> datetime | None:
    """The end of the embargo in a note, None where it cannot be read. `sent`: the message's time, for year and day."""
    clock = next((found for pattern in _CLOCKS if (found := pattern.search(note))), None)
    if clock is None or sent is None:
        return None
    here = sent.astimezone(zone)
    day, month = _day(note) or (here.day, here.month)
    year = here.year + (here.month - month > _HALF_A_YEAR)
    hour, minute, half, name = clock.groups()
    told = "" if not name or name.upper() in _NO_ZONE or month_of(name) else f" {name.upper()}"
    half = f" {half}m" if half else ""
    return read_time(f"{day} {ENGLISH[month - 1]} {year} {hour}:{minute or '00'}{half}{told}", zone)


def _day(note: str) -> tuple[int, int] | None:
    for pattern in _DAYS:
        for found in pattern.finditer(note):
            month = month_of(found["month"])
            day = next(group for group in found.groups() if group and group.isdecimal())
            if month and 1 <= int(day) <= 31:
                return int(day), month
    return None
