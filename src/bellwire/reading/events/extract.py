"""From the words that tell events to drafts of them: status → speakers → who, where, when, how many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import msgspec

from bellwire.reading.events.attribution import Speaker, speakers
from bellwire.reading.events.beginning import (
    DUE,
    HAS_BEGUN,
    YET_TO_BEGIN,
    beginning,
    has_begun,
    lasting,
    only_time,
    yet_to_begin,
)
from bellwire.reading.events.candidates import Told
from bellwire.reading.events.claims import COMES_BEFORE, REFUSAL, judged
from bellwire.reading.events.context import Context, Knowledge, Named
from bellwire.reading.events.draft import Draft
from bellwire.reading.events.opinion.mood import Telling, mood
from bellwire.reading.events.rules import Rule
from bellwire.reading.events.setting import (
    OPEN,
    SPOKEN,
    Scene,
    is_ahead,
    is_old,
    of_vote,
    put_off,
    term,
    when,
    when_of,
    where,
    word_before,
)
from bellwire.reading.events.status import Standing, standing
from bellwire.reading.events.status_words import DATING
from bellwire.reading.facts import Facts
from bellwire.reading.facts.actors import party
from bellwire.reading.facts.counts import Count, find_counts, further, totals
from bellwire.reading.facts.places import find_places
from bellwire.reading.facts.times import TimeMention, find_times
from bellwire.reading.facts.times.tense import tense_at
from bellwire.reading.facts.times.words import WEEKDAYS
from bellwire.reading.reading import Party
from bellwire.reading.syntax.frame_words import ACCUSING
from bellwire.reading.syntax.frames import Argument, Frame, Framer
from bellwire.reading.syntax.subjects import subject_of
from bellwire.reading.syntax.tokens import Sentence

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

#: Rules by which a threat is read that has a term, and prepositions that may stand before it.
ULTIMATUMS = frozenset(["threat/ultimatum-set", "threat/or-face"])
_OF_A_TERM = frozenset(["of", "within", "in"])

#: Words by which a place that is taken is told by who had it.
LOSING = frozenset(["lose", "loss"])
#: What those claim who say that it was them.
OWNING = frozenset(["responsibility", "credit"])
#: Meetings that may be called off.
MEETINGS = frozenset(["meeting", "summit", "round", "conference"])
#: The types of an argument that is itself an event and nobody's name.
EVENT = frozenset(["fighting"])


def drafts(told: Iterable[Told], context: Context, know: Knowledge) -> list[Draft]:
    """Every event that the words of an article tell; what a sentence names is found once for all of its events. What is
    only played or imagined is none."""
    found = (_draft(one, _named(one.candidate.frame.sentence, context, know.facts), context, know) for one in told)
    return [draft for draft in found if draft.status != "nothing"]


def _named(sentence: Sentence, context: Context, facts: Facts) -> Named:
    key = sentence.field, sentence.start
    if key not in context.named:
        context.named[key] = _names(sentence, context.scene, facts)
    return context.named[key]


def _names(sentence: Sentence, scene: Scene, facts: Facts) -> Named:
    tense, told = partial(tense_at, sentence), scene.told.get((sentence.field, sentence.index))
    times = find_times(sentence.text, scene.anchor, tense, told=told) if scene.anchor is not None else ()
    return Named(
        places=find_places(sentence, facts, scene.prior, town=scene.town, named=scene.named, towns=scene.towns),
        times=tuple(_moved(times, sentence.start)),
        counts=find_counts(sentence),
    )


def _draft(one: Told, named: Named, context: Context, know: Knowledge) -> Draft:
    frame, framer, scene, kind = one.candidate.frame, one.candidate.framer, context.scene, know.kinds[one.kind]
    sentence = frame.sentence
    stands = standing(frame, know.operators)
    said = tuple(speakers(framer, stands, know.words))
    actor, target = _parties(one, stands, said, framer, scene.prior, know.facts)
    above = _ancestors(framer, stands)
    mention = when(frame, above, named.times, stands, scene.anchor)
    if stands.status in OPEN:
        mention = of_vote(frame, above, named.times, mention, scene.anchor)
    if one.rule.kind in ("threat", "truce"):
        mention = term(frame, named.times, mention, scene.anchor)
    moved = put_off(frame, named.times, mention, scene.anchor)
    if moved is None and one.kind in DUE and stands.status in OPEN:
        moved = only_time(frame, named.times, scene.anchor)
    status, why = _status(one, moved, named.times, stands, said, scene, know)
    mention, ahead = beginning(frame, one.kind, named.times, moved, scene.anchor)
    told = stands
    if ahead and status in ("happened", "planned"):
        status, why, told = "planned", (*why, f"it is {YET_TO_BEGIN}"), yet_to_begin(stands, frame)
    elif status == "planned" and has_begun(frame, one.kind):
        status, why = "happened", (*why, HAS_BEGUN)
    telling = Telling(frame, stands, said, status, mention, named.times, scene.anchor.date() if scene.anchor else None)
    return Draft(
        frame=frame,
        rule=one.rule,
        name=one.kind,
        kind=kind,
        status=status,
        standing=told,
        speakers=said,
        actor=actor,
        target=target,
        place=where(frame, named.places, scene, actor, target, know.facts, one.rule.kind in SPOKEN),
        when=when_of(mention, sentence.text, sentence.start),
        duration=_duration(frame, one.rule, named.times),
        counts=_counts(named.counts, one.rule.kind),
        further=further(named.counts),
        evidence=context.prove(sentence, frame.token),
        order=sentence.index,
        confidence=max(0.1, one.likely - (0.0 if one.why else 0.1 * stands.background)),
        why=(*one.why, *why),
        missed=one.missed,
        weight=one.weight,
        mood=tuple(mood(telling, know.opinion.words)) if know.opinion is not None else (),
        mentions=named.places,
    )


def _duration(frame: Frame, rule: Rule, times: Sequence[TimeMention]) -> str | None:
    """How long a truce is to hold, or the term of an ultimatum: "gave them 48 hours", "within three days", unlike
    "after two days of fighting"."""
    if rule.kind == "truce":
        return lasting(frame, times)
    if rule.name not in ULTIMATUMS:
        return None
    for time in times:
        before = word_before(frame, time) if time.start > frame.token.start else None
        if time.duration and before is not None and (before.pos != "ADP" or before.lemma in _OF_A_TERM):
            return time.duration
    return None


def _status(
    one: Told,
    mention: TimeMention | None,
    times: Sequence[TimeMention],
    stands: Standing,
    said: tuple[Speaker, ...],
    scene: Scene,
    know: Knowledge,
) -> tuple[str, tuple[str, ...]]:
    """The status that operators, speakers, the rule and the time make of an event, and why; `times`: all of its
    sentence."""
    frame = one.candidate.frame
    status, why = judged(one, know.kinds[one.kind], stands, said, know.facts)
    words = frame.sentence.text[mention.start - frame.sentence.start :] if mention else ""
    old = is_old(mention, words, scene.anchor, lead=frame.sentence.index <= 1) and not _lasting(frame, mention)
    before = status == "planned" and why[-1:] == (COMES_BEFORE,)
    if before and any(is_old(time, "", scene.anchor, lead=False) for time in times):
        return "past", (*why, "and that was long ago")
    if status in ("happened", "claimed") and old:
        return "past", (*why, "its time is long before the article's")
    if status == "happened" and is_ahead(mention, frame, scene.anchor):
        return "planned", (*why, "its time is after the article's")
    return status, why


def _lasting(frame: Frame, mention: TimeMention | None) -> bool:
    """Whether what began long ago has gone on: "since June 17,000 people have fled"."""
    if mention is None:
        return False
    sentence = frame.sentence
    begun = sentence.text[: mention.start - sentence.start + 6].lower()
    since = begun.rstrip().endswith("since") or begun[:-6].rstrip().endswith("since")
    below = sentence.below(frame.anchor)
    return since and any(c.dep == "aux" and c.text.lower() in ("has", "have") for c in below)


def _parties(
    one: Told, stands: Standing, said: tuple[Speaker, ...], framer: Framer, prior: str | None, facts: Facts
) -> tuple[Party | None, Party | None]:
    """Who acts and who it is done to: the frame's own, else who plans, demands or says it."""
    frame = one.candidate.frame
    agents, patients = (frame.patients, frame.agents) if one.rule.data.swap else (frame.agents, frame.patients)
    if one.kind == "capture" and frame.token.lemma in LOSING:
        agents = frame.preps.get("to", ())  # Who loses it does not take it.
    actor = _party(framer, _senders(framer, agents), facts, prior)
    if said and any(_is_ours(framer, agent) for agent in agents):
        actor = party(framer.tokens, said[0].head, facts)
    disowned = bool(said) and said[0].denies and any(_is_its(framer, agent) for agent in agents)
    if disowned and actor is not None and actor.country is None:
        actor = msgspec.structs.replace(actor, country=party(framer.tokens, said[0].head, facts).country)
    if (claimant := _claimant(framer, frame)) is not None:
        actor = party(framer.tokens, claimant, facts)
    if actor is None and stands.steps and not _is_disowned(frame, stands):
        actor = _mover(framer, stands, facts)
    talkers = _talkers(framer, patients) if actor is None and one.kind == REFUSAL else []
    if talkers:
        actor, *others = (party(framer.tokens, head, facts) for head in talkers)
        return actor, next(iter(others), None)
    if said and one.rule.data.status == "claimed":
        actor = party(framer.tokens, said[0].head, facts)
    accused = _accused(framer, stands)
    if accused is not None and not any(agent.types & ACTING for agent in agents):
        actor = party(framer.tokens, accused, facts)
    other = _addressee(framer, stands, frame, patients)
    target = party(framer.tokens, other, facts) if other is not None else _party(framer, patients, facts, prior)
    return actor, target


