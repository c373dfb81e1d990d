"""The countries in which an event may take place, and what speaks for each: the features of the chooser (venue.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bellwire.reading.events.bearings import NOWHERE, Bearings, Tally
from bellwire.reading.events.draft import Draft
from bellwire.reading.events.mentions import of_sentence
from bellwire.reading.events.setting import Scene
from bellwire.reading.facts import Facts
from bellwire.reading.facts.actors import party

#: The international waters of the Gulf.
GULF = "XG"
#: Countries whose forces and envoys act abroad more than at home in the news.
POWERS = frozenset(["US", "GB", "FR", "RU", "CN"])
#: Features that say that something lies in a country.
PLACED = (
    "sentence: town",
    "sentence: capital",
    "sentence: region",
    "sentence: country in",
    "article: somewhere placed",
    "dateline",
)
#: Features that say what a candidate does in an event.
SLOTS = frozenset(["actor", "target", "agent", "patient", "speaker", "dateline", "not in the sentence"])
#: Most candidates weighed; the least named are left out.
MOST = 12
Reasons = dict[str, list[str]]


def candidates(draft: Draft, scene: Scene, facts: Facts) -> dict[str, tuple[str, ...]]:
    """Country code → names of the features that speak for or against it, each at most once, in a fixed order."""
    reasons: Reasons = {NOWHERE: ["nowhere"]}
    for country, reason in _all(draft, scene, facts):
        reasons.setdefault(country, []).append(reason)
    _not_named(reasons, draft, scene)
    _known(reasons, scene, facts)
    return {country: _crossed(found, draft) for country, found in list(reasons.items())[: MOST + 1]}


def _all(draft: Draft, scene: Scene, facts: Facts) -> Iterator[tuple[str, str]]:
    yield from _ruled(draft)
    yield from _parties(draft, facts)
    yield from of_sentence(draft, facts)
    yield from _article(scene.bearings)
    yield from _around(draft, scene.bearings)
    if scene.prior:
        yield scene.prior, "article: guessed" if scene.guessed else "article: about it"
    if scene.located is not None and scene.located.country:
        yield scene.located.country, "dateline"


def _ruled(draft: Draft) -> Iterator[tuple[str, str]]:
    """What the rules chose, and how."""
    place = draft.place
    if place is None or place.country is None:
        yield NOWHERE, "rule: none" if place is None else "rule: wide"
        return
    yield place.country, f"rule: {place.origin}"
    yield place.country, f"rule: {place.origin} {place.precision}"


def _parties(draft: Draft, facts: Facts) -> Iterator[tuple[str, str]]:
    for slot, one in (("actor", draft.actor), ("target", draft.target)):
        if one is not None and one.country:
            yield one.country, slot
            yield one.country, f"{slot}: {one.role or 'no role'}"
    if draft.actor and draft.target and draft.actor.country and draft.actor.country == draft.target.country:
        yield draft.actor.country, "actor and target"
    for speaker in draft.speakers:
        country = party(draft.frame.sentence.tokens, speaker.head, facts).country
        if country:
            yield country, "speaker"


def _around(draft: Draft, bearings: Bearings) -> Iterator[tuple[str, str]]:
    """The places named last before the sentence, and first after it."""
    before = [(country, exact) for order, country, exact in bearings.placed if order < draft.order]
    after = [(country, exact) for order, country, exact in bearings.placed if order > draft.order]
    for country, exact in before[-1:]:
        yield country, "placed before"
        yield country, f"placed before: {exact}"
    for country, exact in after[:1]:
        yield country, "placed after"
        yield country, f"placed after: {exact}"


def _article(bearings: Bearings) -> Iterator[tuple[str, str]]:
    for country, tally in bearings.tallies.items():
        for reason in _tally(tally):
            yield country, f"article: {reason}"


def _tally(tally: Tally) -> Iterator[str]:
    yield f"rank {min(tally.rank, 3)}"
    yield f"share {min(int(tally.share * 5), 4)}"
    for sort in sorted(tally.headline):
        yield f"headline {sort}"
    for sort in sorted(tally.body):
        yield f"body {sort}"
    named = tally.headline | tally.body
    if named and named <= {"people", "party", "person"}:
        yield "only who"
    if named and named <= {"person"}:
        yield "only persons"
    if tally.first:
        yield "first"
    if tally.where:
        yield "somewhere placed"


def _not_named(reasons: Reasons, draft: Draft, scene: Scene) -> None:
    """What a candidate lacks, and how many there are."""
    named = {m.place.country for m in draft.mentions}
    placed = {m.place.country for m in draft.mentions if m.situates and (m.where or m.place.precision != "country")}
    anywhere = {country for _, country, _ in scene.bearings.placed}
    several = min(len(reasons) - 1, 4)
    for country, found in reasons.items():
        if country == NOWHERE:
            found.append(f"candidates: {several}")
            continue
        if country not in named:
            found.append("not in the sentence")
        if country in POWERS:
            found.append("a power")
        if placed - {country} and country not in placed:
            found.append("another is placed here")
        elif anywhere - {country} and country not in anywhere:
            found.append("another is placed")
        if country == GULF:
            found.append("waters")


def _known(reasons: Reasons, scene: Scene, facts: Facts) -> None:
    """What the world knows of a candidate: war on its soil that year, forces of one in another."""
    year = scene.anchor.year if scene.anchor is not None else 0
    wars = {country for country in reasons if facts.gazetteer.at_war(country, year)}
    for country, found in reasons.items():
        if country == NOWHERE:
            continue
        named = "named as place" if any(f.startswith(PLACED) for f in found) else "named"
        if country in wars:
            found.extend(("at war", f"at war, {named}"))
            found.append("alone at war" if len(wars) == 1 else "one of those at war")
        elif wars:
            found.extend(("another is at war", f"another is at war, {named}"))
        found.extend(_fields(country, found, reasons.keys(), year, facts))


def _fields(country: str, found: Sequence[str], others: Iterable[str], year: int, facts: Facts) -> list[str]:
    """Whether forces of a candidate stand in another one, or another's in it."""
    gazetteer, rest = facts.gazetteer, set(others) - {country}
    told: list[str] = []
    if rest & gazetteer.fields(country, year):
        told.append("its forces stand in another")
        told.extend(f"its forces stand in another, {slot}" for slot in ("actor", "target", "dateline") if slot in found)
    if any(country in gazetteer.fields(other, year) for other in rest):
        told.append("another's forces stand here")
        told.extend(f"another's forces stand here, {slot}" for slot in ("actor", "target", "dateline") if slot in found)
    return told


def _crossed(found: Iterable[str], draft: Draft) -> tuple[str, ...]:
    """Each feature alone, and with the family of the event; slots with its kind too."""
    crossed: dict[str, None] = {}
    for reason in found:
        crossed.setdefault(reason)
        crossed.setdefault(f"{draft.kind.family} & {reason}")
        if reason in SLOTS or reason.startswith("with "):
            crossed.setdefault(f"{draft.name} & {reason}")
    return tuple(crossed)
