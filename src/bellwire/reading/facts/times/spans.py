"""How long: seven-day, within 48 hours, two and a half years, the past two weeks, for months, in the coming weeks."""

from __future__ import annotations

import re
from dataclasses import replace
from re import Match

from bellwire.reading.facts.times.mention import Scene, TimeMention, TimeRule, a_duration, rule, shifted
from bellwire.reading.facts.times.numbers import (
    NUMBER,
    ORDINAL,
    VAGUE,
    S,
    length,
    length_of,
    number_of,
    options,
    ordinal_of,
)
from bellwire.reading.facts.times.words import ABOUT, MANY, MONTH, OR, UNIT, period, unit_of

#: "A long day" is no length, nor is "a minute amount".
_LONG_DAY = re.compile(r"an?\s{1,4}(?:long|hard|bloody|tense|bitter)\s", re.IGNORECASE)
#: "Three quarters of its food" is a share.
_FRACTION = re.compile(r"\s{1,4}of\s{1,4}(?!(?:the\s{1,4}(?:year|fiscal)|this\s|last\s|\d{4}\b))|-(?:finals?|mile)")
#: "He may one day return": no telling when, and no length.
_SOME_DAY = re.compile(
    r"\b(?:will|would|may|might|could|can|must|shall|should|he|she|they|we|i|it|'d|’d|'ll|’ll)\s{1,4}one\s{1,4}day$",
    re.IGNORECASE,
)
_ONE_DAY = re.compile(rf"one\s{{1,4}}day\s{{1,4}}(?:in\s{{1,4}}{MONTH}|last\b|this\b|soon\b)", re.IGNORECASE)
_AS_MANY = re.compile(r"^\s?\w{0,3}\s?\b(?:as|how|so|too)\smany\b", re.IGNORECASE)


def days_of(number: float, unit: str) -> int:
    """About how many days that is, held within four centuries or so."""
    letter, timed, times = unit_of(unit)
    span = number * times * {"S": 0, "M": 0 if timed else 30.44, "H": 1 / 24, "D": 1, "W": 7, "Y": 365.25}[letter]
    return min(round(span + 0.49) if timed else round(span), 400_000)


def _is_some_day(match: Match[str], scene: Scene) -> bool:
    before = scene.text[max(0, match.start() - 20) : match.start()] + match.group()
    return (
        _SOME_DAY.search(before) is not None
        or _ONE_DAY.match(match.group() + scene.text[match.end() :][:12]) is not None
    )


def _length(match: Match[str], scene: Scene) -> TimeMention | None:
    """A duration; "the past five days" and "within 48 hours" also say from and until when. "A second" counts days."""
    known, found = length_of(match), match.groupdict()
    if known is None:
        if _AS_MANY.search(scene.text[max(0, match.start() - 5) : match.start()] + match.group()):
            return None
        unit = found["unit2"] if found.get("unit2") else found["unit"]
        if unit is None:
            return None
        if not unit.lower().endswith("s"):
            return None
        return a_duration(match, period(None, unit))
    number, unit = known
    if number == 1 and _is_some_day(match, scene):
        return None
    if number == 1 and (unit.lower() in ("second", "sec") or _LONG_DAY.match(match.group())):
        return None
    if unit.lower() == "quarters":
        if _FRACTION.match(scene.text, match.end()) and number <= 3:
            return None
        return a_duration(match, f"P{number:g}Q")
    value, cue = period(number, unit), " ".join((found.get("cue") or "").lower().split())
    if not cue or cue.endswith("first"):
        return a_duration(match, value)
    amount = days_of(number, unit)
    if cue.split()[-1] in ("past", "last", "previous", "preceding"):
        return a_duration(match, value, shifted(scene.today, -amount), scene.today)
    return a_duration(match, value, scene.today, shifted(scene.today, amount))


def _least(match: Match[str], scene: Scene) -> TimeMention | None:
    """Between 60 and 90 days: the first of the two."""
    number = number_of(match["number"])
    return a_duration(match, period(number, match["unit"])) if number else None


def _long(match: Match[str], scene: Scene) -> TimeMention:
    """Day-long, months-long, year-old: one of the unit, or some where it stands in the plural."""
    unit = match["unit"]
    return a_duration(match, period(None if unit.lower().endswith("s") else 1, unit))


def _or_two(match: Match[str], scene: Scene) -> TimeMention:
    """A day or two, an hour or so: about one."""
    return a_duration(match, period(1, match["unit"]))


def _some(match: Match[str], scene: Scene) -> TimeMention:
    """Weeks, for months, the days ahead."""
    ahead = {"coming", "ahead", "come"} & set(match.group().lower().split())
    if not ahead:
        return a_duration(match, period(None, match["unit"]))
    reach = {"hours": 1, "days": 7, "weeks": 31, "months": 180}.get(match["unit"].lower())
    last = shifted(scene.today, reach) if reach else None
    return a_duration(match, period(None, match["unit"]), scene.today if reach else None, last)


def _lasting(match: Match[str], scene: Scene) -> TimeMention:
    """Takes months, weeks or months: the length without the word before it."""
    return replace(_some(match, scene), start=match.start("unit"))


def _nth(match: Match[str], scene: Scene) -> TimeMention:
    """Its seventh year, a third day of fighting: so long has it gone on."""
    return a_duration(match, period(ordinal_of(match["nth"]), match["unit"]))


