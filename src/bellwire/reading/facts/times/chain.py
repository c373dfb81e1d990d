"""Times that count from the one before them: "the next day" of a sentence counts from the day its forerunner named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bellwire.reading.facts.times import find_times

#: Sentences that are looked back over for the day that such words count from.
BACK = 3
_POINTS_BACK = re.compile(
    r"\b(?:(?:next|following|same|previous|preceding|that)[\s]{1,4}(?:day|morning|afternoon|evening|night|"
    r"week|month|year"
    r"|weekend|spring|summer|autumn|winter|january|february|march|april|may|june|july|august|september|october|november"
    r"|december)|(?:hour|day|night|week|month|year|decade)s?[\s]{1,4}(?:earlier|later|before|after))\b",
    re.IGNORECASE,
)


def told_before(texts: Sequence[str], anchor: datetime) -> Mapping[int, date]:
    """The day that was named last before each of the `texts` that points back at one, by its number.

    Texts are those of an article's sentences in their order. Few point back, so few others are searched.
    """
    found: dict[int, date] = {}
    for k, text in enumerate(texts):
        if not _POINTS_BACK.search(text):
            continue
        for before in range(k - 1, max(k - 1 - BACK, -1), -1):
            named = find_times(texts[before], anchor, told=found.get(before))
            dated = [m for m in named if m.first and m.type != "DURATION" and not m.reaches(anchor.date())]
            if dated:
                found[k] = dated[-1].first or anchor.date()
                break
    return found
