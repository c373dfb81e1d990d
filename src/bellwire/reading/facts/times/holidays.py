"""Days that bear a name: Christmas Eve, Easter Monday, Labor Day, 9/11."""

from __future__ import annotations

from datetime import date
from re import Match

from bellwire.reading.facts.times.cues import points
from bellwire.reading.facts.times.days import SEPTEMBER_11, nearest, nth_weekday
from bellwire.reading.facts.times.mention import Scene, TimeMention, TimeRule, a_day, a_part, rule, shifted
from bellwire.reading.facts.times.numbers import S
from bellwire.reading.facts.times.words import PART, part_of

#: Those of one date, by name: month, day.
FIXED = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "new year's day": (1, 1),
    "new year's eve": (12, 31), "new year's": (1, 1), "new year day": (1, 1), "may day": (5, 1), "halloween": (10, 31),
    "boxing day": (12, 26), "valentine's day": (2, 14), "armistice day": (11, 11), "veterans day": (11, 11),
    "bastille day": (7, 14), "st. patrick's day": (3, 17), "saint patrick's day": (3, 17), "all saints' day": (11, 1),
    "remembrance day": (11, 11), "all souls' day": (11, 2), "epiphany": (1, 6), "three kings day": (1, 6),
    "canada day": (7, 1), "anzac day": (4, 25), "international women's day": (3, 8),
    "earth day": (4, 22), "world aids day": (12, 1), "world refugee day": (6, 20), "juneteenth": (6, 19),
    "international workers' day": (5, 1),
    "cinco de mayo": (5, 5), "inauguration day": (1, 20),
    "fourth of july": (7, 4), "human rights day": (12, 10), "april fool's day": (4, 1), "april fools' day": (4, 1),
}  # fmt: skip
#: Those of the nth weekday of a month (-1: the last): month, weekday, n.
MOVING = {
    "thanksgiving": (11, 3, 4), "thanksgiving day": (11, 3, 4), "labor day": (9, 0, 1), "memorial day": (5, 0, -1),
    "columbus day": (10, 0, 2), "martin luther king day": (1, 0, 3), "presidents day": (2, 0, 3),
    "presidents' day": (2, 0, 3), "mother's day": (5, 6, 2), "father's day": (6, 6, 3),
    "martin luther king jr. day": (1, 0, 3),
}  # fmt: skip
#: Those told from Easter Sunday, in days.
FROM_EASTER = {
    "easter": 0, "easter sunday": 0, "easter monday": 1, "good friday": -2, "palm sunday": -7, "ash wednesday": -46,
    "holy thursday": -3, "whit monday": 50, "pentecost": 49, "ascension day": 39,
}  # fmt: skip
#: Those that happened once.
ONCE = {"9/11": SEPTEMBER_11, "d-day": date(1944, 6, 6), "ve day": date(1945, 5, 8)}


def easter(year: int) -> date:
    """Easter Sunday: before 1583 by the Julian reckoning (Meeus), then by the Gregorian (the anonymous algorithm)."""
    if year < 1583:
        d = (19 * (year % 19) + 15) % 30
        e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
        month, day = divmod(d + e + 114, 31)
        return date(year, month, day + 1)
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _on(name: str, year: int) -> date:
    if name in FIXED:
        return date(year, *FIXED[name])
    if name in MOVING:
        month, weekday, n = MOVING[name]
        return nth_weekday(year, month, weekday, n)
    if name in FROM_EASTER:
        return shifted(easter(year), FROM_EASTER[name])
    return shifted(nth_weekday(year, 11, 0, 1), 1)


def _holiday(match: Match[str], scene: Scene) -> TimeMention | None:
    name = " ".join(match["holiday"].lower().replace("’", "'").split()).removeprefix("the ")
    if name in ONCE:
        return a_day(match, ONCE[name])
    day = _on(name, int(match["year"])) if match["year"] else _nearest(name, match, scene)
    if day is None:
        return None
    scene.reference = day
    return a_part(match, day, part_of(match["part"])) if match["part"] else a_day(match, day)


def _nearest(name: str, match: Match[str], scene: Scene) -> date | None:
    """The day of that name that the words mean."""
    years = [y for y in (scene.today.year + k for k in (-2, -1, 0, 1, 2)) if 2 <= y <= 9998]
    listed = [_on(name, y) for y in years]
    today, cue = scene.today, (match["cue"] or "").lower()
    if cue == "last":
        return max((d for d in listed if d < today), default=None)
    if cue == "next":
        return min((d for d in listed if d > today), default=None)
    tense = points(scene, match.start(), match.end())
    if tense == "future":
        return min((d for d in listed if d >= today), default=None)
    near = [d for d in listed if tense is None and 0 < (d - today).days <= 60]
    return near[0] if near else nearest(listed, today, tense)


def _pattern(name: str) -> str:
    return name.replace(".", r"\.?").replace("'", "['’]").replace(" ", S).replace("-", "[- ]")


_NAMES = "|".join(sorted(map(_pattern, [*FIXED, *MOVING, *FROM_EASTER, *ONCE, "election day"]), key=len, reverse=True))
RULES: tuple[TimeRule, ...] = (
    rule(
        "holiday",
        rf"(?:(?P<cue>last|next|this){S}|the{S})?(?P<holiday>{_NAMES})(?!{S}(?:holidays?|island|offensive|card|"
        rf"tree|rising)\b)"
        rf"(?:{S}(?P<part>{PART}))?(?:,?{S}(?P<year>1\d\d\d|20\d\d))?",
        _holiday,
    ),
)  # fmt: skip
