"""Weeks, months and years told from now or from a time just named: last week; the year before last; that December."""

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
    a_decade,
    a_duration,
    a_month,
    a_part,
    a_range,
    a_week,
    a_year,
    month_shifted,
    rule,
    shifted,
)  # fmt: skip
from bellwire.reading.facts.times.numbers import OPT, S
from bellwire.reading.facts.times.quarters import of_quarter, quarter_before
from bellwire.reading.facts.times.words import MOD, PARTS, part_of, period, step_of

#: Which → how many units on, and whether from the time last named instead of now.
STEPS = {
    "last": (-1, False), "past": (-1, False), "latest": (-1, False), "this": (0, False), "current": (0, False),
    "the": (0, False),
    "next": (1, False), "coming": (1, False), "previous": (-1, True), "preceding": (-1, True),
    "following": (1, True), "same": (0, True), "that": (0, True),
}  # fmt: skip

_AND_A_HALF = re.compile(r"\s{1,4}and\s{1,4}a\s{1,4}half\b", re.IGNORECASE)
#: Months in which accounts still tell of the year before.
ACCOUNTS_DUE = 4
#: Units that "the past …" and "the last …" measure back from now, in days.
SPANS = {"week": 7, "month": 30, "quarter": 91, "year": 365, "decade": 3652}


def unit_at(match: Match[str], base: date, step: int, unit: str) -> TimeMention | None:
    """The week, month, quarter, year, decade, century that lies `step` of them from the one that holds `base`."""
    if unit in ("week", "weekend"):
        return a_week(match, shifted(base, 7 * step), "-WE" if unit == "weekend" else "")
    if unit == "month":
        return a_month(match, *month_shifted(base, step))
    if unit == "quarter":
        year, month = month_shifted(base, 3 * step)
        quarter = (month - 1) // 3 + 1
        last = a_month(match, year, 3 * quarter).last
        return a_range(match, f"{year:04d}-Q{quarter}", date(year, 3 * quarter - 2, 1), last)
    if unit == "decade":
        year = base.year // 10 * 10 + 10 * step
        return a_decade(match, year) if 1 <= year <= 9989 else None
    if unit == "century":
        return a_century(match, base.year + 100 * step)
    return a_year(match, base.year + step)


