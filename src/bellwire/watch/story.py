"""One incident of one article: which thread is it, what does it change there, and is that worth a version?"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from bellwire.reading.reading import Direction, Event, Place, Reading
from bellwire.watch import corrections, deadlines
from bellwire.watch.alert import Alert
from bellwire.watch.changes import Change, correction, difference, further
from bellwire.watch.facts import Facts, gather, headlined
from bellwire.watch.headline import cut
from bellwire.watch.incidents import Incident
from bellwire.watch.matter import one_site, site
from bellwire.watch.policy import Policy, Scope, wider
from bellwire.watch.publish import publish, settle
from bellwire.watch.reasons import Reason
from bellwire.watch.reports import add, report_of
from bellwire.watch.same_thing import EXACT, GUESSED, Likeness, Telling, likeness, located, near
from bellwire.watch.thread import Decision, Report, Thread, ThreadState


@dataclass(slots=True)
class Told:
    """What is known and what has changed while one article is told."""

    threads: tuple[Thread, ...]
    alerts: list[Alert] = field(default_factory=list)
    homes: dict[str, str] = field(default_factory=dict)
    touched: dict[str, Thread] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for thread in self.threads:
            if thread.held is not None and thread.state is ThreadState.CLOSED and thread.due is None:
                self.touched[thread.id] = thread

    @property
    def changed(self) -> tuple[Thread, ...]:
        return tuple(self.touched.values())

    def keep(self, thread: Thread, incident: Incident) -> None:
        """Remember a changed thread, and that this incident's events are told in it."""
        self.touched[thread.id] = thread
        self.homes.update((event.id, thread.id) for event in incident.events)


def tell(found: list[Incident], reading: Reading, story: Told, now: datetime, policy: Policy) -> list[Decision]:
    """Put incidents into their threads, or open new ones; incidents that belong to one thread are told as one."""
    decisions: list[Decision] = []
    homes: dict[str, tuple[Thread, Incident, str]] = {}
    for incident in found:
        thread, why = _home(incident, reading, story, now, policy)
        if thread is not None and thread.id in homes:
            homes[thread.id][1].tellings.extend(incident.tellings)
        elif thread is not None:
            homes[thread.id] = (thread, incident, why)
        elif incident.alertable and _is_story(incident, found, policy):
            decisions.append(_open(incident, reading, story, now, policy))
        else:
            lead = incident.events[0]
            reason = Reason.UNSURE if incident.alertable else Reason.NOT_ALERTABLE
            decisions.append(Decision(reason=reason, detail=lead.kind, event=lead.id))
    return decisions + [_amend(*home, reading, story, now, policy) for home in homes.values()]


def _amend(
    thread: Thread, incident: Incident, why: str, reading: Reading, story: Told, now: datetime, policy: Policy
) -> Decision:
    """A known thread with this report, and its Update where that is worth one."""
    lead = incident.events[0]
    report = report_of(reading, incident.events, thread, policy)
    if report.copied:
        story.keep(settle(add(thread, report, policy), policy), incident)
        name = Reason.NEAR_COPY if not reading.article.credits and not reading.article.byline else Reason.REPRINT
        return Decision(reason=name, detail=report.agency, event=lead.id, thread=thread.id)
    after, change = _amended(thread, report, reading, now, policy)
    if _worth(thread, change, policy):
        facts = gather(after.reports, after.deadline, policy)
        after = publish(after, facts, change, report, now, policy)
        assert after.latest is not None
        story.alerts.append(after.latest)
    else:
        change = change if change.reason is Reason.NOTHING_NEW else Change(Reason.QUIET_LIMIT, change.text)
    story.keep(settle(after, policy), incident)
    return Decision(reason=change.reason, detail=f"{change.text}; {why}", event=lead.id, thread=thread.id)


def _open(incident: Incident, reading: Reading, story: Told, now: datetime, policy: Policy) -> Decision:
    """A new thread with its one Alert."""
    lead = incident.events[0]
    status = corrections.traffic(reading.article, policy.words)
    report = report_of(reading, incident.events, None, policy)
    theatre = _theatre(lead)
    told = deadlines.after_report(None, (report,), now, policy)
    thread = Thread(
        id=_thread_id(reading.uri, theatre, lead, status, policy),
        theatre=theatre,
        keys=(),
        first_seen=now,
        last_news=now,
        reports=(report,),
        status=status,
        articles=1,
        deadline=told,
    )
    thread = publish(thread, gather((report,), told, policy), None, report, now, policy)
    assert thread.latest is not None
    story.alerts.append(thread.latest)
    story.keep(settle(thread, policy), incident)
    return Decision(reason=Reason.NEW_THREAD, detail=lead.kind, event=lead.id, thread=thread.id)


def _amended(thread: Thread, report: Report, reading: Reading, now: datetime, policy: Policy) -> tuple[Thread, Change]:
    """The thread with this report and what that changed."""
    after = add(thread, report, policy)
    told = deadlines.after_report(thread.deadline, after.reports, now, policy)
    facts = gather(after.reports, told, policy)
    before = next((kept for kept in thread.reports if kept.uri == report.uri and kept.events), None)
    if before is not None and corrections.is_correction(reading.article, policy.words):
        change = correction(gather([before], None, policy), gather([report], None, policy), report, policy)
    else:
        change = difference(_before(thread, facts, policy), facts, report, policy)
    own = before is not None
    if change.reason is Reason.NOTHING_NEW and not _told_before(thread, report):
        change = _other_words(thread, report, change, own, policy)
    after = msgspec.structs.replace(
        after,
        deadline=told,
        state=ThreadState.OPEN,
        last_news=max(thread.last_news, now),
        theatre=_theatre(facts.lead) or thread.theatre,
    )
    return after, change


