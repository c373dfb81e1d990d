"""Until when copy is held, in a note's words: "1900 GMT, DEC 5", "10 a.m. EST Monday", "5. Dezember 19 Uhr"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from bellwire.wire.months import month_of
from bellwire.wire.times import date_of, zone_named

#: Characters of a note in which its end stands.
_LONGEST = 160
#: What makes an hour of a number before it.
_HOUR_MARK = (
    r"(?:GMT|UTC?|Z|[ECMPAN][SD]?T|AK[SD]T|HST|CET|CEST|EET|EEST|WEST?T|BST|MSK|SAST|PKT|HKT|SGT|A[ECW][SD]T|[JK]ST"
    r"|NZ[SD]T|hrs|hours|uhr|h|o'clock|local)\b"
)
#: A year that is no hour of a day: nothing of a clock follows.
_YEAR = rf"(?P<year>20[0-9]{{2}}|19[7-9][0-9])(?![0-9]| ?{_HOUR_MARK}|[:.][0-9])"
_NAME = r"(?P<month>[^\W\d_]{3,10})\.?"
_ISO = re.compile(r"(?<![0-9])(?P<year>[0-9]{4})-(?P<two>[0-9]{2})-(?P<one>[0-9]{2})(?![0-9])T?")
_DOTTED = re.compile(
    r"(?<![0-9.:])(?P<one>[0-9]{1,2})\. ?(?P<two>[0-9]{1,2})\.(?: ?(?P<year>[0-9]{4}|[0-9]{2})(?![0-9:.]))?"
)
_SLASHED = re.compile(r"(?<![0-9/])(?P<one>[0-9]{1,2})/(?P<two>[0-9]{1,2})/(?P<year>[0-9]{4}|[0-9]{2})(?![0-9/])")
_DAY_MONTH = re.compile(
    rf"(?<![0-9.:+-])(?P<one>[0-9]{{1,2}})(?:\.|st|nd|rd|th|er|º)?(?:(?: of| de)(?= ))?[ -]?{_NAME}"
    rf"(?:,?[ -](?:de )?{_YEAR})?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"{_NAME} ?(?P<one>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9a-z]|[:.][0-9]| ?[ap]\.?m\b| ?uhr)(?:,? {_YEAR})?",
    re.IGNORECASE,
)
#: Days of the week, Monday first, in English, German, French, Spanish and Italian.
_WEEKDAYS = (
    "monday mon montag lundi lunes lunedì",
    "tuesday tue tues dienstag mardi martes martedì",
    "wednesday wed weds mittwoch mercredi miércoles mercoledì",
    "thursday thu thur thurs donnerstag jeudi jueves giovedì",
    "friday fri freitag vendredi viernes venerdì",
    "saturday sat samstag sonnabend samedi sábado sabato",
    "sunday sun sonntag dimanche domingo domenica",
)
_WEEKDAY = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
_NEAR = {
    **dict.fromkeys("today tonight heute aujourd'hui hoy oggi".split(), 0),
    **dict.fromkeys("tomorrow morgen demain mañana domani".split(), 1),
}
_WORD = re.compile(r"[^\W\d_]{3,12}(?:'[a-z]{2,3})?")
_CLOCKS = (
    re.compile(
        r"(?<![0-9.:])(?P<hour>[0-9]{1,2})(?:[:.]| ?h ?)(?P<minute>[0-9]{2})(?::[0-9]{2})?(?![0-9])", re.IGNORECASE
    ),
    re.compile(r"(?<![0-9.:])(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?![0-9])"),
    re.compile(rf"(?<![0-9.:])(?P<hour>[0-9]{{1,2}})(?P<minute>)(?= ?(?:[ap]\.? ?m\b|{_HOUR_MARK}))", re.IGNORECASE),
)
_TWELVE = re.compile(r"\b12(?:[:.]?00)? ?(?=noon|midday|midnight)", re.IGNORECASE)
_NOON = re.compile(r"\b(?:noon|midday|mittags?|midi|mediodía|mezzogiorno)\b", re.IGNORECASE)
_MIDNIGHT = re.compile(r"\b(?:midnight|mitternacht|minuit|medianoche|mezzanotte)\b", re.IGNORECASE)
_HALF = re.compile(r" ?([ap])\.? ?m\b\.?", re.IGNORECASE)
_HOURS = re.compile(r" ?(?:hrs|hours|hour|h|uhr|o'clock)\b\.?", re.IGNORECASE)
_ZONE = re.compile(
    r"[ ,(]{0,3}(?:(?P<name>[A-Za-z]{1,5})(?![A-Za-z])(?P<from>[+-][0-9]{1,2}(?::?[0-9]{2})?(?![0-9]))?"
    r"|(?P<offset>(?:\+|-(?=0))[0-9]{2}:?[0-9]{2})(?![0-9]))"
)
#: "Eastern Time", "London time": a zone in words.
_TIME_OF = re.compile(r"[ ,(]{0,3}(?P<where>[A-Za-z]{2,12}(?: [A-Za-z]{2,12}){0,2}?) time\b", re.IGNORECASE)
_SPOKEN = {
    "eastern": "ET", "central": "CT", "mountain": "MT", "pacific": "PT", "greenwich mean": "GMT",
    "central european": "CET", "moscow": "MSK", "british summer": "BST",
}  # fmt: skip
#: A zone that does not stand behind its clock.
_APART = re.compile(rf"\b(?:GMT|UTC|CES?T|[ECMP][SD]?T|BST|{'|'.join(_SPOKEN)})\b(?! ?[+-])", re.IGNORECASE)
#: Zones that are no words in small letters.
_SURE = frozenset("gmt utc cet cest est edt bst".split())
#: Words behind a clock that are no zone, days aside.
_NO_ZONE = frozenset(
    "on at of in am pm le el la los den dem der del de du and or und et y for to by the this all sharp local a with"
    " until hrs hours h uhr".split()
)
#: Numbers that are a year rather than an hour, unless something says so.
_YEARS = range(2000, 2040)
_MOST_HOURS = 14


class _Unclear(ValueError):
    """What is said cannot be understood."""


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time of day; `late`: the midnight that ends the day; `zone`: None where the note names none;
    `unclear`: whether that, or the time, means nothing."""

    hour: int = 0
    minute: int = 0
    late: bool = False
    zone: tzinfo | None = None
    unclear: bool = False


