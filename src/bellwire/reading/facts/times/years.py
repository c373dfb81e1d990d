"""Months, years, decades, centuries: early March; Oct-Dec; since 2011; the 1980-88 war; the '60s; the 19th century."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from re import Match

from bellwire.reading.facts.times.cues import points
from bellwire.reading.facts.times.mention import (
    Found,
    Scene,
    Tense,
    TimeMention,
    TimeRule,
    a_century,
    a_decade,
    a_month,
    a_range,
    a_year,
    month_shifted,
    rule,
    year_said,
)  # fmt: skip
from bellwire.reading.facts.times.numbers import OPT, ORDINAL, S, options, ordinal_of
from bellwire.reading.facts.times.words import MOD, MONTH, YEAR, YEAR_TAIL, month_of

DECADES = {
    "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
    "nineties": 9,
}  # fmt: skip
#: Nouns before which four figures are a year without a word that says so: "the party won 2006 elections".
DATED = frozenset(
    """accord accords agreement agreements arab assassination attack attacks average battle bombing bombings budget
    camp campaign ceasefire census championship civil conflict congress conservative constitution constitutional
    convention convictions coup crash crisis crop cuban cup deal deals death deaths decision declaration defeat
    deficit earnings earthquake edition election elections exports film fiscal flood forecast games gdp general
    geneva genocide gnp growth gulf handover harvest hijacking hostage imports independence inflation
    intervention interview intifada invasion iranian islamic israeli killing killings kosovo landslide law
    lebanon massacre memoir military murder murders net nobel nuclear offensive olympics oslo output pact
    parliamentary partition peace peacekeeping plan poll presidential production profit protests quake raid
    referendum resolution results revenue revenues revolt revolution ruling sales season shooting siege soviet
    speech state strike study summit survey talks terrorist tournament trade treaty trial truce tsunami u.n un
    uprising us-led victory vietnam visit vote war wars withdrawal world""".split()
)
#: "The March summit", but "the March of Dimes".
_MARCH = re.compile(
    r".{0,4}\b(?:[Tt]he|[Aa]|[Ii]ts|[Hh]is)\s{1,2}March\s(?!of|on|for|to|against|in|and|was|is)[a-z]", re.DOTALL
)
#: Verbs of one subject, before which four figures count nothing: "1999 was a bad year".
ALONE = frozenset("is was has will would may might could should had saw brought marked began ended".split())
_WORD = re.compile(r"[\s]{1,4}([A-Za-z.-]{2,20})")
_NUMBERED = re.compile(
    r"(?:flight|room|gate|route|page|section|channel|resolution|article|highway|bus|unit|number|no\.|model|some|about|around|over|nearly|almost|than|least)"
    r"[\s]{1,4}$",
    re.IGNORECASE,
)


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def month_near(month: int, today: date, tense: Tense | None) -> tuple[int, int]:
    """The year and month that a month's name means; this one or the last, unless words or nearness point ahead."""
    ahead, behind = (month - today.month) % 12, (today.month - month) % 12
    close = ahead == 1 and month > today.month
    future = tense == "future" or close or (tense is None and ahead <= 2 and behind >= 9)
    return month_shifted(today, ahead if future else -behind)


def _month(match: Match[str], scene: Scene) -> TimeMention | None:
    found = _which_month(match, scene)
    return replace(found, start=match.start("mod") if match["mod"] else match.start("month")) if found else None


def _which_month(match: Match[str], scene: Scene) -> TimeMention | None:
    name, year, cue = match["month"], year_said(match, scene), (match["cue"] or "").lower().split()
    short, plain = len(name.rstrip(".")) <= 4 and name.lower() not in ("may", "june", "july"), bool(cue or match["mod"])
    if name.lower() in ("may", "march", "mar") and name[0].islower():
        return None
    plain = plain or (name == "March" and _MARCH.match(scene.text, max(0, match.start() - 6)) is not None)
    if not year and (short or name.lower() in ("may", "march")) and not plain:
        return None
    if not year and short and name[0].islower():
        return None
    month, today = month_of(name), scene.today
    if year:
        return a_month(match, year, month)
    if "next" in cue:
        return a_month(match, today.year + (month <= today.month), month)
    if "last" in cue:
        return a_month(match, today.year - (month >= today.month - 1), month)
    if "that" in cue:
        return a_month(match, scene.period.year, month)
    return a_month(match, *month_near(month, today, points(scene, match.start("month"), match.end())))


