"""Which of the known threads does an incident belong to? The best that it fits, with the score that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bellwire.reading.reading import TOLD, Direction, Event, Place, Reading
from bellwire.watch import corrections, deadlines
from bellwire.watch.again import another_blow, is_next_town
from bellwire.watch.facts import headlined
from bellwire.watch.incidents import Incident
from bellwire.watch.matter import one_site, site, took_captives
from bellwire.watch.places import EXACT, near
from bellwire.watch.policy import Policy, Scope, wider
from bellwire.watch.same_thing import Likeness, is_way, likeness
from bellwire.watch.telling import Telling, located, region_of
from bellwire.watch.thread import Thread, ThreadState


def home_of(
    incident: Incident,
    reading: Reading,
    threads: Sequence[Thread],
    touched: Mapping[str, Thread],
    now: datetime,
    policy: Policy,
) -> tuple[Thread | None, str]:
    """The thread that this incident belongs to, and the score that says so. `threads`: as they were before this
    article; `touched`: what it has changed in them since, by id."""
    status = corrections.traffic(reading, policy.words)
    weights = policy.figures.same_thing
    asked = Asked.of(incident, policy, reading.events)
    best: tuple[float, float, str, Thread | None] = (0.0, 0.0, "", None)
    for known in threads:
        thread = touched.get(known.id, known)
        own = any(report.uri == reading.uri for report in known.reports)
        if thread.status != status or not _open_to(thread, own, now, policy):
            continue
        if thread.state is ThreadState.CANCELED and not incident.alertable:
            continue
        found = fit(asked, thread, own=own, policy=policy)
        value = found.value + (weights.same_uri if own and found.value else 0.0)
        if value >= weights.threshold and (value, thread.last_news.timestamp()) > best[:2]:
            best = (value, thread.last_news.timestamp(), _explain(found, own), thread)
    return best[3], best[2]


def demanded(incident: Incident, reading: Reading, thread: Thread, policy: Policy) -> str:
    """Why an incident is what the ultimatum of a thread demands; empty where it is not."""
    found = fit(Asked.of(incident, policy, reading.events), thread, own=False, policy=policy)
    return _explain(found, False) if found.value >= policy.figures.same_thing.threshold else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of an incident is compared with every thread: its tellings, their exact places, its acts; and what its
    article tells besides."""

    tellings: Sequence[Telling]
    exact: Sequence[tuple[Place, Scope]]
    acts: Sequence[Telling]
    beside: Sequence[Event] = ()

    @staticmethod
    def of(incident: Incident, policy: Policy, told: Sequence[Event] = ()) -> Asked:
        """The acts are those that the headline tells, if it tells any."""
        acts = _acts(located(incident.tellings), policy)[:4]
        headed = [one for one in acts if headlined(one.event)]
        beside = [event for event in told if event not in incident.events]
        return Asked(incident.tellings, _exact(incident.tellings[:6], policy), headed or acts, beside)


def fit(asked: Asked, thread: Thread, *, own: bool, policy: Policy) -> Likeness:
    """How well an incident fits a thread: as well as its best event fits one of the thread's, or the best of those that
    the headline tells, if it tells any; never where the places of both are exact and part. What a thread tells beside
    its headlines draws nothing to it unless it is read surely."""
    kept = [report for report in thread.reports if report.events]
    tellings = [
        one
        for report in (kept[:1] + kept[1:][-7:])
        for one in located(
            [
                Telling(event, report.version_time or thread.first_seen, report.headline, policy)
                for event in report.events
            ]
        )[:4]
    ]
    if not tellings and thread.latest is not None:
        tellings = [Telling(thread.latest.event, thread.last_news, thread.latest.headline, policy)]
    if (
        not own
        and not _of_one_way(asked.tellings, tellings, policy)
        and _apart(asked.exact, _exact(tellings, policy), policy)
    ):
        return Likeness(0.0, never="other places")
    if not own and not _of_one_site(asked.tellings, kept[0].events[0] if kept else None, tellings, policy):
        return Likeness(0.0, never="another site")
    freed = _is_rescue(asked.tellings, tellings, policy)
    if not (own or freed) and (never := another_blow(asked.acts, asked.beside, tellings, policy)):
        return Likeness(0.0, never=never)
    if not own and is_next_town(asked.tellings, tellings, policy):
        return Likeness(0.0, never="the next town")
    acts = _acts(tellings, policy)
    theirs = [one for one in acts if headlined(one.event) or sure(one.event, policy)] or acts
    found = [likeness(here, there, policy, moved=own) for here in asked.acts for there in theirs]
    return max(found, key=lambda one: one.value, default=Likeness(0.0))


