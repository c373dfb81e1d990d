"""What is known of a thread: its leading event, toll, sources, contest, certainty; and what a report changes in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bellwire.reading.reading import TOLD, Direction, Event, Status
from bellwire.watch import sources
from bellwire.watch.alert import Certainty, Deadline
from bellwire.watch.certainty import Contest, certainty, contest
from bellwire.watch.matter import is_longer, is_over, matters, one_sentence, one_word, took_captives, took_vessel
from bellwire.watch.phrases import party, verb
from bellwire.watch.places import EXACT
from bellwire.watch.policy import Policy, any_of
from bellwire.watch.thread import Report

#: Points by which an event goes before others of like weight: of the newest report, in the wire's own headline, at an
#: exact place, come to pass, and (taken off) not alertable by itself, not read for sure, only the subject of talks or
#: the demand of a threat, read in a word that a rule reads otherwise, only announced or undone since, the means of a
#: move on the ground.
_FRESH, _HEADLINE, _EXACT, _CAME, _MINOR, _UNSURE, _SUBJECT, _SHADOW = 4.0, 6.0, 4.0, 8.0, 20.0, 20.0, 30.0, 40.0
_MEANS = 6.0
#: Of what goes on and is now told to be over.
_OVER = 30.0
#: What parties agree on, which is then the news.
_AGREED = frozenset({"truce", "talks", "withdrawal", "release", "aid"})


@dataclass(frozen=True, slots=True)
class Facts:
    """A thread's state of knowledge. `killed_by`: the agency whose count of the dead it is; `claimed`: that somebody
    says it was them."""

    lead: Event
    lead_report: Report
    direction: Direction
    killed: tuple[int, int] | None
    killed_by: str
    wounded: tuple[int, int] | None
    sources: tuple[str, ...]
    contest: Contest
    certainty: Certainty
    deadline: Deadline | None
    told: datetime | None = None
    grave: str = ""
    graves: frozenset[str] = frozenset()
    claimed: str = ""


def gather(reports: Sequence[Report], deadline: Deadline | None, policy: Policy) -> Facts:
    """The facts of the reports that stand, the newest last. At least one has an event."""
    standing = [report for report in reports if not report.copied] or list(reports)
    report, lead = leading(standing, policy)
    disputed = contest(standing, lead, policy)
    killed, agency = _toll(standing, "killed")
    return Facts(
        lead=lead,
        lead_report=report,
        direction=direction(lead, policy),
        killed=killed,
        killed_by=agency,
        wounded=_toll(standing, "wounded")[0],
        sources=sources.independent(standing),
        contest=disputed,
        certainty=certainty(lead, standing, disputed, policy),
        deadline=deadline,
        told=max((one for kept in reports if (one := kept.received or kept.version_time)), default=None),
        grave=grave(lead, policy),
        graves=frozenset(grave(event, policy) for report in standing for event in report.events),
        claimed=next((said for report in standing if (said := _claimed(report, policy))), ""),
    )


def leading(reports: Sequence[Report], policy: Policy) -> tuple[Report, Event]:
    """The event that leads: an act before its consequences, what is told before what is denied, then by weight, the
    newest report's first. A newer event of a kind does not lead where an older one has come further (a truce that
    holds before its extension that is asked for)."""
    told = any(event.status in TOLD and event.alertable for report in reports for event in report.events)
    newest = max((i for i, report in enumerate(reports) if report.events), default=0)

    def weight(order: int, event: Event) -> tuple[bool, bool, float, int]:
        over = order == newest and is_over(event, policy)
        denied = event.status is Status.DENIED and (told or order != newest) and not over
        denied = denied or (not told and not event.alertable and event.status in TOLD)
        points = policy.kinds.kind[event.kind].lead + policy.figures.priority.status[event.status.value]
        points += _FRESH * (order == newest) + _HEADLINE * headlined(event)
        points += (
            _OVER * over + _EXACT * _exact(event) + _CAME * (event.status in TOLD) - _MINOR * (not event.alertable)
        )
        points -= _UNSURE * (1 - event.confidence)
        hidden = _is_shadow(event, reports[order]) or _is_announced(event, reports[order], policy)
        points -= _SHADOW * (hidden or _is_freed(event, reports, order, policy))
        points -= _SUBJECT * _is_subject(event, reports[order], policy)
        points -= _SUBJECT * _has_led(event, reports[order])
        points -= _MEANS * _is_means(event, reports[order], policy)
        points -= _SHADOW * _is_broken(event, reports[order])
        points -= _SHADOW * _is_taken_up(event, reports[order:], policy)
        points -= _FRESH * _is_breached(event, reports[order + 1 :])
        points -= _MINOR * _is_conceded(event, reports[order:])
        return (not denied, event.direction is not Direction.IMPACT, points, order)

    ranked = [
        (weight(order, event), -place, report, event)
        for order, report in enumerate(reports)
        for place, event in enumerate(report.events)
    ]
    best = max(ranked, key=lambda entry: (entry[0], entry[1]))
    return best[2], best[3]


def direction(lead: Event, policy: Policy) -> Direction:
    """Which way the thread points: a good thing that is denied or off points to escalation; a bad one, nowhere, unless
    it is over."""
    if lead.status is not Status.DENIED:
        return lead.direction
    if is_over(lead, policy):
        return Direction.DE_ESCALATION
    return Direction.ESCALATION if lead.direction is Direction.DE_ESCALATION else Direction.NONE


def grave(lead: Event, policy: Policy) -> str:
    """The first of the words that make a matter graver ("seized power") in the sentences that prove it; else empty."""
    return next((word for one in lead.evidence[:2] if (word := _grave(one.text, policy.words.grave))), "")


def _claimed(report: Report, policy: Policy) -> str:
    """That somebody claims responsibility for a blow; empty where nobody does."""
    owns = any_of((policy.words.owns,))
    for blow in report.events:
        who = blow.actor
        if who is None or not (who.name or who.role) or blow.direction is not Direction.ESCALATION:
            continue
        if any(who.text in e.text and owns.search(e.text) for e in blow.evidence):
            return f"{party(who)} {verb('claim', party(who), who, policy)} responsibility"
    return ""


@lru_cache(maxsize=8192)
def _grave(text: str, patterns: tuple[str, ...]) -> str:
    """The first grave word of a text; kept, since a thread's sentences are asked again at each report."""
    found = any_of(patterns).search(text)
    return found.group(0).lower() if found else ""


