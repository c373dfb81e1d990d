"""How many: quantities in words and figures as a least and a most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bellwire.reading.syntax.tokens import Token

SMALL = {
    "no": 0, "zero": 0, "nobody": 0, "none": 0, "one": 1, "a": 1, "an": 1, "another": 1, "two": 2, "both": 2, "three":
    3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
}  # fmt: skip
TENS = {word: 10 * k for k, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)}
SCALES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 1_000_000}
#: Words that tell a size without a figure. The most of "dozens" is where the next word of size begins.
VAGUE = {
    "several": (3, 9), "few": (2, 5), "couple": (2, 2), "dozens": (24, 99), "scores": (40, 99), "hundreds": (200, 999),
    "thousands": (2000, 9999), "millions": (2_000_000, 9_999_999), "many": (3, 99), "handful": (3, 9), "tens": (20, 99),
}  # fmt: skip
#: Words that may stand between a quantity and the words that bound it.
_ABOUT = frozenset(["about", "around", "some", "roughly", "approximately", "estimated"])
_NEARLY = frozenset(["nearly", "almost"])
_FIGURES = re.compile(r"\d{1,3}(?:,\d{3}){1,3}|\d{1,9}")
_DECIMAL = re.compile(r"\d{1,3}\.\d{1,2}")
_RANGE = re.compile(r"(\d{1,6})[-–](\d{1,6})")
MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class Quantity:
    """`least` to `most`, said by tokens `first` to `last`; `bare` is false where words of bounding stand before."""

    least: int
    most: int
    first: int
    last: int


def quantity_at(tokens: Sequence[Token], i: int) -> Quantity | None:
    """The quantity whose first number word is token `i`, with the words that bound it; None if there is none."""
    found = _plain(tokens, i)
    if found is None:
        return None
    least, most, last = found
    if i == 0 or tokens[i - 1].text.lower() != "from":
        least, most, last = _extended(tokens, least, most, last)
    return _bounded(tokens, Quantity(least, most, i, last))


def _plain(tokens: Sequence[Token], i: int) -> tuple[int, int, int] | None:
    """A number or word of size at `i`: least, most, last token."""
    word = tokens[i].text.lower()
    after = tokens[i + 1].text.lower() if i + 1 < len(tokens) else ""
    spread = _RANGE.fullmatch(word)
    if spread:
        low, high = int(spread[1]), int(spread[2])
        return (low, high, i) if low <= high else None
    if _DECIMAL.fullmatch(word):
        scaled = round(float(word) * SCALES[after]) if after in ("thousand", "million") else 0
        return (scaled, scaled, i + 1) if 0 < scaled <= MOST else None
    if word in VAGUE:
        low, high = VAGUE[word]
        if (
            after == "of"
            and i + 2 < len(tokens)
            and tokens[i + 2].text.lower() in ("thousands", "hundreds", "millions")
        ):
            scale = SCALES[tokens[i + 2].text.lower().rstrip("s")]
            least = 10 if word == "tens" else 100 if word == "hundreds" else low
            return least * scale * 2 if least in (10, 100) else least * scale, least * scale * 10 - 1, i + 2
        if after in SCALES:
            return low * SCALES[after], high * SCALES[after], i + 1
        return low, high, i
    number = _number(word)
    if number is None:
        return None
    last = i
    if word == "no" and after == "one":
        return 0, 0, i + 1
    if word in ("a", "an", "another"):
        if after in SCALES:
            return SCALES[after], SCALES[after], i + 1
        if after in ("few", "couple", "handful"):
            return *VAGUE[after], i + 1
        return 1, 1, i
    while last + 1 < len(tokens) and tokens[last + 1].text.lower() in SCALES and number:
        number *= SCALES[tokens[last + 1].text.lower()]
        last += 1
    return (number, number, last) if number <= MOST else None


def _number(word: str) -> int | None:
    if word in SMALL:
        return SMALL[word]
    if word in TENS:
        return TENS[word]
    if word in SCALES:
        return SCALES[word]
    tens, _, ones = word.partition("-")
    if (tens in TENS or tens == "twenty") and ones in SMALL:
        return (TENS.get(tens) or 20) + SMALL[ones]
    if _FIGURES.fullmatch(word):
        return int(word.replace(",", ""))
    return None


def _extended(tokens: Sequence[Token], least: int, most: int, last: int) -> tuple[int, int, int]:
    """Joins "10 to 15", "10 - 15", "twenty - five", "12 or more"; not "(rose) from 10 to 15"."""
    if last + 2 < len(tokens):
        link, after = tokens[last + 1].text.lower(), tokens[last + 2].text.lower()
        other = _number(after)
        if (
            other is not None
            and link in ("to", "-", "–", "or")
            and after not in ("a", "an", "another", "no")
            and other > least
        ):
            return least, other, last + 2
        if other is not None and link in ("-",) and least % 10 == 0 and 20 <= least <= 90 and 0 < other < 10:
            return least + other, least + other, last + 2
        if link == "or" and after == "more":
            return least, _round_above(least), last + 2
    return least, most, last


def _round_above(number: int) -> int:
    """What "more than" a round number stays below: 40 → 49, 100 → 199, 1,200 → 1,299; 12 → 12."""
    step = 1
    while number and number % (step * 10) == 0:
        step *= 10
    return number + step - 1 if step > 1 else number


def _bounded(tokens: Sequence[Token], q: Quantity) -> Quantity:
    """Applies "at least", "more than", "between … and", "up to", "nearly" and the like before a quantity."""
    i = q.first
    one = tokens[i - 1].text.lower() if i > 0 else ""
    two = tokens[i - 2].text.lower() if i > 1 else ""
    if one in ("least", "minimum") and two == "at":
        return Quantity(q.least, q.most, i - 2, q.last)
    if (one == "than" and two == "more") or one in ("over", "above"):
        least = q.least + 1 if q.least == q.most else q.least
        return Quantity(least, max(least, _round_above(q.most)), i - (2 if one == "than" else 1), q.last)
    if one == "than" and two in ("fewer", "less"):
        return Quantity(1, max(1, q.most - 1), i - 2, q.last)
    if (one == "to" and two == "up") or (one == "as" and two == "many"):
        return Quantity(min(1, q.most), q.most, i - 2, q.last)
    if one in _NEARLY:
        return Quantity(q.least * 9 // 10, max(q.most - 1, q.least * 9 // 10), i - 1, q.last)
    if one in _ABOUT:
        return Quantity(q.least * 9 // 10, -(-q.most * 11 // 10), i - 1, q.last)
    if one == "and" and i > 2 and _number(two) is not None:
        between = next((k for k in range(max(0, i - 4), i - 2) if tokens[k].text.lower() == "between"), None)
        low = _number(two) or 0
        if between is not None and low <= q.most:
            return Quantity(low, q.most, between, q.last)
    return q
