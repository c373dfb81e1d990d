"""Silences: what is hidden for a while, by whom and why. Forms of the page, and the same for programs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse, Response

from bellwire.delivery.filters import read_filter, read_query
from bellwire.desk.answers import answer, made
from bellwire.desk.board import tell
from bellwire.desk.forms import BadForm, as_form, end_of, form_of, json_of, words
from bellwire.desk.lists import Wanted, listing
from bellwire.desk.openapi import answers, body
from bellwire.desk.people import done, who
from bellwire.desk.rendering import filter_words, page, silence_view
from bellwire.desk.shapes import Silences
from bellwire.desk.views import view
from bellwire.ledger import Ledger, Silence

#: How long a silence may be: what is hidden for longer is forgotten.
LONGEST = timedelta(days=7)

_FIELDS = {
    "filter": "what it hides, as in an address: kind=strike&country=SY",
    "hours": "for how long, at most a week",
    "reason": "why",
    "by": "who, on a desk without tokens",
}

router = APIRouter()


@router.get("/silences", include_in_schema=False)
def silences(request: Request) -> HTMLResponse:
    """Silences in force and those that have ended; what each hides."""
    ledger: Ledger = request.app.state.ledger
    now = datetime.now(UTC)
    every = ledger.desk.silences()
    hidden = listing(ledger, Wanted(silenced=True), request.app.state.board.silences)
    return page(
        request,
        "silences.html",
        now=[silence_view(one) for one in every if one.ends > now],
        ended=[silence_view(one) for one in every if one.ends <= now],
        hidden=[view(alert) for alert in hidden.alerts],
        more=hidden.older is not None,
    )


@router.get("/silences/new", include_in_schema=False)
def preview(request: Request) -> HTMLResponse:
    """What a silence would hide now, before it is made."""
    wanted = read_filter(pair for pair in request.query_params.multi_items())
    matched = listing(request.app.state.ledger, Wanted(filter=wanted)) if wanted else None
    alerts = [view(alert) for alert in matched.alerts] if matched else []
    return page(
        request,
        "silence.html",
        query=wanted.query(),
        words=filter_words(wanted),
        hidden=[alert for alert in alerts if not alert.canceled],
        kept=[alert for alert in alerts if alert.canceled],
        more=bool(matched and matched.older),
    )


@router.post("/silences", include_in_schema=False)
async def silence(request: Request) -> Response:
    """Hide what a filter matches for some hours."""
    form = await form_of(request)
    await _make(request, form)
    return await done(request, form, "/silences")


@router.post("/silences/{name}/end", include_in_schema=False)
async def end_silence(request: Request, name: str) -> Response:
    """Show again what a silence hides."""
    form = await form_of(request)
    await _end(request, form, name)
    return await done(request, form, "/silences")


@router.get("/api/v1/silences", summary="Silences in force", **answers("all", Silences))
def every_silence(
    request: Request, ended: Annotated[bool, Query(description="those that have ended too, of the last 200")] = False
) -> Response:
    """`silences`: each with its filter (the query of an address), author, reason and end, the last to end first."""
    ledger: Ledger = request.app.state.ledger
    return answer(request, Silences(silences=tuple(ledger.desk.silences(None if ended else datetime.now(UTC)))))


@router.post(
    "/api/v1/silences",
    summary="Hide what a filter matches for some hours",
    openapi_extra=body(_FIELDS, "filter", "hours", "reason", hours={"type": ["number", "string"]}),
    **answers("make", Silence, status=201),
)
async def make_silence(request: Request) -> Response:
    """The silence, as it is listed."""
    form = as_form(await json_of(request), _FIELDS, numbers=("hours",))
    silence = await _make(request, form)
    await tell(request)
    return made(silence)


@router.delete(
    "/api/v1/silences/{name}", summary="Show again what a silence hides", **answers("drop", None, status=204)
)
async def drop_silence(
    request: Request, name: str, by: Annotated[str, Query(description="who, on a desk without tokens")] = ""
) -> Response:
    """Ends it; it stays in the trail."""
    await _end(request, {"by": by}, name)
    await tell(request)
    return Response(status_code=204)


async def _make(request: Request, form: Mapping[str, str]) -> Silence:
    ledger: Ledger = request.app.state.ledger
    hides, now = read_query(form.get("filter", "")), datetime.now(UTC)
    if not hides:
        raise BadForm("filter: a silence of everything is none; say what it hides")
    by, reason, ends = who(request, form), words(form, "reason", least=1), end_of(form, now, LONGEST)
    return await asyncio.to_thread(ledger.desk.silence, hides.query(), by=by, reason=reason, begins=now, ends=ends)


async def _end(request: Request, form: Mapping[str, str], name: str) -> None:
    ledger: Ledger = request.app.state.ledger
    ended = await asyncio.to_thread(ledger.desk.end_silence, name, by=who(request, form), at=datetime.now(UTC))
    if ended is None:
        raise HTTPException(404, "There is no such silence in force.")
