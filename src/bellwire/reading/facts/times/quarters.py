"""Quarters and halves of years: the third quarter; Q3 2015; the first half of 2016; the year-ago quarter."""

from __future__ import annotations

from datetime import date
from re import Match

from bellwire.reading.facts.times.cues import direction
from bellwire.reading.facts.times.mention import Scene, TimeMention, TimeRule, a_month, a_range, month_shifted, rule
from bellwire.reading.facts.times.numbers import S
from bellwire.reading.facts.times.words import DAY, MONTH, YEAR, month_of, step_of

FOUR = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
#: How the last part of a year is told.
CLOSING = ("last", "final", "closing", "latter")


def a_quarter(match: Match[str], year: int, number: int) -> TimeMention | None:
    """A mention of one of the four quarters of a year."""
    if not 1 <= year <= 9999:
        return None
    last = a_month(match, year, 3 * number).last
    return a_range(match, f"{year:04d}-Q{number}", date(year, 3 * number - 2, 1), last)


def _quarter(match: Match[str], scene: Scene) -> TimeMention | None:
    """The third quarter: of the year that stands beside it, else the last one, or the next where the verb says so."""
    found = match.groupdict()
    nth = match["nth"].lower()
    months = 6 if found.get("half") else 3
    number = 12 // months if nth in CLOSING else FOUR.get(nth) or int(nth)
    which = found.get("which") or found.get("whose")
    said = match["year"] or found.get("before")
    year = int(said) if said else scene.today.year + step_of(which)
    if months * number > 12:
        return None
    if not said and not which and months * (number - 1) + 1 > scene.today.month:
        year -= direction(scene, match.start(), match.end()) == "past"
    if not 1 <= year <= 9999:
        return None
    if months == 3:
        return a_quarter(match, year, number)
    last = a_month(match, year, 6 * number).last
    return a_range(match, f"{year:04d}-H{number}", date(year, 6 * number - 5, 1), last)


def of_quarter(scene: Scene) -> bool:
    """Whether the text told of a quarter last, so that "a year ago" means the same one."""
    return scene.quarter is not None and scene.told is not None and scene.told.value[4:6] == "-Q"