def _acts(tellings: list[Telling], policy: Policy) -> list[Telling]:
    """The acts, by which incidents are compared: those that alert by themselves, else any; consequences only where no
    act is told; never the means of the leading act (the artillery behind an advance) nor what a threat demands."""
    lead = tellings[0].event.kind if tellings else ""
    own = [one for one in tellings if policy.link(lead, one.event.kind) != "within"]
    if any(one.event.kind == "threat" for one in own):
        own = [one for one in own if one.event.kind == "threat" or one.event.status in TOLD]
    acts = [one for one in own if one.event.direction is not Direction.IMPACT]
    return [one for one in acts if one.event.alertable] or acts or own


def sure(event: Event, policy: Policy) -> bool:
    """Whether an event is read surely enough to count beside what the headline tells."""
    return event.confidence >= policy.figures.same_thing.beside_confidence


def _of_one_site(mine: Sequence[Telling], first: Event | None, theirs: Sequence[Telling], policy: Policy) -> bool:
    """Whether a capture of a named site and what it is compared with are of that site: an operation round about is
    another thing."""
    for lead, others in ((mine[0].event, theirs), (first, mine)):
        named = site(lead, policy) if lead is not None and lead.kind == "capture" else frozenset()
        if named and not any(named <= one.words or one_site(named, site(one.event, policy), policy) for one in others):
            return False
    return True


def _is_rescue(mine: Sequence[Telling], theirs: Sequence[Telling], policy: Policy) -> bool:
    """Whether captives are freed whom the other tells to be taken: "rescued three hostages" is no new raid."""
    freed = any(one.event.kind == "release" and one.event.status in TOLD for one in mine)
    taken = (one.event for one in theirs if one.event.kind == "attack")
    return freed and any(took_captives(event, policy) for event in taken)


def _of_one_way(mine: Sequence[Telling], theirs: Sequence[Telling], policy: Policy) -> bool:
    """Whether both tell of a withdrawal from one region, whatever towns they name besides, or of people brought from
    the town of the one to that of the other."""
    if any(is_way(one, other, policy) for one in mine for other in theirs):
        return True
    paths = [{place.path for one in some if (place := region_of(one.event))} for some in (mine, theirs)]
    return not paths[0].isdisjoint(paths[1])


def _apart(here: Sequence[tuple[Place, Scope]], there: Sequence[tuple[Place, Scope]], policy: Policy) -> bool:
    """Whether every exact place of the one is away from every exact place of the other, for things of one spot."""
    if not here or not there:
        return False
    return all(near(one, other, wider(mine, theirs), policy)[0] < 0 for one, mine in here for other, theirs in there)


def _exact(tellings: Sequence[Telling], policy: Policy) -> list[tuple[Place, Scope]]:
    """Each exact place once, with how near it must be."""
    exact = (one.event for one in tellings if one.event.place and one.event.place.precision in EXACT)
    return list(dict.fromkeys((one.place, policy.kinds.kind[one.kind].scope) for one in exact if one.place))


def _open_to(thread: Thread, own: bool, now: datetime, policy: Policy) -> bool:
    """Whether a thread still takes reports: within two days of its last news, or while a deadline is pending."""
    if thread.latest is None or thread.state is ThreadState.HELD:
        return False
    if thread.state is ThreadState.CANCELED and own:
        return False
    fresh = abs(now - thread.last_news) <= timedelta(hours=policy.figures.clock.ended_hours)
    return fresh or deadlines.pending(thread.deadline)


def _explain(found: Likeness, own: bool) -> str:
    parts = ", ".join(f"{part.name} {part.value:.2f}" for part in found.parts)
    return f"same thing: {parts}" + (", same article" if own else "")
