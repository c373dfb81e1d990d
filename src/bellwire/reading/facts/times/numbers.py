"""Numbers and lengths as copy writes them: 48, 1,500, twenty-five, half a dozen, two and a half, a quarter century."""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import Match

S = r"[\s]{1,4}"
"""One gap between words, line breaks included."""
OPT = r"[\s]{0,4}"
"""A gap or none."""

ONES = {word: k for k, word in enumerate((
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split(), 1)}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
SIZES = {"couple": 2, "dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()
_ORDERED = [
    *_UNITS, *("tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth".split()),
    "nineteenth", "twentieth", *(f"twenty-{unit}" for unit in _UNITS), "thirtieth", "thirty-first",
]  # fmt: skip
#: First to thirty-first.
ORDINALS = {word: k for k, word in enumerate(_ORDERED, 1)}
#: Numbers that a text leaves open.
VAGUE = (
    "several", "a few", "few", "some", "many", "countless", "a number of", "dozens of", "hundreds of", "thousands of",
    "tens of thousands of", "a handful of", "several dozen", "several hundred", "numerous",
)  # fmt: skip


def options(words: Iterable[str]) -> str:
    """Words as the inside of a group, longest first."""
    listed = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(w).replace(r"\ ", r"[\s-]{1,3}").replace(r"\-", r"[\s-]") for w in listed)


_SMALL = rf"(?:(?:{options(TENS)})(?:[\s-](?:{options([*ONES][:9])}))?|{options(ONES)})"
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3}){1,2}|\d{1,5}(?:\.\d{1,3})?"
    rf"|half(?:{S}|-)a(?:{S}|-)dozen"
    rf"|(?:an?|{_SMALL})[\s-](?:couple(?:{S}of)?|dozen|hundred|thousand|million)(?:(?:{S}and)?{S}{_SMALL})?"
    rf"|couple{S}of|{_SMALL}|an?)"
)
#: The first words of years in words that begin nothing else: nineteen ninety-six.
CENTURIES = "sixteen|seventeen|eighteen|nineteen"
_ONE = options([*ONES][:9])
_YEARS = rf"(?:(?:{options(TENS)})(?:[\s-](?:{_ONE}))?|{options([*ONES][9:])})"
SPELLED_YEAR = (
    rf"(?:(?:{CENTURIES})[\s-](?:{_YEARS}|hundred|oh[\s-](?:{_ONE}))|twenty[\s-]{_YEARS}"
    rf"|two{S}thousand(?:{S}and)?{S}(?:{_ONE}))"
)
"""A year in words, which `year_of` reads."""
ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{options(ORDINALS)})"
_WHOLE = "(?:hour|day|week|month|year|decade|century)"
_BITS = {0.75: "three", 0.5: "half", 0.25: "quarter"}
#: What half an hour, a quarter century and the like are, in how many of which smaller unit a whole is.
_SMALLER = {
    "hour": (60, "minute"), "day": (24, "hour"), "week": (7, "day"), "month": (30, "day"), "year": (12, "month"),
    "decade": (10, "year"), "century": (100, "year"),
}  # fmt: skip


def length(unit: str, more: str = "") -> str:
    """The pattern of a number with its unit, which `length_of` reads; `more` may stand between ("two more years")."""
    return (
        rf"(?:(?P<bit>half(?:(?:{S}|-)an?)?|an?{S}half|(?:(?:a|one){S})?quarter(?:(?:{S}|-)of(?:{S}|-)an?)?"
        rf"|three[\s-]quarters{S}of{S}an?)(?:{S}|-)(?P<whole>{_WHOLE})"
        rf"|(?P<number>{NUMBER})(?P<half>[\s-]and[\s-](?:a|one)[\s-]half|(?:{S}|-)1/2)?(?:-(?:odd|plus))?(?:{S}or{S}so|"
        rf"{S}or{S}more)?{more}(?:{S}|-)(?P<unit>{unit})(?P<tail>[\s-]and[\s-]a[\s-]half)?)"
    )


def number_of(text: str) -> float | None:
    """The number that words or figures say; None where they say none."""
    words = text.lower().replace("-", " ").replace(",", "").split()
    figure = "".join(words)
    if figure.replace(".", "", 1).isascii() and figure.replace(".", "", 1).isdigit():
        return float(figure)
    if words[:1] == ["half"]:
        return 6 if words[-1] == "dozen" else None
    total, current = 0, 0
    for word in words:
        if word in ONES or word in TENS:
            current += ONES.get(word) or TENS[word]
        elif word in ("a", "an"):
            current = 1
        elif word in ("couple", "dozen", "hundred"):
            current = SIZES[word] if word == "couple" else max(current, 1) * SIZES[word]
        elif word in SIZES:
            total, current = total + max(current, 1) * SIZES[word], 0
        elif word not in ("of", "and"):
            return None
    return float(total + current) or None


def length_of(match: Match[str]) -> tuple[float, str] | None:
    """The number and the unit of a match of `length`; None where it has none."""
    found = match.groupdict()
    if found.get("bit"):
        share = next(share for share, word in _BITS.items() if word in found["bit"].lower())
        count, unit = _SMALLER[found["whole"].lower()]
        return share * count, unit
    number = number_of(found["number"]) if found.get("number") else None
    if number is None or (found["number"].lower() in ("a", "an") and found["unit"].lower().endswith("s")):
        return None
    return number + 0.5 * bool(found.get("half") or found.get("tail")), found["unit"]


def year_of(text: str) -> int:
    """The year that figures or the words of SPELLED_YEAR say."""
    if text[0].isdigit():
        return int(text)
    first, *rest = (word for word in re.split(r"[\s-]{1,4}", text.lower()) if word not in ("and", "oh", "hundred"))
    years = sum(ONES.get(word) or TENS.get(word, 0) for word in rest)
    return 2000 + years if first == "two" else 100 * (ONES.get(first) or TENS[first]) + years


def ordinal_of(text: str) -> int:
    """The number of first, 21st, twenty-first."""
    word = "-".join(text.lower().replace("-", " ").split())
    return ORDINALS[word] if word in ORDINALS else int(word[:-2])
