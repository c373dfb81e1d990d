"""The pages: the live list and the thread. Rendered whole here, so that they can be read without a script."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from bellwire.desk.live import Live
from bellwire.desk.views import BELLS, DIRECTIONS, AlertView, Moment, moment, view
from bellwire.ledger import Ledger
from bellwire.watch.alert import Alert, Priority
from bellwire.watch.thread import Report, Thread, ThreadState

#: Rows of the list: a long shift's worth; what is older has its thread page.
ROWS = 200

router = APIRouter(include_in_schema=False)

_templates = Environment(
    loader=PackageLoader("bellwire.desk"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals.update(
    priorities=[(priority.value, BELLS[priority]) for priority in Priority], directions=DIRECTIONS
)


@dataclass(frozen=True, slots=True)
class ReportView:
    """What one article version told, in one line."""

    headline: str
    agency: str
    provider: str
    grade: str
    time: Moment | None
    copied: bool
    uri: str
    version: str


@router.get("/")
def index(request: Request, exercises: Annotated[bool, Query()] = False) -> HTMLResponse:
    """The live list."""
    live: Live = request.app.state.live
    place = live.place  # Before the ledger is asked: what passes in between comes twice rather than never.
    alerts = [view(alert) for alert in latest(request.app.state.ledger, ROWS, exercises)]
    return _page(
        "index.html",
        alerts=alerts,
        place=place,
        exercises=exercises,
        feed=live.state,
        tally=Counter(alert.direction for alert in alerts if not alert.canceled),
        canceled=sum(alert.canceled for alert in alerts),
        contested=sum(alert.contested for alert in alerts),
    )


@router.get("/threads/{thread}")
def thread_page(request: Request, thread: str) -> HTMLResponse:
    """One story: how it stands, who says what, and every version that was published."""
    live: Live = request.app.state.live
    place = live.place
    ledger: Ledger = request.app.state.ledger
    found = shown(ledger.thread(thread))
    versions = [view(alert) for alert in reversed(ledger.alerts_of(thread))]
    if found is None or not versions:
        raise HTTPException(404, "There is no such story, or it was published by another ledger.")
    return _page(
        "thread.html",
        alert=versions[0],
        versions=versions,
        thread=found,
        reports=[_report(report) for report in found.reports],
        agencies={report.uri: report.agency or report.provider for report in found.reports},
        place=place,
        feed=live.state,
    )


def latest(ledger: Ledger, limit: int, exercises: bool) -> list[Alert]:
    """The latest alert of each thread; tests and exercises only where asked for."""
    return [alert for alert in ledger.latest_alerts(limit) if exercises or alert.status == "Actual"]


def shown(thread: Thread | None) -> Thread | None:
    """A thread that may be shown: one that holds embargoed copy is no story yet."""
    return None if thread is None or thread.state is ThreadState.HELD else thread


def render_row(alert: Alert) -> str:
    """A row of the list, as the page's script puts it in."""
    return _row(view(alert))


def error_page(request: Request, status: int, title: str, detail: str) -> HTMLResponse:
    """A page that says what is wrong."""
    return _page("error.html", status_code=status, status=status, title=title, detail=detail, feed="", place="")


def login_page(name: str, onward: str, *, wrong: str = "", status: int = 200) -> HTMLResponse:
    """The login; `name` is who is in already, `wrong` what went wrong."""
    return _page("login.html", status_code=status, name=name, onward=onward, wrong=wrong, feed="", place="")


def _row(alert: AlertView) -> str:
    return _templates.get_template("row.html").render(alert=alert)


def _page(template: str, *, status_code: int = 200, **values: Any) -> HTMLResponse:
    headers = {"Cache-Control": "no-store"}
    return HTMLResponse(_templates.get_template(template).render(**values), status_code, headers=headers)


def _report(report: Report) -> ReportView:
    time = report.version_time or report.received
    return ReportView(
        headline=report.headline,
        agency=report.agency,
        provider=report.provider,
        grade=report.grade.value,
        time=moment(time) if time else None,
        copied=report.copied,
        uri=report.uri,
        version=report.version,
    )
