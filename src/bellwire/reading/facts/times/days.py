"""Days of the calendar: December 4, 2016; the 4th of Dec; Dec. 4-6; 2016-12-04; the first Tuesday of November."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from re import Match

from bellwire.reading.facts.times.cues import points
from bellwire.reading.facts.times.mention import (
    Found,
    Scene,
    Tense,
    TimeMention,
    TimeRule,
    a_day,
    a_part,
    a_week,
    month_shifted,
    rule,
    shifted,
    year_said,
)  # fmt: skip
from bellwire.reading.facts.times.numbers import ONES, ORDINAL, ORDINALS, S, options, ordinal_of
from bellwire.reading.facts.times.words import (
    DAY,
    MONTH,
    PART,
    WEEKDAY,
    YEAR,
    YEAR_TAIL,
    month_of,
    part_of,
    step_of,
    weekday_of,
)
from bellwire.wire.times import date_of

#: A day of the year without a year is of the year to come if that is this near and the last one this far, in days.
NEAR, FAR = 60, 240
#: What a day at hand is, in days.
CLOSE = 45
#: The eleventh of September that copy means when it names no year, except near the day's return.
SEPTEMBER_11, RETURN = date(2001, 9, 11), 10


_THAT_DAY = re.compile(
    r",?[\s]{1,4}(?:2001|attacks?|hijack|mastermind|terror|commission|plot|victims|suicide)", re.IGNORECASE
)


def nearest_year(month: int, day: int, today: date, tense: Tense | None) -> date | None:
    """The day of the year that copy of `today` means; where the words do not say, a near one to come goes before one
    long past. One at hand in the year that runs goes before last year's, which would bear its year.
    """
    at_hand = date_of(today.year, month, day)
    if at_hand is not None and 0 < (at_hand - today).days <= CLOSE:
        return at_hand
    around = [d for d in (date_of(today.year + k, month, day) for k in (-4, -3, -2, -1, 0, 1, 2, 3, 4)) if d]
    return nearest(around, today, tense)


def nearest(days: list[date], today: date, tense: Tense | None) -> date | None:
    """Of days in order, the one that copy of `today` means."""
    past = [d for d in days if d <= today]
    ahead = [d for d in days if d >= today]
    if not past or not ahead:
        return (past or ahead or [None])[-1]  # type: ignore[list-item]
    gap, since = (ahead[0] - today).days, (today - past[-1]).days
    reach = FAR if tense == "future" else NEAR if tense is None and since >= FAR else -1
    return ahead[0] if gap <= reach else past[-1]


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _day_of(match: Match[str], scene: Scene, month: int, number: int) -> date | None:
    year = year_said(match, scene)
    if year:
        return date_of(year, month, number)
    away = (scene.today - date(scene.today.year, 9, 11)).days
    if (month, number) == (9, 11) and scene.today > SEPTEMBER_11 + timedelta(RETURN):
        tied = scene.text[max(0, match.start() - 5) : match.start()].lower().endswith(("pre-", "post-"))
        if tied or not 0 <= away <= RETURN or _THAT_DAY.match(scene.text, match.end()):
            return SEPTEMBER_11
    if match.groupdict().get("wd"):
        weekday = weekday_of(match["wd"])
        near = [date_of(scene.today.year + k, month, number) for k in (0, -1, 1, -2, 2, -3, 3, -4, 4)]
        fits = next((day for day in near if day and day.weekday() == weekday), None)
        if fits is not None:
            return fits
    return nearest_year(month, number, scene.today, points(scene, match.start(), match.end()))


def _full(match: Match[str], scene: Scene) -> Found:
    """A day with its month, perhaps its year, weekday, part of the day and a second day."""
    found = match.groupdict()
    if found.get("spelled"):
        number = ONES[found["spelled"].lower()]
    else:
        number = ordinal_of(found["nth"]) if found.get("nth") else _number(found["day"])
    day = _day_of(match, scene, month_of(found["month"]), number)
    if day is None:
        return None
    scene.reference = day
    if found.get("until"):
        last = date_of(day.year, day.month, _number(found["until"]))
        if last and last > day:
            return _two_days(match, day, last, stretch=_is_stretch(match, scene))
    return a_part(match, day, part_of(found["part"])) if found.get("part") else a_day(match, day)


def _is_stretch(match: Match[str], scene: Scene) -> bool:
    """Whether two days bound a stretch: "between 9 and 11 March", "9-11 March"; "9 and 11 March" are two days."""
    between = scene.text[max(0, match.start() - 9) : match.start()].lower().endswith("between ")
    return between or "and" not in scene.text[match.end("day") : match.start("until")].lower()


def _two_days(match: Match[str], day: date, last: date, *, stretch: bool) -> tuple[TimeMention, ...]:
    """Dec. 4-6: the first mention lasts as long as both, so that what hangs on it does; the second is its own day."""
    month_last = match.end("until") < match.end("month")
    first = replace(a_day(match, day), end=match.end("day"))
    if stretch:
        first = replace(first, last=last, precision="range", upto=match.end())
    second = replace(a_day(match, last), start=match.start("until"))
    return first, second if month_last else replace(second, end=match.end())


def _of_month(match: Match[str], scene: Scene) -> TimeMention | None:
    """The 5th of this month."""
    step = step_of(match["which"])
    day = date_of(*month_shifted(scene.today, step), ordinal_of(match["nth"]))
    if day is None:
        return None
    scene.reference = day
    return a_day(match, day)


def _numeric(match: Match[str], scene: Scene) -> TimeMention | None:
    """12/4/2016 has the month first, as American copy writes, 4.12.2016 the day, unless the calendar forbids it."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    day = date_of(year, a, b) if match["sep"] in "/-" else date_of(year, b, a)
    day = day or date_of(year, b, a) or date_of(year, a, b)
    return a_day(match, day) if day else None


