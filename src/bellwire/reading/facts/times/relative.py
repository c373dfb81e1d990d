"""Times told from now: yesterday, on Sunday, last week, two days ago, the next morning, earlier this year."""

from __future__ import annotations

from datetime import date
from re import Match

from bellwire.reading.facts.times.cues import direction
from bellwire.reading.facts.times.mention import (
    Scene,
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
    NUMBER,
    OPT,
    PART,
    PARTS,
    UNIT,
    VAGUE,
    WEEKDAY,
    S,
    number_of,
    options,
    unit_of,
    weekday_of,
)  # fmt: skip

DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0}


def _near_day(match: Match[str], scene: Scene) -> TimeMention:
    """Yesterday, today, tomorrow, with or without a part of the day."""
    word = match["near"].lower()
    day = shifted(scene.today, DAYS[word])
    scene.reference = day
    if word == "tonight":
        return a_part(match, day, "NI")
    return a_part(match, day, PARTS[match["part"].lower()]) if match["part"] else a_day(match, day)


def _beyond(match: Match[str], scene: Scene) -> TimeMention:
    return a_day(match, shifted(scene.today, -2 if match["side"].lower() in ("before", "prior to") else 2))


def _last_night(match: Match[str], scene: Scene) -> TimeMention:
    """Last night and overnight are the night before the article's day; this morning and the like are the day's own."""
    words = match.group().lower().split()
    if words[0] == "overnight" or words[0] == "last":
        part = PARTS.get(words[-1], "NI")
        return a_part(match, shifted(scene.today, -1), part)
    return a_part(match, scene.today, PARTS[words[-1]])


def weekday_near(scene: Scene, weekday: int, cue: str, start: int, end: int) -> date:
    """The day that a weekday's name means: the article's own day if it is one, else the last, else, with cues, the
    next.
    """
    ahead = (weekday - scene.today.weekday()) % 7
    behind = (scene.today.weekday() - weekday) % 7
    if cue in ("next", "coming", "this coming", "the coming"):
        return shifted(scene.today, ahead or 7)
    if cue in ("last", "past", "this past", "the past", "the previous", "previous"):
        return shifted(scene.today, -(behind or 7))
    if cue == "this":
        return shifted(scene.today, ahead)
    if ahead == 0:
        return scene.today
    future = direction(scene, start, end) == "future"
    return shifted(scene.today, ahead if future else -behind)


def _weekday(match: Match[str], scene: Scene) -> TimeMention:
    cue = " ".join((match["cue"] or "").lower().split())
    start = match.start("weekday")
    day = weekday_near(scene, weekday_of(match["weekday"]), cue, start, match.end())
    before = " ".join((match["before"] or "").lower().split())
    if before:
        day = shifted(day, -1 if "before" in before else 1)
    scene.reference = day
    return a_part(match, day, PARTS[match["part"].lower()]) if match["part"] else a_day(match, day)


def _weeks_weekday(match: Match[str], scene: Scene) -> TimeMention:
    """Monday of last week, Friday next week."""
    weekday = weekday_of(match["weekday"])
    weeks = {"last": -1, "next": 1}.get(match["which"].lower(), 0)
    day = shifted(scene.today, weekday - scene.today.weekday() + 7 * weeks)
    return a_day(match, day)


