"""Do sources disagree, who gave in, and how sure is the thing then?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bellwire.reading.reading import TOLD, Attribution, Direction, Event, Grade, Party, Status
from bellwire.watch import sources
from bellwire.watch.alert import Certainty
from bellwire.watch.matter import disowned, is_over, tells
from bellwire.watch.policy import Policy
from bellwire.watch.thread import Report

#: From this affinity on, two acts are told against each other ("took" and "still holds").
_SAME_ACT = 0.7
#: Gains on the ground, which the side that lost does not tell unless they are true.
_GROUND = frozenset({"capture", "advance"})

#: Roles of those who are one party as a country is.
_STATE = frozenset({"government", "military"})

#: What a country's forces are called, by first letters: one party under many names.
_ARMED = frozenset({"army", "milit", "force", "troop", "soldi", "armed"})

#: What a country's offices are called, by first letters.
_OFFICES = _ARMED | frozenset("borde servi minis gover forei defen polic gener staff presi state secur guard".split())


@dataclass(frozen=True, slots=True)
class Denial:
    """Who denies what, in the how-manyeth report; `accused`: who is said to have done it."""

    order: int
    event: Event
    speakers: tuple[str, ...]
    accused: Party | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    """Standing denials of what is told, and those that were settled since; `retraction`: the denial by which who told
    it took it back, or an own reporter refutes it, which settles all until it is told as a fact again."""

    standing: tuple[Denial, ...] = ()
    settled: tuple[Denial, ...] = ()
    retraction: Denial | None = None

    @property
    def contested(self) -> bool:
        return bool(self.standing)


def contest(reports: Sequence[Report], lead: Event, policy: Policy) -> Contest:
    """Which denials of the leading act stand against what is told of it, or of a plan, that it is one ("has not agreed
    to any truce"). Settled by a later report in which the denier concedes, in which who told it takes it back, or in
    which an own reporter tells it as fact."""
    told = [(order, event) for order, event in _events(reports) if event.status in (*TOLD, Status.PLANNED)]
    standing: list[Denial] = []
    settled: list[Denial] = []
    retraction: Denial | None = None
    for denial in _denials(reports):
        if is_over(denial.event, policy):
            continue
        if policy.affinity(denial.event.kind, lead.kind) < _SAME_ACT or _is_of_breach(denial.event, lead):
            continue
        claims = [(order, event) for order, event in told if _against(denial.event, event, policy)]
        denial = replace(denial, accused=_accused(denial, claims))
        if _disowns(denial, claims, policy):
            if not any(event.status in TOLD for _, event in claims):
                standing.append(denial)
        elif any(event.status in TOLD for _, event in claims):
            later = [event for order, event in told if order > denial.order and event.status in TOLD]
            (settled if any(settles(event, denial, policy) for event in later) else standing).append(denial)
            taken_back = _takes_back(denial, claims, policy) or is_refuted(denial.event)
            if taken_back and not any(event.status is Status.HAPPENED for event in later):
                retraction = denial
    if retraction is not None:
        return Contest((), (*settled, *standing), retraction)
    standing += [one for one in _blames(told, policy) if policy.affinity(one.event.kind, lead.kind) >= _SAME_ACT]
    return Contest(tuple(standing), tuple(settled))


def _blames(told: Sequence[tuple[int, Event]], policy: Policy) -> Iterator[Denial]:
    """What stands against each other where each of two sides says that the other began: of each pair the later."""
    blaming = [
        (order, event)
        for order, event in told
        if event.status in TOLD and event.attribution and tells(event, policy.words.began)
        if event.actor and not _says_of(event, event, policy)
    ]
    for at, (order, later) in enumerate(blaming):
        if any(_says_of(later, earlier, policy) and _says_of(earlier, later, policy) for _, earlier in blaming[:at]):
            yield Denial(order, later, tuple(said.source for said in later.attribution), later.actor)


def _says_of(one: Event, other: Event, policy: Policy) -> bool:
    """Whether the side that acts in the one speaks in the other."""
    titles = policy.words.titles
    sides = [_words(name, titles) - _OFFICES for name in _names(one.actor)]
    spoken = [_words(said.source, titles) - _OFFICES for said in other.attribution]
    return any((side and side <= words) or (words and words <= side) for side in sides for words in spoken)


def _accused(denial: Denial, claims: Sequence[tuple[int, Event]]) -> Party | None:
    """Who is said to have done what is denied: as it was told before, else in copy that has been corrected since, else
    as the denial has it."""
    named = [(order >= denial.order, event.actor) for order, event in claims if event.actor is not None]
    return min(named, key=lambda one: one[0])[1] if named else denial.event.actor


def _takes_back(denial: Denial, claims: Sequence[tuple[int, Event]], policy: Policy) -> bool:
    """Whether all who said so before now deny it: "withdrew its claim to have shot down a jet"."""
    before = [event for order, event in claims if order < denial.order]
    told = {said.source for event in before for said in event.attribution if said.stance == "asserts"}
    titles = policy.words.titles
    denying = [_words(denier, titles) for denier in denial.speakers]
    all_deny = all(any(_speaks_for(words, _words(source, titles)) for words in denying) for source in told)
    return bool(told) and all_deny and not any(event.status is Status.HAPPENED for event in before)


def _speaks_for(denier: frozenset[str], source: frozenset[str]) -> bool:
    """Whether a denier is a source, or the country of which the source is an office: "Kyrgyzstan" withdraws what its
    border service said."""
    return source <= denier or (bool(denier) and denier < source and source - denier <= _OFFICES)


def is_refuted(denied: Event) -> bool:
    """Whether an own reporter has seen that a thing is not so."""
    return denied.status is Status.DENIED and any(said.grade is Grade.OWN_REPORTER for said in denied.attribution)


def _is_of_breach(denied: Event, lead: Event) -> bool:
    """Whether it denies that a truce was broken: that it holds, nobody disputes."""
    return (denied.kind, lead.kind) == ("violation", "truce")


def _disowns(denial: Denial, claims: Sequence[tuple[int, Event]], policy: Policy) -> bool:
    """Whether it says of what was only planned then that this never was, unlike what is called off; what has come to
    pass since is not denied by that."""
    before = [event.status for order, event in claims if order <= denial.order]
    return Status.PLANNED in before and TOLD.isdisjoint(before) and disowned(denial.event, policy)


def certainty(lead: Event, reports: Sequence[Report], disputed: Contest, policy: Policy) -> Certainty:
    """How sure the leading event is, by its status, the best grade that asserts it, and how many agencies do."""
    if is_over(lead, policy):
        return Certainty.LIKELY
    if lead.status in (Status.DENIED, Status.PAST):
        return Certainty.UNLIKELY
    telling = [
        (report, event)
        for report in reports
        for event in report.events
        if event.status is not Status.DENIED and policy.affinity(event.kind, lead.kind) >= _SAME_ACT
    ]
    agencies = len(sources.independent([report for report, _ in telling if not report.copied]))
    best = sources.grade([event for _, event in telling if event.status is lead.status] or [lead])
    if disputed.retraction is not None:
        return Certainty.UNLIKELY
    if disputed.contested:
        return Certainty.POSSIBLE if agencies > 1 else Certainty.UNLIKELY
    if lead.status is Status.HAPPENED:
        if best is Grade.OWN_REPORTER:
            return Certainty.OBSERVED
        said = [said for _, event in telling for said in event.attribution]
        weak = said and best in (Grade.UNNAMED, Grade.PARTY) and agencies < 2
        return Certainty.POSSIBLE if weak else Certainty.LIKELY
    if lead.status is Status.CLAIMED:
        return Certainty.LIKELY if best is Grade.OWN_REPORTER else Certainty.POSSIBLE
    return Certainty.LIKELY if lead.status is Status.PLANNED and best is not Grade.UNNAMED else Certainty.POSSIBLE


def deniers(found: Sequence[Denial]) -> tuple[str, ...]:
    """Their names, each once."""
    return tuple(dict.fromkeys(name for denial in found for name in denial.speakers if name))


def main_denial(standing: Sequence[Denial], lead: Event) -> Denial:
    """The denial to show: one with a speaker, of the leading kind, the newest."""
    return max(standing, key=lambda one: (bool(one.speakers), one.event.kind == lead.kind, one.order))


def same_party(one: str, other: str, titles: frozenset[str]) -> bool:
    """Whether two descriptions mean one party: more than half of the shorter one's telling words are shared."""
    return _alike(_stems(one, titles), _stems(other, titles))


def _alike(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(mine and theirs) and len(mine & theirs) > 0.5 * min(len(mine), len(theirs))


def _events(reports: Sequence[Report]) -> Iterator[tuple[int, Event]]:
    for order, report in enumerate(reports):
        for event in report.events:
            yield order, event


def _denials(reports: Sequence[Report]) -> Iterator[Denial]:
    for order, event in _events(reports):
        against = [said.source for said in event.attribution if said.stance == "denies"]
        if event.status is Status.DENIED:
            if _is_contradicted(event):
                yield Denial(order, event, tuple(against or (said.source for said in event.attribution)))
        elif event.status in TOLD and (against or (event.disputed and event.direction is not Direction.IMPACT)):
            yield Denial(order, event, tuple(against))


def _is_contradicted(denied: Event) -> bool:
    """Whether somebody stands against it: a first word that nobody was hurt denies nothing that is counted later."""
    if denied.direction is Direction.IMPACT:
        return any(said.stance == "denies" for said in denied.attribution)
    return denied.disputed or bool(denied.attribution)


def _against(denied: Event, told: Event, policy: Policy) -> bool:
    """Whether a denial is of what is told: the same kind, or an act of nearly the same; not of another's deed."""
    impact = Direction.IMPACT in (denied.direction, told.direction)
    if denied.kind != told.kind and (impact or policy.affinity(denied.kind, told.kind) < _SAME_ACT):
        return False
    if told.status in TOLD and _on_other_days(denied, told):
        return False
    mine, theirs = denied.actor, told.actor
    if denied.kind != told.kind or not (mine and theirs and mine.name and theirs.name):
        return True
    return mine.name == theirs.name or (mine.country == theirs.country and {mine.role, theirs.role} <= _STATE)


def _on_other_days(one: Event, other: Event) -> bool:
    """Whether both are dated, and apart: "no convoy got in on Tuesday" disputes nothing of Wednesday's. Who denies a
    thing does so on a later day, not before it was done."""
    mine, theirs = one.when, other.when
    if mine is None or theirs is None or one.kind in _GROUND:
        return False
    later = theirs.end < mine.start and not any(said.stance == "denies" for said in one.attribution)
    return mine.end < theirs.start or later


def settles(event: Event, denial: Denial, policy: Policy) -> bool:
    """Whether what a later report tells ends a dispute: an own reporter tells it as fact, or the denier itself does."""
    if event.disputed or not policy.affinity(event.kind, denial.event.kind):
        return False
    if any(said.stance == "denies" for said in event.attribution):
        return False
    titles = policy.words.titles
    accused = _names(denial.accused)
    own = any(_alike(_words(name, titles), _words(denier, titles)) for name in accused for denier in denial.speakers)
    same = _same_side(denial.accused, event.actor)
    if event.status is Status.HAPPENED and any(said.grade is Grade.OWN_REPORTER for said in event.attribution):
        return same or not own  # Who did it is what is denied, not that it was done.
    if event.kind in _GROUND and any(_against_itself(said, event.actor, titles) for said in event.attribution):
        return True
    speakers = list(dict.fromkeys(said.source for said in event.attribution))
    alone = len(speakers) < 2
    if event.status is Status.HAPPENED:
        if own and same and _is_accusation(event, denial, titles):
            return False
        speakers += _names(event.actor)
    elif not alone:  # Of a claim that several share none gives in.
        speakers = []
    if any(same_party(speaker, denier, titles) for speaker in speakers for denier in denial.speakers):
        return not own or event.actor is None or (same and alone)
    return own and same and alone and event.status is Status.HAPPENED


def _is_accusation(event: Event, denial: Denial, titles: frozenset[str]) -> bool:
    """Whether others than the denier say so, and they alone: that concedes nothing for it."""
    sources = [said.source for said in event.attribution]
    own = any(same_party(source, denier, titles) for source in sources for denier in denial.speakers)
    return bool(sources) and not own


def _against_itself(said: Attribution, actor: Party | None, titles: frozenset[str]) -> bool:
    """Whether a party tells of the other side's gain: that is a concession."""
    own = any(same_party(said.source, name, titles) for name in _names(actor))
    return said.grade is Grade.PARTY and actor is not None and not own


def _same_side(one: Party | None, other: Party | None) -> bool:
    if one is None or other is None:
        return False
    return bool(one.name and one.name == other.name) or bool(one.country and one.country == other.country)


def _names(party: Party | None) -> list[str]:
    return [name for name in (party.name, party.text) if name] if party else []


def _words(text: str, titles: frozenset[str]) -> frozenset[str]:
    """The beginnings of a description's telling words."""
    words = re.findall(r"[^\W\d_]+", text.lower().replace("'s", "").replace("’s", ""))
    return frozenset(word[:5] for word in words if len(word) > 1 and word not in titles)


def _stems(text: str, titles: frozenset[str]) -> frozenset[str]:
    stems = _words(text, titles)
    return frozenset(stems - _ARMED | ({"army"} if stems & _ARMED else set()))
