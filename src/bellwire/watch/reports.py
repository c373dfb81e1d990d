"""The reports a thread rests on: made from a reading, replaced by a later version, kept within bounds."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bellwire.reading.reading import Event, Reading
from bellwire.watch import sources
from bellwire.watch.policy import Limits, Policy
from bellwire.watch.thread import Report, Thread


def report_of(reading: Reading, events: Sequence[Event], thread: Thread | None, policy: Policy) -> Report:
    """What this article version says of a thread. A near copy of another's report bears that one's agency."""
    article = reading.article
    origin = sources.origin(article, policy)
    standing = thread.reports if thread else ()
    original = sources.copied_from(article, reading.uri, standing, policy)
    agency = original.agency if original else origin.agency
    printed = any(report.agency == agency and report.uri != reading.uri for report in standing)
    other_name = sources.origin(msgspec.structs.replace(article, byline="", credits=()), policy).agency != agency
    copied = printed and other_name and (origin.reprint or original is not None)
    return Report(
        uri=reading.uri,
        version=reading.version,
        provider=article.provider,
        agency=agency,
        grade=sources.grade(events),
        headline=article.headline[:200],
        version_time=article.version_time,
        received=article.received,
        digest=article.digest,
        shingles=article.shingles,
        events=tuple(_bounded(event) for event in events[: policy.figures.limits.report_events]),
        slug=article.slug[:120],
        copied=copied,
        urgency=article.urgency,
    )


def add(thread: Thread, report: Report, policy: Policy) -> Thread:
    """The thread with this report at the end, in place of earlier versions of its article."""
    others = tuple(kept for kept in thread.reports if kept.uri != report.uri)
    new = 0 if len(others) < len(thread.reports) else 1
    kept = bounded((*others, report), policy.figures.limits)
    return msgspec.structs.replace(thread, reports=kept, articles=thread.articles + new)


def bounded(reports: Sequence[Report], limits: Limits) -> tuple[Report, ...]:
    """The first report and the newest ones whole, older ones without events, none beyond the limit."""
    kept = list(reports)
    if len(kept) > limits.reports:
        kept = [kept[0], *kept[-(limits.reports - 1) :]]
    slim = len(kept) - limits.full_reports
    return tuple(_slim(report) if 0 < order < slim else report for order, report in enumerate(kept))


def _slim(report: Report) -> Report:
    return msgspec.structs.replace(report, events=(), shingles=(), headline="") if report.events else report


def _bounded(event: Event) -> Event:
    """An event with at most three evidence spans, the headline's among them, and six speakers."""
    kept = event.evidence[:3]
    if not any(one.field == "headline" for one in kept):
        kept = kept[:2] + (tuple(one for one in event.evidence[3:] if one.field == "headline") or kept[2:])[:1]
    return msgspec.structs.replace(event, evidence=kept, attribution=event.attribution[:6])
