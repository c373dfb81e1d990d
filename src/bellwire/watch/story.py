"""One incident of one article: which thread is it, what does it change there, and is that worth a version?"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from bellwire.reading.reading import Direction, Event, Reading
from bellwire.watch import corrections, deadlines, sources
from bellwire.watch.alert import Alert
from bellwire.watch.changes import Change, correction, difference, further
from bellwire.watch.facts import Facts, gather, headlined
from bellwire.watch.headline import cut
from bellwire.watch.home import demanded, home_of, sure
from bellwire.watch.incidents import Incident, is_advice, is_description, is_reason, is_setting, is_unspoken
from bellwire.watch.places import GUESSED
from bellwire.watch.policy import Policy
from bellwire.watch.publish import publish, settle
from bellwire.watch.reasons import Reason
from bellwire.watch.reports import add, report_of
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
        thread, why = home_of(incident, reading, story.threads, story.touched, now, policy)
        if thread is None and incident.alertable:
            thread, why = _corrected(reading, story, policy), "a correction of what the same article told"
        if thread is None and incident.alertable:
            thread, why = _reprinted(reading, story, policy), "a reprint of what another name printed"
        if thread is not None and thread.id in homes:
            homes[thread.id][1].tellings.extend(incident.tellings)
        elif thread is not None:
            homes[thread.id] = (thread, incident, why)
        elif incident.alertable and _is_story(incident, found, policy) and _is_news(incident, reading, policy):
            decisions.append(_open(incident, reading, story, now, policy))
        else:
            lead = incident.events[0]
            reason = Reason.UNSURE if incident.alertable else Reason.NOT_ALERTABLE
            decisions.append(Decision(reason=reason, detail=lead.kind, event=lead.id))
    for incident in found:
        for thread, why in _answered(incident, reading, story, now, policy):
            homes.setdefault(thread.id, (thread, incident, why))
    return decisions + [_amend(*home, reading, story, now, policy) for home in homes.values()]


def _answered(
    incident: Incident, reading: Reading, story: Told, now: datetime, policy: Policy
) -> Iterator[tuple[Thread, str]]:
    """The ultimatums that an incident answers, wherever it is told itself: the ship that is freed was seized before."""
    for thread in story.threads:
        if not deadlines.is_ultimatum(thread.deadline) or thread.id in story.touched:
            continue
        report = report_of(reading, incident.events, thread, policy)
        if not deadlines.is_answered(thread.deadline, report, now, policy):
            continue
        if why := demanded(incident, reading, thread, policy):
            yield thread, why


def _corrected(reading: Reading, story: Told, policy: Policy) -> Thread | None:
    """The thread that a correction corrects where what it tells now is like nothing that it told before: the newest
    live one that the article told of. A correction opens none."""
    if not corrections.is_correction(reading.article, policy.words):
        return None
    live = [
        one for one in story.threads if one.latest is not None and one.state in (ThreadState.OPEN, ThreadState.QUIET)
    ]
    own = [one for one in live if any(report.uri == reading.uri and report.events for report in one.reports)]
    return max(own, key=lambda one: (one.last_news, one.id), default=None)


def _reprinted(reading: Reading, story: Told, policy: Policy) -> Thread | None:
    """The thread of the article that this one prints again under another name: it has no other story than that has."""
    article, least = reading.article, policy.figures.same_thing.reprint
    status = corrections.traffic(reading, policy.words)
    for thread in story.threads:
        if thread.status != status or thread.state is ThreadState.CANCELED:
            continue
        others = (kept for kept in thread.reports if kept.uri != reading.uri and kept.provider != article.provider)
        if any(sources.likeness(article.shingles, kept.shingles) >= least for kept in others):
            return story.touched.get(thread.id, thread)
    return None


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
        after = publish(after, facts, change, report, now, policy, beside=story.alerts)
        assert after.latest is not None
        story.alerts.append(after.latest)
    else:
        change = change if change.reason is Reason.NOTHING_NEW else Change(Reason.QUIET_LIMIT, change.text)
    story.keep(settle(after, policy), incident)
    return Decision(reason=change.reason, detail=f"{change.text}; {why}", event=lead.id, thread=thread.id)


def _open(incident: Incident, reading: Reading, story: Told, now: datetime, policy: Policy) -> Decision:
    """A new thread with its one Alert."""
    lead = incident.events[0]
    status = corrections.traffic(reading, policy.words)
    report = report_of(reading, incident.events, None, policy)
    theatre = _theatre(lead)
    told = deadlines.after_report(None, (report,), now, policy)
    thread = Thread(
        id=_new_id((reading.uri, theatre, policy.kinds.kind[lead.kind].group, lead.id, status), story),
        theatre=theatre,
        keys=(),
        first_seen=now,
        last_news=now,
        reports=(report,),
        status=status,
        articles=1,
        deadline=told,
    )
    facts = gather((report,), told, policy)
    thread = publish(thread, facts, None, report, now, policy, beside=story.alerts)
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
        or any(sure(event, policy) for event in acts)
    )


def _is_news(incident: Incident, reading: Reading, policy: Policy) -> bool:
    """Whether it is told for its own sake, and not to say where or who somebody is, or that nothing happened."""
    told = reading.article.version_time
    assert told is not None, "copy without a time makes no alert"
    setting = is_setting(incident, reading.events) or is_description(incident, told.date()) or is_advice(incident)
    setting = setting or is_reason(incident, reading.events)
    return not setting and not is_unspoken(incident, policy)


def _theatre(lead: Event) -> str:
    """The place that the thread plays in, where the copy names one."""
    return lead.place.path if lead.place and lead.place.origin not in GUESSED else ""


def _new_id(begun_by: Sequence[str], story: Told) -> str:
    """The same for the same story, whenever it is told; another where a thread that ended has it: an article that goes
    on for days tells of the same thing anew, and no id of an alert may come twice."""
    taken = {thread.id for thread in story.threads} | set(story.touched)
    ids = (_named(*begun_by, *([str(count)] if count else ())) for count in itertools.count())
    return next(found for found in ids if found not in taken)


def _named(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
