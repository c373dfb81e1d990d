"""Which events of one article tell of one thing: an act with its consequences is one incident."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bellwire.reading.reading import TOLD, Direction, Event, Evidence, Reading, Status
from bellwire.watch.facts import headlined
from bellwire.watch.matter import is_denial, is_over, one_matter, one_sentence, one_word, sums_up
from bellwire.watch.policy import Policy
from bellwire.watch.reasons import Reason
from bellwire.watch.same_thing import countries, likeness
from bellwire.watch.telling import Telling, located
from bellwire.watch.thread import Decision

#: From this affinity on two kinds are acts of one sort.
_LIKE_KIND = 0.7


#: Words by which a weapon flies, not hits.
_FLIGHT = re.compile(r"fir(?:e|es|ed|ing)$|launch|f[ae]ll|land|splash|fl(?:y|ies|ew|ying|own)$|shot$|pass", re.I)
#: Words by which somebody denies.
_DENY = re.compile(
    r"\b(?:den(?:y|ies|ied|ial|ying)|reject|dismiss|refut|disput|rul(?:e|es|ed|ing) out|call(?:s|ed) off|cancel)", re.I
)
#: What stands before a verb that only says who somebody is.
_WHO = re.compile(r"\b(?:who|whose \w+)\s(?:\w+ly\s)?(?:has\s|have\s|had\s)?(?:\w+ly\s)?$", re.I)
#: How long something has gone on: "has encircled the city for more than 500 days".
_LONG = re.compile(
    r"\b(?:has|have|had) (?:\w{1,20} ){0,2}?\w{1,20}\b[^.;]{0,80}\b(?:for|since)\b[^.;]{0,40}?"
    r"\b(?:days|weeks|months|years?|(?:19|20)\d\d|january|february|march|april|may|june|july|august|september|october|"
    r"november|december)\b",
    re.I,
)
#: What stands before a reason that a headline gives.
_OVER = re.compile(r"\b(?:over|amid|following|despite|citing|after (?:the|this))\s+(?:[\w'’-]+\s+){0,3}$", re.I)
#: Those whom an embassy advises.
_NATIONALS = re.compile(r"\b(?:citizens|nationals|expatriates|travell?ers|tourists|Americans|Britons)\b")
#: What may be refused.
_OFFERS = frozenset({"talks", "agreement", "truce", "release", "withdrawal"})
#: What is done between parties, often in the country of neither.
_DEALINGS = frozenset({"talks", "agreement", "truce", "release"})


@dataclass(slots=True)
class Incident:
    """Events of one article that belong together, the leading one first."""

    tellings: list[Telling]

    @property
    def events(self) -> tuple[Event, ...]:
        return tuple(telling.event for telling in self.tellings)

    @property
    def alertable(self) -> bool:
        """Whether a conflict desk would want to be told of any of it."""
        return any(event.alertable for event in self.events)


def incidents(reading: Reading, policy: Policy) -> tuple[list[Incident], list[Decision]]:
    """The incidents of an article, acts before consequences, and why other events are none."""
    limits = policy.figures.limits
    decisions: list[Decision] = []
    found: list[Incident] = []
    told = reading.article.version_time
    assert told is not None, "copy without a time makes no alert"
    looked = reading.events[: limits.events]
    events = [event for event in looked if _counts(event, looked, policy, decisions)]
    for event in sorted(events, key=lambda event: rank(event, policy)):
        here = Telling(event, told, reading.article.headline, policy)
        best = max(found, key=lambda incident: _fit(here, incident, policy), default=None)
        if best is not None and _fit(here, best, policy) >= policy.figures.same_thing.within_article:
            best.tellings.append(here)
        elif len(found) < limits.threads:
            found.append(Incident([here]))
        else:
            decisions.append(Decision(reason=Reason.TOO_MANY, event=event.id))
    if len(reading.events) > limits.events:
        decisions.append(Decision(reason=Reason.TOO_MANY, detail=f"{len(reading.events)} events"))
    return [Incident(list(located(incident.tellings))) for incident in found], decisions


def rank(event: Event, policy: Policy) -> tuple[int, int, float, str]:
    """Sort key: what is alertable before what is not, acts before consequences, the gravest kind first."""
    impact = event.direction is Direction.IMPACT
    status = policy.figures.priority.status[event.status.value]
    return (not event.alertable, impact, -policy.kinds.kind[event.kind].lead - status, event.id)


def _counts(event: Event, among: Sequence[Event], policy: Policy, decisions: list[Decision]) -> bool:
    if event.direction is Direction.CONTEXT or event.kind not in policy.kinds.kind:
        decisions.append(Decision(reason=Reason.CONTEXT_KIND, detail=event.kind, event=event.id))
    elif event.status is Status.PAST or sums_up(event, policy):
        decisions.append(Decision(reason=Reason.BACKGROUND, detail=event.kind, event=event.id))
    elif _is_vetoed(event, among, policy) or _is_flight(event, among):
        decisions.append(Decision(reason=Reason.UNSURE, detail=event.kind, event=event.id))
    else:
        return True
    return False


def _is_vetoed(event: Event, events: Sequence[Event], policy: Policy) -> bool:
    """Whether no rule knows as done what a rule reads as refused in the same sentence ("veto resolution on truce")."""
    if event.kind not in _OFFERS or event.status not in TOLD or not event.rule.endswith("/unruled"):
        return False
    refused = (one for one in events if one.kind == "rejection" and not one.rule.endswith("/unruled"))
    return any(one_sentence(one, event) and one_matter(one, event, policy) for one in refused)


def _is_flight(event: Event, events: Sequence[Event]) -> bool:
    """Whether it only tells how a weapon flew that the same copy says was tried: where it was launched, what it flew
    over."""
    if event.kind != "strike" or event.counts or not any(_FLIGHT.match(_word(one)) for one in event.evidence[:1]):
        return False
    tried = (one for one in events if one.kind == "weapons" and one.alertable and one.status in TOLD)
    ruled = not event.rule.endswith("/unruled")
    return any(
        not one.rule.endswith("/unruled") or one.confidence >= event.confidence or (one_word(one, event) and not ruled)
        for one in tried
    )


def is_unspoken(incident: Incident, policy: Policy) -> bool:
    """Whether the copy only says in its own voice that something did not happen ("no shots were heard"): nobody denies
    what anybody told."""
    return all(
        event.status is Status.DENIED
        and not event.attribution
        and not any(_DENY.search(one.text) for one in event.evidence)
        and event.direction is not Direction.DE_ESCALATION
        and not is_over(event, policy)
        for event in incident.events
    )


def is_description(incident: Incident, told: date) -> bool:
    """Whether it is only told to say who somebody is, without a day of its own ("the soldiers who took power"): it
    keeps a thread that tells of it, and opens none."""
    return all(
        event.status in TOLD
        and (event.when is None or not told - timedelta(days=1) <= event.when.end <= told)
        and all(_WHO.search(one.text[: one.trigger[0] - one.start]) for one in event.evidence)
        for event in incident.events
    )


def is_advice(incident: Incident) -> bool:
    """Whether a state only tells its own people to leave a country: no forces go, and nothing has happened."""
    return all(
        event.kind in ("withdrawal", "aid")
        and event.status is Status.PROPOSED
        and any(_NATIONALS.search(evidence.text) for evidence in event.evidence)
        for event in incident.events
    )


def is_reason(incident: Incident, among: Sequence[Event]) -> bool:
    """Whether blows are only named as the reason of other news of the headline ("suspends talks over attacks", "urges
    restraint after the shooting"), at no town, without a toll: that keeps a thread that tells of them, and opens
    none."""
    if any(not _is_vague(event) or event.counts or event.status not in TOLD for event in incident.events):
        return False
    if not all(_OVER.search(e.text[: e.trigger[0] - e.start]) for event in incident.events for e in event.evidence):
        return False
    return any(
        (one.alertable or headlined(one)) and one_sentence(one, event)
        for event in incident.events
        for one in among
        if one not in incident.events
    )


def is_setting(incident: Incident, among: Sequence[Event]) -> bool:
    """Whether a siege is only what a town is called in the sentences of other news ("buses leave the besieged town"),
    or told with the long time that it has lasted: it keeps a thread that tells of it, and opens none."""
    sieges = [one for one in incident.events if one.kind == "siege"]
    if len(sieges) < len([one for one in incident.events if one.kind != "shortage"]):
        return False
    told = [evidence for one in sieges for evidence in one.evidence]
    lasted = [evidence for evidence in told if _LONG.search(evidence.text)]
    if not sieges or not all(_word(evidence) == "besieged" or evidence in lasted for evidence in told):
        return False
    news = [one for one in among if one.kind not in ("siege", "shortage") and one.alertable]
    if lasted:
        return any(one.status in TOLD for one in news)
    return any(one_sentence(one, siege) for one in news for siege in sieges)


def _word(evidence: Evidence) -> str:
    first, last = (at - evidence.start for at in evidence.trigger)
    return evidence.text[first:last].lower()


def _fit(here: Telling, incident: Incident, policy: Policy) -> float:
    """How well an event fits an incident of the same article: as well as it fits one of its first events. What one word
    tells is one thing. A consequence, a means or an offer told in the very sentence of its act belongs to it, wherever
    either was placed; so does another move of the operation that bears no town of its own ("after days of fighting");
    circumstances that no other article could share, anywhere in this one."""
    first = incident.tellings[:6]
    if any(_is_told_with(here.event, there.event, policy) for there in first):
        return 1.0
    if any(_is_detail(here.event, there.event, policy) for there in first) or _is_spelled_out(here, first, policy):
        return policy.figures.same_thing.within_article
    return max(likeness(here, there, policy).value for there in first)


def _is_told_with(one: Event, of: Event, policy: Policy) -> bool:
    link = policy.link(one.kind, of.kind)
    if one_word(one, of) or _is_dealing(one, of):
        return True
    if link == "answer" and _is_vow(one, of):
        return False
    if link == "within" and ("shortage" in (one.kind, of.kind) or _is_aside(one)):
        return _one_country(one, of)
    told = Direction.IMPACT in (one.direction, of.direction) or link in ("within", "answer")
    told = told or (link in ("blow", "operation") and _is_vague(one) and _one_country(one, of))
    return link is not None and told and one_sentence(one, of) and (link != "answer" or one_matter(one, of, policy))


def _is_aside(event: Event) -> bool:
    """Whether a move of troops is told only in the body, at no place that the copy names: more police will be sent."""
    named = event.place is not None and event.place.origin == "text" and event.place.precision != "country"
    return event.kind == "mobilization" and not headlined(event) and not named


def _is_vow(one: Event, of: Event) -> bool:
    """Whether one vows what is to answer a blow that has come ("vowed a response to the strikes")."""
    threat, blow = (one, of) if one.kind == "threat" else (of, one)
    return threat.kind == "threat" and blow.kind in ("strike", "attack") and blow.status in TOLD


def _is_dealing(one: Event, of: Event) -> bool:
    """Whether one sentence names dealings twice, once without a place of their own ("to meet in Manama, their first
    direct talks")."""
    return one.kind == of.kind and one.kind in _DEALINGS and one_sentence(one, of) and (_is_vague(one) or _is_vague(of))


def _is_detail(one: Event, of: Event, policy: Policy) -> bool:
    """Whether an event only spells out one of like kind in the same country: it has no exact place, or stands far down
    the article without figures of its own ("two bombs struck houses in the Shwegu quarter")."""
    if _is_one_denial(one, of):
        return True
    deep = all(e.field == "body" and e.start > policy.figures.same_thing.lead_chars for e in one.evidence)
    told = _is_vague(one) or (deep and not one.counts)
    like = policy.affinity(one.kind, of.kind) >= _LIKE_KIND or _is_blow_by_blow(one, of, policy)
    return told and like and _one_country(one, of)


def _is_one_denial(one: Event, of: Event) -> bool:
    """Whether what is denied at no place of its own is denied beside another thing: "denied that it had lost a jet, and
    that any had crossed the border"."""
    acts = not _DEALINGS & {one.kind, of.kind}
    return one.status is Status.DENIED and is_denial(of) and acts and _is_vague(one) and _one_country(one, of)


def _is_blow_by_blow(one: Event, of: Event, policy: Policy) -> bool:
    """Whether both are blows of which neither has a town, and of no more than one of which the copy gives a toll: "a
    ship opened fire on a cutter", then "it was hit by four rounds"."""
    return (
        policy.link(one.kind, of.kind) == "blow" and _is_vague(one) and _is_vague(of) and not (one.counts and of.counts)
    )


def _is_spelled_out(here: Telling, by: Sequence[Telling], policy: Policy) -> bool:
    """Whether an event at an exact place tells where that was which an incident tells at none so far, in the sentence
    of another rule ("the attackers fired rockets in the north", "an attack near Kidal")."""
    if _is_vague(here.event) or not all(_is_vague(one.event) for one in by):
        return False
    return any(_is_detail(one.event, here.event, policy) and one.event.kind != here.event.kind for one in by)


def _is_vague(event: Event) -> bool:
    """Whether no exact place is told of it; of dealings, which are often elsewhere, none but the article's own."""
    if event.place is None or event.place.precision in ("region", "country"):
        return True
    return event.kind in _DEALINGS and event.place.origin == "article"


def _one_country(one: Event, other: Event) -> bool:
    """Whether both are in one country; of one kind of dealings between countries, whether one's is a party's."""
    if len({event.place.country for event in (one, other) if event.place}) < 2:
        return True
    return one.kind == other.kind and one.kind in _DEALINGS and bool(countries(one) & countries(other))
