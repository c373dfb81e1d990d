"""The words of time expressions: units, months, weekdays, zones, and the pieces of patterns made of them."""

from __future__ import annotations

from bellwire.reading.facts.times.numbers import SPELLED_YEAR, S

#: The year, month, week or day beside this one that a word means.
_STEPS = {"last": -1, "previous": -1, "next": 1}
MONTHS = {name: k for k, names in enumerate((
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec",
), 1) for name in names.split()}  # fmt: skip
WEEKDAYS = {name: k for k, names in enumerate((
    "monday mon", "tuesday tues tue", "wednesday weds wed", "thursday thurs thur thu", "friday fri", "saturday sat",
    "sunday sun",
)) for name in names.split()}  # fmt: skip
#: Unit → its TIMEX3 letter, whether it goes after the T, how many of it a word counts.
UNITS = {
    "second": ("S", True, 1), "sec": ("S", True, 1), "minute": ("M", True, 1), "min": ("M", True, 1),
    "hour": ("H", True, 1), "hr": ("H", True, 1), "day": ("D", False, 1), "night": ("D", False, 1),
    "week": ("W", False, 1), "fortnight": ("W", False, 2), "weekend": ("W", False, 1), "month": ("M", False, 1),
    "quarter": ("M", False, 3), "year": ("Y", False, 1), "decade": ("Y", False, 10), "century": ("Y", False, 100),
    "centurie": ("Y", False, 100), "millennium": ("Y", False, 1000),
}  # fmt: skip
PARTS = {
    "morning": "MO", "dawn": "MO", "daybreak": "MO", "sunrise": "MO", "daylight": "MO", "early hours": "MO",
    "small hours": "MO", "wee hours": "MO", "early morning hours": "MO", "predawn hours": "MO", "pre-dawn hours": "MO",
    "predawn": "MO", "pre-dawn": "MO", "mid-morning": "MO", "afternoon": "AF", "mid-afternoon": "AF",
    "evening": "EV", "dusk": "EV", "sunset": "EV", "sundown": "EV", "nightfall": "EV", "night": "NI",
}  # fmt: skip
#: Hours east of Greenwich. Zones whose letters mean several things (IST, AST) are left out.
ZONES = {
    "gmt": 0.0, "utc": 0.0, "z": 0.0, "bst": 1.0, "cet": 1.0, "cest": 2.0, "eet": 2.0, "eest": 3.0, "msk": 3.0,
    "est": -5.0, "edt": -4.0, "cst": -6.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0, "et": -5.0,
    "jst": 9.0, "kst": 9.0, "pkt": 5.0, "hkt": 8.0, "eastern": -5.0,
}  # fmt: skip
SEASONS = {
    "spring": ("SP", 3, 5),
    "summer": ("SU", 6, 8),
    "autumn": ("FA", 9, 11),
    "fall": ("FA", 9, 11),
    "winter": ("WI", 12, 2),
}
MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
)
WEEKDAY = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|(?:tues|weds|thurs|thur)\b\.?|(?:mon|tue|wed|thu"
    r"|fri|sat|sun)\.)"
)
UNIT = (
    r"(?:seconds?|(?-i:secs?|mins?|hrs?)|minutes?|hours?|days?|nights?|weeks?|fortnights?|weekends?|"
    r"months?|years?|decad"
    r"es?|century|centuries|quarters)"
)
#: Units in the plural, which need no number: "for weeks", "years ago".
MANY = r"(?:seconds|minutes|hours|days|weeks|months|years|decades|centuries)"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:1[5-9]\d\d|20\d\d)"
#: The year that may follow a day or a month, which mention.year_said reads.
YEAR_TAIL = (
    rf"(?:,?{S}(?:of{S})?(?P<year>{YEAR}|{SPELLED_YEAR})(?!{S}(?:gmt|utc|hours|hrs))|{S}(?:of{S})?(?:(?P<rel>this|last|"
    rf"next){S}year(?!['’])|"
    rf"the{S}year{S}(?P<beyond>before{S}last)))?"
)
PART = r"(?:morning|afternoon|evening|night|dawn|daybreak|dusk|nightfall|sunset|sunrise)"
ZONE = r"(?:gmt|utc|bst|cet|cest|eet|eest|msk|est|edt|cst|cdt|mst|mdt|pst|pdt|et|jst|kst|pkt|hkt)"
ABOUT = (
    rf"(?:(?:about|around|some|nearly|almost|at{S}least|at{S}most|up{S}to|more{S}than|less{S}than|over|under|"
    rf"roughly|another|only|just|exactly|approximately|well{S}over|fewer{S}than){S}){{0,2}}"
)
#: The first of two numbers, of which the second counts: "two or three days", "five-to-six-hour".
OR = rf"(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{{1,3}})(?:{S}|-)(?:or|to)(?:{S}|-))?"
#: Early, late, middle of: TIMEX3 keeps it as a modifier, so it only widens the span.
MOD = rf"(?:(?:very{S})?(?:early|late|mid|end|earlier|later)(?:{S}|-)(?:(?:in|on){S})?)?"


def step_of(which: str | None) -> int:
    """Last year, this year, next year: -1, 0, 1."""
    return _STEPS.get((which or "").lower(), 0)


def month_of(text: str) -> int:
    """The month's number of a name that MONTH matches."""
    return MONTHS[text.lower().rstrip(".")]


def weekday_of(text: str) -> int:
    """The weekday's number, Monday 0, of a name that WEEKDAY matches."""
    return WEEKDAYS[text.lower().rstrip(".")]


def part_of(text: str) -> str:
    """The part of the day (MO, AF, EV, NI) that a word of PARTS means."""
    return PARTS[" ".join(text.lower().split())]


def unit_of(text: str) -> tuple[str, bool, int]:
    """A unit's letter, whether it counts time of day, and how many of it the word means."""
    word = text.lower()
    return UNITS.get(word) or UNITS.get(word.removesuffix("s")) or UNITS["centurie"]


def period(number: float | None, unit: str) -> str:
    """`PnU`, with X for a number that is not known: P7D, PT48H, PXY."""
    letter, timed, times = unit_of(unit)
    amount = "X" if number is None else f"{number * times:.10g}"
    return f"P{'T' if timed else ''}{amount}{letter}"
