"""The words of time expressions: numbers, units, months, weekdays, zones, and the pieces of patterns made of them."""

from __future__ import annotations

import re

MONTHS = {name: k for k, names in enumerate((
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec",
), 1) for name in names.split()}  # fmt: skip
WEEKDAYS = {name: k for k, names in enumerate((
    "monday mon", "tuesday tues tue", "wednesday weds wed", "thursday thurs thur thu", "friday fri", "saturday sat",
    "sunday sun",
)) for name in names.split()}  # fmt: skip
ONES = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen":
    17,
    "eighteen": 18, "nineteen": 19, "half a dozen": 6, "half-a-dozen": 6, "a dozen": 12, "a couple of": 2, "couple of":
    2,
    "a couple": 2, "a hundred": 100, "a thousand": 1000, "hundred": 100,
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
#: Numbers that a text leaves open.
VAGUE = ("several", "a few", "few", "some", "many", "countless", "a number of", "dozens of", "hundreds of")
#: Unit → its TIMEX3 letter, whether it goes after the T, how many of it a word counts.
UNITS = {
    "second": ("S", True, 1), "sec": ("S", True, 1), "minute": ("M", True, 1), "min": ("M", True, 1),
    "hour": ("H", True, 1), "hr": ("H", True, 1), "day": ("D", False, 1), "night": ("D", False, 1),
    "week": ("W", False, 1), "fortnight": ("W", False, 2), "weekend": ("W", False, 1), "month": ("M", False, 1),
    "quarter": ("M", False, 3), "year": ("Y", False, 1), "decade": ("Y", False, 10), "century": ("Y", False, 100),
    "centurie": ("Y", False, 100),
}  # fmt: skip
PARTS = {
    "morning": "MO", "dawn": "MO", "daybreak": "MO", "sunrise": "MO", "afternoon": "AF", "evening": "EV", "dusk": "EV",
    "sunset": "EV", "nightfall": "EV", "night": "NI",
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


def options(words: object) -> str:
    """Words as the inside of a group, longest first."""
    listed = sorted((str(w) for w in words), key=len, reverse=True)  # type: ignore[attr-defined]
    return "|".join(re.escape(w).replace(r"\ ", r"[\s-]{1,3}") for w in listed)


S = r"[\s]{1,4}"
"""One gap between words, line breaks included."""
OPT = r"[\s]{0,4}"
"""A gap or none."""
MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
)
WEEKDAY = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|(?:tues|weds|thurs|thur)\b\.?|(?:mon|tue|wed|thu"
    r"|fri|sat|sun)\.)"
)
NUMBER = (
    r"(?:\d{1,3}(?:\.\d)?|"
    + options(ONES)
    + r"|(?:"
    + options(TENS)
    + r")(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?)"
)
UNIT = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|fortnights?|weekends?|months?|years?|decad"
    r"es?|century|centuries)"
)
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:1[5-9]\d\d|20\d\d)"
PART = r"(?:morning|afternoon|evening|night|dawn|daybreak|dusk|nightfall|sunset|sunrise)"
ZONE = r"(?:gmt|utc|bst|cet|cest|eet|eest|msk|est|edt|cst|cdt|mst|mdt|pst|pdt|et|jst|kst|pkt|hkt)"


def number_of(text: str) -> float | None:
    """The number that words or figures say; None where they say none."""
    word = " ".join(text.lower().replace("-", " ").split())
    if word in ONES:
        return ONES[word]
    if word.replace(".", "", 1).isdigit():
        return float(word)
    tens, _, ones = word.partition(" ")
    if tens in TENS and (not ones or ones in ONES):
        return TENS[tens] + (ONES[ones] if ones else 0)
    return None


def month_of(text: str) -> int:
    """The month's number of a name that MONTH matches."""
    return MONTHS[text.lower().rstrip(".")]


def weekday_of(text: str) -> int:
    """The weekday's number, Monday 0, of a name that WEEKDAY matches."""
    return WEEKDAYS[text.lower().rstrip(".")]


def unit_of(text: str) -> tuple[str, bool, int]:
    """A unit's letter, whether it counts time of day, and how many of it the word means."""
    word = text.lower()
    return UNITS.get(word) or UNITS.get(word.removesuffix("s")) or UNITS["centurie"]


def period(number: float | None, unit: str) -> str:
    """`PnU`, with X for a number that is not known: P7D, PT48H, PXY."""
    letter, timed, times = unit_of(unit)
    amount = "X" if number is None else f"{number * times:g}"
    return f"P{'T' if timed else ''}{amount}{letter}"
