"""The page of one thread: how it stands, who says what, every version that was published, and the copy itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse

from bellwire.desk.differences import differences
from bellwire.desk.live import Live
from bellwire.desk.marking import Piece, marked_copy
from bellwire.desk.rendering import page
from bellwire.desk.review import FIELDS, choices_of, markable
from bellwire.desk.views import GRADES, marked, view
from bellwire.desk.words import Moment, moment
from bellwire.ledger import Copy, DeedKind, Ledger
from bellwire.watch.alert import Alert, ArticleRef, MsgType
from bellwire.watch.thread import Report, Thread, ThreadEvent, ThreadState

#: Reports whose copy a page shows: the newest.
_WHOLE = 30

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class ReportView:
    """What one article version told: in one line, and its copy with what was read in it marked (None: not kept).
    `copied`: it repeats another's; `replaced`: by which version of the same article, "" where it stands; `withdrawn`:
    the story is, and nobody knows any more what was copied; `notice`: it takes the story back."""

    headline: str
    agency: str
    provider: str
    grade: str
    time: Moment | None
    copied: bool
    uri: str
    version: str
    anchor: str
    copy: list[list[Piece]] | None
    replaced: str = ""
    withdrawn: bool = False
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Agency:
    """What one originating agency adds. `counted`: whether it is a source of its own."""

    name: str
    reports: int
    copies: int
    first: Moment | None
    counted: bool


@router.get("/threads/{thread}")
def thread_page(request: Request, thread: str) -> HTMLResponse:
    """One story."""
    live: Live = request.app.state.live
    place = live.place
    ledger: Ledger = request.app.state.ledger
    found, alerts = shown(ledger.thread(thread)), ledger.alerts_of(thread)
    if found is None or not alerts:
        raise HTTPException(404, "There is no such story, or it was published by another ledger.")
    latest = alerts[-1]
    deeds = ledger.desk.of_thread(thread)
    told = ledger.events_of(thread)
    reports = _reports(ledger, found, alerts, told)
    return page(
        request,
        "thread.html",
        place=place,
        alert=view(latest),
        versions=_versions(alerts),
        thread=found,
        reports=reports,
        anchors={(report.uri, report.version): report.anchor for report in reports},
        agencies={report.uri: report.agency or report.provider for report in found.reports},
        corroboration=_corroboration(found, latest),
        acknowledgements=[deed for deed in deeds if deed.what is DeedKind.ACKNOWLEDGE],
        marks=[deed for deed in deeds if deed.what is DeedKind.MARK_WRONG],
        markable=[(one, marked(one.proof)) for one in markable(alerts, told, found)],
        fields=[(name, words, choices_of(name)) for name, words in FIELDS.items()],
    )


def shown(thread: Thread | None) -> Thread | None:
    """A thread that may be shown: one that holds embargoed copy is no story yet."""
    return None if thread is None or thread.state is ThreadState.HELD else thread


def _versions(alerts: list[Alert]) -> list[object]:
    """Every version with what is different in it, latest first."""
    before = [None, *alerts[:-1]]
    pairs = [(view(now), differences(then, now)) for then, now in zip(before, alerts, strict=True)]
    return list(reversed(pairs))


def _reports(ledger: Ledger, thread: Thread, alerts: list[Alert], told: Sequence[ThreadEvent]) -> list[ReportView]:
    """Every report that stands, each behind the earlier versions of its article that made versions of the story; last
    the notice that took the story back."""
    earlier: dict[str, dict[str, ArticleRef]] = {}
    for alert in alerts:
        if alert.article is not None and alert.msg_type is not MsgType.CANCEL:
            earlier.setdefault(alert.article.uri, {})[alert.article.version] = alert.article
    shown = [
        (one, report) for report in thread.reports for one in (*_replaced(report, earlier.get(report.uri, {})), report)
    ]
    wanted = [(one.uri, one.version) for one, _ in shown[-_WHOLE:]]
    copies = {(copy.uri, copy.version): copy for copy in ledger.copy_of(wanted)}
    events: dict[tuple[str, str], list[ThreadEvent]] = {}
    for one_told in told:
        events.setdefault((one_told.uri, one_told.version), []).append(one_told)
    withdrawn = thread.state is ThreadState.CANCELED
    views = [
        _report(one, number, copies.get(key := (one.uri, one.version)), events.get(key, []), last, withdrawn)
        for number, (one, last) in enumerate(shown, 1)
    ]
    return [*views, *_notices(ledger, alerts)]


def _notices(ledger: Ledger, alerts: list[Alert]) -> list[ReportView]:
    """The notice that took the story back, in the words of the Cancel; its copy where that is kept."""
    found = []
    for number, alert in enumerate(alerts, 1):
        if (ref := alert.article) is not None and alert.msg_type is MsgType.CANCEL:
            copy = next(iter(ledger.copy_of([(ref.uri, ref.version)])), None)
            found.append(
                ReportView(
                    headline=copy.headline if copy else alert.changed or alert.headline,
                    agency=ref.provider,
                    provider=ref.provider,
                    grade="",
                    time=moment(ref.version_time) if ref.version_time else None,
                    copied=False,
                    uri=ref.uri,
                    version=ref.version,
                    anchor=f"notice-{number}",
                    copy=marked_copy(copy.body, []) if copy else None,
                    notice=True,
                )
            )
    return found


def _replaced(report: Report, versions: Mapping[str, ArticleRef]) -> list[Report]:
    """Earlier versions of an article, as far as alerts tell of them."""
    return [
        msgspec.structs.replace(report, version=version, version_time=ref.version_time, headline="", events=())
        for version, ref in versions.items()
        if version != report.version
    ]


def _report(
    report: Report, number: int, copy: Copy | None, told: list[ThreadEvent], last: Report, withdrawn: bool
) -> ReportView:
    time = report.version_time or report.received
    events = [one.event for one in told] or list(report.events)
    return ReportView(
        headline=report.headline or (copy.headline if copy else ""),
        agency=report.agency,
        provider=report.provider,
        grade=GRADES[report.grade],
        time=moment(time) if time else None,
        copied=report.copied and not withdrawn,
        uri=report.uri,
        version=report.version,
        anchor=f"report-{number}",
        copy=None if copy is None else marked_copy(copy.body, events),
        replaced="" if report is last else last.version,
        withdrawn=withdrawn,
    )


def _corroboration(thread: Thread, latest: Alert) -> list[Agency]:
    """Reports by the agency that they come from, the first to tell first."""
    by_agency: dict[str, list[Report]] = {}
    for report in thread.reports:
        by_agency.setdefault(report.agency or report.provider or "unknown agency", []).append(report)
    return [
        Agency(
            name=name,
            reports=len(reports),
            copies=0 if thread.state is ThreadState.CANCELED else sum(report.copied for report in reports),
            first=moment(first) if (first := reports[0].version_time or reports[0].received) else None,
            counted=name in latest.corroboration.independent_sources,
        )
        for name, reports in by_agency.items()
    ]
