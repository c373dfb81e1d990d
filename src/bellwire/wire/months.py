"""The months as agencies write them, in the languages of agencies."""

from __future__ import annotations

#: Beginnings of the months' names in the languages of agencies → the month.
_MONTHS = {
    **dict.fromkeys("jan ene gen янв".split(), 1),
    **dict.fromkeys("feb fev fév фев".split(), 2),
    **dict.fromkeys("mar mär mrz maa mrt мар".split(), 3),
    **dict.fromkeys("apr avr abr апр".split(), 4),
    **dict.fromkeys("may mai mei mag maj май мая".split(), 5),
    **dict.fromkeys("jun jui giu июн".split(), 6),
    **dict.fromkeys("jul lug июл".split(), 7),
    **dict.fromkeys("aug ago aoû aou авг".split(), 8),
    **dict.fromkeys("sep set сен".split(), 9),
    **dict.fromkeys("oct okt ott out окт".split(), 10),
    **dict.fromkeys("nov ноя".split(), 11),
    **dict.fromkeys("dec dez déc dic des дек".split(), 12),
}
ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
#: How July begins in French, as June does in its first three letters.
_JUIL = "juil"


def month_of(name: str) -> int:
    """The month that a name or its beginning means, 0 where it means none."""
    plain = name.lower()
    return 7 if plain.startswith(_JUIL) else _MONTHS.get(plain[:3], 0)
