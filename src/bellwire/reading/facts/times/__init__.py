"""When: time expressions of wire copy, resolved against the article's own time.

dates       December 4, 2016; March; the 1980s; Christmas Eve           relative   on Sunday; last week; two days ago
clock       9 a.m. EST Tuesday; 2000 GMT; midnight                      spans      seven-day; within 48 hours; every day
"""

from __future__ import annotations

import re
from datetime import datetime

from bellwire.reading.facts.times import clock, dates, relative, spans
from bellwire.reading.facts.times.mention import Kind, Precision, Resolver, Scene, Tense, TimeMention, TimeRule

__all__ = ["Kind", "Precision", "Tense", "TimeMention", "find_times"]

#: In the order of trust: where two matches of one length stand at one place, the earlier rule's stands.
RULES: tuple[TimeRule, ...] = (*clock.RULES, *dates.RULES, *relative.RULES, *spans.RULES)
#: What a text must hold for a rule to be tried at all: most sentences hold nothing and cost one look.
SIGNS = re.compile(
    r"(?P<year>(?:1[5-9]|20)\d\d)|(?P<digit>\d)"
    r"|\b(?:(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?P<weekday>mon|tue|wed|thu|fri|sat|sun)"
    r"|(?P<near>yesterday|today|tomorrow|tonight)|(?P<season>spring|summer|autumn|winter)|(?P<noon>noon|midday|mid"
    r"night)"
    r"|(?P<part>overnight|morning|afternoon|evening|night|dawn|daybreak|dusk|sunset|sunrise)"
    r"|(?P<unit>sec|min|hour|hr|day|night|week|fortnight|month|quarter|year|decade|centur)"
    r"|(?P<ago>ago|earlier|later|from|before|after|back|hence|previously)"
    r"|(?P<often>every|each|once|twice|times|daily|nightly|weekly|fortnightly|monthly|quarterly|annually|yearly|hourly)"
    r"|(?P<decade>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)"
    r"|(?P<ordinal>first|second|third|fourth)"
    r"|(?P<holiday>christmas|new\s{1,4}year|thanksgiving|easter|good\s{1,4}fri|halloween|boxing|valentine|independence"
    r"|election|armistice|veterans)"
    r"|(?P<reference>now|right|current|at\s|present|nowadays|as\s|until|recently|in\s{1,4}the|lately|formerly|the\s))",
    re.IGNORECASE,
)
#: Signs that stand for others as well: a year is digits, "night" a unit, "month" begins like Monday.
ALSO = {
    "year": ("digit", "decade"), "digit": ("year", "ordinal", "holiday", "decade"), "part": ("unit",),
    "unit": ("part", "often"), "often": ("unit",), "weekday": ("holiday", "unit", "part", "often"),
    "month": ("holiday", "unit"),
}  # fmt: skip


def signs_of(text: str) -> frozenset[str]:
    """What kinds of words of time `text` holds."""
    found = {match.lastgroup or "" for match in SIGNS.finditer(text)}
    return frozenset(found.union(*(ALSO.get(sign, ()) for sign in found)))


def find_times(text: str, anchor: datetime, tense: Tense | None = None) -> tuple[TimeMention, ...]:
    """Every time expression in `text`, in order, none within another.

    `anchor` is the article's own time (without a zone: UTC). `tense` of the verb that the text hangs on, if the caller
    knows it; else words near each expression decide whether "Monday" is the last or the next.
    """
    scene = Scene(text, anchor, tense)
    found: list[TimeMention] = []
    reached = 0
    for match, resolve in _matches(text):
        if match.start() < reached:
            continue
        mention = resolve(match, scene)
        if mention is not None:
            found.append(mention)
            reached = match.end()
            scene.period = mention.first or scene.period
    return tuple(found)


def _matches(text: str) -> list[tuple[re.Match[str], Resolver]]:
    """Every rule's matches, leftmost and longest first."""
    signs = signs_of(text)
    every = [
        (match.start(), -match.end(), order, match, rule.resolve)
        for order, rule in enumerate(RULES)
        if rule.signs <= signs
        for match in rule.pattern.finditer(text)
    ]
    every.sort(key=lambda entry: entry[:3])
    return [(match, resolve) for *_, match, resolve in every]
