"""How long and how often, and words that only say now, once, some day: durations, sets, references."""

from __future__ import annotations

from re import Match

from bellwire.reading.facts.times.mention import Scene, TimeMention, TimeRule, a_duration, rule, shifted
from bellwire.reading.facts.times.words import (
    NUMBER,
    OPT,
    PARTS,
    UNIT,
    VAGUE,
    WEEKDAY,
    S,
    number_of,
    options,
    period,
    unit_of,
    weekday_of,
)  # fmt: skip


def _length(match: Match[str], scene: Scene) -> TimeMention | None:
    """A duration; "the past five days" and "within 48 hours" also say from and until when. "A second" counts days."""
    found = match.groupdict()
    number = number_of(found["number"]) if found.get("number") else None
    if found["unit"].lower() == "second" and number == 1:
        return None
    if number is not None and found.get("half"):
        number += 0.5
    unit = found["unit"]
    value = period(number, unit)
    cue = " ".join((found.get("cue") or "").lower().split())
    letter, timed, times = unit_of(unit)
    if number is None or not cue:
        return a_duration(match, value)
    span = number * times * {"S": 0, "M": 0 if timed else 30.44, "H": 1 / 24, "D": 1, "W": 7, "Y": 365.25}[letter]
    amount = min(round(span + 0.49) if timed else round(span), 400_000)
    if cue.split()[-1] in ("past", "last", "previous", "preceding"):
        return a_duration(match, value, shifted(scene.today, -amount), scene.today)
    return a_duration(match, value, scene.today, shifted(scene.today, amount))


def _long(match: Match[str], scene: Scene) -> TimeMention:
    """Day-long, months-long, year-old: one of the unit, or some where it stands in the plural."""
    unit = match["unit"]
    return a_duration(match, period(None if unit.lower().endswith("s") else 1, unit))


def _some(match: Match[str], scene: Scene) -> TimeMention:
    return a_duration(match, period(None, match["unit"]))


def _each(match: Match[str], scene: Scene) -> TimeMention | None:
    """Every day, each of the last three years, twice a week."""
    unit = match["unit"].lower()
    letter, timed, times = unit_of(unit)
    value = f"P{'T' if timed else ''}{times}{letter}"
    return TimeMention(match.start(), match.end(), value, "SET", precision="range")


def _each_weekday(match: Match[str], scene: Scene) -> TimeMention:
    name = (match["weekday"] or match["plural"]).lower()
    return TimeMention(match.start(), match.end(), f"XXXX-WXX-{weekday_of(name) + 1}", "SET", precision="range")


OFTEN = {
    "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "fortnightly": "P2W", "monthly": "P1M", "quarterly": "P3M",
    "annually": "P1Y", "yearly": "P1Y", "hourly": "PT1H",
}  # fmt: skip
#: References that copy uses for news. "Soon", "previously" and the like are left out: they resolve to nothing.
NOW = (
    "now",
    "right now",
    "currently",
    "at present",
    "at the moment",
    "presently",
    "nowadays",
    "as of now",
    "until now",
)
ONCE = ("recently", "in the past", "lately", "formerly")
SOON = ("in the future", "in the near future", "the future", "the near future")


def _often(match: Match[str], scene: Scene) -> TimeMention:
    return TimeMention(match.start(), match.end(), OFTEN[match.group().lower()], "SET", precision="range")


def _reference(match: Match[str], scene: Scene) -> TimeMention:
    words = " ".join(match.group().lower().split())
    if words in NOW:
        return TimeMention(match.start(), match.end(), "PRESENT_REF", "DATE", scene.today, scene.today)
    value = "PAST_REF" if words in ONCE else "FUTURE_REF"
    return TimeMention(match.start(), match.end(), value, "DATE", precision="range")


def _half(match: Match[str], scene: Scene) -> TimeMention:
    """Half an hour, a year and a half."""
    value = {"h": "PT30M", "d": "PT12H", "y": "P6M", "c": "P50Y", "m": "P15D", "w": "P3D"}[match["unit"][0].lower()]
    if match["unit"].lower().startswith("decade"):
        value = "P5Y"
    return a_duration(match, value)


