"""A kill takes its report out of every thread; what rests on nothing else is canceled (design: product, rule 2)."""

from __future__ import annotations

from datetime import datetime

import msgspec

from bellwire.reading.reading import Outcome, Reading
from bellwire.watch import corrections, deadlines, embargo, sources, versions
from bellwire.watch.alert import Alert, ArticleRef
from bellwire.watch.changes import Change
from bellwire.watch.facts import gather
from bellwire.watch.policy import Policy
from bellwire.watch.publish import cancel, publish, settle
from bellwire.watch.reasons import Reason
from bellwire.watch.thread import Changes, Decision, Known, Report, Thread, ThreadState


def take_back(reading: Reading, known: Known, now: datetime, policy: Policy) -> Changes:
    """A Cancel of each thread that rests on the killed article alone, an Update of each that others support."""
    threads: list[Thread] = []
    alerts: list[Alert] = []
    decisions: list[Decision] = []
    names = frozenset(corrections.notice_keys(reading.article))
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
        threads=tuple(threads),
        alerts=tuple(alerts),
        decisions=tuple(decisions) or (Decision(reason=Reason.KILL_OF_NOTHING),),
    )


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
