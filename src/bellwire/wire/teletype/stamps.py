"""The time group behind a message: `041930 GMT Dec 16` (IPTC 7901), `AP-WF-12-04-16 1930GMT` (ANPA 1312)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

from bellwire.wire.months import ENGLISH, month_of
from bellwire.wire.times import BY_DAY, read_time

#: Day, hour, minute, zone, month, year.
_DAY_FIRST = re.compile(
    r"([0-9]{2})([0-9]{2})([0-9]{2}) ?([A-Za-z]{1,5})? ([A-Za-zÀ-ÿ]{3,10})\.? ([0-9]{2}|[0-9]{4})(?![0-9])"
)
#: "04-DIC-16 22:30", and what ends ANSA's messages.
_NAMED_MONTH = re.compile(
    r"([0-9]{1,2})-([A-Za-zÀ-ÿ]{3})-([0-9]{2}|[0-9]{4}) {1,3}([0-9]{1,2}):([0-9]{2})(?: ?NNNN)?(?![A-Za-z0-9])"
)
#: Two numbers of a day in either order, a year, hour, minute, zone; or the time first.
_DATE_THEN_TIME = re.compile(
    r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{2}|[0-9]{4})[ -]{1,3}([0-9]{1,2}):?([0-9]{2}) ?([A-Za-z]{1,5})?(?![A-Za-z0-9])"
)
_TIME_THEN_DATE = re.compile(
    r"([0-9]{1,2}):([0-9]{2}) ?([A-Za-z]{1,5})?[ -]{1,3}([0-9]{1,2})-([0-9]{1,2})-([0-9]{2}|[0-9]{4})(?![0-9])"
)
#: "JST-15:04-03-12-19": a zone in front.
_ZONE_IN_FRONT = re.compile(r"(?<![A-Za-z])([A-Z]{3,4})-(?=[0-9]{1,2}:[0-9]{2}-)")
#: The agency that a time group names: "AP-WF-", "NYT-".
_AGENCY = re.compile(r"(?<![A-Za-z])([A-Za-z]{2,10})-(?:[A-Z]{2,3}-)?(?=[0-9]{1,2}-[0-9]{1,2}-[0-9]{2})")
_LONGEST = 400
_CENTURY_ENDS = 70


def is_stamp(line: str) -> bool:
    """Whether a line is a time group and nothing else."""
    plain = line.strip().strip("^<").strip()
    return len(plain) < 48 and bool(
        _DAY_FIRST.fullmatch(plain)
        or _NAMED_MONTH.fullmatch(plain)
        or re.fullmatch(rf"(?:[A-Za-z]{{2,10}}-){{0,2}}{_DATE_THEN_TIME.pattern}", plain)
    )


def time_in(footer: str, zone: tzinfo = UTC, *, day_first: bool = False) -> datetime | None:
    """The time of a time group, None where there is none. `day_first`: whether 05-06-16 is in June; a number above 12
    says so itself."""
    footer = footer[:_LONGEST]
    if found := _DAY_FIRST.search(footer):
        day, hour, minute, name, month, year = found.groups()
        return _time(day, month_of(month), year, f"{hour}:{minute}", name, zone)
    if found := _NAMED_MONTH.search(footer):
        day, name, year, hour, minute = found.groups()
        return _time(day, month_of(name), year, f"{hour}:{minute}", None, zone)
    front = next(filter(is_zone, _ZONE_IN_FRONT.findall(footer)), None)
    if found := _DATE_THEN_TIME.search(footer):
        one, two, year, hour, minute, name = found.groups()
    elif found := _TIME_THEN_DATE.search(footer):
        hour, minute, name, one, two, year = found.groups()
    else:
        return None
    month, day = (two, one) if day_first or int(one) > 12 else (one, two)
    return _time(day, int(month), year, f"{hour}:{minute}", name or front, zone)


def is_zone(name: str) -> bool:
    """Whether a name is a zone's, and not an agency's ("KWS")."""
    return read_time(f"1 Jan 2000 00:00 {name}") is not None


def agency_in(footer: str) -> str:
    """The agency that a time group names, "" where it names none."""
    found = _AGENCY.search(footer[:_LONGEST])
    return found[1] if found else ""


def _time(day: str, month: int, year: str, clock: str, name: str | None, zone: tzinfo) -> datetime | None:
    if not 1 <= month <= 12:
        return None
    full = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= _CENTURY_ENDS else 2000)
    written = f"{day} {ENGLISH[month - 1]} {full} {clock}"
    if name and name.upper() in BY_DAY:
        return read_time(written, BY_DAY[name.upper()])
    return read_time(f"{written} {name}" if name else written, zone)
