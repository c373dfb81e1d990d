"""Signs of time: the words without which a kind of time expression cannot be there."""

from __future__ import annotations

from bellwire.reading.facts.times.words import MONTHS, PARTS, SEASONS, UNITS, WEEKDAYS

_WORDS = {
    "month": [*MONTHS],
    "weekday": [*WEEKDAYS, *(day + "s" for day in WEEKDAYS if day.endswith("day"))],
    "unit": [*UNITS, *(unit + "s" for unit in UNITS), *PARTS],
    "part": [*PARTS, *(part + "s" for part in PARTS), "overnight"],
    "joined": ["daylong", "weeklong", "monthlong", "yearlong", "decadelong"],
    "season": [*SEASONS],
    "near": ["yesterday", "today", "tomorrow", "tonight"],
    "noon": ["noon", "midday", "midnight"],
    "ago": ["ago", "earlier", "later", "from", "before", "after", "afterwards", "back", "hence", "previously"],
    "often": [
        *("every each once twice times".split()),
        *("daily nightly weekly fortnightly monthly quarterly annually yearly hourly".split()),
    ],
    "decade": "twenties thirties forties fifties sixties seventies eighties nineties".split(),
    "ordinal": ["first", "second", "third", "fourth"],
    "holiday": [
        *("christmas new thanksgiving easter good may halloween boxing valentine independence election".split()),
        *("armistice veterans".split()),
    ],
    "reference": "now currently present moment presently nowadays recently past lately formerly future".split(),
}
#: Word → the signs that it is.
SIGNS: dict[str, tuple[str, ...]] = {}
for _sign, _words in _WORDS.items():
    for _word in _words:
        SIGNS[_word] = (*SIGNS.get(_word, ()), _sign)
#: The signs of figures; the last only of four.
FIGURES = ("digit", "ordinal", "holiday", "decade", "year")