def _before(thread: Thread, facts: Facts, policy: Policy) -> Facts:
    if any(report.events for report in thread.reports):
        return gather(thread.reports, thread.deadline, policy)
    return facts


def _other_words(thread: Thread, report: Report, change: Change, own: bool, policy: Policy) -> Change:
    """Fresh copy that changes no fact read in it: a quiet addition; the same article under a new headline, news."""
    if not own:
        return Change(Reason.ADDS_COPY, further(report, thread.reports, policy), quiet=True)
    if any(kept.uri == report.uri and kept.headline == report.headline for kept in thread.reports):
        return change
    return Change(Reason.ADDS_NEWS, f'now headlined "{cut(report.headline, 120)}"')


def _told_before(thread: Thread, report: Report) -> bool:
    return any(kept.digest and kept.digest == report.digest for kept in thread.reports)


def _worth(thread: Thread, change: Change, policy: Policy) -> bool:
    """Whether a change makes a version: nothing new never does; quiet ones only while versions are few."""
    if thread.state is ThreadState.CANCELED:
        return True
    if change.reason is Reason.NOTHING_NEW:
        return False
    latest = thread.latest.version if thread.latest else 0
    return not (change.reason is Reason.ADDS_COPY and latest >= policy.figures.limits.quiet_versions)


def _home(
    incident: Incident, reading: Reading, story: Told, now: datetime, policy: Policy
) -> tuple[Thread | None, str]:
    """The thread that this incident belongs to, and the score that says so."""
    status = corrections.traffic(reading.article, policy.words)
    weights = policy.figures.same_thing
    asked = Asked.of(incident, policy)
    best: tuple[float, float, str, Thread | None] = (0.0, 0.0, "", None)
    for known in story.threads:
        thread = story.touched.get(known.id, known)
        own = any(report.uri == reading.uri for report in known.reports)
        if thread.status != status or not _open_to(thread, own, now, policy):
            continue
        found = fit(asked, thread, own=own, policy=policy)
        value = found.value + (weights.same_uri if own and found.value else 0.0)
        if value >= weights.threshold and (value, thread.last_news.timestamp()) > best[:2]:
            best = (value, thread.last_news.timestamp(), _explain(found, own), thread)
    return best[3], best[2]


@dataclass(frozen=True, slots=True)
class Asked:
    """What of an incident is compared with every thread: its tellings, their exact places, its acts."""

    tellings: Sequence[Telling]
    exact: Sequence[tuple[Place, Scope]]
    acts: Sequence[Telling]

    @staticmethod
    def of(incident: Incident, policy: Policy) -> Asked:
        """The acts are those that the headline tells, if it tells any."""
        acts = _acts(located(incident.tellings), policy)[:4]
        headed = [one for one in acts if headlined(one.event)]
        return Asked(incident.tellings, _exact(incident.tellings[:6], policy), headed or acts)


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
    if not own and _apart(asked.exact, _exact(tellings, policy), policy):
        return Likeness(0.0, never="other places")
    if not own and not _of_one_site(asked.tellings, kept[0].events[0] if kept else None, tellings, policy):
        return Likeness(0.0, never="another site")
    acts = _acts(tellings, policy)
    theirs = [one for one in acts if headlined(one.event) or _sure(one.event, policy)] or acts
    found = [likeness(here, there, policy, moved=own) for here in asked.acts for there in theirs]
    return max(found, key=lambda one: one.value, default=Likeness(0.0))


def _acts(tellings: list[Telling], policy: Policy) -> list[Telling]:
    """The acts, by which incidents are compared: those that alert by themselves, else any; consequences only where no
    act is told; never the means of the leading act (the artillery behind an advance)."""
    lead = tellings[0].event.kind if tellings else ""
    own = [one for one in tellings if policy.link(lead, one.event.kind) != "within"]
    acts = [one for one in own if one.event.direction is not Direction.IMPACT]
    return [one for one in acts if one.event.alertable] or acts or own


def _is_headed(incident: Incident) -> bool:
    return any(headlined(event) for event in incident.events)


def _is_story(incident: Incident, found: Sequence[Incident], policy: Policy) -> bool:
    """Whether what a desk wants is a story of its own beside what else its article tells: what the headline tells, or
    nothing that it tells, else what is read surely; harm without its act only where it has figures."""
    others = [other for other in found if other is not incident and other.alertable]
    acts = [e for e in incident.events if e.alertable and (e.direction is not Direction.IMPACT or e.counts)]
    if others and not acts:
        return False
    return (
        _is_headed(incident)
        or not any(_is_headed(other) for other in others)
        or any(_sure(event, policy) for event in acts)
    )


def _sure(event: Event, policy: Policy) -> bool:
    return event.confidence >= policy.figures.same_thing.beside_confidence


def _of_one_site(mine: Sequence[Telling], first: Event | None, theirs: Sequence[Telling], policy: Policy) -> bool:
    """Whether a capture of a named site and what it is compared with are of that site: an operation round about is
    another thing."""
    for lead, others in ((mine[0].event, theirs), (first, mine)):
        named = site(lead, policy) if lead is not None and lead.kind == "capture" else frozenset()
        if named and not any(named <= one.words or one_site(named, site(one.event, policy)) for one in others):
            return False
    return True


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


def _theatre(lead: Event) -> str:
    """The place that the thread plays in, where the copy names one."""
    return lead.place.path if lead.place and lead.place.origin not in GUESSED else ""


def _thread_id(uri: str, theatre: str, lead: Event, status: str, policy: Policy) -> str:
    group = policy.kinds.kind[lead.kind].group
    name = "\x1f".join((uri, theatre, group, lead.id, status))
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:16]
