"""Signs of time: the words without which a kind of time expression cannot be there."""

from __future__ import annotations

from bellwire.reading.facts.times.holidays import FIXED as FIXED_DAYS
from bellwire.reading.facts.times.holidays import FROM_EASTER, MOVING
from bellwire.reading.facts.times.numbers import CENTURIES, ORDINALS
from bellwire.reading.facts.times.often import OFTEN
from bellwire.reading.facts.times.words import MONTHS, PARTS, SEASONS, UNITS, WEEKDAYS
from bellwire.reading.facts.times.years import DECADES

_FIRST = {
    name.replace(".", " ").replace("'", " ").replace("-", " ").split()[0]
    for name in (*FIXED_DAYS, *MOVING, *FROM_EASTER)
}
_WORDS = {
    "month": [*MONTHS],
    "weekday": [*WEEKDAYS, *(day + "s" for day in WEEKDAYS if day.endswith("day"))],
    "unit": [*UNITS, *(unit + "s" for unit in UNITS), "weekday", "moments", *PARTS],
    "part": ["morning", "afternoon", "hours", *PARTS, *(part + "s" for part in PARTS), "overnight"],
    "joined": ["daylong", "weeklong", "monthlong", "yearlong", "decadelong"],
    "season": [*SEASONS],
    "near": ["yesterday", "today", "tomorrow", "tonight"],
    "noon": ["noon", "midday", "midnight", "noontime"],
    "oclock": ["clock", "half", "quarter", "past"],
    "quarter": ["q"],
    "account": ["quarter", "quarters", "qtr", "period"],
    "half": ["half"],
    "meridian": ["m", "am", "pm"],
    "new": ["new"],
    "end": ["end"],
    "then": ["time"],
    "ago": [*("ago earlier later now before after afterwards back hence previous previously".split())],
    "beyond": ["ago", "from"],
    "often": [*("every each once twice thrice times".split()), *OFTEN],
    "spelled": [*CENTURIES.split("|"), "twenty", "thousand"],
    "decade": [*DECADES],
    "ordinal": [*ORDINALS, *("twenty thirty last st nd rd th".split())],
    "holiday": [*_FIRST, "election", "d", "ve"],
    "reference": [
        *("now currently present moment presently nowadays recently past lately future days day".split()),
        *("someday hour".split()),
    ],
}
#: Word → the signs that it is.
SIGNS: dict[str, tuple[str, ...]] = {}
for _sign, _words in _WORDS.items():
    for _word in _words:
        SIGNS[_word] = (*SIGNS.get(_word, ()), _sign)


def of_figures(figures: str) -> tuple[str, ...]:
    """The signs of a run of figures: four may be a year, a nought may end a decade's name, 9 may be the one of 9/11."""
    signs = ["digit"]
    if len(figures) == 4:
        signs.append("year")
    if figures[-1] == "0":
        signs.append("decade")
    if figures == "9":
        signs.append("holiday")
    return tuple(signs)