def _is_subject(event: Event, report: Report, policy: Policy) -> bool:
    """Whether an event is only what talks of the same report are about ("talks on a withdrawal"), or what is demanded
    or threatened in the sentence of an ultimatum ("until Thursday to leave, or be destroyed"); not a truce that is set
    for its day."""
    if event.status is Status.THREATENED:
        due = (one for one in report.events if one.kind == "threat" != event.kind and one.alertable and one.when)
        return any(one_sentence(one, event) for one in due)
    if event.status not in (Status.PROPOSED, Status.PLANNED, Status.PREDICTED):
        return False
    if event.kind == "truce" and event.status is Status.PLANNED and event.when is not None:
        return False
    threats = (one for one in report.events if one.kind == "threat" and one.alertable)
    demanded = policy.link("threat", event.kind) == "answer" or event.kind == "truce"
    if demanded and any(one_sentence(one, event) or _one_hour(one, event) for one in threats):
        return True
    talks = (one for one in report.events if one.kind == "talks" and one.alertable and one.status is not Status.DENIED)
    return any(
        policy.link("talks", event.kind) == "answer"
        and event.kind in matters(one, policy)
        and _in_headline_of(one, event)
        for one in talks
    )


def _one_hour(threat: Event, demand: Event) -> bool:
    """Whether what is demanded is due at the hour of the threat, though its sentence tells of no threat."""
    hours = [event.when.at for event in (threat, demand) if event.when is not None and event.when.at is not None]
    return len(hours) == 2 and hours[0] == hours[1]


def _has_led(event: Event, report: Report) -> bool:
    """Whether talks have led to what the same sentence tells as agreed ("agreed a truce after two days of talks")."""
    if event.kind != "talks" or event.status not in TOLD:
        return False
    agreed = (one for one in report.events if one.kind in ("truce", "agreement") and not one.rule.endswith("/unruled"))
    return any(one.alertable and one.status in (TOLD | {Status.PLANNED}) and one_sentence(one, event) for one in agreed)


def _is_shadow(event: Event, report: Report) -> bool:
    """Whether no rule knows an event that was read in a word in which a rule reads another ("gave them until noon"), or
    an agreement in the sentence of what is agreed ("agree to a truce from midnight")."""
    if not event.rule.endswith("/unruled"):
        return False
    known = [one for one in report.events if not one.rule.endswith("/unruled")]
    agreed = event.kind == "agreement" and any(one.kind in _AGREED and one_sentence(one, event) for one in known)
    return agreed or any(one_word(one, event) for one in known)


