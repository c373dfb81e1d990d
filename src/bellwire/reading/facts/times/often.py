"""How often, and words that only say now, once, some day: sets and references."""

from __future__ import annotations

import re
from dataclasses import replace
from re import Match

from bellwire.reading.facts.times.mention import Scene, TimeMention, TimeRule, rule
from bellwire.reading.facts.times.numbers import NUMBER, OPT, S, number_of, options
from bellwire.reading.facts.times.words import (
    DAY,
    MANY,
    MONTH,
    PART,
    SEASONS,
    WEEKDAY,
    month_of,
    part_of,
    period,
    unit_of,
    weekday_of,
)  # fmt: skip

OFTEN = {
    "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "fortnightly": "P2W", "monthly": "P1M", "quarterly": "P3M",
    "annually": "P1Y", "yearly": "P1Y", "hourly": "PT1H", "biweekly": "P2W", "bimonthly": "P2M", "biannually": "P6M",
}  # fmt: skip
#: References that copy uses for news. "Soon" and the like are left out: they resolve to nothing.
NOW = (
    "now", "right now", "currently", "at present", "at the moment", "presently", "nowadays", "as of now", "until now",
    "these days", "for the moment", "for now", "just now", "at this moment", "at this hour", "at the present time",
)  # fmt: skip
ONCE = ("recently", "in the past", "in the recent past", "lately", "until recently", "the other day")
SOON = (
    "in the future", "in the near future", "the future", "the near future", "in the foreseeable future", "someday",
    "for the foreseeable future", "the foreseeable future", "in the not too distant future",
)  # fmt: skip


def _set(match: Match[str], value: str) -> TimeMention:
    return TimeMention(match.start(), match.end(), value, "SET", precision="range")


def _each(match: Match[str], scene: Scene) -> TimeMention | None:
    """Every day, every two hours, every other week, each of the last three years."""
    unit, number = match["unit"], match["number"]
    if match["other"]:
        return _set(match, period(2, unit))
    if match["few"]:
        return _set(match, period(None, unit))
    return _set(match, period(number_of(number) if number else 1, unit))


def _times(match: Match[str], scene: Scene) -> TimeMention:
    """Twice a week, so much per day: how often."""
    letter, timed, times = unit_of(match["unit"])
    return _set(match, f"P{'T' if timed else ''}{times}{letter}")


def _each_weekday(match: Match[str], scene: Scene) -> tuple[TimeMention, ...]:
    """Every Monday, Sundays; every Monday and Thursday: each of both."""
    part = f"T{part_of(match['part'])}" if match["part"] else ""
    first = _set(match, f"XXXX-WXX-{weekday_of((match['weekday'] or match['plural']).lower()) + 1}{part}")
    if not match["other"]:
        return (first,)
    other = replace(first, start=match.start("other"), value=f"XXXX-WXX-{weekday_of(match['other']) + 1}{part}")
    return replace(first, end=match.end("weekday")), other


def _weekday_part(match: Match[str], scene: Scene) -> TimeMention:
    """Sunday mornings: each of them."""
    return _set(match, f"XXXX-WXX-{weekday_of(match['weekday']) + 1}T{part_of(match['part'])}")


def _each_part(match: Match[str], scene: Scene) -> TimeMention:
    return _set(match, f"XXXX-XX-XXT{part_of(match['part'])}")


def _each_season(match: Match[str], scene: Scene) -> TimeMention:
    return _set(match, f"XXXX-{SEASONS[match['season'].lower()][0]}")


def _each_month(match: Match[str], scene: Scene) -> TimeMention:
    day = int("".join(filter(str.isdigit, match["day"] or "0")))
    return _set(match, f"XXXX-{month_of(match['month']):02d}" + (f"-{day:02d}" if day else ""))


def _each_weekend(match: Match[str], scene: Scene) -> TimeMention:
    return _set(match, "XXXX-WXX-WE")


def _often(match: Match[str], scene: Scene) -> TimeMention | None:
    """Daily, twice weekly; "the quarterly loss" is one of a quarter, not one every quarter."""
    if match["often"].lower() == "quarterly" and _NOUN.match(scene.text, match.end()):
        return None
    return _set(match, OFTEN[match["often"].lower()])


def _once(match: Match[str], scene: Scene) -> TimeMention:
    """A break with the past, but not "the past glory"."""
    return TimeMention(match.start(), match.end(), "PAST_REF", "DATE", precision="range", past=True)


