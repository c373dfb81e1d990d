"""How each country that an event's sentence names stands to the event: its slot, preposition, sort and distance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bellwire.reading.events.bearings import NOWHERE, exactness
from bellwire.reading.events.draft import Draft
from bellwire.reading.facts import Facts
from bellwire.reading.facts.metonyms import governing, span_head
from bellwire.reading.facts.situate import PlaceMention, steps_between
from bellwire.reading.syntax.frames import Frame
from bellwire.reading.syntax.tokens import Token

#: What stands before a people's name that suffers it, and after the name of a patron.
AGAINST = frozenset(["anti", "pro", "non", "post"])
BACKED = frozenset("backed led supported sponsored allied aligned trained armed funded brokered mediated held".split())
#: Labels of the verb of a clause of its own.
CLAUSES = frozenset(["relcl", "acl", "advcl", "ccomp", "conj", "parataxis", "pcomp", "xcomp"])


def of_sentence(draft: Draft, facts: Facts) -> Iterator[tuple[str, str]]:
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


def _noun(frame: Frame, mention: PlaceMention) -> int:
    tokens = frame.sentence.tokens
    return governing(tokens, span_head(tokens, mention.first, mention.last))