def _and_a_half(match: Match[str], scene: Scene) -> TimeMention:
    """A year and a half: one and a half of the unit."""
    return a_duration(match, period(1.5, match["unit"]))


def _rate(match: Match[str], scene: Scene) -> TimeMention:
    """So much per day: how often."""
    return TimeMention(match.start(), match.end(), period(1, match["unit"]), "SET", precision="range")


def _weekday_part(match: Match[str], scene: Scene) -> TimeMention:
    """Sunday mornings: each of them."""
    value = f"XXXX-WXX-{weekday_of(match['weekday']) + 1}T{PARTS[match['part'].lower()]}"
    return TimeMention(match.start(), match.end(), value, "SET", precision="range")


def _quarter_century(match: Match[str], scene: Scene) -> TimeMention:
    return a_duration(match, "P25Y")


_VAGUE = options(VAGUE)
_ABOUT = (
    rf"(?:(?:about|around|some|nearly|almost|at{S}least|up{S}to|more{S}than|less{S}than|over|under|roughly|another|"
    rf"only|just|fewer{S}than){S}){{0,2}}"
)
_HALF = rf"[\s-]and[\s-]a[\s-]half|{S}1/2"
_MORE = rf"(?:{S}(?:straight|consecutive|successive|more|full|whole|additional|extra|solid|long|working|further))?"
RULES: tuple[TimeRule, ...] = (
    rule("unit", rf"an?{S}(?P<unit>hour|day|week|month|year|decade){S}and{S}a{S}half", _and_a_half),
    rule("unit", rf"(?:a|one){S}quarter{S}(?:of{S}a{S})?century|quarter-century", _quarter_century),
    rule("joined", r"(?P<unit>day|week|month|year|decade)long", _long),
    rule("unit", rf"per{S}(?P<unit>hour|day|week|month|year)", _rate),
    rule("weekday part", rf"(?P<weekday>{WEEKDAY}){S}(?P<part>morning|afternoon|evening|night)s", _weekday_part),
    rule(
        "unit",
        rf"(?P<cue>(?:for|in|over|during|within|throughout)?{OPT}(?:the{S})?(?:past|last|next|coming|previous|prece"
        rf"ding|following)|within|inside){S}{_ABOUT}(?:(?P<number>{NUMBER})|(?:{_VAGUE})){_MORE}(?:{S}|-)(?P<unit>"
        rf"{UNIT})",
        _length,
    ),
    rule(
        "unit",
        rf"{_ABOUT}(?:(?P<number>{NUMBER})(?P<half>{_HALF})?|(?:{_VAGUE})){_MORE}(?:{S}|-)(?P<unit>{UNIT})(?:['’])?"
        rf"(?:-long)?(?!(?:{S}|-)(?:olds?|older|younger)\b|{S}of{S}age)",
        _length,
    ),
    rule("unit", rf"(?P<unit>{UNIT})-(?:long|old)", _long),
    rule("unit", rf"(?:(?:the|in){S})?coming{S}(?P<unit>hours|days|weeks|months|years|decades)", _some),
    rule(
        "unit",
        rf"(?:half{S}an?|half-an?|an?{S}half|half-){OPT}(?P<unit>hour|day|year|century|decade|month|week)",
        _half,
    ),
    rule(
        "often unit",
        rf"(?:every|each)(?:{S}(?:of{S}the|other))?(?:{S}(?:past|last|next))?(?:{S}{NUMBER})?{S}(?P<unit>minute|hou"
        rf"r|day|night|week|month|quarter|year|decade|century)s?",
        _each,
    ),
    rule(
        "often unit",
        rf"(?:once|twice|(?:three|four|five|six|several){S}times){S}an?{S}(?P<unit>minute|hour|day|night|week|month"
        rf"|year)",
        _each,
    ),
    rule(
        "weekday",
        rf"(?:every|each){S}(?P<weekday>{WEEKDAY})|(?:on{S})?(?P<plural>(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
        rf"s",
        _each_weekday,
    ),
    rule("often", "(?:" + options(OFTEN) + r")(?!" + S + r"(?:(?-i:[A-Z])|newspaper|paper|magazine))", _often),
    rule("reference", "(?:" + options((*NOW, *ONCE, *SOON)) + ")", _reference),
)  # fmt: skip