def _moved(times: Sequence[TimeMention], offset: int) -> Iterator[TimeMention]:
    """Mentions at their place in the article, each stretch of days as one."""
    reached = 0
    for t in times:
        if t.start >= reached:
            reached = max(t.end, t.upto)
            yield replace(t, start=t.start + offset, end=reached + offset, upto=0)


def _party(framer: Framer, arguments: Sequence[Argument], facts: Facts, prior: str | None) -> Party | None:
    for argument in arguments:
        token = framer.tokens[argument.head]
        dated = token.text.lower() in WEEKDAYS  # "Tuesday's attack" is not by Tuesday.
        if token.pos != "PRON" and argument.types != EVENT and not dated:
            return party(framer.tokens, argument.head, facts, prior)
    return None


def _is_ours(framer: Framer, agent: Argument) -> bool:
    """Whether who speaks tells of its own: "our units opened fire", "we opened fire"."""
    owners = (framer.tokens[owner].text.lower() for owner in framer.below(agent.head, "poss"))
    return framer.tokens[agent.head].text.lower() == "we" or "our" in owners


def _claimant(framer: Framer, frame: Frame) -> int | None:
    """Who says that it was them: "a militia claimed responsibility for the attack"; nobody where none has."""
    above = framer.tokens[framer.tokens[frame.anchor].head]
    on = framer.tokens[above.head]
    claim = framer.tokens[on.head] if on.lemma in OWNING else on
    owned = any(framer.tokens[i].lemma in OWNING for i in framer.below(claim.i, "dobj"))
    if above.lemma != "for" or not owned or claim.lemma not in ("claim", "take", "assume"):
        return None
    agents, _ = subject_of(framer, claim.i)
    known = (who for who in agents if not any(framer.tokens[c].text.lower() == "no" for c in framer.below(who, "det")))
    return next((who for who in known if framer.tokens[who].pos in ("NOUN", "PROPN")), None)


