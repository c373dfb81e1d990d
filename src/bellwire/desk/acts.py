"""What people do: acknowledge, mark a reading wrong, name a view. Each is a form, and a line of the trail."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import parse_qsl

import msgspec
from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse, Response

from bellwire.desk.forms import BadForm, form_of, one_of, readable, words
from bellwire.desk.lists import read_wanted
from bellwire.desk.people import done, who
from bellwire.desk.rendering import page
from bellwire.desk.review import FIELDS, Markable, choices_of, markable
from bellwire.desk.words import moment
from bellwire.ledger import Deed, DeedKind, Ledger

router = APIRouter(include_in_schema=False)


@router.post("/threads/{thread}/acknowledge")
async def acknowledge(request: Request, thread: str) -> Response:
    """Somebody has seen a thread as it stands and deals with it."""
    form = await form_of(request)
    await _write(request, await _deed(request, form, DeedKind.ACKNOWLEDGE, thread))
    story = await asyncio.to_thread(request.app.state.ledger.thread, thread)
    return await done(request, form, f"/threads/{thread}" if story else "/")


@router.post("/threads/{thread}/mark")
async def mark_wrong(request: Request, thread: str) -> Response:
    """A sentence was read wrongly: noted with what would be right, for `bellwire review export`. The form names the
    sentence; what it says and was read as is the ledger's."""
    form = await form_of(request)
    right = {name: one_of(form, name, choices_of(name)) for name in FIELDS}
    deed = await _deed(request, form, DeedKind.MARK_WRONG, thread)
    if not any(right.values()) and not deed.note:
        raise BadForm("note: say what is wrong, or choose what would be right")
    meant = await asyncio.to_thread(_meant, request.app.state.ledger, deed, form.get("sentence", ""))
    told = {name: readable(value) for name, value in meant.told().items()}
    await _write(request, msgspec.structs.replace(deed, alert=meant.alert, more={**told, **right}))
    return await done(request, form, f"/threads/{thread}#marks")


@router.post("/views")
async def save_view(request: Request) -> Response:
    """Name the filter, order and grouping of a list."""
    form = await form_of(request)
    ledger: Ledger = request.app.state.ledger
    name, by = words(form, "name", least=1, most=40), who(request, form)
    wanted = read_wanted(parse_qsl(form.get("query", "")))
    if form.get("drop"):
        if not await asyncio.to_thread(ledger.desk.drop_view, name, by=by, at=datetime.now(UTC)):
            raise HTTPException(404, f"There is no view {name}.")
    else:
        await asyncio.to_thread(ledger.desk.save_view, name, wanted.query(), by=by, at=datetime.now(UTC))
    return await done(request, form, wanted.link())


@router.get("/trail")
def trail(request: Request, before: Annotated[int | None, Query(ge=0, lt=2**62)] = None) -> HTMLResponse:
    """Who did what, latest first."""
    ledger: Ledger = request.app.state.ledger
    deeds = ledger.desk.before(before, 101)
    shown = [(deed, moment(deed.at)) for deed in deeds[:100]]
    ends = {deed.seq: moment(datetime.fromisoformat(deed.more["ends"])) for deed, _ in shown if "ends" in deed.more}
    stories = ledger.threads({deed.thread for deed, _ in shown if deed.thread})
    headlines = {one.id: one.headline for told in ledger.alerts_of_each(list(stories)).values() for one in told}
    older = deeds[99].seq if len(deeds) > 100 else None
    return page(request, "trail.html", deeds=shown, ends=ends, stories=stories, headlines=headlines, older=older)


def _meant(ledger: Ledger, deed: Deed, name: str) -> Markable:
    """The sentence of this name, of the version that somebody saw. Raises BadForm where it has none."""
    versions, story = ledger.alerts_of(deed.thread), ledger.thread(deed.thread)
    seen = [one for one in versions if one.id <= deed.alert]
    found = markable(seen, ledger.events_of(deed.thread), story) if story else []
    for one in found:
        if one.id == name:
            return one
    raise BadForm("sentence: this version has none of that name; load the page anew")


async def _deed(request: Request, form: Mapping[str, str], what: DeedKind, thread: str) -> Deed:
    """What somebody does to a thread, as they saw it: of the version that the form names, else the latest. Raises 404
    where there is no thread."""
    ledger: Ledger = request.app.state.ledger
    by, note = who(request, form), words(form, "note")
    versions = [one.id for one in await asyncio.to_thread(ledger.alerts_of, thread)]
    if not versions:
        raise HTTPException(404, "There is no such story, or it was published by another ledger.")
    seen = form.get("alert", "")
    alert = seen if seen in versions else versions[-1]
    return Deed(what=what, by=by, at=datetime.now(UTC), thread=thread, alert=alert, note=note)


async def _write(request: Request, deed: Deed) -> None:
    ledger: Ledger = request.app.state.ledger
    await asyncio.to_thread(ledger.desk.write, deed)
