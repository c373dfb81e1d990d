"""A kill takes its report out of every thread; what rests on nothing else is canceled (design: product, rule 2).

A notice names stories that may yet arrive: it is kept as a thread of its own in state HELD, without a story, as long as
they could still alert. One of that name and agency that was sent before the notice is killed when it comes.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from bellwire.reading.reading import Outcome, Reading
from bellwire.watch import corrections, deadlines, embargo, sources, versions
from bellwire.watch.alert import Alert, ArticleRef
from bellwire.watch.changes import Change
from bellwire.watch.facts import gather
from bellwire.watch.policy import Policy
from bellwire.watch.publish import cancel, publish, settle
from bellwire.watch.reasons import Reason
from bellwire.watch.thread import Changes, Decision, Known, Report, Thread, ThreadKey, ThreadState


def take_back(reading: Reading, known: Known, now: datetime, policy: Policy) -> Changes:
    """A Cancel of each thread that rests on the killed article alone, an Update of each that others support."""
    threads: list[Thread] = []
    alerts: list[Alert] = []
    decisions: list[Decision] = []
    names = frozenset(corrections.notice_keys(reading))
    agency = sources.origin(reading.article, policy).agency
    for thread in known.threads:
        if thread.state is ThreadState.HELD:
            if thread.held is not None and thread.held.uri == reading.uri:
                threads.append(embargo.closed(thread))
            continue
        killed = tuple(report for report in thread.reports if _is_meant(report, reading.uri, names, agency))
        if not killed or thread.latest is None or thread.state is ThreadState.CANCELED:
            continue
        after, reason = _without(thread, killed, reading, now, policy)
        threads.append(after)
        assert after.latest is not None
        alerts.append(after.latest)
        decisions.append(Decision(reason=reason, thread=thread.id))
    return Changes(
        outcome=Outcome.CANCELED,
        version=versions.registration(reading, Outcome.CANCELED),
        threads=(*threads, *_kept(reading, known, now, policy)),
        alerts=tuple(alerts),
        decisions=tuple(decisions) or (Decision(reason=Reason.KILL_OF_NOTHING),),
    )


def overtaking(reading: Reading, known: Known, policy: Policy) -> Reading | None:
    """The kill notice, of those known, that names this story of the same agency and was sent after it."""
    sent = reading.article.version_time
    names = {key.kind_group for key in corrections.overtaking_keys(reading.article)}
    agency = sources.origin(reading.article, policy).agency
    traffic = corrections.traffic(reading, policy.words)
    for thread in known.threads:
        notice = thread.held
        if notice is None or not is_notice(thread) or sent is None or notice.uri == reading.uri:
            continue
        named = names & {key.kind_group for key in thread.keys}
        later = sent <= (notice.article.version_time or thread.first_seen)
        same = sources.origin(notice.article, policy).agency == agency
        if named and later and same and corrections.traffic(notice, policy.words) == traffic:
            return notice
    return None


def is_notice(thread: Thread) -> bool:
    """Whether this is no story but a kill notice that waits for what it names."""
    return thread.state is ThreadState.HELD and any(key.country == corrections.OVERTAKEN for key in thread.keys)


def _kept(reading: Reading, known: Known, now: datetime, policy: Policy) -> tuple[Thread, ...]:
    """The notice, until what it names is too old to alert; nothing where it names nothing, or is a version of the story
    itself, whose name others may share."""
    names = corrections.notice_keys(reading)
    if not names or known.versions:
        return ()
    keys = tuple(ThreadKey(corrections.OVERTAKEN, key.kind_group) for key in names)
    until = now + timedelta(days=policy.figures.clock.recency_days)
    return (embargo.waiting("notice", msgspec.structs.replace(reading, body="", events=()), now, until, keys),)


def _is_meant(report: Report, uri: str, names: frozenset[object], agency: str) -> bool:
    """The article itself, or one of the same agency that the notice names."""
    if report.uri == uri:
        return True
    return report.agency == agency and corrections.is_named(report, names)  # type: ignore[arg-type]


def _without(
    thread: Thread, killed: tuple[Report, ...], reading: Reading, now: datetime, policy: Policy
) -> tuple[Thread, Reason]:
    article = reading.article
    agency = killed[0].agency
    left = tuple(report for report in thread.reports if report not in killed)
    left = left if any(not report.copied for report in left) else ()
    ref = ArticleRef(
        uri=reading.uri, version=reading.version, provider=article.provider, version_time=article.version_time
    )
    if not any(report.events for report in left):
        gone = msgspec.structs.replace(thread, reports=tuple(_forgotten(report) for report in thread.reports))
        return settle(cancel(gone, ref, agency, now, policy), policy), Reason.KILLED
    after = msgspec.structs.replace(thread, reports=left)
    facts = gather(left, thread.deadline if deadlines.pending(thread.deadline) else None, policy)
    change = Change(Reason.SOURCE_KILLED, f"{agency} kills its report; others stand", loud=True)
    by = msgspec.structs.replace(killed[0], uri=ref.uri, version=ref.version, version_time=ref.version_time)
    return settle(publish(after, facts, change, by, now, policy), policy), Reason.SOURCE_KILLED


def _forgotten(report: Report) -> Report:
    """A killed report: its uri, names and fingerprint stay, so that it and its reprints are known again; what it told
    does not."""
    return msgspec.structs.replace(report, events=(), copied=True)
