"""From a parsed sentence to drafts of events: frames → rules → status → speakers → who, where, when, how many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bellwire.reading.events.attribution import Speaker, speakers
from bellwire.reading.events.claims import judged
from bellwire.reading.events.context import Context, Knowledge
from bellwire.reading.events.draft import Draft
from bellwire.reading.events.match import OFF_TOPIC, Match, Miss
from bellwire.reading.events.plover import unread
from bellwire.reading.events.root_features import root_features
from bellwire.reading.events.setting import is_ahead, is_old, when, when_of, where
from bellwire.reading.events.status import Standing, standing
from bellwire.reading.events.triggers import framer_of, matches
from bellwire.reading.facts import Facts
from bellwire.reading.facts.actors import party
from bellwire.reading.facts.counts import Count, find_counts, totals
from bellwire.reading.facts.places import PlaceMention, find_places
from bellwire.reading.facts.times import TimeMention, find_times
from bellwire.reading.facts.times.tense import tense_at
from bellwire.reading.reading import Direction, Party
from bellwire.reading.syntax.frames import Argument, Frame, Framer
from bellwire.reading.syntax.tokens import Sentence

#: Kinds whose place is where their actor sits: words, not deeds.
SPOKEN = frozenset(
    ["threat", "rejection", "talks", "agreement", "accusation", "appeal", "support", "cooperation", "weapons"]
)

#: Types that can plan, demand or refuse.
ACTING = frozenset(
    [
        "state",
        "government",
        "rebel",
        "armed_force",
        "militia",
        "igo",
        "leader",
        "official",
        "diplomat",
        "party",
        "gunmen",
    ]
)

#: The types of an argument that is itself an event and nobody's name.
EVENT = frozenset(["fighting"])


@dataclass(frozen=True, slots=True)
class Named:
    """What a sentence names, found once for all its events. Offsets of times count in the article's text."""

    places: tuple[PlaceMention, ...]
    times: tuple[TimeMention, ...]
    counts: list[Count]


def drafts(sentence: Sentence, context: Context, know: Knowledge) -> Iterator[Draft]:
    """Every event that a sentence mentions."""
    framer = framer_of(sentence, know.facts)
    found = [m for m in matches(framer, know, context.flags) if isinstance(m, Match) or _open(m, know, context.flags)]
    named = _named(sentence, context, know.facts) if found else None
    told = [draft for one in found for draft in _told(one, sentence, named, framer, context, know)] if named else []
    if know.root_model is None or context.flags & OFF_TOPIC:
        yield from told
        return
    guess = know.root_model.guess(root_features(framer, told, know.roots))
    frame = unread(framer, told, guess, know.roots, know.root_model.knows) if guess else None
    if guess and frame:
        learned = Match(frame, know.roots.learned[guess.root])
        told.extend(_told(learned, sentence, named or _named(sentence, context, know.facts), framer, context, know))
    yield from (replace(draft, guess=guess) for draft in told)


def _named(sentence: Sentence, context: Context, facts: Facts) -> Named:
    scene = context.scene
    times = find_times(sentence.text, scene.anchor, partial(tense_at, sentence)) if scene.anchor is not None else ()
    return Named(
        places=find_places(sentence, facts, scene.prior, town=scene.town, named=scene.named),
        times=tuple(_moved(times, sentence.start)),
        counts=find_counts(sentence),
    )


def _told(
    one: Match | Miss, sentence: Sentence, named: Named, framer: Framer, context: Context, know: Knowledge
) -> Iterator[Draft]:
    """The drafts of one match: of its rule's kind, and of the kinds that come with it."""
    frame, scene, missed = one.frame, context.scene, one.why if isinstance(one, Miss) else ""
    stands = standing(frame, know.operators)
    said = tuple(speakers(framer, stands, know.words))
    actor, target = _parties(one, stands, said, framer, scene.prior, know.facts)
    mention = when(frame, _ancestors(framer, stands), named.times, stands, scene.anchor)
    words = sentence.text[mention.start - sentence.start :] if mention else ""
    for name in (one.rule.kind, *(() if missed else one.rule.also(frame.lemma))):
        kind = know.kinds[name]
        status, why = judged(one, name, kind, stands, said, framer, know.facts)
        if status in ("happened", "claimed") and is_old(mention, words, scene.anchor, lead=sentence.index <= 1):
            status, why = "past", (*why, "its time is long before the article's")
        elif status == "happened" and is_ahead(mention, frame, scene.anchor):
            status, why = "planned", (*why, "its time is after the article's")
        yield Draft(
            frame=frame,
            rule=one.rule,
            name=name,
            kind=kind,
            status=status,
            standing=stands,
            speakers=said,
            actor=actor,
            target=target,
            place=where(frame, named.places, scene, actor, target, know.facts, one.rule.kind in SPOKEN),
            when=when_of(mention, sentence.text, sentence.start),
            duration=next((t.duration for t in named.times if t.duration and one.rule.kind == "truce"), None),
            counts=_counts(named.counts, one.rule.kind),
            evidence=context.prove(sentence, frame.token),
            order=sentence.index,
            confidence=max(0.1, one.rule.data.confidence - 0.1 * stands.background),
            why=why,
            missed=missed,
        )


