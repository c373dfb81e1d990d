"""What people do: acknowledge, silence, mark a reading wrong, name a view. Each is a form, and a line of the trail."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse, Response

from bellwire.desk.board import Board
from bellwire.desk.filters import read_filter, read_query
from bellwire.desk.forms import BadForm, done, end_of, form_of, one_of, words
from bellwire.desk.lists import Wanted, listing, read_wanted
from bellwire.desk.people import who
from bellwire.desk.rendering import filter_words, page, silence_view
from bellwire.desk.review import FIELDS, choices_of
from bellwire.desk.views import moment, view
from bellwire.ledger import Deed, DeedKind, Ledger

#: How long a silence may be: what is hidden for longer is forgotten.
LONGEST = timedelta(days=7)

#: What a mark says of the article that its sentence stands in.
_CITED = ("uri", "version", "versioncreated", "trigger")

router = APIRouter(include_in_schema=False)


@router.post("/threads/{thread}/acknowledge")
async def acknowledge(request: Request, thread: str) -> Response:
    """Somebody has seen a thread as it stands and deals with it."""
    form = await form_of(request)
    ledger: Ledger = request.app.state.ledger
    deed = Deed(
        what=DeedKind.ACKNOWLEDGE,
        by=who(request, form),
        at=datetime.now(UTC),
        thread=thread,
        alert=await _latest(ledger, thread, form.get("alert", "")),
        note=words(form, "note"),
    )
    await asyncio.to_thread(ledger.desk.write, deed)
    return await _done(request, form, f"/threads/{thread}")


@router.post("/threads/{thread}/mark")
async def mark_wrong(request: Request, thread: str) -> Response:
    """A sentence was read wrongly: noted with what would be right, for `bellwire review export`."""
    form = await form_of(request)
    ledger: Ledger = request.app.state.ledger
    right = {name: one_of(form, name, choices_of(name)) for name in FIELDS}
    read = (*_CITED, *(f"was_{name}" for name in FIELDS))
    given = {name: form.get(name, "")[:2000] for name in read}
    deed = Deed(
        what=DeedKind.MARK_WRONG,
        by=who(request, form),
        at=datetime.now(UTC),
        thread=thread,
        alert=await _latest(ledger, thread, form.get("alert", "")),
        note=words(form, "note"),
        more={"sentence": words(form, "sentence", least=1), **given, **right},
    )
    if not any(right.values()) and not deed.note:
        raise BadForm("note: say what is wrong, or choose what would be right")
    await asyncio.to_thread(ledger.desk.write, deed)
    return await _done(request, form, f"/threads/{thread}#marks")


@router.get("/silences")
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


@router.get("/silences/new")
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


@router.post("/silences")
async def silence(request: Request) -> Response:
    """Hide what a filter matches for some hours."""
    form = await form_of(request)
    ledger: Ledger = request.app.state.ledger
    hides, now = read_query(form.get("filter", "")), datetime.now(UTC)
    if not hides:
        raise BadForm("filter: a silence of everything is none; say what it hides")
    by, reason, ends = who(request, form), words(form, "reason", least=1), end_of(form, now, LONGEST)
    await asyncio.to_thread(ledger.desk.silence, hides.query(), by=by, reason=reason, begins=now, ends=ends)
    return await _done(request, form, "/silences")


@router.post("/silences/{name}/end")
async def end_silence(request: Request, name: str) -> Response:
    """Show again what a silence hides."""
    form = await form_of(request)
    ledger: Ledger = request.app.state.ledger
    ended = await asyncio.to_thread(ledger.desk.end_silence, name, by=who(request, form), at=datetime.now(UTC))
    if ended is None:
        raise HTTPException(404, "There is no such silence in force.")
    return await _done(request, form, "/silences")


@router.post("/views")
async def save_view(request: Request) -> Response:
    """Name the filter, order and grouping of a list."""
    form = await form_of(request)
    ledger: Ledger = request.app.state.ledger
    name, by = words(form, "name", least=1, most=40), who(request, form)
    wanted = read_wanted(parse_qsl(form.get("query", "")))
    if form.get("drop"):
        await asyncio.to_thread(ledger.desk.drop_view, name, by=by, at=datetime.now(UTC))
    else:
        await asyncio.to_thread(ledger.desk.save_view, name, wanted.query(), by=by, at=datetime.now(UTC))
    return await _done(request, form, wanted.link())


@router.get("/trail")
def trail(request: Request, before: Annotated[int | None, Query(ge=0, lt=2**62)] = None) -> HTMLResponse:
    """Who did what, latest first."""
    ledger: Ledger = request.app.state.ledger
    deeds = ledger.desk.before(before, 101)
    shown = [(deed, moment(deed.at)) for deed in deeds[:100]]
    return page(request, "trail.html", deeds=shown, older=deeds[99].seq if len(deeds) > 100 else None)


async def _latest(ledger: Ledger, thread: str, alert: str) -> str:
    """The version that somebody acted on: the one they saw, else the latest. Raises 404 where there is no thread."""
    versions = [one.id for one in await asyncio.to_thread(ledger.alerts_of, thread)]
    if not versions:
        raise HTTPException(404, "There is no such story, or it was published by another ledger.")
    return alert if alert in versions else versions[-1]


async def _done(request: Request, form: dict[str, str], otherwise: str) -> Response:
    board: Board = request.app.state.board
    await board.look(request.app.state.ledger)
    return done(request, form, otherwise)