_VAGUE = options(VAGUE)
_MORE = (
    rf"(?:{S}(?:straight|consecutive|successive|more|full|whole|additional|extra|solid|long|working|trading|further|bloody|"
    rf"calendar|business|tense|bitter|hard|other))?"
)
#: What may be so many years old without being a person or a beast.
_THINGS = (
    rf"(?:(?:civil|border|trade|military|peace){S})?(?:war|conflict|truce|cease-?fire|siege|insurgency|"
    rf"uprising|revolt|dispute|"
    r"blockade|embargo|feud|strike|ban|law|crisis|standoff|rebellion|regime|government|offensive|"
    r"agreement|treaty|deal|campaign|"
    r"fighting|struggle|policy|tradition|occupation|rule|sanctions|curfew|protest|movement|peace|battle|quarrel)\b"
)
_NO_AGE = (
    rf"(?!-olds?\b(?!{S}{_THINGS})"
    rf"|{S}(?:olds?|older|younger)\b|-(?:older|younger)|{S}of{S}age|{S}(?:amounts?|quantity|fraction)\b)"
)
#: "It may take months", "months or years", "months, perhaps years": how long, without a number.
_MAY = "|".join(rf"(?<={word}\s)" for word in "to will may might can could would should".split())
_LASTING = (
    rf"tak(?:e|es|ing|en)|took|(?:{_MAY})last|last(?:s|ed|ing)|spen[dt]s?|spending|wait(?:s|ed|ing)?|or|perhaps|even"
)
#: "Will last at least a day" shifts nothing.
_LASTS = rf"(?!{S}(?:at|up|about|around|only|more|less|over|under|nearly|almost|just|some)\b)"
_SHIFT = rf"(?:the{S})?(?:past|last{_LASTS}|next|coming|previous|preceding|following|first)"
RULES: tuple[TimeRule, ...] = (
    rule("joined", r"(?P<unit>day|week|month|year|decade)long", _long),
    rule(
        "unit",
        rf"(?P<cue>(?:(?:for|in|over|during|within|throughout){S})?{_SHIFT}|within|inside){S}{ABOUT}"
        rf"(?:{length(UNIT, _MORE)}|"
        rf"(?:{_VAGUE}){_MORE}{S}(?P<unit2>{MANY}))",
        _length,
    ),
    rule(
        "unit",
        rf"{ABOUT}{OR}(?:"
        rf"{length(UNIT, _MORE)}|(?:{_VAGUE}){_MORE}(?:{S}|-)(?P<unit2>{MANY}))(?:['’])?(?:-long|{S}long)?{_NO_AGE}",
        _length,
    ),
    rule("unit", rf"(?P<unit>{UNIT})-(?:long|old)", _long),
    rule("unit", rf"(?:over|in|during|within){S}the{S}(?:past|last){S}(?P<unit>day|hour|minute)(?!{S}of\b)", _long),
    rule("unit", rf"in{S}the{S}(?P<unit>week|month|year|decade|century)(?={S}(?:since|before|after)\b)", _long),
    rule(
        "unit",
        rf"(?:for|in|of|during|over|from){S}the{S}(?:fiscal{S}|financial{S}|full{S})?(?P<unit>week|month|year)"
        rf"(?={S}(?:that{S}|which{S})?(?:ended|ending|ends)\b)",
        _long,
    ),
    rule(
        "unit",
        rf"(?<=between\s)(?P<number>{NUMBER})(?={S}and{S}(?:{NUMBER}){S}(?P<unit>{UNIT})s?\b(?!{S}(?:ago|old)\b))",
        _least,
    ),
    rule("unit", r"(?:several|multi|few)-(?P<unit>hour|day|week|month|year|decade)", _some),
    rule("unit", rf"an?{S}(?P<unit>minute|hour|day|week|month|year){S}or{S}(?:two|so)", _or_two),
    rule(
        "unit",
        rf"(?:the{S}(?:whole|entire)|an{S}entire|a{S}whole){S}(?P<unit>day|night|week|weekend|month|year)",
        _long,
    ),
    rule("unit", rf"(?:(?:the|in|over){S}){{0,2}}coming{S}(?P<unit>{MANY})", _some),
    rule("unit", rf"(?:in|within|inside){S}(?P<unit>{MANY})(?!{S}(?:of|gone|past)\b)", _some),
    rule("unit", rf"(?:for|in|within){S}another{S}(?P<unit>minute|hour|day|week|month|year|decade)", _long),
    rule(
        "unit",
        rf"(?:{_LASTING}){S}(?P<unit>{MANY})(?!{S}(?:of|ago|earlier|later|before|after|old)\b)",
        _lasting,
    ),
    rule("unit", rf"(?:the{S})?(?P<unit>{MANY}){S}(?:ahead(?!{S}of\b)|to{S}come)", _some),
    rule(
        "ordinal unit",
        rf"(?<=(?:its|our)\s)(?P<nth>{ORDINAL})(?:{S}(?:straight|consecutive|successive))?{S}(?P<unit>day|week|"
        rf"month|year)",
        _nth,
    ),
    rule(
        "ordinal unit",
        rf"(?:the|a|for{S}a|for{S}the){S}(?P<nth>{ORDINAL}){S}(?:straight|consecutive|successive|running){S}"
        rf"(?P<unit>day|night|week|month|year)",
        _nth,
    ),
)  # fmt: skip