def end_in(words: str, sent: datetime | None, zone: tzinfo) -> datetime | None:
    """When the embargo that a note speaks of ends; None where that cannot be told, or not after `sent`, the message's
    own time: then one of the two is not what it seems. `sent` completes a day without year, and a time without day.
    A day alone ends it at its first moment; `zone`: of times that name none."""
    words = " ".join(words[:_LONGEST].replace("’", "'").split())
    try:
        days, rest = _days(words)
        clock = _clock(rest)
        if clock is None and not days and not any(map(_tells_day, _WORD.findall(rest))):
            return None
        clock = clock or _Clock()
        where = clock.zone or zone
        here = sent.astimezone(where).date() if sent else None
        day = _nearest(days, _weekday(rest), rest, here)
        found = datetime.combine(day, time(clock.hour, clock.minute), where) + timedelta(days=clock.late)
        end = found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return end if sent is None or end > sent else None


_Day = tuple[int | None, int, int]


def _days(words: str) -> tuple[list[_Day], str]:
    """The days, as (year or None, month, day), that the words may mean, and the words without them."""
    for pattern in (_ISO, _SLASHED, _DAY_MONTH, _MONTH_DAY, _DOTTED):
        for found in pattern.finditer(words):
            told = found.groupdict()
            year = _full(told.get("year"))
            one = int(told["one"])
            month = month_of(told["month"]) if "month" in told else int(told["two"])
            orders = [(year, month, one), (year, one, month)] if pattern is _SLASHED else [(year, month, one)]
            days = [order for order in dict.fromkeys(orders) if 1 <= order[1] <= 12 and 1 <= order[2] <= 31]
            if days:
                return days, f"{words[: found.start()]} {words[found.end() :]}"
    return [], words


def _full(year: str | None) -> int | None:
    return None if not year else int(year) + (2000 if len(year) == 2 else 0)


def _weekday(words: str) -> int | None:
    found = (_WEEKDAY.get(word.lower()) for word in _WORD.findall(words))
    return next((day for day in found if day is not None), None)