def _reference(match: Match[str], scene: Scene) -> TimeMention:
    words = " ".join(match.group().lower().split())
    if words in NOW:
        return TimeMention(match.start(), match.end(), "PRESENT_REF", "DATE", scene.today, scene.today)
    if words in ONCE:
        return _once(match, scene)
    return TimeMention(match.start(), match.end(), "FUTURE_REF", "DATE", precision="range")


_NOUN = re.compile(r"\s{1,4}(?!(?:and|or|in|on|at|by|to|for|with|until|since)\b)[a-z]", re.IGNORECASE)
_ALMOST = rf"(?:(?:almost|nearly|about|roughly){S})?"
_EACH_UNIT = r"second|minute|hour|day|night|week|weekday|month|quarter|year|decade|century"
_COUNT = rf"(?:once|twice|thrice|(?:two|three|four|five|six|seven|eight|ten|several|many|\d\d?){S}times){S}"
_MONEY = "|".join(
    rf"(?<={word}\s)" for word in ("\\d", *("dollars dlrs barrels bpd percent tonnes tons hours days".split()))
)
RULES: tuple[TimeRule, ...] = (
    rule("unit", rf"(?:per|(?:{_MONEY})an?){S}(?P<unit>minute|hour|day|week|month|year)", _times),
    rule(
        "weekday part",
        rf"(?:on{S})?(?P<weekday>{WEEKDAY}){S}(?P<part>morning|afternoon|evening|night)s",
        _weekday_part,
    ),
    rule(
        "often unit",
        rf"{_ALMOST}(?:every|each)(?:{S}(?:(?P<other>other|second)|(?P<few>few|couple{S}of)|of{S}the(?:{S}"
        rf"(?:past|last|next))?"
        rf"{S}(?:{NUMBER})(?={S}(?:{MANY})))|{S}(?:single|passing))?(?:{S}(?P<number>(?<!the\s){NUMBER}))?{S}"
        rf"(?P<unit>{_EACH_UNIT})s?",
        _each,
    ),
    rule(
        "often unit",
        rf"{_COUNT}(?:an?|each|every|per|in{S}a){S}(?P<unit>minute|hour|day|night|week|month|year)",
        _times,
    ),
    rule(
        "weekday",
        rf"(?:every|each|alternate)(?:{S}(?:other|second|single))?{S}(?P<weekday>{WEEKDAY})(?:{S}and{S}"
        rf"(?P<other>{WEEKDAY})(?!['’]))?(?:{S}(?P<part>{PART}))?|(?:on{S})?(?P<plural>(?:mon|tues|wednes|thurs|fri|satur|sun)day)s",
        _each_weekday,
    ),
    rule(
        "often weekday",
        rf"(?:on{S})?(?:the{S})?(?:first|second|third|fourth|last){S}{WEEKDAY}{S}(?:of|in){S}(?:each|every){S}month",
        lambda match, _: _set(match, "P1M"),
    ),
    rule("often part", rf"(?:every|each)(?:{S}(?:single|other))?{S}(?P<part>{PART})", _each_part),
    rule("often season", rf"(?:every|each){S}(?P<season>spring|summer|autumn|winter|fall)", _each_season),
    rule("often month", rf"(?:every|each){S}(?P<month>{MONTH})(?:{S}(?P<day>{DAY}))?", _each_month),
    rule("often month", rf"(?:every|each){S}(?P<day>{DAY}){S}(?:of{S})?(?P<month>{MONTH})", _each_month),
    rule("unit", rf"(?:every|each){S}weekend|(?:at|on){S}weekends", _each_weekend),
    rule(
        "often",
        rf"{_ALMOST}(?:(?:twice|once|thrice)[\s-])?(?P<often>{options(OFTEN)})(?!{S}(?:(?-i:[A-Z])|newspapers?|"
        rf"papers?|magazine|"
        rf"news\b))",
        _often,
    ),
    rule(
        "reference",
        rf"the{S}past(?={OPT}(?:[.,;:!?)\"'”’]|$)|{S}(?:and|or|but|is|was|were|are|has|had|have|to|by|with|as|when)\b)",
        _once,
    ),
    rule(
        "reference",
        rf"(?:{options((*NOW, *ONCE, *SOON))})(?!-|(?-i:(?<=Now)),|(?-i:(?<=Now)){S}for\b|(?<=the\sfuture){S}of\b|"
        rf"(?<=recently){S}as\b)",
        _reference,
    ),
)  # fmt: skip