def _is_its(framer: Framer, agent: Argument) -> bool:
    """Whether it is of who denies it: "denied that its soldiers had crossed the border"."""
    return any(framer.tokens[owner].text.lower() == "its" for owner in framer.below(agent.head, "poss"))


def _senders(framer: Framer, agents: Sequence[Argument]) -> Sequence[Argument]:
    """Of a missile that flies those who fired it, where its words say so: "a missile fired by North Korea flew"."""
    for agent in agents:
        if "missile" not in agent.types:
            continue
        fired = [verb for verb in framer.below(agent.head, "acl") if framer.tokens[verb].lemma in ("fire", "launch")]
        by = [prep for verb in fired for prep in framer.below(verb, "agent")]
        if found := [framer.argument(who) for prep in by for who in framer.below(prep, "pobj")]:
            return found
    return agents


def _addressee(framer: Framer, stands: Standing, frame: Frame, patients: Sequence[Argument]) -> int | None:
    """The other side where the frame names none: whom talks are with, or who is told what one will do."""
    if any(p.types & ACTING for p in patients):
        return None
    for name in ("with", "against", "between"):
        for argument in frame.preps.get(name, ()):
            if argument.types & ACTING:
                return argument.head
    for speech in stands.speeches:
        if framer.tokens[speech.verb].lemma in ACCUSING:
            continue
        for told in framer.below(speech.verb, "dobj", "dative"):
            if framer.types(told) & ACTING:
                return told
    return None


