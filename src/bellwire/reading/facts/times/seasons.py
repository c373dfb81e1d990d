"""Seasons, quarters and halves of years: last summer; spring 1988; the third quarter; Q3 2015; first half of 2016."""

from __future__ import annotations

import re
from datetime import date
from re import Match

from bellwire.reading.facts.times.cues import direction
from bellwire.reading.facts.times.mention import Scene, TimeMention, TimeRule, a_month, a_range, rule, year_said
from bellwire.reading.facts.times.numbers import SPELLED_YEAR, S
from bellwire.reading.facts.times.words import SEASONS, YEAR, YEAR_TAIL

#: Words before a season that mean the last or the next one, whatever year it is in.
NEAREST = ("this past", "this coming")
FOUR = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _season(match: Match[str], scene: Scene) -> TimeMention | None:
    code, first, last = SEASONS[match["season"].lower()]
    year = year_said(match, scene) or _season_year(match, scene, first, last)
    if not 1 <= year <= 9998:
        return None
    end = a_month(match, year + (last < first), last).last
    return a_range(match, f"{year:04d}-{code}", date(year, first, 1), end)


def _season_year(match: Match[str], scene: Scene, first: int, last: int) -> int:
    """The year of a season, from its first month to its last, that no year follows."""
    today, cue = scene.today, " ".join((match["cue"] or "").lower().split())
    if cue in NEAREST:
        return today.year - (cue == "this past" and today.month < first) + (cue != "this past" and today.month > last)
    if cue in ("that", "following", "previous"):
        told = scene.period
        return told.year + {"following": told.month >= first, "previous": -(told.month <= last)}.get(cue, 0)
    if last < first and today.month <= 3 and cue != "next":
        return today.year - 1 - (cue == "last")
    if cue == "last":
        return today.year - (today.month <= last)
    if cue == "next":
        return today.year + (today.month >= first)
    if cue != "this" and today.month < first:
        return today.year - (direction(scene, match.start(), match.end()) == "past")
    return today.year


def _quarter(match: Match[str], scene: Scene) -> TimeMention | None:
    found = match.groupdict()
    number = FOUR.get(match["nth"].lower()) or int(match["nth"])
    which = (found.get("which") or found.get("whose") or "").lower()
    year = _number(match["year"]) if match["year"] else scene.today.year
    year += {"last": -1, "previous": -1, "next": 1}.get(which, 0)
    if found.get("half"):
        if number > 2:
            return None
        first, last, code = 6 * number - 5, 6 * number, "H"
    else:
        first, last, code = 3 * number - 2, 3 * number, "Q"
    if not match["year"] and not which and first > scene.today.month:
        year -= direction(scene, match.start(), match.end()) == "past"
    if not 1 <= year <= 9999:
        return None
    return a_range(match, f"{year:04d}-{code}{number}", date(year, first, 1), a_month(match, year, last).last)


_THIS = rf"last|next|this{S}past|this{S}coming|this|that|following|previous"
_SOME = rf"(?:in|since|by|until|during|through|throughout|over|before|after|from){S}(?:the{S})?|of{S}the{S}|the{S}"
_MOD = rf"(?:(?:early|late|mid)(?:{S}|-)(?:in{S})?(?:the{S})?)"
_NO_SEASON = rf"(?!{S}(?:olympics?|games|palace|school|camp|semester|break)\b)"
_OF = (
    rf",?{S}(?:of{S})?(?:(?:fiscal{S})?(?P<year>{YEAR})|"
    rf"(?:the|(?P<which>last|previous|next|this)){S}(?:fiscal{S})?year)"
)
_NTH = (
    rf"(?:(?P<whose>last|this|next){S}year['’]s{S}|the{S})?(?:fiscal{S})?(?P<nth>{'|'.join(FOUR)})[\s-](?:fiscal[\s-])?"
)
RULES: tuple[TimeRule, ...] = (
    rule(
        "season",
        rf"(?:(?:{_SOME})?(?:(?P<cue>{_THIS}){S}|{_MOD})|{_SOME})(?P<season>spring|summer|autumn|winter)(?:['’]s)?"
        rf"{_NO_SEASON}{YEAR_TAIL}",
        _season,
    ),
    rule(
        "season",
        rf"(?P<cue>)(?:the{S})?(?P<season>spring|summer|autumn|winter|fall)(?={S}(?:of{S})?(?:{YEAR}|{SPELLED_YEAR})){YEAR_TAIL}",
        _season,
    ),
    rule("season", rf"(?:in{S})?(?P<cue>{_THIS}){S}(?P<season>fall){YEAR_TAIL}(?!{S}of)", _season),
    rule(
        "season",
        rf"(?:in|by|until|since){S}(?:the{S})?(?:(?:early|late){S})?(?P<cue>)(?P<season>fall){YEAR_TAIL}(?!{S}of)",
        _season,
    ),
    rule(
        "ordinal",
        rf"{_NTH}(?:quarter|qtr)(?!{S}-?(?:final|century|hour|mile|back))(?:{_OF})?(?!{S}of{S}(?:the|an?){S}"
        rf"(?!fiscal|financial|season))",
        _quarter,
    ),
    rule("ordinal", rf"{_NTH}(?P<half>half){_OF}", _quarter),
    rule("quarter", rf"Q(?P<nth>[1-4])(?:,?{S}(?:of{S})?(?P<year>{YEAR}))?", _quarter),
)  # fmt: skip