def _nearest(days: list[_Day], weekday: int | None, words: str, here: date | None) -> date:
    """The day that is meant. `here`: the message's own, where it has one. Raises _Unclear."""
    if not days:
        if here is None:
            raise _Unclear("a day that is told from one that is not known")
        near = next((_NEAR[word.lower()] for word in _WORD.findall(words) if word.lower() in _NEAR), 0)
        return here + timedelta(days=near if weekday is None else (weekday - here.weekday()) % 7)
    if here is None and any(year is None for year, _, _ in days):
        raise _Unclear("a day without a year, and nothing that tells it")
    found = [
        day
        for year, month, number in days
        for full in ([year] if year or here is None else range(here.year - 1, here.year + 2))
        if full and (day := date_of(full, month, number))
    ]
    if len(days) > 1:
        found = [day for day in found if here is None or day >= here]
        if len(found) != 1:
            raise _Unclear("a day that may be two")
    day = min(found, key=lambda day: abs(day - (here or day)), default=None)
    if day is None or weekday not in (None, day.weekday()):
        raise _Unclear("no such day")
    return day


def _clock(words: str) -> _Clock | None:
    """The time of day, of several the first with a zone; None where none is told. Raises _Unclear."""
    words = _TWELVE.sub("", words)
    told = sorted((one for pattern in _CLOCKS for one in pattern.finditer(words)), key=lambda one: one.start())
    found = [clock for match in told if (clock := _read(match, words)) is not None]
    if not found:
        found = [
            _Clock(12 if pattern is _NOON else 0, 0, pattern is _MIDNIGHT, *_zone_at(words, match.end()))
            for pattern in (_NOON, _MIDNIGHT)
            if (match := pattern.search(words))
        ]
    found.sort(key=lambda clock: clock.zone is None)
    if found and found[0].zone is None and any(clock.unclear for clock in found):
        raise _Unclear("a time, or a zone, that nobody knows")
    return found[0] if found else None


def _read(found: re.Match[str], words: str) -> _Clock | None:
    """The clock that a number is, None where it is a year."""
    hour, minute, end = int(found["hour"]), int(found["minute"] or 0), found.end()
    half, hours = _HALF.match(words, end), _HOURS.match(words, end)
    zone, unclear = _zone_at(words, max(match.end() for match in (half, hours, found) if match))
    bare = found[0].isdecimal() and not (half or hours or zone or _before_day(words, end))
    if bare and int(found[0]) in _YEARS:
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half[1] in "pP" else 0)
    elif half or minute > 59 or (hour, minute) > (24, 0):
        return _Clock(unclear=True)
    return _Clock(hour % 24, minute, hour == 24, zone, unclear)


def _before_day(words: str, at: int) -> bool:
    """Whether a day of the week follows, as behind an hour."""
    return _weekday(words[at : at + 12].strip().partition(" ")[0]) is not None


def _zone_at(words: str, at: int) -> tuple[tzinfo | None, bool]:
    """The zone behind a clock, and whether one is named that nobody knows; else the one that stands elsewhere."""
    if (spoken := _TIME_OF.match(words, at)) and _weekday(spoken["where"]) is None:
        where = spoken["where"].lower()
        return (zone_named(_SPOKEN[where]), False) if where in _SPOKEN else (None, where not in ("local", "same"))
    found = _ZONE.match(words, at)
    if found and (offset := found["offset"] or found["from"]):
        return _offset(offset)
    name = found["name"] if found else None
    if name and (name.isupper() or name.lower() in _SURE) and (zone := zone_named(name)):
        return zone, False
    if (
        name
        and len(name) > 1
        and name.isupper()
        and name.lower() not in _NO_ZONE
        and not (_tells_day(name) or month_of(name))
    ):
        return None, True
    apart = _APART.search(words)
    return (zone_named(_SPOKEN.get(apart[0].lower(), apart[0])), False) if apart else (None, False)


def _tells_day(name: str) -> bool:
    return name.lower() in _WEEKDAY or name.lower() in _NEAR


def _offset(text: str) -> tuple[tzinfo | None, bool]:
    """The zone so many hours from UTC: "+3", "-0530"."""
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > _MOST_HOURS or minutes > 59:
        return None, True
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if text[0] == "-" else span), False