def _unit_near(match: Match[str], scene: Scene) -> TimeMention | None:
    """Last, this, next week, weekend, month, quarter, year, decade, century."""
    which, unit = match["which"].lower().split()[-1], match["unit"].lower()
    step = (
        -1
        if which in ("last", "past", "previous", "preceding")
        else 1
        if which in ("next", "coming", "following")
        else 0
    )
    today = scene.today
    if unit == "week":
        return a_week(match, shifted(today, 7 * step))
    if unit == "weekend":
        back = step == 0 and today.weekday() == 0 and direction(scene, match.start(), match.end()) == "past"
        return a_week(match, shifted(today, 7 * (min(step, 0) if step < 1 else 1) - 7 * back), "-WE")
    if unit == "month":
        year, month = month_shifted(today, step)
        return a_month(match, year, month)
    if unit == "quarter":
        year, month = month_shifted(today, 3 * step)
        quarter = (month - 1) // 3 + 1
        return a_range(
            match, f"{year}-Q{quarter}", date(year, 3 * quarter - 2, 1), a_month(match, year, 3 * quarter).last
        )
    if unit == "year":
        return a_year(match, today.year + step)
    if unit == "decade":
        start = (today.year // 10 + step) * 10
        return a_range(match, f"{start // 10}X", date(max(start, 1), 1, 1), date(min(start + 9, 9999), 12, 31))
    start = (today.year // 100 + step) * 100
    return a_range(match, f"{start // 100}XX", date(max(start, 1), 1, 1), date(min(start + 99, 9999), 12, 31))


def _bare_weekend(match: Match[str], scene: Scene) -> TimeMention:
    future = direction(scene, match.start(), match.end()) == "future" or scene.today.weekday() >= 5
    return a_week(match, shifted(scene.today, 0 if future else -7), "-WE")


def moved(match: Match[str], base: date, number: float, unit: str, sign: int, scene: Scene) -> TimeMention | None:
    """`number` units before or after `base`, as exact as the unit: a day, a week, a month, a year."""
    letter, timed, times = unit_of(unit)
    amount = number * times * sign
    if timed:
        seconds = amount * {"S": 1, "M": 60, "H": 3600}[letter]
        day = shifted(base, int((scene.anchor.hour * 3600 + scene.anchor.minute * 60 + seconds) // 86_400))
        return a_day(match, day)
    if letter == "D":
        scene.reference = shifted(base, round(amount))
        return a_day(match, scene.reference)
    if letter == "W":
        return a_week(match, shifted(base, round(7 * amount)))
    if letter == "M":
        year, month = month_shifted(base, round(amount))
        return a_month(match, year, month)
    return a_year(match, base.year + round(amount))


def _ago(match: Match[str], scene: Scene) -> TimeMention | None:
    number = number_of(match["number"]) if match["number"] else None
    after = match["after"].lower()
    if number is None:
        if after in ("ago", "earlier", "back", "before", "previously"):
            return TimeMention(match.start(), match.end(), "PAST_REF", "DATE", None, None, precision="range")
        return TimeMention(match.start(), match.end(), "FUTURE_REF", "DATE", None, None, precision="range")
    days = match["unit"].lower().rstrip("s") in ("day", "night")
    base = scene.today if after in ("ago", "from now", "back") else scene.reference if days else scene.period
    sign = 1 if after in ("later", "from now", "after", "afterwards", "hence") else -1
    return moved(match, base, number, match["unit"], sign, scene)


def _in_units(match: Match[str], scene: Scene) -> TimeMention | None:
    """In two days, where the verb points ahead; else it is how long (spans.py)."""
    number = number_of(match["number"])
    if number is None or direction(scene, match.start(), match.end()) != "future":
        return None
    return moved(match, scene.today, number, match["unit"], 1, scene)


def _next_day(match: Match[str], scene: Scene) -> TimeMention:
    """The next day, the following morning, the same day, the day before: told from the last day that the text named."""
    which, unit = match["which"].lower(), match["unit"].lower()
    step = 0 if which in ("same", "that") else -1 if which in ("previous", "preceding") else 1
    day = shifted(scene.reference, step)
    if unit == "day":
        return a_day(match, day)
    return a_part(match, day, PARTS[unit])


def _part_of(match: Match[str], scene: Scene) -> TimeMention:
    return a_part(match, scene.reference, PARTS[match["part"].lower()])


def _end_of(match: Match[str], scene: Scene) -> TimeMention | None:
    """The end of the year, year's end: the year, as TIMEX3 keeps the end as a modifier of the value."""
    unit = (match["unit"] or "year").lower()
    step = {"next": 1, "last": -1}.get((match["which"] or "").lower(), 0)
    return moved(match, scene.today, abs(step), unit, step or 1, scene) if unit != "century" else None


def _day_before(match: Match[str], scene: Scene) -> TimeMention:
    return a_day(match, shifted(scene.reference, -1 if "before" in match.group().lower() else 1))


def _earlier(match: Match[str], scene: Scene) -> TimeMention | None:
    """Earlier this year, later that month."""
    unit = match["unit"].lower()
    base = scene.period if match["which"].lower() == "that" else scene.today
    if unit == "week":
        return a_week(match, base)
    if unit == "month":
        return a_month(match, base.year, base.month)
    return a_year(match, base.year)


_VAGUE = options(VAGUE)
_CUE = rf"(?P<cue>last|past|next|coming|this{S}past|this{S}coming|the{S}coming|the{S}past|the{S}previous|previous|this)"
_MOD = rf"(?:(?:late|early|earlier|later|mid)(?:{S}(?:on{S})?|-))?"
RULES: tuple[TimeRule, ...] = (
    rule("unit", rf"(?:the{S})?day{S}(?P<side>before|after){S}(?:yesterday|tomorrow)", _beyond),
    rule("near", rf"{_MOD}(?P<near>yesterday|today|tomorrow|tonight)(?:['’]s)?(?:{S}(?P<part>{PART}))?", _near_day),
    rule("part", rf"last{S}(?:night|evening)|overnight|this{S}(?:morning|afternoon|evening)", _last_night),
    rule("weekday", rf"(?P<weekday>{WEEKDAY}){S}(?:of{S})?(?P<which>last|this|next){S}week", _weeks_weekday),
    rule(
        "weekday",
        rf"{_MOD}(?P<before>(?:the{S})?day{S}(?:before|after){S})?{_MOD}(?:{_CUE}{S})?(?P<weekday>{WEEKDAY})(?:['’]"
        rf"s)?(?:{S}(?P<part>{PART}))?",
        _weekday,
    ),
    rule(
        "unit",
        rf"{_MOD}(?:the{S})?(?P<which>last|past|this|next|coming|this{S}past|this{S}coming|previous|following|curre"
        rf"nt){S}(?P<unit>week|weekend|month|quarter|year|decade|century)",
        _unit_near,
    ),
    rule(
        "weekday part",
        rf"(?:at|before|after|around|by|since|until|near|towards?){S}(?P<part>dawn|daybreak|sunrise|dusk|sunset|nightfall)"
        rf"{S}(?:on{S})?(?P<before>)(?P<cue>)(?P<weekday>{WEEKDAY})",
        _weekday,
    ),
    rule("part", rf"(?:at|before|after|around){S}(?P<part>dawn|daybreak|sunrise|dusk|sunset|nightfall)", _part_of),
    rule("unit", rf"(?:over|at|during|by|before|after|throughout){S}the{S}weekend", _bare_weekend),
    rule(
        "unit ago",
        rf"(?:(?:about|around|some|nearly|almost|more{S}than|less{S}than|over|just|only|exactly){S}){{0,2}}(?:(?P<n"
        rf"umber>{NUMBER})|(?:{_VAGUE})|long|(?:{_VAGUE})?)(?:{S}|-)(?P<unit>{UNIT}){S}(?P<after>ago|earlier|later|"
        rf"from{S}now|before|after|back|afterwards|hence|previously)(?!{S}(?:the|a|an|he|she|they|it|his|their|last"
        rf"|this|being|\d|[a-z]{{1,12}}['’]s)\b)(?<!before)(?<!after)",
        _ago,
    ),
    rule(
        "unit ago",
        rf"(?:(?:about|around|some|nearly|almost|just|only){S})?(?P<number>{NUMBER})(?:{S}|-)(?P<unit>{UNIT}){S}"
        rf"(?P<after>before|after)(?={OPT}(?:[.,;:)]|$))",
        _ago,
    ),
    rule(
        "unit",
        rf"in{S}(?:(?:about|around|some|another|just|the{S}next){S})?(?P<number>{NUMBER})(?:{S}|-)(?P<unit>{UNIT})("
        rf"?:['’])?(?:{S}time)?",
        _in_units,
    ),
    rule(
        "unit",
        rf"(?:the|that){S}(?P<which>next|following|same|previous|preceding){S}(?P<unit>day|morning|afternoon|evenin"
        rf"g|night|dawn)",
        _next_day,
    ),
    rule(
        "part",
        rf"(?:(?:early|late){S})?in{S}the{S}(?:(?:early|late){S})?(?P<part>morning|afternoon|evening)",
        _part_of,
    ),
    rule(
        "unit",
        rf"(?:the{S})?(?:end|start|beginning|middle|close){S}of{S}(?:the|this|(?P<which>next|last)){S}(?P<unit>week"
        rf"|month|year|century)(?!{S}of)|(?:the{S})?year['’]s{S}end|year-end",
        _end_of,
    ),
    rule("part", rf"(?P<which>that){S}(?P<unit>morning|afternoon|evening|night|day)", _next_day),
    rule("unit", rf"(?:a|the|one){S}day{S}(?:before|earlier|after|later)(?={OPT}[.,;]|$)", _day_before),
    rule(
        "unit",
        rf"(?:earlier|later|late|early|sometime){S}(?:in{S})?(?P<which>this|that|the){S}(?P<unit>week|month|year)",
        _earlier,
    ),
)  # fmt: skip
