"""Writes merged events in the contract's form, with ids that the same text always gives."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Literal

from bellwire.reading.events.attribution import Speaker
from bellwire.reading.events.merge import Merged
from bellwire.reading.events.own_account import own_account
from bellwire.reading.reading import Attribution, Event, Evidence, Grade, Place, Status, When
from bellwire.wire.article import Article

#: How exactly a time is known, the best first.
PRECISION = ("minute", "part", "day", "week", "month", "range", "year")
#: Sentences of evidence that one event keeps.
MOST_EVIDENCE = 4


def events_of(article: Article, merged: Sequence[Merged], rings: Sequence[bool]) -> tuple[Event, ...]:
    """The events of a reading, each with whether it rings."""
    return tuple(_event(article, one, rung) for one, rung in zip(merged, rings, strict=True))


def _event(article: Article, one: Merged, rings: bool) -> Event:
    lead = one.lead
    actor = next((d.actor for d in one.all if d.actor is not None), None)
    target = next((d.target for d in one.all if d.target is not None), None)
    return Event(
        id=_id(article, lead.name, lead.status, lead.evidence),
        kind=lead.name,
        family=lead.kind.family,
        direction=lead.kind.direction,
        status=Status(lead.status),
        plover=_root(one),
        disputed=lead.disputed,
        alertable=rings,
        actor=actor,
        target=target,
        place=_place(one),
        when=_when(one),
        duration=next((d.duration for d in one.all if d.duration is not None), None),
        counts=_counts(one),
        attribution=_with_own_account(_attribution([s for d in one.all for s in d.said]), one, article.provider),
        evidence=_evidence([d.evidence for d in one.all]),
        rule=lead.rule.name,
        confidence=round(min(0.99, lead.confidence + 0.05 * (len(one.others) > 0)), 2),
    )


def _root(one: Merged) -> str | None:
    """The PLOVER root; none where no sentence is about the event, which that scheme does not code."""
    return next((d.root for d in one.all if d.root is not None), None)


def _place(one: Merged) -> Place | None:
    """The place of the leading mention, or the town within its country or region that another mention names; not of a
    withdrawal from a region, which the last base does not narrow."""
    place = one.lead.place
    if place is None or place.country is None or place.precision in ("town", "point"):
        return place
    if one.lead.name == "withdrawal" and place.precision == "region" and place.origin == "text":
        return place
    named = (d.place for d in one.others if d.place is not None and d.place.origin == "text")
    return next((p for p in named if p.country == place.country and p.precision in ("town", "point")), place)


def _when(one: Merged) -> When | None:
    """The time of the mention that is told best, or a more exact one within it that another mention gives."""
    told = [d.when for d in one.all if d.when is not None]
    if not told or told[0].at is not None:
        return told[0] if told else None
    first = told[0]
    within = [w for w in told if first.start <= w.start and w.end <= first.end]
    exact = next((w for w in within if w.at is not None), None)
    return exact or min(within, key=lambda w: (w.end - w.start, PRECISION.index(w.precision)))


def _id(article: Article, kind: str, status: str, evidence: Evidence) -> str:
    said = f"{article.uri}\0{article.version}\0{kind}\0{status}\0{evidence.field}\0{evidence.trigger}"
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _counts(one: Merged) -> dict[str, tuple[int, int]]:
    """Each category's number as the leading mention has it, else the first that has one; a whole number before one of
    those who come to others."""
    counts: dict[str, tuple[int, int]] = {}
    for whole in (True, False):
        for draft in one.all:
            for category, found in draft.counts.items():
                if (category not in draft.further) is whole:
                    counts.setdefault(category, found)
    return counts


def _attribution(said: Sequence[Speaker]) -> tuple[Attribution, ...]:
    found: dict[tuple[str, bool], Attribution] = {}
    for s in said:
        stance: Literal["asserts", "denies"] = "denies" if s.denies else "asserts"
        found.setdefault(
            (s.source.lower(), s.denies), Attribution(text=s.text, source=s.source, grade=s.grade, stance=stance)
        )
    return tuple(found.values())[:6]


def _with_own_account(said: tuple[Attribution, ...], one: Merged, provider: str) -> tuple[Attribution, ...]:
    """Those who say so, with the agency's own people first where a sentence that tells it has it of them, and of nobody
    else but bystanders."""
    for draft in one.all:
        own = own_account(draft.evidence.text, provider) if draft.status in ("happened", "denied") else None
        if own is None:
            continue
        others = [s for s in draft.speakers if s.source.lower() not in own.source.lower()]
        if all(s.grade is Grade.UNNAMED and not s.denies for s in others):
            return (own, *(speaker for speaker in said if speaker.source.lower() not in own.source.lower()))[:6]
    return said


def _evidence(found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    kept: dict[tuple[str, int], Evidence] = {}
    for evidence in found:
        kept.setdefault((evidence.field, evidence.start), evidence)
    return tuple(kept.values())[:MOST_EVIDENCE]