def _months(match: Match[str], scene: Scene) -> Found:
    """Oct-Dec, April to June 1986: a quarter or half where it is one, else the first and the last month."""
    first, last = month_of(match["month"]), month_of(match["until"])
    if match["year"]:
        year = _number(match["year"])
    else:
        year = month_near(last, scene.today, points(scene, match.start(), match.end()))[0]
    if first > last and year < 2:
        return None
    if first < last and (last - first, first % 3) == (2, 1):
        value = f"{year}-Q{last // 3}"
    elif (first, last) in ((1, 6), (7, 12)):
        value = f"{year}-H{last // 6}"
    else:
        begin = a_month(match, year - (first > last), first)
        until = a_month(match, year, last)
        whole = replace(
            begin,
            start=match.start("month"),
            end=match.end("month"),
            last=until.last,
            precision="range",
            upto=match.end(),
        )
        return whole, replace(until, start=match.start("until"))
    return a_range(match, value, date(year, first, 1), a_month(match, year, last).last)


def _year(match: Match[str], scene: Scene) -> TimeMention | None:
    found = a_year(match, _number(match["year"]))
    start = match.start("mod") if match.groupdict().get("mod") else match.start("year")
    return replace(found, start=start) if found else None


def _dated(match: Match[str], scene: Scene) -> TimeMention | None:
    """Four figures that only the noun after them shows to be a year."""
    follows = _WORD.match(scene.text, match.end())
    owns = match.group()[-2:] in ("'s", "’s")
    if not owns and (follows is None or follows[1].lower().rstrip(".") not in DATED | ALONE):
        return None
    if _NUMBERED.search(scene.text[max(0, match.start() - 12) : match.start()]):
        return None
    return a_year(match, _number(match["year"]))


def _years(match: Match[str], scene: Scene) -> Found:
    """1980-88, 1986/87: the first covers all of it, the second is its own year."""
    year, short = _number(match["year"]), match["until"]
    last = _number(short) if len(short) == 4 else year // 100 * 100 + _number(short)
    if last < year and len(short) == 2:
        last += 100
    begin, until = a_year(match, year), a_year(match, last)
    if begin is None or until is None or not 0 < last - year <= 120:
        return None
    if match["sep"] == "/":
        return replace(begin, start=match.start("year"), last=until.last, precision="range")
    first = replace(
        begin, start=match.start("year"), end=match.end("year"), last=until.last, precision="range", upto=match.end()
    )
    return first, replace(until, start=match.start("until"))


def _short_year(match: Match[str], scene: Scene) -> TimeMention | None:
    """The year of "in '98"."""
    return a_year(match, 1900 + _number(match["short"]))


def _decade(match: Match[str], scene: Scene) -> TimeMention | None:
    if match["word"]:
        start = 1900 - 100 * bool(match["eighteen"]) + 10 * DECADES[match["word"].lower()]
    else:
        digits = _number(match["digits"])
        start = digits if digits > 100 else 1900 + digits if digits >= 20 else 2000 + digits
    return a_decade(match, start)


def _century(match: Match[str], scene: Scene) -> TimeMention | None:
    number = ordinal_of(match["nth"])
    return a_century(match, 100 * (number - 1)) if 1 < number < 99 else None


def _turn(match: Match[str], scene: Scene) -> TimeMention | None:
    """The turn of the century: its first year, of the nearest where no number says which."""
    if match["nth"]:
        return a_year(match, 100 * (ordinal_of(match["nth"]) - 1) or 1)
    this = scene.today.year // 100 * 100
    ahead = points(scene, match.start(), match.end()) == "future" or scene.today.year % 100 >= 95
    return a_year(match, this + 100 if ahead else this or 1)


