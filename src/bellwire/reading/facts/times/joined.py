"""Neighbours that are one expression: "7 p.m." and "on Dec. 5", "the night" and "of Dec. 3"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bellwire.reading.facts.times.mention import TimeMention, shifted

_DAY_THEN_TIME = re.compile(
    r",?\s{0,4}(?:(?:at|around|about|shortly|just|before|after|from|by|until|in|the)\s{1,4}){0,3}"
)
_TIME_THEN_DAY = re.compile(r",?\s{0,4}(?:(?:on|of)\s{1,4})?(?:the\s{1,4})?")
_IN_PART = re.compile(r",?\s{0,4}(?:(?:on|of|in)\s{1,4})?(?:the\s{1,4})?")
_AND = re.compile(r",?\s{1,4}(?:and\s{1,4})?")
_PERIOD = re.compile(r"P(?P<timed>T?)(?P<number>\d{1,4})(?P<letter>[YMDHMS])")
#: A day of the calendar without its year.
_DAY_ALONE = re.compile(r"^(?!.*\d{4}).*\d", re.DOTALL)
_TO = re.compile(r"\s{0,3}(?:-|–|to|through|until)\s{0,3}", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:late\s|early\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
#: What says which turn of the clock is meant, and between which hours a part of the day lies.
_MERIDIAN = re.compile(r"\b[ap]\.?m\b|noon|midday|midnight|\d[ap]\.?m\b", re.IGNORECASE)
_TURNS = {"MO": (0, 11), "AF": (12, 19), "EV": (15, 24), "NI": (17, 24)}
_RANKS = ("Y", "M", "D", "TH", "TM", "TS")


def joined(first: TimeMention, second: TimeMention, text: str) -> TimeMention | None:
    """The one expression that two neighbours make; None where they are two."""
    gap = text[first.end : second.start]
    if len(gap) > 24:
        return None
    if second.loose and _is_day(first) and _DAY_THEN_TIME.fullmatch(gap):
        return _at(first, second, first.start, second.end)
    if first.loose and _is_day(second) and _TIME_THEN_DAY.fullmatch(gap):
        return _at(second, first, first.start, second.end)
    if first.loose and first.precision == "minute" and second.precision == "part" and _IN_PART.fullmatch(gap):
        return _in_part(first, second, text)
    if second.loose and second.precision == "minute" and first.precision == "part" and _DAY_THEN_TIME.fullmatch(gap):
        return _in_part(second, first, text)
    if first.loose and not second.loose and first.value[-3:] == second.value[-3:] and _TIME_THEN_DAY.fullmatch(gap):
        return replace(second, start=first.start)
    if first.type == second.type == "DURATION" and _AND.fullmatch(gap):
        return _sum(first, second, text)
    return None


def zoned(first: TimeMention, second: TimeMention, text: str) -> TimeMention:
    """A clock time of no zone, at the minute that is told in brackets behind it: "6 a.m. on Tuesday (2330 GMT on
    Monday)"; else as it is."""
    bracketed = text[first.end : second.start].strip() == "(" and text[second.end : second.end + 1] == ")"
    if not bracketed or first.at is not None or second.at is None or first.precision != "minute" or first.first is None:
        return first
    near = abs(first.first - second.at.date()) <= timedelta(days=1)
    return replace(first, at=second.at) if near else first


def _is_day(mention: TimeMention) -> bool:
    return (
        mention.type == "DATE"
        and mention.precision in ("day", "range")
        and mention.first is not None
        and len(mention.value) == 10
    )


def _at(day: TimeMention, clock: TimeMention, start: int, end: int) -> TimeMention:
    """A time of day on the day that stands beside it."""
    assert day.first is not None
    if clock.first is None:
        return replace(clock, start=start, end=end, loose=False)
    days = (day.first - clock.first).days
    last = shifted(clock.last, days) if clock.last else None
    try:
        at = clock.at + timedelta(days) if clock.at else None
    except OverflowError:
        at = None
    value = day.value[:10] + clock.value[10:]
    return replace(clock, start=start, end=end, value=value, first=day.first, last=last, at=at, loose=False)


