"""Makes the next version of a thread's alert, and the thread that remembers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from bellwire.reading.reading import Attribution, Evidence
from bellwire.watch import corrections, deadlines, priority, sources
from bellwire.watch.alert import (
    Alert,
    ArticleRef,
    CitedEvidence,
    Corroboration,
    DeadlineState,
    Latency,
    MsgType,
    Priority,
)
from bellwire.watch.changes import Change
from bellwire.watch.facts import Facts
from bellwire.watch.headline import headline, passed, withdrawn
from bellwire.watch.keys import kept_under
from bellwire.watch.policy import Policy
from bellwire.watch.reasons import Reason
from bellwire.watch.thread import Report, Thread, ThreadState, TimelineEntry


def publish(
    thread: Thread,
    facts: Facts,
    change: Change | None,
    report: Report | None,
    now: datetime,
    policy: Policy,
    *,
    beside: Sequence[Alert] = (),
) -> Thread:
    """The thread with its next alert version: an Alert where it has none yet (`change` None), else an Update.

    `report` is the article that caused it, None where the clock did; `beside`: what it caused in other threads.
    """
    score = priority.score(facts, change, (report or facts.lead_report).urgency, policy)
    rung = priority.priority(score, change, policy)
    if change is not None and change.reason in (Reason.DEADLINE_NEAR, Reason.DEADLINE_PASSED):
        rung = priority.loudest(rung, Priority.URGENT)
    over = facts.deadline is not None and facts.deadline.state is DeadlineState.PASSED and report is None
    taken = [alert.headline for alert in beside]
    text = passed(facts, facts.deadline) if over and facts.deadline else headline(facts, policy, taken)
    standing = [kept for kept in thread.reports if kept.events]
    version = thread.latest.version + 1 if thread.latest else 1
    alert = Alert(
        id=f"{thread.id}-{version:06d}",
        thread=thread.id,
        version=version,
        msg_type=MsgType.UPDATE if thread.latest else MsgType.ALERT,
        status=thread.status,
        references=(thread.latest.id,) if thread.latest else (),
        article=article_of(report),
        headline=text,
        changed=change.text[:200] if change else None,
        direction=facts.direction,
        priority=rung,
        score=score,
        certainty=facts.certainty,
        contested=facts.contest.contested,
        event=facts.lead,
        events=_event_ids(standing),
        corroboration=corroboration(thread),
        attribution=_attribution(standing, facts, policy.figures.limits.attribution),
        evidence=_evidence(standing, facts, policy.figures.limits.evidence),
        deadline=facts.deadline,
        cap=priority.cap(facts.lead, rung, facts.certainty.value, facts.deadline, policy.cap),
        first_seen=thread.first_seen,
        updated=now,
        reason=(change.reason if change else Reason.NEW_THREAD).value,
        latency_ms=_latency(report, now),
    )
    return remember(thread, alert, policy)


def cancel(thread: Thread, killed: ArticleRef, agency: str, now: datetime, policy: Policy) -> Thread:
    """The thread taken back, as loud as its loudest version, so that all who were told are told."""
    last = thread.latest
    assert last is not None, "only what was published is taken back"
    told = [entry.priority for entry in thread.timeline] or [last.priority]
    alert = msgspec.structs.replace(
        last,
        id=f"{thread.id}-{last.version + 1:06d}",
        version=last.version + 1,
        msg_type=MsgType.CANCEL,
        references=tuple(entry.id for entry in thread.timeline),
        article=killed,
        headline=withdrawn(last.headline, agency),
        changed=f"killed by {agency or 'its agency'}: nothing else supports it",
        priority=priority.loudest(*told),
        corroboration=Corroboration(articles=thread.articles, independent_sources=(), unique_texts=0),
        contested=False,
        attribution=(),
        evidence=(),
        deadline=None,
        updated=now,
        reason=Reason.KILLED.value,
        latency_ms=Latency(),
    )
    gone = msgspec.structs.replace(thread, state=ThreadState.CANCELED, deadline=None)
    return remember(gone, alert, policy)


def remember(thread: Thread, alert: Alert, policy: Policy) -> Thread:
    """The thread with `alert` as its latest and at the end of its timeline (its first entry is never dropped)."""
    entry = TimelineEntry(
        id=alert.id,
        version=alert.version,
        msg_type=alert.msg_type,
        priority=alert.priority,
        updated=alert.updated,
        headline=alert.headline,
        changed=alert.changed,
        uri=alert.article.uri if alert.article else None,
    )
    entries = (*thread.timeline, entry)
    limit = policy.figures.limits.timeline
    if len(entries) > limit:
        entries = (entries[0], *entries[-(limit - 1) :])
    return msgspec.structs.replace(thread, latest=alert, timeline=entries)


def settle(thread: Thread, policy: Policy) -> Thread:
    """The thread with its index entries and the time at which the clock next matters to it."""
    clock = policy.figures.clock
    live = thread.state in (ThreadState.OPEN, ThreadState.QUIET, ThreadState.CANCELED)
    keys = kept_under(thread, policy) if live else thread.keys
    hours = clock.quiet_hours if thread.state is ThreadState.OPEN else clock.ended_hours
    times = [thread.last_news + timedelta(hours=hours)] if live else []
    if live and (due := deadlines.due(thread.deadline, policy)) is not None:
        times.append(due)
    return msgspec.structs.replace(thread, keys=keys, due=min(times, default=None))


def ended_thread(thread: Thread) -> Thread:
    """The thread closed: found by uri and by name only."""
    state = ThreadState.CANCELED if thread.state is ThreadState.CANCELED else ThreadState.CLOSED
    names = tuple(key for key in thread.keys if key.country == corrections.NAMED)
    return msgspec.structs.replace(thread, state=state, keys=names, due=None)


def corroboration(thread: Thread) -> Corroboration:
    """Articles, originating agencies, unlike texts."""
    standing = [report for report in thread.reports if not report.copied]
    return Corroboration(
        articles=thread.articles,
        independent_sources=sources.independent(standing),
        unique_texts=sources.unique_texts(thread.reports),
    )


def article_of(report: Report | None) -> ArticleRef | None:
    """The reference to a report's article."""
    if report is None:
        return None
    return ArticleRef(
        uri=report.uri, version=report.version, provider=report.provider, version_time=report.version_time
    )


