"""Whose report is it? Sources are counted by originating agency, once each; copies of a text add none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bellwire.reading.reading import ArticleSummary, Event, Grade
from bellwire.watch.policy import Policy, plain_name
from bellwire.watch.thread import Report

#: Grades from the best to the weakest (Reuters Handbook of Journalism, "The Essentials of Reuters sourcing").
GRADES = (Grade.OWN_REPORTER, Grade.NAMED, Grade.OFFICIAL, Grade.UNNAMED, Grade.PARTY)

#: The agency of copy that names none.
UNKNOWN = "unknown"
#: Hashes that a reading keeps of a text (reading/syntax/fingerprint.py).
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Origin:
    """The originating agency, and whether another name printed it."""

    agency: str
    reprint: bool


def origin(article: ArticleSummary, policy: Policy) -> Origin:
    """The agency that the copy comes from: its provider where that is one, else byline and credits, else the provider.

    A paper's copy with an agency's credit is that agency's; of several credits the byline's counts, then the first.
    """
    provider = policy.agencies.get(plain_name(article.provider))
    if provider:
        return Origin(provider, False)
    for name in (article.byline, *article.credits):
        for part in re.split(r"[/,;()|]| and ", name):
            agency = policy.agencies.get(plain_name(re.sub(r"(?i)^by ", "", part.strip())))
            if agency:
                return Origin(agency, bool(article.provider))
    return Origin(article.provider.strip() or article.feed.strip() or UNKNOWN, False)


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """How much of the shorter text stands in the longer, 0 to 1, from the k smallest shingle hashes of each (k minimum
    values: Beyer et al., SIGMOD 2007); 0 where either is unknown."""
    if not one or not other:
        return 0.0
    mine, theirs = set(one), set(other)
    kept = min(len(mine), len(theirs), _KEPT)
    smallest = sorted(mine | theirs)[: max(kept, 1)]
    shared = sum(value in mine and value in theirs for value in smallest) / len(smallest)
    both = _distinct(mine | theirs, len(smallest) if max(len(mine), len(theirs)) >= _KEPT else None)
    least = min(_distinct(mine), _distinct(theirs))
    return min(1.0, shared * both / least)


def _distinct(values: set[int], kept: int | None = None) -> float:
    """How many shingles a text has, from its sketch: all of them where it is short."""
    if kept is None and len(values) < _KEPT:
        return float(len(values))
    smallest = sorted(values)[: kept or _KEPT]
    return max(1.0, (len(smallest) - 1) / ((smallest[-1] + 1) / 2**64))


def copied_from(article: ArticleSummary, uri: str, reports: Sequence[Report], policy: Policy) -> Report | None:
    """The eldest report under another uri that this text is a near copy of."""
    for report in reports:
        if report.uri == uri:
            continue
        if article.digest and article.digest == report.digest:
            return report
        if likeness(article.shingles, report.shingles) >= policy.figures.same_thing.near_copy:
            return report
    return None


def independent(reports: Sequence[Report]) -> tuple[str, ...]:
    """The originating agencies, each once, in the order in which they came."""
    return tuple(dict.fromkeys(report.agency for report in reports))


def unique_texts(reports: Sequence[Report]) -> int:
    """How many reports are no copies."""
    return sum(not report.copied for report in reports)


def grade(events: Sequence[Event]) -> Grade:
    """The best grade of those who assert any of these; an own account where nobody is named."""
    grades = [said.grade for event in events for said in event.attribution if said.stance == "asserts"]
    return min(grades, key=GRADES.index, default=Grade.UNNAMED)
