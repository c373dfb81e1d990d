"""Years in words, as broadcasters write them: nineteen ninety-six; since twenty sixteen; the year two thousand."""

from __future__ import annotations

from re import Match

from bellwire.reading.facts.times.mention import Scene, TimeMention, TimeRule, a_year, rule
from bellwire.reading.facts.times.numbers import CENTURIES, SPELLED_YEAR, S, year_of


def _year(match: Match[str], scene: Scene) -> TimeMention | None:
    return a_year(match, year_of(match["year"]))


_IN = rf"(?:in|since|by|of|until|till|from|to|before|after|during|(?:the{S})?year){S}"
#: What a number counts that is no year.
_COUNTED = r"(?![\s-](?:point|percent|thousand|million|hundred|people|troops|soldiers|men|women|miles|of)\b)"
RULES: tuple[TimeRule, ...] = (
    rule("spelled", rf"(?:{_IN})?(?=(?:{CENTURIES})[\s-])(?P<year>{SPELLED_YEAR}){_COUNTED}", _year),
    rule("spelled", rf"{_IN}(?P<year>{SPELLED_YEAR}){_COUNTED}", _year),
    rule("spelled", rf"(?:the{S})?year{S}(?P<year>two{S}thousand){_COUNTED}", _year),
)