def _iso(match: Match[str], scene: Scene) -> TimeMention | None:
    day = date_of(int(match["year"]), int(match["m"]), int(match["d"]))
    if day is None:
        return None
    if match["hour"] and int(match["hour"]) < 24:
        value = f"{day.isoformat()}T{match['hour']}:{match['minute']}"
        return TimeMention(match.start(), match.end(), value, "TIME", day, day, precision="minute")
    return a_day(match, day)


def _dashed(match: Match[str], scene: Scene) -> TimeMention | None:
    """30-Jun-2012, 4-Dec-86."""
    year = int(match["year"])
    if year < 100:
        year += 1900 if year >= 50 else 2000
    day = date_of(year, month_of(match["month"]), _number(match["day"]))
    return a_day(match, day) if day else None


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The `n`th such weekday of a month; the last for -1."""
    if n < 0:
        end = shifted(date(*month_shifted(date(year, month, 1), 1), 1), -1)
        return shifted(end, -((end.weekday() - weekday) % 7))
    first = date(year, month, 1)
    return shifted(first, (weekday - first.weekday()) % 7 + 7 * (n - 1))


def _nth(match: Match[str], scene: Scene) -> TimeMention | None:
    """The first Tuesday of November, the last Friday of this month."""
    n = -1 if match["nth"].lower() == "last" else ordinal_of(match["nth"])
    weekday = weekday_of(match["weekday"])
    years = [y for y in (scene.today.year + k for k in (-1, 0, 1)) if 1 <= y <= 9998]
    year = year_said(match, scene)
    if year and match["month"]:
        day: date | None = nth_weekday(year, month_of(match["month"]), weekday, n)
    elif match["month"]:
        listed = [nth_weekday(y, month_of(match["month"]), weekday, n) for y in years]
        day = nearest(listed, scene.today, points(scene, match.start(), match.end()))
    else:
        step = step_of(match["which"])
        day = nth_weekday(*month_shifted(scene.today, step), weekday, n)
    if day is None:
        return None
    scene.reference = day
    return a_day(match, day)


def _end_day(match: Match[str], scene: Scene) -> TimeMention | None:
    """The first day of November, the last day of 2015, the final day of this month."""
    if match["unit"]:
        step, months = step_of(match["of"]), 1 if match["unit"].lower() == "month" else 12
        begun = scene.today if months == 1 else scene.today.replace(month=1, day=1)
        first = date_of(*month_shifted(begun, step * months), 1)
    elif match["month"]:
        month = month_of(match["month"])
        year = year_said(match, scene)
        if year is None:
            near = nearest_year(month, 1, scene.today, points(scene, match.start(), match.end()))
            year = near.year if near else scene.today.year
        first, months = date_of(year, month, 1), 1
    else:
        first, months = date_of(_number(match["whole"]), 1, 1), 12
    if first is None:
        return None
    day = first if match["which"].lower() == "first" else shifted(date(*month_shifted(first, months), 1), -1)
    scene.reference = day
    return a_day(match, day)


def _week_of(match: Match[str], scene: Scene) -> TimeMention | None:
    tense = points(scene, match.start(), match.end())
    day = nearest_year(month_of(match["month"]), _number(match["day"]), scene.today, tense)
    return a_week(match, day, "-WE" if match["end"] else "") if day else None


def _nth_week(match: Match[str], scene: Scene) -> TimeMention | None:
    """The second week of August, the last week of 1999: the week of the calendar that most of it is."""
    nth = match["nth"].lower()
    if match["month"]:
        month, year = month_of(match["month"]), year_said(match, scene)
        if year is None:
            near = nearest_year(month, 15, scene.today, points(scene, match.start(), match.end()))
            year = near.year if near else scene.today.year
        first, months = date_of(year, month, 1), 1
    else:
        first, months = date_of(int(match["whole"]), 1, 1), 12
    if first is None:
        return None
    if nth == "last":
        return a_week(match, shifted(date(*month_shifted(first, months), 1), -4))
    return a_week(match, shifted(first, 7 * ordinal_of(nth) - 4))


_SHORT = r"(?:mon|tues?|wed|thurs?|fri|sat|sun)"
_WD = rf"(?:(?:(?:this|last|next)(?:{S}(?:coming|past))?{S})?(?P<wd>{WEEKDAY}|{_SHORT}\b),?{S}(?:the{S})?)?"
_PART_TAIL = rf"(?:{S}(?P<part>{PART}))?"
_TO = rf"(?:-|–|{S}(?:to|and|through|until){S}(?:the{S})?)"
#: The days that the wire of 1987 wrote out: "April Two".
_CAPITAL = "|".join(word.capitalize() for word in [*ONES][:9])
_SPELLED = options([*ORDINALS])
RULES: tuple[TimeRule, ...] = (
    rule("digit month unit", rf"(?:the{S})?week(?P<end>end)?{S}of{S}(?P<month>{MONTH}){S}(?P<day>{DAY})", _week_of),
    rule(
        "digit",
        rf"(?P<year>{YEAR})(?P<sep>[-/])(?P<m>[01]?\d)(?P=sep)(?P<d>[0-3]?\d)(?:[T ](?P<hour>[012]\d):(?P<minute>"
        r"[0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?)?",
        _iso,
    ),
    rule("digit", rf"(?P<a>[0-3]?\d)(?P<sep>[/.-])(?P<b>[0-3]?\d)(?P=sep)(?P<year>{YEAR})", _numeric),
    rule("digit month", rf"(?P<day>{DAY})-(?P<month>{MONTH})-(?P<year>{YEAR}|\d\d)", _dashed),
    rule(
        "digit month",
        rf"{_WD}(?:the{S})?(?P<month>{MONTH}){S}(?:the{S})?(?P<day>{DAY})(?!:\d)(?:{_TO}(?P<until>{DAY})(?!"
        rf"[:%]|{S}(?:{MONTH}|percent|pct|mln)))?{YEAR_TAIL}{_PART_TAIL}(?!{S}(?:percent|pct|mln|a\.?m\.?|p\.?m\.?))",
        _full,
    ),
    rule(
        "digit month",
        rf"{_WD}(?:the{S})?(?P<day>{DAY})(?:{_TO}(?P<until>{DAY}))?(?:{S}of)?{S}(?P<month>{MONTH}){YEAR_TAIL}"
        rf"{_PART_TAIL}",
        _full,
    ),
    rule("month", rf"{_WD}(?P<month>{MONTH}){S}(?-i:(?P<spelled>{_CAPITAL})){YEAR_TAIL}", _full),
    rule("month ordinal", rf"{_WD}(?:the{S})?(?P<nth>{_SPELLED}){S}of{S}(?P<month>{MONTH}){YEAR_TAIL}", _full),
    rule(
        "month ordinal",
        rf"{_WD}(?=(?-i:[A-Z]))(?P<month>{MONTH}){S}(?:the{S})?(?P<nth>{_SPELLED}){YEAR_TAIL}{_PART_TAIL}"
        rf"(?!{S}(?:quarter|half|week|day|time|round)\b)",
        _full,
    ),
    rule(
        "unit",
        rf"(?:the{S})?(?P<which>first|last|final){S}day{S}of{S}"
        rf"(?:(?P<month>{MONTH}){YEAR_TAIL}|(?P<whole>{YEAR})|(?P<of>the|this|last|next){S}(?P<unit>month|year)\b)",
        _end_day,
    ),
    rule(
        "ordinal unit",
        rf"(?:(?:in|during|by|for|since|until|over|through|from){S})?(?:the{S})?"
        rf"(?P<nth>first|second|third|fourth|last){S}week{S}(?:of|in){S}(?:(?P<month>{MONTH}){YEAR_TAIL}|(?P<whole>{YEAR}))",
        _nth_week,
    ),
    rule("ordinal unit", rf"(?:the{S})?(?P<nth>{ORDINAL}){S}of{S}(?P<which>this|last|next|the){S}month", _of_month),
    rule(
        "ordinal weekday",
        rf"(?:the{S})?(?P<nth>first|second|third|fourth|last|[1-4](?:st|nd|rd|th)){S}(?P<weekday>{WEEKDAY}){S}(?:of|in)"
        rf"{S}(?:(?P<month>{MONTH}){YEAR_TAIL}|(?P<which>this|the|last|next){S}month)",
        _nth,
    ),
)  # fmt: skip
