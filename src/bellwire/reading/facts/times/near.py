"""Days told from now: yesterday, tonight, on Sunday, early Tuesday morning, last Friday, the Monday before last."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from re import Match

from bellwire.reading.facts.times.cues import day_told, direction, unless_adrift
from bellwire.reading.facts.times.mention import (
    Scene,
    TimeMention,
    TimeRule,
    a_day,
    a_month,
    a_part,
    a_week,
    rule,
    shifted,
)  # fmt: skip
from bellwire.reading.facts.times.numbers import NUMBER, S, number_of
from bellwire.reading.facts.times.words import ABOUT, DAY, MOD, MONTH, PART, WEEKDAY, part_of, step_of, weekday_of

DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0}
#: "One Monday", "any Friday" are no day that can be told.
_ANY = re.compile(r"\b(?:one|any)\s$", re.IGNORECASE)
#: "On a Friday" is any of them, but "on a Friday flight".
_ON_A = re.compile(r"\bon\sa\s$", re.IGNORECASE)
_NOUN = re.compile(
    r"(?:\s{1,4}|-)(?!(?:in|on|at|when|and|or|of|before|after|as|with|to|the|he|she|they|a)\b)\w", re.IGNORECASE
)
#: Words before a weekday that count from the day named last, and which way.
FROM_TOLD = {"previous": -1, "the previous": -1, "the preceding": -1, "the following": 1}


def _near_day(match: Match[str], scene: Scene) -> TimeMention:
    """Yesterday, today, tomorrow, with or without a part of the day."""
    word = match["near"].lower()
    day = scene.reference = shifted(scene.today, DAYS[word])
    if word == "tonight":
        return a_part(match, day, "NI")
    return a_part(match, day, part_of(match["part"])) if match["part"] else a_day(match, day)


def _beyond(match: Match[str], scene: Scene) -> TimeMention:
    scene.reference = shifted(scene.today, -2 if match["side"].lower() in ("before", "prior to") else 2)
    return a_day(match, scene.reference)


def _last_night(match: Match[str], scene: Scene) -> TimeMention:
    """Last night and overnight are the night before the article's day; this morning and the like are the day's own."""
    words = match.group().lower().split()
    if words[-1] == "last":
        return a_part(match, shifted(scene.today, -2), "NI")
    if words[0] in ("overnight", "last"):
        part = "NI" if words[0] == "overnight" else part_of(words[-1])
        return a_part(match, shifted(scene.today, -1), part, loose=words[0] == "overnight")
    return a_part(match, scene.today, part_of(words[-1]))


def weekday_near(scene: Scene, weekday: int, cue: str, start: int, end: int) -> date:
    """The day that a weekday's name means: the article's own day if it is one, else the last, else, with cues, the
    next. Who means tomorrow does not say "next Thursday", nor "last Tuesday" who means yesterday.
    """
    ahead = (weekday - scene.today.weekday()) % 7
    behind = (scene.today.weekday() - weekday) % 7
    if cue in ("next", "coming", "this coming", "the coming"):
        soon = ahead <= 1 and cue == "next"
        return shifted(scene.today, ahead + 7 if soon else ahead or 7)
    if cue in ("last", "past", "this past", "the past"):
        return shifted(scene.today, -(behind + 7 if behind <= 1 and cue == "last" else behind or 7))
    if cue in FROM_TOLD:
        return _from_told(scene.reference, weekday, FROM_TOLD[cue])
    if cue == "this":
        return shifted(scene.today, ahead)
    if ahead == 0:
        return scene.today
    future = direction(scene, start, end) == "future"
    return shifted(scene.today, ahead if future else -behind)


def _from_told(told: date, weekday: int, sign: int) -> date:
    """The first such weekday after (before, if `sign` is negative) the day that was named last."""
    return shifted(told, sign * (sign * (weekday - told.weekday()) % 7 or 7))


def _weekday(match: Match[str], scene: Scene) -> TimeMention | None:
    cue = " ".join((match["cue"] or "").lower().split())
    before = scene.text[max(0, match.start() - 6) : match.start()]
    if _ANY.search(before):
        return None
    if _ON_A.search(before) and not _NOUN.match(scene.text, match.end()):
        value = f"XXXX-WXX-{weekday_of(match['weekday']) + 1}" + (f"T{part_of(match['part'])}" if match["part"] else "")
        return TimeMention(match.start(), match.end(), value, "DATE", precision="range")
    start = match.start("weekday")
    day = weekday_near(scene, weekday_of(match["weekday"]), cue, start, match.end())
    before = " ".join((match["before"] or "").lower().split())
    if before:
        day = shifted(day, -1 if "before" in before else 1)
    told, scene.reference = scene.reference, day
    found = a_part(match, day, part_of(match["part"])) if match["part"] else a_day(match, day)
    return unless_adrift(found, told, match, scene) if cue in FROM_TOLD else found


def _weeks_weekday(match: Match[str], scene: Scene) -> TimeMention:
    """Monday of last week, Friday next week."""
    weekday = weekday_of(match["weekday"])
    weeks = step_of(match["which"])
    scene.reference = shifted(scene.today, weekday - scene.today.weekday() + 7 * weeks)
    return a_day(match, scene.reference)


def _week_beyond(match: Match[str], scene: Scene) -> TimeMention | None:
    """A week ago Friday, two weeks from today, the Monday before last: so many weeks beyond the nearest such day."""
    found = match.groupdict()
    weeks = number_of(found["number"]) if found.get("number") else 1
    if weeks is None or weeks > 500:
        return None
    sign = -1 if match["side"].lower().startswith(("ago", "before")) else 1
    if found.get("near"):
        day = shifted(scene.today, DAYS[found["near"].lower()])
    else:
        ahead = (weekday_of(match["weekday"]) - scene.today.weekday()) % 7
        day = shifted(scene.today, ahead if sign > 0 else -(-ahead % 7))
    day = shifted(day, sign * round(7 * weeks))
    scene.reference = day
    return a_day(match, day)


def _weekdays_ago(match: Match[str], scene: Scene) -> TimeMention | None:
    """Two Sundays ago."""
    number = number_of(match["number"])
    if number is None or number > 500:
        return None
    behind = (scene.today.weekday() - weekday_of(match["weekday"])) % 7 or 7
    scene.reference = shifted(scene.today, -behind - 7 * (round(number) - 1))
    return a_day(match, scene.reference)


def _anniversary(match: Match[str], scene: Scene) -> TimeMention | None:
    """A year ago today, ten years ago this month: the same day, week or month of that year."""
    years = number_of(match["number"])
    if years is None or years >= scene.today.year:
        return None
    if match["near"]:
        day = shifted(scene.today, DAYS[match["near"].lower()])
    elif match["weekday"]:
        day = weekday_near(scene, weekday_of(match["weekday"]), "", match.start("weekday"), match.end())
    else:
        day = scene.today
    year = day.year - round(years)
    if match["span"] and match["span"].lower() == "month":
        return a_month(match, year, day.month)
    day = day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))
    return a_week(match, day) if match["span"] else a_day(match, day)


def _of_the_day(match: Match[str], scene: Scene) -> TimeMention:
    """A part of the day that was last spoken of, or of the day that stands beside it (joined.py)."""
    return a_part(match, day_told(scene, match.start(), match.end()), part_of(match["part"]), loose=True)


_CUE = (
    rf"(?P<cue>last|past|next|coming|this{S}past|this{S}coming|the{S}coming|the{S}past|the{S}previous|"
    rf"previous|the{S}preceding|the{S}following|this)"
)
_SUN = r"dawn|daybreak|sunrise|daylight|dusk|sunset|sundown|nightfall"
_HOURS = rf"early{S}hours|(?:small|wee){S}hours|early{S}morning{S}hours|pre-?dawn{S}hours"
RULES: tuple[TimeRule, ...] = (
    rule("unit near", rf"(?:the{S})?day{S}(?P<side>before|after){S}(?:yesterday|tomorrow)", _beyond),
    rule("near", rf"{MOD}(?P<near>yesterday|today|tomorrow|tonight)(?:['’]s)?(?:{S}(?P<part>{PART}))?", _near_day),
    rule(
        "part",
        rf"last{S}(?:night|evening)|overnight|this{S}(?:morning|afternoon|evening)|(?:the{S})?night{S}before{S}last",
        _last_night,
    ),
    rule("weekday", rf"(?P<weekday>{WEEKDAY}){S}(?:of{S})?(?P<which>last|this|next){S}week", _weeks_weekday),
    rule(
        "beyond unit",
        rf"(?P<number>{NUMBER}){S}weeks?{S}(?P<side>ago|from){S}(?:on{S})?(?:(?P<weekday>{WEEKDAY})|"
        rf"(?P<near>today|tomorrow))",
        _week_beyond,
    ),
    rule(
        "ago unit",
        rf"{ABOUT}(?P<number>{NUMBER}){S}years?{S}ago{S}(?:(?:on|this{S}(?:past|coming)){S})?(?:(?P<weekday>{WEEKDAY})|"
        rf"(?P<near>today|yesterday|tomorrow)|this{S}(?P<span>week|month))",
        _anniversary,
    ),
    rule("weekday ago", rf"(?P<number>{NUMBER}){S}(?P<weekday>{WEEKDAY})s{S}ago", _weekdays_ago),
    rule("weekday", rf"(?:the{S})?(?P<weekday>{WEEKDAY}){S}(?P<side>before{S}last|after{S}next)", _week_beyond),
    rule(
        "weekday",
        rf"{MOD}(?P<before>(?:the{S})?day{S}(?:before|after){S})?{MOD}(?:{_CUE}{S})?(?P<weekday>{WEEKDAY})(?:['’]"
        rf"s)?(?:{S}(?P<part>{PART}))?",
        _weekday,
    ),
    rule("part", rf"(?:at|before|after|around|by|since|until|near|towards?){S}(?P<part>{_SUN})", _of_the_day),
    rule(
        "part",
        rf"(?:in|during){S}the{S}(?:(?:early|late){S})?(?P<part>morning|afternoon|evening)(?!{S}hours\b)",
        _of_the_day,
    ),
    rule(
        "part",
        rf"(?:in{S})?(?:the{S})?(?:(?:early|late|mid)[\s-])?(?P<part>morning|afternoon|evening)"
        rf"(?={S}(?:trading|trade|deals|dealings|session)\b)",
        _of_the_day,
    ),
    rule("part", rf"(?:(?:by|at|in|since|until|around){S})?mid[\s-](?P<part>morning|afternoon)", _of_the_day),
    rule(
        "part",
        rf"(?:by|since|until|from|around){S}(?:early|late)[\s-](?P<part>morning|afternoon|evening)(?!{S}hours\b)",
        _of_the_day,
    ),
    rule("part", rf"(?:the|until|by|since){S}(?P<part>{_HOURS})", _of_the_day),
    rule(
        "part",
        rf"(?:the{S})?(?:(?:early|late){S})?(?P<part>{PART})(?={S}(?:of|on){S}(?:the{S})?(?:{WEEKDAY}|{MONTH}{S}\d|"
        rf"{DAY}{S}(?:of{S})?{MONTH}))",
        _of_the_day,
    ),
)  # fmt: skip
