"""Calendar dates: December 4, 2016; 4 Dec; Dec. 4-6; March; summer 1999; the 1980s; holidays."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from re import Match

from bellwire.reading.facts.times.cues import direction
from bellwire.reading.facts.times.mention import (
    Scene,
    Tense,
    TimeMention,
    TimeRule,
    a_day,
    a_month,
    a_part,
    a_range,
    a_week,
    a_year,
    month_shifted,
    rule,
    shifted,
)  # fmt: skip
from bellwire.reading.facts.times.words import (
    DAY,
    MONTH,
    ORDINALS,
    PART,
    PARTS,
    SEASONS,
    WEEKDAY,
    YEAR,
    S,
    month_of,
)  # fmt: skip

#: A day of the year without a year is of the year to come if that is this near and the last one this far, in days.
NEAR, FAR = 60, 240
MOD = r"(?:(?:early|late|mid)(?:" + S + r"|-)(?:in" + S + r")?)?"


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None if the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest_year(month: int, day: int, today: date, tense: Tense) -> date | None:
    """The day of the year that copy of `today` means."""
    around = [d for d in (make_date(today.year + k, month, day) for k in (-4, -3, -2, -1, 0, 1, 2, 3, 4)) if d]
    past = [d for d in around if d <= today]
    ahead = [d for d in around if d >= today]
    if not past or not ahead:
        return (past or ahead or [None])[-1]  # type: ignore[list-item]
    gap, since = (ahead[0] - today).days, (today - past[-1]).days
    reach = FAR if tense == "future" else NEAR if since >= FAR else -1
    return ahead[0] if gap <= reach else past[-1]


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _full(match: Match[str], scene: Scene) -> TimeMention | None:
    """A day with its month, perhaps its year, weekday, part of the day and a second day."""
    found = match.groupdict()
    month, number = month_of(found["month"]), _number(found["day"])
    if found.get("year"):
        day = make_date(_number(found["year"]), month, number)
    else:
        day = nearest_year(month, number, scene.today, direction(scene, match.start(), match.end()))
    if day is None:
        return None
    scene.reference = day
    if found.get("until"):
        last = make_date(day.year, month, _number(found["until"]))
        if last and last > day:
            return a_range(match, f"{day.isoformat()}", day, last)
    if found.get("part"):
        return a_part(match, day, PARTS[found["part"].lower()])
    return a_day(match, day)


def _month(match: Match[str], scene: Scene) -> TimeMention | None:
    found = _which_month(match, scene)
    return replace(found, start=match.start("month")) if found else None


def _which_month(match: Match[str], scene: Scene) -> TimeMention | None:
    name, year, cue = match["month"], match["year"], (match["cue"] or "").lower().split()
    if name.lower() in ("may", "march", "mar") and name[0].islower():
        return None
    if not year and ((len(name) == 3 and name.lower() != "may") or (name.lower() in ("may", "march") and not cue)):
        return None
    month = month_of(name)
    today = scene.today
    if year:
        return a_month(match, _number(year), month)
    if "next" in cue:
        return a_month(match, today.year + (month <= today.month), month)
    if "last" in cue:
        return a_month(match, today.year - (month >= today.month), month)
    ahead = (month - today.month) % 12
    behind = (today.month - month) % 12
    future = direction(scene, match.start(), match.end()) == "future" or (ahead <= 2 and behind >= 9)
    y, m = month_shifted(today, ahead if future else -behind)
    return a_month(match, y, m)


def _year(match: Match[str], scene: Scene) -> TimeMention | None:
    found = a_year(match, _number(match["year"]))
    return replace(found, start=match.start("year")) if found else None


def _decade(match: Match[str], scene: Scene) -> TimeMention | None:
    words = {
        "twenties": 2,
        "thirties": 3,
        "forties": 4,
        "fifties": 5,
        "sixties": 6,
        "seventies": 7,
        "eighties": 8,
        "nineties": 9,
    }
    if match["word"]:
        start = 1900 + 10 * words[match["word"].lower()]
    else:
        digits = _number(match["digits"])
        start = digits if digits > 100 else 1900 + digits if digits >= 20 else 2000 + digits
    return a_range(match, f"{start // 10}X", date(start, 1, 1), date(start + 9, 12, 31))


def _century(match: Match[str], scene: Scene) -> TimeMention | None:
    start = 100 * (_number(match["nth"]) - 1)
    if not 1 <= start <= 9800:
        return None
    return a_range(match, f"{start // 100}XX", date(start, 1, 1), date(start + 99, 12, 31))


def _season(match: Match[str], scene: Scene) -> TimeMention | None:
    code, first, last = SEASONS[match["season"].lower()]
    year = _number(match["year"]) if match["year"] else scene.today.year
    cue = (match["cue"] or "").lower()
    if not match["year"] and code == "WI" and scene.today.month <= 3 and not cue.startswith("next"):
        year -= 1 + cue.startswith("last")
    elif not match["year"]:
        if cue.startswith("last") and scene.today.month <= last:
            year -= 1
        if cue.startswith("next") and scene.today.month >= first:
            year += 1
        if not cue.startswith(("last", "next", "this")) and scene.today.month < first:
            year -= direction(scene, match.start(), match.end()) == "past"
    end = a_month(match, year + (last < first), last).last
    return a_range(match, f"{year}-{code}", date(year, first, 1), end)


def _short_year(match: Match[str], scene: Scene) -> TimeMention | None:
    """The year of "in '98"."""
    return a_year(match, 1900 + _number(match["short"]))


def _fourth_of_july(match: Match[str], scene: Scene) -> TimeMention | None:
    day = nearest_year(7, 4, scene.today, direction(scene, match.start(), match.end()))
    return a_day(match, day) if day else None


def _part_of_month(match: Match[str], scene: Scene) -> TimeMention | None:
    """Late March, mid-March: the month, which "late" or "mid" proves to be one."""
    name = match["month"]
    if name[0].islower() or (len(name.rstrip(".")) == 3 and name.lower() != "may"):
        return None
    month = month_of(name)
    future = direction(scene, match.start(), match.end()) == "future"
    ahead, behind = (month - scene.today.month) % 12, (scene.today.month - month) % 12
    future = future or (ahead <= 2 and behind >= 9)
    return a_month(match, *month_shifted(scene.today, ahead if future else -behind))


def _quarter(match: Match[str], scene: Scene) -> TimeMention | None:
    number = ORDINALS.get(match["nth"].lower()) or int(match["nth"])
    which = (match["which"] or "").lower()
    year = _number(match["year"]) if match["year"] else scene.today.year + {"last": -1, "next": 1}.get(which, 0)
    if match["half"]:
        if number > 2:
            return None
        first, last, code = 6 * number - 5, 6 * number, "H"
    else:
        first, last, code = 3 * number - 2, 3 * number, "Q"
    if not match["year"] and not which and first > scene.today.month:
        year -= direction(scene, match.start(), match.end()) == "past"
    return a_range(match, f"{year}-{code}{number}", date(year, first, 1), a_month(match, year, last).last)


def _numeric(match: Match[str], scene: Scene) -> TimeMention | None:
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    day = make_date(year, a, b) if match["sep"] == "/" else make_date(year, b, a)
    day = day or make_date(year, b, a) or make_date(year, a, b)
    return a_day(match, day) if day else None


def _iso(match: Match[str], scene: Scene) -> TimeMention | None:
    day = make_date(int(match["year"]), int(match["m"]), int(match["d"]))
    return a_day(match, day) if day else None


def _nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return shifted(first, (weekday - first.weekday()) % 7 + 7 * (n - 1))


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian reckoning (the anonymous algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _holiday(match: Match[str], scene: Scene) -> TimeMention | None:
    name = " ".join(match["holiday"].lower().replace("’", "'").split())
    if name == "9/11":
        return a_day(match, date(2001, 9, 11))

    def on(year: int) -> date:
        if name.startswith("thanksgiving"):
            return _nth_weekday(year, 11, 3, 4)
        if name.startswith("election"):
            return shifted(_nth_weekday(year, 11, 0, 1), 1)
        if name.startswith(("easter", "good")):
            return shifted(easter(year), {"good friday": -2, "easter monday": 1}.get(name, 0))
        return date(year, *FIXED[name])

    if match["year"]:
        return a_day(match, on(_number(match["year"])))
    tense = direction(scene, match.start(), match.end())
    listed = [on(scene.today.year + k) for k in (-1, 0, 1) if 1 < scene.today.year < 9999]
    past = [d for d in listed if d <= scene.today]
    ahead = [d for d in listed if d >= scene.today]
    if not past or not ahead:
        return None
    near = (ahead[0] - scene.today).days <= NEAR and (scene.today - past[-1]).days >= FAR
    return a_day(match, ahead[0] if tense == "future" or near else past[-1])


FIXED = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "new year's day": (1, 1),
    "new year's eve": (12, 31), "new year's": (1, 1), "may day": (5, 1), "halloween": (10, 31), "boxing day": (12, 26),
    "valentine's day": (2, 14), "independence day": (7, 4), "armistice day": (11, 11), "veterans day": (11, 11),
}  # fmt: skip
_HOLIDAY = (
    rf"(?P<holiday>christmas(?:{S}(?:day|eve))?|new{S}year['’]s{S}(?:day|eve)|thanksgiving(?:{S}day)?"
    rf"|easter(?:{S}(?:sunday|monday))?|good{S}friday|may{S}day|halloween|boxing{S}day|valentine['’]s{S}day"
    rf"|independence{S}day|election{S}day|armistice{S}day|veterans{S}day|9/11)"
)


def _month_day(month: str, day: str) -> str:
    return rf"(?P<month>{month}){S}(?P<day>{day})"


_WD = rf"(?:{WEEKDAY},?{S})?"
_YEAR_TAIL = rf"(?:,?{S}(?P<year>{YEAR}))?"
_PART_TAIL = rf"(?:{S}(?P<part>{PART}))?"
RULES: tuple[TimeRule, ...] = (
    rule("digit", rf"(?P<year>{YEAR})-(?P<m>[01]\d)-(?P<d>[0-3]\d)", _iso),
    rule("digit", rf"(?P<a>[0-3]?\d)(?P<sep>[/.])(?P<b>[0-3]?\d)(?P=sep)(?P<year>{YEAR})", _numeric),
    rule(
        "digit month",
        rf"{_WD}(?:the{S})?{_month_day(MONTH, DAY)}(?!:\d)(?:(?:-|–|{S}(?:to|and|through){S})(?P<until>{DAY})(?!"
        rf"[:%]))?{_YEAR_TAIL}{_PART_TAIL}(?!{S}(?:percent|pct|mln|a\.?m\.?|p\.?m\.?))",
        _full,
    ),
    rule(
        "digit month",
        rf"{_WD}(?:the{S})?(?P<day>{DAY})(?:(?:-|–|{S}(?:to|and){S})(?P<until>{DAY}))?(?:{S}of)?{S}(?P<month>"
        rf"{MONTH}){_YEAR_TAIL}{_PART_TAIL}",
        _full,
    ),
    rule(
        "month",
        rf"(?P<cue>(?:(?:in|since|by|of|until|from|to|last|next|this|for|after|before|between|during|through|and|th"
        rf"rough){S}){{1,2}})?{MOD}(?P<month>{MONTH})(?!{S}\d\d?\b(?!{S}(?:percent|pct)))(?:,?{S}(?:of{S})?(?P<year"
        rf">{YEAR}))?",
        _month,
    ),
    rule(
        "decade",
        rf"(?:the{S})?{MOD}(?:(?P<digits>(?:1[5-9]|20)\d0|['’]\d0)['’]?s|(?P<word>twenties|thirties|forties|fifties"
        rf"|sixties|seventies|eighties|nineties))",
        _decade,
    ),
    rule(
        "season",
        rf"(?:(?P<cue>last|next|this|the|in){S})?{MOD}(?:the{S})?(?P<season>spring|summer|autumn|winter)(?:{S}(?:of"
        rf"{S})?(?P<year>{YEAR}))?",
        _season,
    ),
    rule(
        "season",
        rf"(?:(?P<cue>last|next|this){S}(?P<season>fall)(?P<year>))",
        _season,
    ),
    rule("season digit", rf"(?P<cue>)(?:the{S})?(?P<season>fall){S}(?:of{S})?(?P<year>{YEAR})", _season),
    rule(
        "ordinal",
        rf"(?:the{S})?(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)[\s-](?:quarter|(?P<half>half){S}of(?={S}"
        rf"(?:the{S}year|(?:last|this|next){S}year|{YEAR})\b))(?:{S}(?:of{S})?(?:fiscal{S})?(?:(?P<year>{YEAR})|(?:the|(?P<which>last|next|this)){S}"
        rf"year))?",
        _quarter,
    ),
    rule("digit", rf"Q(?P<nth>[1-4])(?P<half>)(?P<which>),?{S}(?:of{S})?(?P<year>{YEAR})", _quarter),
    rule("digit", rf"(?:the{S})?fiscal{S}(?:year{S})?(?P<year>{YEAR})", _year),
    rule("digit", rf"(?:in|of|since|by|from|until){S}['’](?P<short>[5-9]\d)(?![\d'’s])", _short_year),
    rule("month ordinal", rf"(?:the{S})?(?P<nth>fourth){S}of{S}(?P<month>July)", _fourth_of_july),
    rule("month", rf"(?P<mod>mid-|(?:late|early|mid){S})(?P<month>{MONTH})(?!{S}\d)", _part_of_month),
    rule("digit unit", rf"(?:the{S})?{MOD}(?P<nth>\d\d?)(?:st|nd|rd|th)[\s-]century", _century),
    rule("holiday", rf"{_HOLIDAY}(?:,?{S}(?P<year>{YEAR}))?", _holiday),
    rule(
        "year",
        rf"(?:(?:in|since|of|by|until|from|to|during|before|after|the|for|between|and|through|back|year|around|abou"
        rf"t|late|early|mid|pre|post|election|war|spring|summer|autumn|winter|a|its|his|their)(?:{S}|-)|\(|(?<="
        rf"[a-z],\s))(?P<year>(?:1[5-9]|20)\d\d)(?!\d|,\d|{S}(?:gmt|utc|hours|people|troops|soldiers|men|mln|dlrs|d"
        rf"ollars|tonnes|local|acres|miles|km|barrels|square|civilians|refugees|prisoners|metres|meters|feet|member"
        rf"s|others|shares|vehicles))",
        _year,
    ),
)  # fmt: skip


def _week_of(match: Match[str], scene: Scene) -> TimeMention | None:
    day = nearest_year(
        month_of(match["month"]), _number(match["day"]), scene.today, direction(scene, match.start(), match.end())
    )
    return a_week(match, day) if day else None


RULES = (rule("digit month unit", rf"(?:the{S})?week{S}of{S}{_month_day(MONTH, DAY)}", _week_of), *RULES)
