"""The countries in which an event may take place, and what speaks for each: the features of the chooser (venue.py)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bellwire.reading.events.bearings import Bearings, Tally, exactness
from bellwire.reading.events.draft import Draft
from bellwire.reading.events.setting import Scene
from bellwire.reading.facts import Facts
from bellwire.reading.facts.actors import party
from bellwire.reading.facts.metonyms import governing, span_head
from bellwire.reading.facts.situate import PlaceMention, steps_between
from bellwire.reading.syntax.frames import Frame
from bellwire.reading.syntax.tokens import Token

#: No country known, and the international waters of the Gulf.
NOWHERE, GULF = "", "XG"
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
#: What stands before a people's name that suffers it, and after the name of a patron.
AGAINST = frozenset(["anti", "pro", "non", "post"])
BACKED = frozenset("backed led supported sponsored allied aligned trained armed funded brokered mediated held".split())
#: Features that say what a candidate does in an event.
SLOTS = frozenset(["actor", "target", "agent", "patient", "speaker", "dateline", "not in the sentence"])
#: Labels of the verb of a clause of its own.
CLAUSES = frozenset(["relcl", "acl", "advcl", "ccomp", "conj", "parataxis", "pcomp", "xcomp"])
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
    yield from _sentence(draft, facts)
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


def _sentence(draft: Draft, facts: Facts) -> Iterator[tuple[str, str]]:
    """What the sentence names, by its part in the event: slot, preposition, sort of name, distance."""
    frame, seen = draft.frame, draft.mentions
    nearest: dict[str, int] = {}
    for mention in seen:
        country = mention.place.country
        if not country:
            if mention.kind == "sea":
                yield NOWHERE, "sentence: sea"
            continue
        sort = _sort(mention, facts)
        steps = steps_between(frame.sentence.tokens, _noun(frame, mention), frame.trigger)
        nearest[country] = min(nearest.get(country, 99), steps)
        yield country, f"sentence: {sort}"
        yield country, f"under {_above(frame, mention, facts)}"
        for slot in _slots(frame, mention):
            yield country, f"{slot}: {sort}"
            yield country, slot
        for belongs in _belongs(frame, mention, facts):
            yield country, belongs
        yield country, f"sentence: {_preposition(frame, mention)} {'near' if steps <= 3 else 'far'}"
        for clause in _clauses(frame, mention):
            yield country, clause
        yield country, "before" if mention.last < frame.trigger else "after"
    for country, steps in nearest.items():
        yield country, f"steps: {min(steps, 7)}"
        if steps == min(nearest.values()):
            yield country, "nearest"
    if len(nearest) == 1:
        yield next(iter(nearest)), "alone in the sentence"
    placed = {m.place.country for m in seen if m.where and not m.voice and m.place.country}
    if len(placed) == 1:
        yield next(iter(placed - {None})) or "", "alone placed"


def _sort(mention: PlaceMention, facts: Facts) -> str:
    """The sort of a mention: place by its precision, people by what their noun is."""
    if mention.voice:
        return "spoken there"
    if mention.kind == "toponym":
        if mention.place.precision == "country":
            return f"country {'in' if mention.where else mention.nation}"
        return f"{exactness(mention.place, facts)}{' in' if mention.where else ''}"
    return f"{mention.kind} {mention.nation}" if mention.kind == "demonym" else mention.kind


def _belongs(frame: Frame, mention: PlaceMention, facts: Facts) -> Iterator[str]:
    """What the name of a country or people is said of: "French hostages", "Rwandan-backed rebels"."""
    tokens = frame.sentence.tokens
    before = tokens[mention.first - 1].text.lower() if mention.first else ""
    joined = mention.first > 1 and before == "-"
    if joined and tokens[mention.first - 2].text.lower() in AGAINST:
        yield tokens[mention.first - 2].text.lower()
    after = [t.text.lower() for t in tokens[mention.last + 1 : mention.last + 3]]
    if after[:1] == ["-"] and len(after) == 2:
        yield "backed" if after[1] in BACKED else "hyphened"
    i = _noun(frame, mention)
    if tokens[i].dep in ("compound", "amod", "nmod", "poss"):
        noun = tokens[tokens[i].head]
        for kind in sorted(facts.lexicon.nouns.get(noun.lemma, ())):
            yield f"of {kind}"


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


def _noun(frame: Frame, mention: PlaceMention) -> int:
    tokens = frame.sentence.tokens
    return governing(tokens, span_head(tokens, mention.first, mention.last))


def _above(frame: Frame, mention: PlaceMention, facts: Facts) -> str:
    """What a mention hangs on by its preposition: the event, a verb, a noun of some type ("talks in", "crisis in")."""
    tokens = frame.sentence.tokens
    token = tokens[_noun(frame, mention)]
    if token.dep != "pobj":
        return f"{token.dep}"
    preposition = tokens[token.head]
    above = tokens[preposition.head]
    if above.i in (frame.trigger, frame.anchor):
        return f"the event by {preposition.lemma}"
    if above.pos in ("VERB", "AUX"):
        return f"a verb by {preposition.lemma}"
    kinds = facts.lexicon.nouns.get(above.lemma)
    return f"{min(kinds) if kinds else 'a noun'} by {preposition.lemma}"


def _clauses(frame: Frame, mention: PlaceMention) -> Iterator[str]:
    """The clauses that part a mention from the event: those that it stands in, and those that the event stands in."""
    tokens = frame.sentence.tokens
    here, there = _way_up(tokens, _noun(frame, mention)), _way_up(tokens, frame.trigger)
    inner = [tokens[i].dep for i in here if i not in there and tokens[i].dep in CLAUSES]
    outer = [tokens[i].dep for i in there if i not in here and tokens[i].dep in CLAUSES]
    if inner:
        yield f"in another clause: {inner[-1]}"
    if outer:
        yield f"outside the clause: {outer[-1]}"
    if not inner and not outer:
        yield "in the clause"


def _way_up(tokens: Sequence[Token], i: int) -> list[int]:
    way = [i]
    while tokens[i].head != i and len(way) < 40:
        i = tokens[i].head
        way.append(i)
    return way


def _slots(frame: Frame, mention: PlaceMention) -> Iterator[str]:
    """The arguments of the event within which a mention stands."""
    slots = [("agent", frame.agents), ("patient", frame.patients)]
    slots += [(f"with {name}", arguments) for name, arguments in sorted(frame.preps.items())]
    for slot, arguments in slots:
        if any(a.first <= mention.last <= a.last for a in arguments):
            yield slot
    if frame.sentence.tokens[_noun(frame, mention)].head == frame.trigger:
        yield f"on it: {frame.sentence.tokens[_noun(frame, mention)].dep}"


def _preposition(frame: Frame, mention: PlaceMention) -> str:
    """The preposition that governs a mention; else its part of the sentence."""
    tokens = frame.sentence.tokens
    token = tokens[_noun(frame, mention)]
    if token.dep != "pobj":
        return f"as {token.dep}"
    above = tokens[token.head]
    before = tokens[above.i - 1].text.lower() if above.i else ""
    return f"out {above.lemma}" if before == "out" else above.lemma


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