def _accused(framer: Framer, stands: Standing) -> int | None:
    """Who is said to have done it: "blamed militants for an attack on the market"."""
    verbs = [speech.verb for speech in stands.speeches if framer.tokens[speech.verb].lemma in ACCUSING]
    found = [who for verb in verbs for who in framer.below(verb, "dobj", "nsubjpass") if framer.types(who) & ACTING]
    return found[0] if found else None


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


def _talkers(framer: Framer, patients: Sequence[Argument]) -> list[int]:
    """Whose talks are off: "a summit of the presidents has been called off"."""
    talks = [p.head for p in patients if "talks" in p.types or framer.tokens[p.head].lemma in MEETINGS]
    between = [i for head in talks for i in framer.below(head, "prep") if framer.tokens[i].lemma in ("of", "between")]
    first = [i for prep in between for i in framer.below(prep, "pobj")]
    return [who for i in first for who in (i, *framer.below(i, "conj")) if framer.types(who) & ACTING]


def _is_disowned(frame: Frame, stands: Standing) -> bool:
    """Whether somebody denies that a thing was done to something, by whomever: "denies helicopter was shot down"."""
    passive = any(child.dep in ("nsubjpass", "auxpass") for child in frame.sentence.below(frame.trigger))
    return passive and any(step.name == "deny" for step in stands.steps)


def _mover(framer: Framer, stands: Standing, facts: Facts) -> Party | None:
    """Who plans, demands or refuses what has no agent of its own: the subject of the nearest predicate above it; nobody
    where it only says when: "struck the camps a day after a bombing"."""
    at = stands.path[0]
    for _ in framer.tokens:
        at = framer.tokens[at].head
        if framer.tokens[at].dep == "prep" and framer.tokens[at].lemma in DATING:
            break
        if framer.tokens[at].pos in ("VERB", "AUX"):
            agents, _patients = subject_of(framer, at)
            acting = next((head for head in agents if framer.types(head) & ACTING), None)
            if acting is not None:
                return party(framer.tokens, acting, facts)
        if framer.tokens[at].head == at:
            break
    return None


def _counts(found: Sequence[Count], kind: str) -> dict[str, tuple[int, int]]:
    if kind not in ("casualties", "attack", "strike", "bombing", "clash", "shortage", "unrest"):
        return {}
    return totals(found)