def quarter_before(match: Match[str], scene: Scene) -> TimeMention | None:
    """The quarter that the text tells of, a year before."""
    day = _in_question(scene)
    return a_quarter(match, day.year - 1, (day.month + 2) // 3)


def _in_question(scene: Scene) -> date:
    """A day of the quarter that the text tells of, else of the last whole one."""
    return scene.quarter or date(*month_shifted(scene.today, -3), 1)


def _year_ago(match: Match[str], scene: Scene) -> TimeMention | None:
    """The year-ago quarter, the 1988 quarter: as the one that the text tells of, in another year."""
    found = match.groupdict()
    if (found.get("noun") or "").lower() == "period" and scene.quarter is None:
        return None
    day = _in_question(scene)
    number = FOUR[found["nth"].lower()] if found.get("nth") else (day.month + 2) // 3
    return a_quarter(match, int(found["before"]) if found.get("before") else day.year - 1, number)


def _same_before(match: Match[str], scene: Scene) -> TimeMention | None:
    """The same month last year, the like period of 1988: as the month or quarter that the text told of last."""
    told, noun = scene.told, match["noun"].lower()
    if noun != "quarter" and told is not None and told.first is not None and told.precision == "month":
        return a_month(match, int(match["before"] or told.first.year - 1), told.first.month)
    return None if noun == "month" else _year_ago(match, scene)


def _same(match: Match[str], scene: Scene) -> TimeMention | None:
    """The latest quarter; the quarter, where the text told of one."""
    day = _in_question(scene)
    if match["latest"] is None and scene.quarter is None:
        return None
    return a_quarter(match, day.year, (day.month + 2) // 3)


def _ended(match: Match[str], scene: Scene) -> TimeMention | None:
    """The quarter ended July 31: the one that the text told of, else that in which most of its three months lie."""
    if scene.quarter is not None:
        return a_quarter(match, scene.quarter.year, (scene.quarter.month + 2) // 3)
    month = month_of(match["month"])
    year = int(match["year"]) if match["year"] else scene.today.year - (month > scene.today.month)
    return a_quarter(match, year - (month == 1), (month + 1) // 3 or 4)


_LEAD = rf"(?:(?:for|in|of|during|from|since|by|over|with|to){S})?"
_OF = (
    rf",?{S}(?:of{S})?(?:(?:fiscal{S})?(?P<year>{YEAR})|"
    rf"(?:the|(?P<which>last|previous|next|this)){S}(?:fiscal{S})?year)"
)
_ORDER = "|".join(FOUR)
_NTH = (
    rf"{_LEAD}(?:(?P<whose>last|this|next){S}year['’]s{S}|(?:the{S})?(?P<before>{YEAR}){S}|the{S})?"
    rf"(?:fiscal{S})?(?P<nth>{_ORDER})[\s-](?:fiscal[\s-])?"
)
#: What is told of halves of a year, and not of halves of a match.
_ACCOUNTS = r"(?:net|pre-?tax|profits?|earnings|results|sales|revenues?|loss(?:es)?|income|figures|output|growth|gdp)"
#: "The same month last year", "the corresponding period of 1988".
_SAME = rf"{_LEAD}the{S}(?:comparable|same|corresponding|like|equivalent|similar){S}"
_BEFORE = (
    rf"{S}(?:(?:of|in){S})?(?:(?P<before>{YEAR})|last{S}year|the{S}(?:previous|prior|preceding){S}year|"
    rf"(?:the|a){S}year{S}(?:ago|earlier|before))"
)
_AGO = rf"(?:comparable{S})?(?:year-(?:ago|earlier)|year{S}ago)"
RULES: tuple[TimeRule, ...] = (
    rule(
        "ordinal account",
        rf"{_NTH}(?:quarter|qtr)(?!{S}-?(?:final|century|hour|mile|back))(?:{_OF})?(?!{S}of{S}(?:the|an?){S}"
        rf"(?!fiscal|financial|season))",
        _quarter,
    ),
    rule("ordinal half", rf"{_NTH}(?P<half>half){_OF}", _quarter),
    rule("ordinal half", rf"{_NTH}(?P<half>half)(?P<year>)(?={S}{_ACCOUNTS}\b)", _quarter),
    rule("half", rf"{_LEAD}(?:the{S})?(?P<nth>{'|'.join(CLOSING)}){S}(?P<half>half){_OF}", _quarter),
    rule("account", rf"{_LEAD}(?:the{S})?(?P<nth>{'|'.join(CLOSING)}){S}quarter{_OF}", _quarter),
    rule("quarter", rf"Q(?P<nth>[1-4])(?:,?{S}(?:of{S})?(?P<year>{YEAR}))?", _quarter),
    rule("account", rf"{_LEAD}(?:the{S})?{_AGO}{S}(?:(?P<nth>{_ORDER})[\s-])?(?P<noun>quarter|period)", _year_ago),
    rule("year account", rf"{_LEAD}the{S}(?P<before>{YEAR}){S}(?P<noun>quarter|period)", _year_ago),
    rule("account", rf"{_SAME}(?P<noun>period){_BEFORE}", _same_before),
    rule("unit", rf"{_SAME}(?P<noun>quarter|month){_BEFORE}", _same_before),
    rule(
        "account month",
        rf"{_LEAD}(?:the|its|a){S}(?:fiscal{S})?quarter(?={S}(?:that{S})?(?:ended|ending|to){S}(?P<month>{MONTH})"
        rf"(?:{S}{DAY})?(?:,?{S}(?P<year>{YEAR}))?)",
        _ended,
    ),
    rule("account", rf"{_LEAD}(?:the{S})?(?P<nth>first|last|final){S}(?P<half>two){S}quarters{_OF}", _quarter),
    rule("account", rf"{_LEAD}(?:the{S}(?P<latest>latest|most{S}recent)|the|that){S}quarter(?!{S}of\b|-)", _same),
)  # fmt: skip
