"""Times as wires write them → aware UTC, or None. Never a stand-in for what cannot be read."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

#: Hours from UTC of zones' names that mean one zone to every wire, unlike IST; CST, EST and the like are North
#: America's, as in RFC 822. Source: IANA's tz data.
_HOURS = {
    **dict.fromkeys("Z UT UTC GMT WET".split(), 0.0),
    **dict.fromkeys("CET WEST BST".split(), 1.0),
    **dict.fromkeys("CEST EET SAST".split(), 2.0),
    **dict.fromkeys("EEST MSK".split(), 3.0),
    "PKT": 5.0, "HKT": 8.0, "SGT": 8.0, "AWST": 8.0, "JST": 9.0, "KST": 9.0, "ACST": 9.5, "AEST": 10.0, "ACDT": 10.5,
    "AEDT": 11.0, "NZST": 12.0, "NZDT": 13.0, "NST": -3.5, "NDT": -2.5, "ADT": -3.0, "AST": -4.0, "EDT": -4.0,
    "EST": -5.0, "CDT": -5.0, "CST": -6.0, "MDT": -6.0, "MST": -7.0, "PDT": -7.0, "PST": -8.0, "AKDT": -8.0,
    "AKST": -9.0, "HST": -10.0,
}  # fmt: skip
#: North American zones whose names leave open whether it is summer time.
BY_DAY = {
    "ET": ZoneInfo("America/New_York"),
    "CT": ZoneInfo("America/Chicago"),
    "MT": ZoneInfo("America/Denver"),
    "PT": ZoneInfo("America/Los_Angeles"),
}
#: Names that mean several zones → hours from UTC of each; the feed's own zone says which, where it is one of them.
_SEVERAL = {
    "IST": (5.5, 2.0, 1.0), "CST": (-6.0, 8.0), "AST": (-4.0, 3.0), "BST": (1.0, 6.0), "EST": (-5.0, 10.0, 11.0),
    "MST": (-7.0, 8.0, 6.5), "PST": (-8.0, 8.0), "GST": (4.0,), "SST": (-11.0, 8.0),
}  # fmt: skip
_COMMENT = re.compile(r" ?\([^()]{0,40}\)")
_NAMED = re.compile(r"(.*[0-9]|.*[0-9] ?[AP]\.?M\.?) ?([A-Z]{1,5})", re.ASCII)
_HALF = re.compile(r" ?([AP])\.?M\b\.?", re.ASCII)
#: Extended or basic, with or without a time and an offset, also as one number: "20161204213000".
_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})"
    r"(?:[T ]?([0-9]{2}:?[0-9]{2}(?::?[0-9]{2}(?:[.,][0-9]{1,9})?)?))?"
    r" ?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_LONGEST = 64
#: What a template has in the place of a time ("YYYYMMDD000000-HHMM", "0000-00-00"), and words for nothing.
_UNFILLED = re.compile(r"[YMDHSTZ0\W_]{0,64}|NONE|NULL|N/?A", re.IGNORECASE)


def read_time(text: object, zone: tzinfo = UTC) -> datetime | None:
    """ISO 8601 (extended or basic) or RFC 822, with an offset or a zone's name, else in `zone`; a date alone is its
    first moment. Of a name that means several zones `zone` decides, where it is one of them; a name that is unknown, or
    ambiguous all the same, makes the time unreadable."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    text = _COMMENT.sub("", " ".join(text.upper().split()))
    if (named := _NAMED.fullmatch(text)) and named[2] not in ("AM", "PM"):
        meant = _meant(named[1], named[2], zone)
        if meant is None:
            return None
        text, zone = named[1], meant
    try:
        found = _moment(text)
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def says_when(value: object) -> bool:
    """Whether a field for a time says anything, readable or not: no blank, no template that nobody filled."""
    return bool(value) and not (isinstance(value, str) and _UNFILLED.fullmatch(value.strip()))


def zone_named(name: str) -> tzinfo | None:
    """The zone that a name means to every wire, None where it means none or several."""
    name = name.upper()
    if name in BY_DAY:
        return BY_DAY[name]
    return timezone(timedelta(hours=_HOURS[name])) if name in _HOURS else None


def _meant(text: str, name: str, zone: tzinfo) -> tzinfo | None:
    """The zone that a name means at this time, None where nobody can tell."""
    if name in _SEVERAL:
        try:
            offset = _moment(text).replace(tzinfo=zone).utcoffset()
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        if offset is not None and offset.total_seconds() / 3600 in _SEVERAL[name]:
            return timezone(offset)
    return zone_named(name)


def _moment(text: str) -> datetime:
    """Raises ValueError and what the standard library raises besides."""
    if iso := _ISO.fullmatch(text):
        date, time, offset = iso.groups()
        return datetime.fromisoformat(f"{date}T{time or '00:00'}{offset or ''}")
    half = _HALF.search(text)
    found = parsedate_to_datetime(_HALF.sub("", text))
    if half and not 1 <= found.hour <= 12:
        raise ValueError("no hour of half a day")
    if half:
        found = found.replace(hour=found.hour % 12 + (12 if half[1] == "P" else 0))
    if text.endswith("-0000"):
        found = found.replace(tzinfo=UTC)
    return found


def write_time(time: datetime | None) -> str | None:
    """As `2016-12-04T21:30:00Z`."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z") if time else None


def date_of(year: int, month: int, day: int) -> date | None:
    """The date; None if the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