def _unit_near(match: Match[str], scene: Scene) -> TimeMention | None:
    which, unit = match["which"].lower().split()[-1], match["unit"].lower()
    step, told = STEPS[which]
    base, lead = scene.period if told else scene.today, (match["lead"] or "").lower().split()
    if unit in SPANS and match["which"].lower() in ("past", "last") and (which == "past" or "the" in lead):
        if _AND_A_HALF.match(scene.text, match.end()):
            return a_duration(match, period(1.5, unit), shifted(base, -SPANS[unit] * 3 // 2), base)
        return _until_now(match, scene, unit)
    if unit == "weekend" and step == 0 and not told and scene.today.weekday() == 0:
        step -= direction(scene, match.start(), match.end()) == "past"
    return unit_at(match, base, step, unit)


def _until_now(match: Match[str], scene: Scene, unit: str) -> TimeMention | None:
    """The past year: in value the one before this, as annotators write it, a decade's length; its days end today."""
    first = shifted(scene.today, -SPANS[unit])
    if unit == "decade":
        return a_duration(match, period(1, unit), first, scene.today)
    found = unit_at(match, scene.today, -1, unit)
    return replace(found, first=first, last=scene.today, precision="range") if found else None


def _beyond(match: Match[str], scene: Scene) -> TimeMention | None:
    """The week before last, the year after next."""
    return unit_at(match, scene.today, -2 if match["side"].lower().startswith("before") else 2, match["unit"].lower())


def _bare_weekend(match: Match[str], scene: Scene) -> TimeMention:
    future = direction(scene, match.start(), match.end()) == "future" or scene.today.weekday() >= 5
    return a_week(match, shifted(scene.today, 0 if future else -7), "-WE")


def _next_day(match: Match[str], scene: Scene) -> TimeMention:
    """The next day, the following morning, the same day: told from the last day that the text named."""
    which, unit = match["which"].lower().split()[-1], match["unit"].lower()
    step = 0 if which in ("same", "that") else -1 if which in ("previous", "preceding") else 1
    before = scene.reference
    day = scene.reference = shifted(before, step)
    found = a_day(match, day) if unit == "day" else a_part(match, day, part_of(unit))
    return unless_adrift(found, before, match, scene)


def _same_day(match: Match[str], scene: Scene) -> TimeMention:
    return a_day(match, scene.reference)


def _the_day(match: Match[str], scene: Scene) -> TimeMention:
    """ "Shares ended the day lower": the day without its verb."""
    return replace(_same_day(match, scene), start=match.end() - len("the day"))


def _beside_told(match: Match[str], scene: Scene) -> TimeMention | None:
    """The day before, a year earlier, the month after: one unit from the time last named."""
    unit, sign = match["unit"].lower(), 1 if match["side"].lower() in ("later", "after") else -1
    if unit in ("day", "night", "morning", "evening"):
        before = scene.reference
        scene.reference = shifted(before, sign)
        found = a_day(match, scene.reference) if unit == "day" else a_part(match, scene.reference, PARTS[unit])
        return unless_adrift(found, before, match, scene)
    if (unit, sign) == ("year", -1) and of_quarter(scene):
        return quarter_before(match, scene)
    whole = unit_at(match, scene.period, sign, unit)
    if sign > 0 and whole is not None and unless_adrift(whole, scene.period, match, scene).first is None:
        return replace(a_duration(match, period(1, unit)), duration=None)
    return whole


def _whole(match: Match[str], scene: Scene) -> TimeMention | None:
    """For the year, over the full month: the one that runs, but on a Monday the week that was."""
    unit = match["unit"].lower()
    over = unit == "week" and scene.today.weekday() == 0 and direction(scene, match.start(), match.end()) == "past"
    return unit_at(match, scene.today, -over, unit)


def _full_year(match: Match[str], scene: Scene) -> TimeMention | None:
    """For the full year: the one that runs, or whose accounts are told of in the next one's first months."""
    told = scene.today.month <= ACCOUNTS_DUE and direction(scene, match.start(), match.end()) == "past"
    return a_year(match, scene.today.year - told)


def _end_of(match: Match[str], scene: Scene) -> TimeMention | None:
    """The end of the year, year's end: the year, as TIMEX3 keeps the end as a modifier of the value."""
    step = step_of(match["which"])
    base = scene.period if (match["which"] or "").lower() == "that" else scene.today
    return unit_at(match, base, step, (match["unit"] or match["ended"]).lower())


def _new_year(match: Match[str], scene: Scene) -> TimeMention | None:
    """The new year: the one that has just begun or is about to."""
    return a_year(match, scene.today.year + (scene.today.month > 3))


def _earlier(match: Match[str], scene: Scene) -> TimeMention | None:
    """Earlier in the week, later that month, sometime next year."""
    step, told = STEPS[match["which"].lower()]
    return unit_at(match, scene.period if told else scene.today, step, match["unit"].lower())


def _at_the_time(match: Match[str], scene: Scene) -> TimeMention:
    """The time that the text named last, if that is past; else some time past."""
    told = scene.told
    if told is not None and told.last is not None and (scene.today - told.last).days > 7 and told.type == "DATE":
        return replace(told, start=match.start(), end=match.end())
    return TimeMention(match.start(), match.end(), "PAST_REF", "DATE", precision="range", past=True)


def _year_ago(match: Match[str], scene: Scene) -> TimeMention | None:
    """Telegraphic "year-ago", "the year-earlier quarter": the year before."""
    return quarter_before(match, scene) if of_quarter(scene) else a_year(match, scene.today.year - 1)


_LEAD = rf"(?P<lead>(?:(?:in|over|during|for|within|throughout|through|of|by|from|since|until){S})?(?:the{S})?)"
_UNIT = r"(?P<unit>week|weekend|month|quarter|year|decade|century)"
_WHICH = rf"last|latest|past|this|next|coming|this{S}past|this{S}coming|previous|preceding|following|current|same|that"
_MID = rf"(?:(?:early|late|earlier|later|mid|sometime|some{S}time){S}(?:in{S})?)"
_STOP = (
    rf"(?={OPT}(?:[.,;:)\"'”’]|$)|{S}(?:and|but|when|in|at|on|to|with|for|from|by)\b"
    rf"|{S}that{S}(?:he|she|it|they|we|no|the|his|her|its|their)\b)"
)
#: What there is of a year.
_SHARE = "|".join(rf"(?<={word}\s)" for word in ("months", "weeks", "half", "part", "most", "much"))
RULES: tuple[TimeRule, ...] = (
    rule(
        "unit",
        rf"{_LEAD}{MOD}(?:the{S})?(?P<which>{_WHICH}){S}(?:fiscal{S}|calendar{S}|financial{S})?{_UNIT}(?!{S}of{S}age)",
        _unit_near,
    ),
    rule("unit", rf"(?:the{S})?{_UNIT}{S}(?P<side>before{S}last|after{S}next)", _beyond),
    rule(
        "unit",
        rf"(?:(?:over|at|during|by|before|after|throughout|for|of){S}the{S}weekend|the{S}weekend)(?!{S}(?:of{S}"
        rf"[a-z]|before|after))",
        _bare_weekend,
    ),
    rule(
        "unit",
        rf"(?:the|that){S}(?:very{S})?(?P<which>next|following|same|previous|preceding){S}(?P<unit>day|morning|"
        rf"afternoon|"
        rf"evening|night|dawn)",
        _next_day,
    ),
    rule(
        "unit",
        rf"(?:later{S}|earlier{S}|late{S}|early{S})?(?:on{S})?(?P<which>that){S}(?P<unit>morning|afternoon|"
        rf"evening|night|day)",
        _next_day,
    ),
    rule(
        "unit ago",
        rf"(?:the|one|a){S}(?P<unit>day|night|morning|evening|week|month|year){S}(?P<side>earlier|later|"
        rf"previous(?:ly)?|(?:before|"
        rf"after){_STOP})(?!{S}than\b)",
        _beside_told,
    ),
    rule(
        "unit",
        rf"(?:the{S})?(?:very{S})?(?:end|start|beginning|middle|close|rest|remainder){S}of{S}(?:the|this|"
        rf"(?P<which>next|last|that))"
        rf"{S}(?P<unit>week|month|quarter|year|decade|century)(?P<ended>)(?!{S}of)",
        _end_of,
    ),
    rule("unit", rf"(?:the{S})?(?P<ended>year|month|week)(?:['’]s{S}|-)end(?P<which>)(?P<unit>)(?!s)", _end_of),
    rule("unit end", rf"(?:by|at|around|before|after|since){S}(?P<ended>year){S}end(?P<which>)(?P<unit>)", _end_of),

    rule("unit", r"(?:end|mid)-(?P<ended>year|month|week|quarter)(?P<which>)(?P<unit>)", _end_of),
    rule("unit new", rf"{MOD}(?:in|into|of|for|since|until|before|after){S}the{S}new{S}year(?!['’])", _new_year),
    rule("unit", rf"{_MID}(?P<which>this|that|the|next|last){S}{_UNIT}", _earlier),
    rule("unit", rf"(?:earlier|later|late|early){S}(?:on{S}the{S}same|(?:on{S})?in{S}the|the{S}same){S}day", _same_day),
    rule("unit", rf"(?:end|start|finish|close|open|began|begin)(?:ed|ing|s)?{S}the{S}day", _the_day),
    rule("unit", rf"(?:for|during|over){S}the{S}(?:full{S})?(?P<unit>week|month|year)(?!{S}to\b){_STOP}", _whole),
    rule(
        "unit",
        rf"(?:for|in|over|throughout){S}the{S}(?:full|whole){S}(?:fiscal{S})?(?P<unit>year)(?!{S}(?:\d|(?:to|ended|"
        rf"ending|of)\b))",
        _full_year,
    ),
    rule(
        "unit",
        rf"(?:(?:{_SHARE})of|for|in){S}the{S}(?P<unit>year)(?!{S}to\b){_STOP}",
        _whole,
    ),
    rule("unit ago", rf"year(?:-(?:ago|earlier)|{S}ago)", _year_ago),
    rule(
        "then",
        rf"at{S}(?:that|the(?!{S}time{S}(?-i:[A-Z]))){S}time(?!{S}(?:of|when|that|he|she|they|it|there|the|for|being)\b)",
        _at_the_time,
    ),
)  # fmt: skip
