"""When: time expressions of wire copy, resolved against the article's own time.

dates       December 4, 2016; March; the 1980s; Christmas Eve           relative   on Sunday; last week; two days ago
clock       9 a.m. EST Tuesday; 2000 GMT; midnight                      spans      seven-day; within 48 hours; every day
"""

from __future__ import annotations

import re
from datetime import datetime

from bellwire.reading.facts.times import clock, dates, relative, spans
from bellwire.reading.facts.times.mention import (
    Kind,
    Precision,
    Resolver,
    Scene,
    Tense,
    TenseAt,
    TimeMention,
    TimeRule,
)
from bellwire.reading.facts.times.signs import FIGURES, SIGNS

__all__ = ["Kind", "Precision", "Tense", "TenseAt", "TimeMention", "find_times"]

#: In the order of trust: where two matches of one length stand at one place, the earlier rule's stands.
RULES: tuple[TimeRule, ...] = (*clock.RULES, *dates.RULES, *relative.RULES, *spans.RULES)
_WORD = re.compile(r"[a-z]+|\d+")


def signs_of(text: str) -> frozenset[str]:
    """What kinds of words of time `text` holds: without its signs a rule is not tried, and most sentences hold few."""
    found: set[str] = set()
    for word in set(_WORD.findall(text.lower())):
        if word[0] <= "9":
            found.update(FIGURES if len(word) == 4 else FIGURES[:-1])
        else:
            found.update(SIGNS.get(word, ()))
    return frozenset(found)


def find_times(text: str, anchor: datetime, tense: Tense | TenseAt | None = None) -> tuple[TimeMention, ...]:
    """Every time expression in `text`, in order, none within another.

    `anchor` is the article's own time (without a zone: UTC). `tense` of the verb that the text hangs on (or
    tense.tense_at of each expression), if the caller knows it; else words near each expression decide whether "Monday"
    is the last or the next.
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
