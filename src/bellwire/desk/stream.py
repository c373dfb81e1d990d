"""Alerts as server-sent events: resumable, with a bounded queue for each listener."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Annotated

import msgspec
from fastapi import APIRouter, Header, Query, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from bellwire import metrics
from bellwire.desk.live import Live, Passed, Reload, State
from bellwire.watch.alert import Alert

#: Seconds between comments that keep proxies from closing a quiet stream.
PING = 15
#: Seconds a listener may leave the connection full before it is let go.
_PATIENCE = 20.0
#: Milliseconds after which a browser tries again.
_RETRY = 2000

router = APIRouter()


@router.get("/stream/alerts", summary="Alerts as they pass (server-sent events)")
async def alerts(
    request: Request,
    after: Annotated[str | None, Query(description="resume after this event id")] = None,
    form: Annotated[
        str, Query(alias="as", pattern="^(json|row)$", description="json: the alert; row: for the page")
    ] = ("json"),
    exercises: Annotated[bool, Query(description="tests and exercises too")] = False,
    last_event_id: Annotated[str | None, Header()] = None,
) -> EventSourceResponse:
    """Events: `alert` (data: the alert as published, id: a place to resume from), `feed` (whether alerts can come),
    `reload` (the place cannot be resumed: load the list afresh)."""
    live: Live = request.app.state.live
    render: Callable[[Alert], str] = request.app.state.render_row

    def data(passed: Passed) -> str:
        return _row(passed, render) if form == "row" else passed.body.decode()

    async def events() -> AsyncIterator[ServerSentEvent]:
        async for told in _listen(live, last_event_id or after):
            if isinstance(told, Passed) and (exercises or told.alert.status == "Actual"):
                yield ServerSentEvent(data(told), event="alert", id=told.place, retry=_RETRY)
            elif isinstance(told, Reload):
                yield ServerSentEvent(told.why, event="reload", retry=_RETRY)
            elif isinstance(told, str):
                yield ServerSentEvent(told, event="feed", retry=_RETRY)

    return EventSourceResponse(
        events(), ping=PING, send_timeout=_PATIENCE, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )


async def _listen(live: Live, place: str | None) -> AsyncIterator[State | Passed | Reload]:
    """All that is told from `place` on, until the listener goes, is too slow, or the desk closes."""
    missed, listener = live.listen(place)
    metrics.SSE_CLIENTS.inc()
    try:
        for told in missed:
            yield told
        while (more := await listener.queue.get()) is not None:
            for told in more if isinstance(more, tuple) else (more,):
                yield told
    finally:
        live.leave(listener)
        metrics.SSE_CLIENTS.dec()
        if listener.slow:
            metrics.SSE_DROPPED.inc()


def _row(passed: Passed, render: Callable[[Alert], str]) -> str:
    alert = passed.alert
    row = {
        "id": alert.id,
        "thread": alert.thread,
        "type": alert.msg_type.value,
        "priority": alert.priority.value,
        "direction": alert.direction.value,
        "headline": alert.headline,
        "html": render(alert),
    }
    return msgspec.json.encode(row).decode()