def _is_broken(event: Event, report: Report) -> bool:
    """Whether a truce is only named in the sentences that tell of its breach ("breaking its own ceasefire")."""
    if event.kind != "truce" or event.status not in TOLD:
        return False
    broken = [one for one in report.events if one.kind == "violation" and one.status in TOLD]
    return any(
        {(e.field, e.start) for e in event.evidence} <= {(e.field, e.start) for e in one.evidence} for one in broken
    )


def _is_breached(event: Event, since: Sequence[Report]) -> bool:
    """Whether a later headline tells that a truce is broken, or that somebody says so."""
    breaches = (one for report in since for one in report.events if one.kind == "violation" and one.status in TOLD)
    return event.kind == "truce" and event.status in TOLD and any(one.alertable and headlined(one) for one in breaches)


def _is_taken_up(event: Event, since: Sequence[Report], policy: Policy) -> bool:
    """Whether a headline, of later copy or over the one that only looks back, tells that what was refused has come
    about, or is agreed on for a day: "returned to the talks", "agree to hold talks on Friday"."""
    if event.kind != "rejection" or event.status not in TOLD:
        return False
    refused = matters(event, policy) or _AGREED
    told = since[1:] if headlined(event) else since
    later = (one for report in told for one in report.events if one.kind in refused and one.alertable)
    return any(
        headlined(one) and (one.status in TOLD or (one.status is Status.PLANNED and one.when is not None))
        for one in later
    )


def _is_means(event: Event, report: Report, policy: Policy) -> bool:
    """Whether it is told in one sentence with the move on the ground that it backs ("advanced, backed by raids")."""
    moves = (one for one in report.events if one.kind in ("advance", "capture") and one.alertable)
    return any(policy.link(event.kind, one.kind) == "within" and one_sentence(one, event) for one in moves)


def _is_announced(event: Event, report: Report, policy: Policy) -> bool:
    """Whether a headline only names what its copy tells with its time as yet to come ("confirms talks"); a truce that
    is extended holds, whenever it is to end."""
    if event.kind == "truce" and is_longer(event, policy):
        return False
    if event.status not in TOLD or event.when is not None or any(one.field != "headline" for one in event.evidence):
        return False
    return any(one.kind == event.kind and one.status is Status.PLANNED and one.when for one in report.events)


def _is_freed(event: Event, reports: Sequence[Report], order: int, policy: Policy) -> bool:
    """Whether people were led away, or a ship with them, of whom this report or later ones tell that they are free, or
    an earlier one has, so that this one only looks back."""
    since = reports[order:] if headlined(event) else reports
    return _took_somebody(event, reports[order], policy) and any(
        one.kind == "release" and one.status in TOLD and one.alertable and not one.rule.endswith("/unruled")
        for report in since
        for one in report.events
    )


def _took_somebody(event: Event, report: Report, policy: Policy) -> bool:
    """Whether somebody or something was led away in it; in a bombing, as in the attack that the same report tells."""
    if event.kind == "bombing":
        return any(one.kind == "attack" and took_captives(one, policy) for one in report.events)
    took = {"attack": took_captives, "capture": took_vessel}.get(event.kind)
    return took is not None and took(event, policy)


def _is_conceded(event: Event, since: Sequence[Report]) -> bool:
    """Whether ground that one side claims is told as left by the other, in its own words where the same report tells
    both, which is then the surer news."""
    if event.kind != "capture" or event.status is not Status.CLAIMED:
        return False
    claimants = {said.source for said in event.attribution}
    here, *later = since
    own = (one for one in here.events if one.attribution and claimants.isdisjoint(s.source for s in one.attribution))
    told = [*own, *(one for report in later for one in report.events)]
    return any(one.kind == "withdrawal" and one.alertable and one.status is Status.HAPPENED for one in told)


def _in_headline_of(talks: Event, event: Event) -> bool:
    """Whether talks stand as high in the copy as what they are about."""
    return headlined(talks) or not headlined(event)


def headlined(event: Event) -> bool:
    """Whether the headline tells it: then it is what the article is about."""
    return any(evidence.field == "headline" for evidence in event.evidence)


def _exact(event: Event) -> bool:
    return event.place is not None and event.place.precision in EXACT


def _toll(reports: Sequence[Report], what: str) -> tuple[tuple[int, int] | None, str]:
    """The count as the newest report that gives one has it, and its agency; a lower one only from the agency that gave
    the higher (copy often names a part of the dead)."""
    best: tuple[int, int] | None = None
    agency = ""
    for report in reports:
        counts = [event.counts[what] for event in report.events if what in event.counts and event.status in TOLD]
        if counts and (best is None or max(counts) >= best or agency == report.agency):
            best, agency = max(counts), report.agency
    return best, agency
