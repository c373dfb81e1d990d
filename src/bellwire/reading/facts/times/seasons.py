"""Seasons: last summer; spring 1988; this past winter; the autumn of 2015."""

from __future__ import annotations

from datetime import date
from re import Match

from bellwire.reading.facts.times.cues import direction
from bellwire.reading.facts.times.mention import Scene, TimeMention, TimeRule, a_month, a_range, rule, year_said
from bellwire.reading.facts.times.numbers import SPELLED_YEAR, S
from bellwire.reading.facts.times.words import SEASONS, YEAR, YEAR_TAIL

#: Words before a season that mean the last or the next one, whatever year it is in.
NEAREST = ("this past", "this coming")


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
        gone = first <= last < today.month
        return today.year + (gone if cue == "this coming" else -(today.month < first))
    if cue in ("that", "following", "previous"):
        told = scene.period
        until = told if scene.told is None else scene.told.last or told
        return told.year + {"following": until.month >= first, "previous": -(told.month <= last)}.get(cue, 0)
    if last < first and today.month <= 3 and cue != "next":
        return today.year - 1 - (cue == "last")
    if cue == "last":
        return today.year - (today.month <= last)
    if cue == "next":
        return today.year + (today.month >= first)
    if not cue and first <= last < today.month:
        return today.year + (direction(scene, match.start(), match.end()) == "future")
    if cue != "this" and today.month < first:
        return today.year - (direction(scene, match.start(), match.end()) == "past")
    return today.year


_THIS = rf"last|next|this{S}past|this{S}coming|this|that|following|previous"
_SOME = rf"(?:in|since|by|until|during|through|throughout|over|before|after|from){S}(?:the{S})?|of{S}the{S}|the{S}"
_MOD = rf"(?:(?:early|late|mid)(?:{S}|-)(?:in{S})?(?:the{S})?)"
_NO_SEASON = rf"(?!{S}(?:olympics?|games|palace|school|camp|semester|break)\b)"
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
)  # fmt: skip