_IN = "in|since|by|of|until|till|from|to|last|next|this|that|for|after|before|between|during|through|and|vs"
_YEARLY = (
    r"in|into|since|of|by|until|till|from|to|during|before|after|the|for|between|and|through|back|year|around|about|vs|a|an|"
    r"its|his|her|their|our|this|both|election|war|spring|summer|autumn|winter|fall"
)
_NOT_YEAR = (
    r"gmt|utc|hours|hrs|people|troops|soldiers|men|women|mln|billion|bln|dlrs|dollars|pounds|yen|marks|"
    r"francs|tonnes|tons|"
    r"local|acres|miles|km|barrels|bpd|square|civilians|refugees|prisoners|metres|meters|feet|members|"
    r"others|shares|cts|"
    r"vehicles|volts|calories|students|workers|policemen|police|guests|rounds|homes|houses|points|pct|"
    r"percent|more|extra|euros|vision"
)
_NTH = rf"(?P<nth>{ORDINAL})"
RULES: tuple[TimeRule, ...] = (
    rule(
        "month",
        rf"(?:(?:{_IN}|the){S})?(?P<month>{MONTH})(?:-|–|/|{S}(?:to|through|until){S})(?P<until>{MONTH})(?!{S}"
        rf"\d\d?\b)(?:,?{S}(?:of{S})?(?P<year>"
        rf"{YEAR}))?",
        _months,
    ),
    rule(
        "month",
        rf"(?P<cue>(?:(?:{_IN}){S}){{1,2}})?(?P<mod>(?:(?:very{S})?(?:early|late|mid|end)(?:{S}|-)(?:in{S})?|"
        rf"(?:the{S})?"
        rf"(?:end|start|beginning|middle|close){S}of{S})?)(?P<month>{MONTH})(?!\.?{S}\d\d?\b(?!{S}(?:percent|pct)))"
        rf"(?:['’]s(?={S}{YEAR}))?{YEAR_TAIL}",
        _month,
    ),
    rule(
        "decade",
        rf"(?:the{S})?{MOD}(?:(?:to|and)[\s-](?:mid|late)[\s-])?(?:(?P<digits>(?:1[5-9]|20)\d0|['’`]\d0|"
        rf"(?<=the\s)[5-9]0(?=s)|"
        rf"(?<=mid-)[5-9]0(?=s))['’]?s|(?<!his\s)(?<!her\s)(?<!their\s)(?<!my\s)(?<!our\s)(?<!mid-)"
        rf"(?:(?:nineteen|(?P<eighteen>eighteen))[\s-])?(?P<word>"
        rf"{options(DECADES)}))",
        _decade,
    ),
    rule("ordinal unit", rf"(?:the{S})?(?:(?:early|late|mid)(?:{S}|-))?{_NTH}(?:{S}|-)century", _century),
    rule("unit", rf"(?:the{S})?turn{S}of{S}the{S}(?:{_NTH}{S})?century", _turn),
    rule(
        "year",
        rf"(?:(?:{_IN}|the|a|both){S}|\()?(?P<year>(?:1[5-9]|20)\d\d)(?P<sep>-|–|/)(?P<until>(?:1[5-9]|20)\d\d|\d\d)"
        rf"(?![-/\d]|{S}"
        rf"(?:{_NOT_YEAR})\b)",
        _years,
    ),
    rule(
        "year",
        rf"(?P<year>(?:19\d\d|20[0-4]\d))(?P<sep>{S}(?:to|through|until|till){S})(?P<until>19\d\d|20[0-4]\d)"
        rf"(?![-/\d%]|[.,]\d|{S}(?:{_NOT_YEAR})\b)",
        _years,
    ),
    rule("digit", rf"(?:the{S})?(?:fiscal{S}(?:year{S})?|(?-i:FY){OPT})(?P<year>{YEAR})", _year),
    rule("digit", rf"(?:in|of|since|by|from|until|class{S}of){S}['’](?P<short>[5-9]\d)(?![\d'’s])", _short_year),
    rule(
        "year",
        rf"(?:(?:(?:{_YEARLY}){S}|\(|(?<=[a-z],\s)|(?<=['’]s\s)|(?<=s['’]\s))?(?P<mod>(?:very{S})?(?:early|"
        rf"late|mid|end|pre|"
        rf"post)(?:{S}|-)(?:in{S})?|(?:the{S})?(?:end|start|beginning|middle|close|summer|course){S}of{S})|"
        rf"(?:(?:{_YEARLY})"
        rf"(?:{S}|-)|\(|(?<=[a-z],\s)|(?<=['’]s\s)|(?<=s['’]\s)))(?P<year>(?:1[5-9]|20)\d\d)(?!\d|,\d|[.:]\d|{OPT}%|{S}"
        rf"(?:{_NOT_YEAR})\b)",
        _year,
    ),
    rule("year", rf"(?<=\d\d\d\d,\s)(?P<year>{YEAR})(?=,|{S}(?:and|or)\b|[.;)])", _year),
    rule("year", r"(?P<year>19\d\d|20[0-4]\d)(?:['’]s)?", _dated),
)  # fmt: skip