def _in_part(clock: TimeMention, part: TimeMention, text: str) -> TimeMention | None:
    """Five past eleven on Wednesday evening: of the clock's two turns the one in that part of the day; 8 p.m. tonight:
    the one that the clock says, where it lies in that part.
    """
    if part.first is None:
        return None
    start, end = min(clock.start, part.start), max(clock.end, part.end)
    hour, name = int(clock.value[11:13]), part.value[-2:]
    if hour > 12 or _MERIDIAN.search(text, clock.start, clock.end):
        fits = name in _TURNS and _TURNS[name][0] <= hour <= _TURNS[name][1]
        return replace(_at(part, clock, start, end), loose=part.loose) if fits else None
    hour = hour % 12 + (0 if name == "MO" else 12)
    value = f"{part.first.isoformat()}T{hour:02d}{clock.value[13:]}"
    day, loose = part.first, part.loose
    return replace(clock, start=start, end=end, value=value, first=day, last=day, at=None, loose=loose)


def _sum(first: TimeMention, second: TimeMention, text: str) -> TimeMention | None:
    """An hour and 20 minutes: where the second unit is the smaller."""
    a, b = _PERIOD.fullmatch(first.value), _PERIOD.fullmatch(second.value)
    if a is None or b is None or "-" in text[first.start : second.end]:
        return None
    if _RANKS.index(a["timed"] + a["letter"]) >= _RANKS.index(b["timed"] + b["letter"]):
        return None
    value = first.value + (b[0][1:] if b["timed"] != a["timed"] else b["number"] + b["letter"])
    return replace(second, start=first.start, value=value, first=first.first, last=first.last, duration=value)


def overnight(first: TimeMention, second: TimeMention, text: str) -> TimeMention:
    """The second of two times of day; on the next day where "from 8 p.m. to 5 a.m." would end before it began (not
    after a midnight, which may be either end of its day).
    """
    if not first.precision == second.precision == "minute" or not second.loose or first.first is None:
        return second
    between = text[max(0, first.start - 8) : first.start].lower() == "between "
    gap = (_AND if between else _TO).fullmatch(text, first.end, second.start)
    if gap is None or first.value[:10] != second.value[:10] or not second.value[11:] < first.value[11:] < "24":
        return second
    day = shifted(first.first, 1).isoformat()
    return _at(replace(first, value=day, first=shifted(first.first, 1)), second, second.start, second.end)


def turned(first: TimeMention, second: TimeMention, text: str) -> TimeMention:
    """The first of two in a row; a year earlier where "January 1 to March 31" would end before it began, on the day of
    the second in "9 a.m. to 6 p.m. on Monday".
    """
    if first.loose and first.precision == second.precision == "minute" and not second.loose:
        between = text[max(0, first.start - 8) : first.start].lower() == "between "
        gap = (_AND if between else _TO).fullmatch(text, first.end, second.start)
        return _begun(second, first) if gap else first
    if first.first is None or second.first is None:
        return first
    if _are_weekdays(first, second, text) and 0 < (first.first - second.first).days < 7:
        day = shifted(first.first, -7)
        return replace(first, value=day.isoformat(), first=day, last=day)
    if not _is_backward(first, second, text):
        return first
    day = first.first.replace(year=first.first.year - 1)
    return replace(first, value=day.isoformat(), first=day, last=day)


def _begun(until: TimeMention, clock: TimeMention) -> TimeMention:
    """A time of day on the day up to which it is told to last, or the day before: "10 p.m. to 4 a.m. Friday"."""
    assert until.first is not None
    day = shifted(until.first, -1) if clock.value[11:] > until.value[11:] else until.first
    return _at(replace(until, value=day.isoformat(), first=day), clock, clock.start, clock.end)


def _are_weekdays(first: TimeMention, second: TimeMention, text: str) -> bool:
    """Whether two days bound a stretch by their weekdays: "from Friday to Sunday"."""
    if not len(first.value) == len(second.value) == 10 or _TO.fullmatch(text, first.end, second.start) is None:
        return False
    return all(_WEEKDAY.fullmatch(text, m.start, m.end) for m in (first, second))


def _is_backward(first: TimeMention, second: TimeMention, text: str) -> bool:
    """Whether a day of the calendar comes after the day up to which it is told to last."""
    if not (first.first and second.first and len(first.value) == len(second.value) == 10):
        return False
    words = text[first.start : first.end]
    return (
        0 < (first.first - second.first).days < 366
        and first.first.year > 1
        and first.first.day < 29
        and _DAY_ALONE.search(words) is not None
        and _TO.fullmatch(text, first.end, second.start) is not None
    )