def _parties(
    one: Match | Miss, stands: Standing, said: tuple[Speaker, ...], framer: Framer, prior: str | None, facts: Facts
) -> tuple[Party | None, Party | None]:
    """Who acts and who it is done to: the frame's own, else who plans, demands or says it."""
    frame = one.frame
    agents, patients = (frame.patients, frame.agents) if one.rule.data.swap else (frame.agents, frame.patients)
    actor = _party(framer, agents, facts, prior)
    if actor is None and stands.steps:
        actor = _mover(framer, stands, facts)
    if said and one.rule.data.status == "claimed":
        actor = party(framer.tokens, said[0].head, facts)
    other = _addressee(framer, stands, frame, patients)
    target = party(framer.tokens, other, facts) if other is not None else _party(framer, patients, facts, prior)
    return actor, target


def _open(miss: Miss, know: Knowledge, flags: frozenset[str]) -> bool:
    """Whether a rule that does not apply may still be overruled by the second opinion."""
    kind = know.kinds[miss.rule.kind]
    return know.opinion is not None and kind.direction is not Direction.CONTEXT and not flags & OFF_TOPIC


def _moved(times: Sequence[TimeMention], offset: int) -> Iterator[TimeMention]:
    for t in times:
        yield TimeMention(
            t.start + offset, t.end + offset, t.value, t.type, t.first, t.last, t.at, t.precision, t.duration
        )


def _party(framer: Framer, arguments: Sequence[Argument], facts: Facts, prior: str | None) -> Party | None:
    for argument in arguments:
        if framer.tokens[argument.head].pos != "PRON" and argument.types != EVENT:
            return party(framer.tokens, argument.head, facts, prior)
    return None


def _addressee(framer: Framer, stands: Standing, frame: Frame, patients: Sequence[Argument]) -> int | None:
    """The other side where the frame names none: whom talks are with, or who is told what one will do."""
    if any(p.types & ACTING for p in patients):
        return None
    for name in ("with", "against", "between"):
        for argument in frame.preps.get(name, ()):
            if argument.types & ACTING:
                return argument.head
    for speech in stands.speeches:
        for told in framer.below(speech.verb, "dobj", "dative"):
            if framer.types(told) & ACTING:
                return told
    return None


def _ancestors(framer: Framer, stands: Standing) -> tuple[int, ...]:
    """The way of an event, on to the root where operators lead it on: "due to vote on Monday on a truce"."""
    path = list(stands.path)
    if stands.steps:
        for _ in framer.tokens:
            head = framer.tokens[path[-1]].head
            if head == path[-1]:
                break
            path.append(head)
    return tuple(path)


def _mover(framer: Framer, stands: Standing, facts: Facts) -> Party | None:
    """Who plans, demands or refuses what has no agent of its own: the subject of the nearest predicate above it."""
    at = stands.path[0]
    for _ in framer.tokens:
        at = framer.tokens[at].head
        if framer.tokens[at].pos in ("VERB", "AUX"):
            agents, _patients = framer.subject(at)
            acting = next((head for head in agents if framer.types(head) & ACTING), None)
            if acting is not None:
                return party(framer.tokens, acting, facts)
    return None


def _counts(found: Sequence[Count], kind: str) -> dict[str, tuple[int, int]]:
    if kind not in ("casualties", "attack", "strike", "bombing", "clash", "shortage", "unrest"):
        return {}
    return totals(found)
