"""When: time expressions of wire copy, resolved against the article's own time.

near       yesterday; on Sunday; Friday night      relative   last week; the year before; that December
days       December 4, 2016; the 5th of May        ago        two days ago; three weeks later
years      March; since 2011; the 1980s            spans      seven-day; within 48 hours; for months
spelled    nineteen ninety-six; since twenty ten
seasons    last summer; the spring of 2015         often      every day; twice a week; now; recently
quarters   the third quarter; Q3 2015
holidays   Christmas Eve; Easter Monday            clock      9 a.m. EST Tuesday; 2000 GMT; midnight

cues and tense say which way a bare "Monday" points, joined makes one of neighbours, names keeps "60 Minutes" out;
chain counts from the time before; by its signs a rule is asked or not; numbers and words are what rules are made of; a
mention is what comes out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from datetime import date, datetime

from bellwire.reading.facts.times import (
    ago,
    clock,
    days,
    holidays,
    names,
    near,
    often,
    quarters,
    relative,
    seasons,
    spans,
    spelled,
    years,
)
from bellwire.reading.facts.times.joined import joined, overnight, turned, zoned
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
from bellwire.reading.facts.times.signs import SIGNS, of_figures

__all__ = ["Kind", "Precision", "Tense", "TenseAt", "TimeMention", "find_times"]

#: In the order of trust: where two matches of one length stand at one place, the earlier rule's stands.
RULES: tuple[TimeRule, ...] = tuple(
    rule
    for module in (clock, often, days, holidays, quarters, seasons, years, spelled, near, relative, ago, spans)
    for rule in module.RULES
)
_WORD = re.compile(r"[a-z]+|\d+")


def signs_of(text: str) -> frozenset[str]:
    """What kinds of words of time `text` holds: without its signs a rule is not tried, and most sentences hold few."""
    found: set[str] = set()
    for word in set(_WORD.findall(text.lower())):
        found.update(of_figures(word) if word[0] <= "9" else SIGNS.get(word, ()))
    return frozenset(found)


def find_times(
    text: str, anchor: datetime, tense: Tense | TenseAt | None = None, *, told: date | None = None
) -> tuple[TimeMention, ...]:
    """Every time expression in `text`, in order, none within another.

    `anchor` is the article's own time (without a zone: UTC). `tense` of the verb that the text hangs on (or
    tense.tense_at of each expression), if the caller knows it; else words near each expression decide whether "Monday"
    is the last or the next. `told` is the day that was named last before this text (chain.told_before), from which "the
    next day" counts.
    """
    scene = Scene(text, anchor, tense)
    if told is not None:
        scene.reference = scene.period = told
    matches = _matches(text)
    held = sorted(names.spans(text)) if matches else []
    found: list[TimeMention] = []
    reached = 0
    for match, resolve in matches:
        start, end = match.span()
        if start < reached or not _stands_free(text, start, reached) or _within(held, start, end):
            continue
        made = resolve(match, scene)
        for mention in made if isinstance(made, tuple) else (made,):
            if mention is not None:
                _add(found, mention, scene)
                reached = end
    return tuple(found)


def _within(held: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the sorted spans `held` covers part of `start`:`end`."""
    at = bisect_right(held, (start, end))
    return (at > 0 and held[at - 1][1] > start) or (at < len(held) and held[at][0] < end)


#: What stands before a time and is none of it.
_BEFORE = re.compile(
    r"(?:(?:in|over|during|for|throughout|through|of|by|from|since|until|till|at|on|to|before|after|"
    r"between)\s{1,4}){1,2}",
    re.IGNORECASE,
)


def _add(found: list[TimeMention], mention: TimeMention, scene: Scene) -> None:
    before = _BEFORE.match(scene.text, mention.start, mention.end)
    if before is not None and before.end() < mention.end and not mention.value.endswith("REF"):
        mention = replace(mention, start=before.end())
    one = None
    if found:
        found[-1] = zoned(turned(found[-1], mention, scene.text), mention, scene.text)
        mention = overnight(found[-1], mention, scene.text)
        one = joined(found[-1], mention, scene.text)
    if one is not None:
        found.pop()
        if one.first is not None and one.type == "TIME":
            scene.reference = one.first
    found.append(one or mention)
    scene.note(one or mention)


#: Words that a hyphen may tie to a time: "then-October", "pre-dawn" aside.
_TIED = re.compile(r"(?:post|pre|early|late|mid|end|since|non)-$", re.IGNORECASE)


def _stands_free(text: str, start: int, reached: int) -> bool:
    """Whether nothing is tied to a match from before: no hyphen but after a time ("Monday-Friday"), no decimal."""
    before = text[start - 1 : start]
    if before == "-" and text[start - 2 : start - 1].isalnum():
        return start - 1 == reached or _TIED.search(text[max(0, start - 7) : start]) is not None
    return not (before in ".," and before and text[start - 2 : start - 1].isdigit() and text[start].isdigit())


def _matches(text: str) -> list[tuple[re.Match[str], Resolver]]:
    """Every rule's matches, leftmost and longest first."""
    signs = signs_of(text)
    every = [
        (match.start(), -match.end(), order, match, rule.resolve)
        for order, rule in enumerate(RULES)
        if rule.signs <= signs
        for match in rule.finditer(text)
    ]
    every.sort(key=lambda entry: entry[:3])
    return [(match, resolve) for *_, match, resolve in every]