def _event_ids(reports: Sequence[Report]) -> tuple[str, ...]:
    ids = [event.id for report in reversed(reports) for event in report.events]
    return tuple(dict.fromkeys(ids))[:40]


def _attribution(reports: Sequence[Report], facts: Facts, limit: int) -> tuple[Attribution, ...]:
    """Who says so: of the leading event first, then both sides of a dispute, then the rest, each speaker once."""
    disputed = [said for denial in facts.contest.standing for said in denial.event.attribution]
    rest = [said for report in reversed(reports) for event in report.events for said in event.attribution]
    said_by = {(said.source, said.stance): said for said in reversed([*facts.lead.attribution, *disputed, *rest])}
    ordered = [said_by[key] for key in reversed(said_by)]
    return tuple(ordered[:limit])


def _evidence(reports: Sequence[Report], facts: Facts, limit: int) -> tuple[CitedEvidence, ...]:
    """The sentences that prove it: the leading event's, then one of each report, the newest first."""
    cited: dict[tuple[str, str, str, int], CitedEvidence] = {}
    ordered = [(facts.lead_report, facts.lead)]
    ordered += [(report, event) for report in reversed(reports) for event in report.events[:2]]
    newest_first = sorted(ordered[1:], key=lambda pair: pair[1] is not pair[0].events[0])
    for report, event in [ordered[0], *newest_first]:
        for one in event.evidence[: 2 if event is facts.lead else 1]:
            cited.setdefault((report.uri, report.version, one.field, one.start), _cite(one, report))
    return tuple(cited.values())[:limit]


def _cite(one: Evidence, report: Report) -> CitedEvidence:
    return CitedEvidence(**msgspec.structs.asdict(one), uri=report.uri, version=report.version)


def _latency(report: Report | None, now: datetime) -> Latency:
    if report is None or report.received is None:
        return Latency()
    wire = report.received - report.version_time if report.version_time else None
    own = now - report.received
    return Latency(
        wire_to_received=round(wire / timedelta(milliseconds=1)) if wire is not None else None,
        received_to_alert=round(own / timedelta(milliseconds=1)) if own > timedelta(0) else None,
    )
