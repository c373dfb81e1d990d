"""Times as wires write them → aware UTC, or None. Never a stand-in for what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from bellwire.wire.months import month_of

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
#: What stands in brackets behind a time: its zone where nothing else tells it, else a comment.
_ZONE_ASIDE = re.compile(r"(?<=:[0-9]{2}) ?\(([A-Z]{1,5}(?:[+-][0-9:]{1,5})?)\)\Z", re.ASCII)
_COMMENT = re.compile(r" ?(?:\([^()]{0,40}\)|\[[^\[\]]{0,40}\])")
_NAMED = re.compile(r"(.*[0-9]|.*[0-9] ?[AP]\.?M\.?) ?([A-Z]{1,5})", re.ASCII)
#: "+03", "-5", "+03:00", "GMT+0300" behind a clock.
_OFFSET = re.compile(
    r"(?:(?<=[:.][0-9]{2})|(?<=[:.][0-9]{2}[.,][0-9]{3})|(?<=M\.|.M))"
    r" ?(?:GMT|UTC?)? ?([+\u2212-])([0-9]{1,2})(?::?([0-9]{2}))?\Z",
    re.ASCII,
)
_ZONED = re.compile(r" ?([+-][0-9]{4})\Z", re.ASCII)
#: Extended or basic, with or without a time and an offset, also as one number: "20161204213000".
_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})"
    r"(?:[T ]?([0-9]{2}:?[0-9]{2}(?::?[0-9]{2}(?:[.,][0-9]{1,9})?)?))?"
    r" ?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_YEAR, _CLOCK = r"(?P<year>[0-9]{4}|[0-9]{2})", r"(?P<clock>[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?:[.,][0-9]{1,9})?)"
_BEHIND = rf"(?:(?:,|,? (?:[-–—|] |AT |UM |À |ALLE |A LAS )?){_CLOCK}(?: ?(?P<half>[AP])\.?M\.?| UHR)?)?"
_WEEKDAY, _MONTH = r"(?:[^\W\d_]{1,12}(?:\.?,? |\.?,))?", r"(?P<month>[^\W\d_]{3,10})\.?"
#: Days in words and numbers, in the languages of agencies: "Sun, 04 Dec 2016", "domingo, 4 de diciembre de 2016",
#: "Sunday, December 4, 2016", "4.12.2016", "2016/12/4", each with or without a clock. Not "12/04/2016", which is two.
_WRITTEN = tuple(
    re.compile(_WEEKDAY + day + _BEHIND)
    for day in (
        rf"(?P<day>[0-9]{{1,2}})(?:\.|º|ER)?(?: DE )?[ -]?{_MONTH}(?:,|,?(?: DE)? |-){_YEAR}",
        rf"{_MONTH} (?P<day>[0-9]{{1,2}})(?:ST|ND|RD|TH)?,? {_YEAR}",
        r"(?P<day>[0-9]{1,2})\. ?(?P<number>[0-9]{1,2})\. ?(?P<year>[0-9]{4})",
        r"(?P<year>[0-9]{4}) ?[/.年-] ?(?P<number>[0-9]{1,2}) ?[/.月-] ?(?P<day>[0-9]{1,2})日?",
    )
)
#: "Sun Dec 04 21:30:00 GMT 2016": C's and Java's order, with the year last.
_YEAR_LAST = re.compile(
    rf"{_WEEKDAY}([A-Z]{{3,9}} [0-9]{{1,2}}) ([0-9:]{{4,8}})( ?[A-Z+-][A-Z0-9:+-]{{0,8}})? ([0-9]{{4}})"
)
#: Two digits of a year: those from here on are of the century before (RFC 2822, section 4.3).
_CENTURY = 69
_LONGEST = 76
#: What a template has in the place of a time ("YYYYMMDD000000-HHMM", "0000-00-00"), and words for nothing.
_UNFILLED = re.compile(r"[YMDHSTZ0\W_]{0,64}|NONE|NULL|N/?A", re.IGNORECASE)


def read_time(text: object, zone: tzinfo = UTC) -> datetime | None:
    """ISO 8601 (extended or basic), RFC 822 and its like in the languages of agencies, with an offset or a zone's name,
    else in `zone`; a date alone is its first moment. Of a name that means several zones `zone` decides, where it is one
    of them; a name that is unknown, or ambiguous all the same, makes the time unreadable."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    text = _COMMENT.sub("", _ZONE_ASIDE.sub(r" \1", " ".join(text.upper().split())))
    if found := _YEAR_LAST.fullmatch(text):
        text = f"{found[1]} {found[4]} {found[2]}{found[3] or ''}"
    if (named := _NAMED.fullmatch(text)) and named[2] not in ("AM", "PM", "UHR"):
        meant = _meant(named[1], named[2], zone)
        if meant is None:
            return None
        text, zone = named[1], meant
    try:
        moment = _moment(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
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
        except (ValueError, OverflowError):
            return None
        if offset is not None and offset.total_seconds() / 3600 in _SEVERAL[name]:
            return timezone(offset)
    return zone_named(name)


def _moment(text: str) -> datetime:
    """Raises ValueError for what is no time."""
    text = _OFFSET.sub(lambda found: f"{'+' if found[1] == '+' else '-'}{found[2]:0>2}{found[3] or '00'}", text)
    if iso := _ISO.fullmatch(text):
        date, time, offset = iso.groups()
        return datetime.fromisoformat(f"{date}T{time or '00:00'}{offset or ''}")
    offset = zoned[1] if (zoned := _ZONED.search(text)) else ""
    text = text.removesuffix(zoned[0] if zoned else "")
    told = next((found.groupdict() for form in _WRITTEN if (found := form.fullmatch(text))), None)
    if told is None:
        raise ValueError("no time in a form that is known")
    month = month_of(told["month"]) if "month" in told else int(told["number"])
    return datetime.fromisoformat(f"{_full(told['year']):04}-{month:02}-{int(told['day']):02}T{_clock(told)}{offset}")


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= _CENTURY else 2000)


def _clock(told: Mapping[str, str | None]) -> str:
    """A clock of a whole day, its first moment where none is told. Raises ValueError for no hour of half a day."""
    hour, minute, *rest = re.split("[:.,]", told["clock"] or "0:00")
    number = int(hour)
    if half := told["half"]:
        if not 1 <= number <= 12:
            raise ValueError("no hour of half a day")
        number = number % 12 + (12 if half == "P" else 0)
    return ":".join((f"{number:02}", minute, *rest[:1]))


def write_time(time: datetime | None) -> str | None:
    """As `2016-12-04T21:30:00Z`."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z") if time else None


def date_of(year: int, month: int, day: int) -> date | None:
    """The date; None if the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
