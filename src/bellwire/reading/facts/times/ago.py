"""So long before or after: two days ago, a quarter century earlier, three weeks later, in two days, years ago."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from re import Match

from bellwire.reading.facts.times.cues import direction, unless_adrift
from bellwire.reading.facts.times.mention import (
    Scene,
    TimeMention,
    TimeRule,
    a_century,
    a_day,
    a_duration,
    a_month,
    a_part,
    a_week,
    a_year,
    month_shifted,
    rule,
    shifted,
)  # fmt: skip
from bellwire.reading.facts.times.numbers import OPT, VAGUE, S, length, length_of, options
from bellwire.reading.facts.times.quarters import of_quarter, quarter_before
from bellwire.reading.facts.times.words import ABOUT, MANY, OR, UNIT, period, unit_of

BACK = frozenset("ago earlier back before previously".split())


def moved(match: Match[str], base: date, number: float, unit: str, scene: Scene) -> TimeMention | None:
    """`number` units after `base` (before, if negative), as exact as the unit: a day, a week, a month, a year."""
    letter, timed, times = unit_of(unit)
    amount = number * times
    if timed:
        seconds = amount * {"S": 1, "M": 60, "H": 3600}[letter]
        clock = scene.anchor.hour * 3600 + scene.anchor.minute * 60 or 43_200
        return a_day(match, shifted(base, int((clock + seconds) // 86_400)))
    if letter == "D":
        scene.reference = shifted(base, round(amount))
        night = unit.lower().startswith("night")
        return a_part(match, scene.reference, "NI") if night else a_day(match, scene.reference)
    if letter == "W":
        return a_week(match, shifted(base, round(7 * amount)))
    if letter == "M":
        return a_month(match, *month_shifted(base, round(amount)))
    year = base.year + round(amount)
    return a_century(match, year) if times == 100 else a_year(match, year)


def _ago(match: Match[str], scene: Scene) -> TimeMention | None:
    """Two days ago, a week later. "An hour later" is a length within its day, "three days later" one of unknown days
    where no day was named before it; neither is how long something lasts.
    """
    known, after = length_of(match), match["after"].lower()
    sign = -1 if after in BACK else 1
    if known is None:
        return _some(match, scene)
    number, unit = known
    if (number, unit.lower(), sign) == (1, "year", -1) and of_quarter(scene):
        return quarter_before(match, scene)
    days = unit.lower().rstrip("s") in ("day", "night", "hour", "minute", "second")
    base = scene.today if after in ("ago", "from now", "back", "hence") else scene.reference if days else scene.period
    found = moved(match, base, sign * number, unit, scene)
    if found is None or after in ("ago", "from now", "back", "hence"):
        return found
    dated = unless_adrift(found, base, match, scene)
    if dated.first is not None and not unit_of(unit)[1]:
        return dated
    return replace(dated, value=period(number, unit), type="DURATION")


def _some(match: Match[str], scene: Scene) -> TimeMention:
    """Weeks ago, years later: how long, but no telling when; long ago: some time past."""
    after, unit = match["after"].lower(), match.groupdict().get("many")
    ahead = after in ("from now", "hence") or (
        after not in BACK and direction(scene, match.start(), match.end()) == "future"
    )
    if unit:
        return replace(a_duration(match, period(None, unit)), past=after in BACK)
    value = "FUTURE_REF" if ahead else "PAST_REF"
    return TimeMention(match.start(), match.end(), value, "DATE", precision="range", past=not ahead)


def _in_units(match: Match[str], scene: Scene) -> TimeMention | None:
    """In two days, where the verb points ahead; in two days' time. Else it is how long (spans.py)."""
    known = length_of(match)
    before = scene.text[max(0, match.start() - 40) : match.start()]
    if known is None or known == (1, "second") or _SINCE.search(before):
        return None
    if not match["hence"] and direction(scene, match.start(), match.end()) != "future":
        return None
    return moved(match, scene.today, *known, scene)


#: "The first time in two years", "the worst attack in a decade": how long since, not when.
_SINCE = re.compile(
    r"\b(?:first|second|third|fourth|fifth|only|most|least|[a-z]{2,12}(?:est|th)|times?)\b[^.,;:]{0,30}$", re.IGNORECASE
)
_VAGUE = options(VAGUE)
_AFTER = (
    rf"(?P<after>ago|earlier|later|from{S}now|afterwards|hence|previously|(?:before|after|back)(?={OPT}(?:[.,;:)]|$)))"
    rf"(?!{S}than\b)"
)
RULES: tuple[TimeRule, ...] = (
    rule("unit ago", rf"{ABOUT}{OR}{length(UNIT)}(?:{S}or{S}so)?{S}{_AFTER}", _ago),
    rule(
        "unit ago",
        rf"{ABOUT}(?:(?:{_VAGUE}){S})?(?:(?P<many>{MANY})|moments){S}(?P<after>ago|from{S}now|earlier|later|afterwards|"
        rf"previously|hence)",
        _ago,
    ),
    rule("ago", rf"(?:(?:a{S})?long(?:{S}time)?|(?:for{S})?(?:some|quite{S}some){S}time){S}(?P<after>ago)", _some),
    rule(
        "unit",
        rf"in{S}(?:(?:about|around|some|another|just|the{S}next){S})?{length(UNIT)}(?:['’]s?(?P<hence>{S}time)?)?",
        _in_units,
    ),
)  # fmt: skip
