"""Alerts as server-sent events: resumable, with a bounded queue for each listener."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from typing import Annotated

import msgspec
from fastapi import APIRouter, Header, HTTPException, Query, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from bellwire.delivery.filters import BadFilter
from bellwire.desk.api import LIST
from bellwire.desk.board import Board
from bellwire.desk.kills import Concerned
from bellwire.desk.lists import Wanted, read_wanted
from bellwire.desk.live import Done, Dropped, Live, Passed, Reload, State, is_place
from bellwire.desk.openapi import TEXT, answers
from bellwire.desk.sifting import Sieve
from bellwire.metrics.desk import SSE_CLIENTS, SSE_DROPPED
from bellwire.toml_file import shown as named
from bellwire.watch.alert import Alert

#: Seconds between comments that keep proxies from closing a quiet stream.
PING = 15
#: Seconds a listener may leave the connection full before it is let go.
_PATIENCE = 20.0
#: Milliseconds after which a browser tries again.
_RETRY = 2000
#: Seconds after which a listener who found no room may try again.
_COME_BACK = 15
#: Rendered rows that are kept.
_ROWS = 500

router = APIRouter()


@router.get(
    "/stream/alerts",
    summary="Alerts as they pass (server-sent events)",
    openapi_extra=LIST,
    **answers("list", TEXT, "text/event-stream"),
)
async def alerts(
    request: Request,
    after: Annotated[str | None, Query(description="resume after this event id")] = None,
    form: Annotated[
        str, Query(alias="as", pattern="^(json|row)$", description="json: the alert; row: for the page")
    ] = ("json"),
    last_event_id: Annotated[str | None, Header()] = None,
) -> EventSourceResponse:
    """Events: `alert` (data: the alert as published, id: a place to resume from), `feed` (whether alerts can come),
    `reload` (the place cannot be resumed: load the list afresh), `dropped` (too slow: why). Filters are those of the
    list's address."""
    live: Live = request.app.state.live
    board: Board = request.app.state.board
    rows: Rows = request.app.state.rows
    concerned: Concerned = request.app.state.concerned
    if after and not is_place(after):
        raise BadFilter(f"after: {named(after)} is no place of a stream; take the id of an event, or `place` of a list")
    sieve: Sieve = request.app.state.sieve
    if live.listeners >= request.app.state.settings.desk_listeners:
        raise HTTPException(503, "as many listen as may: come back later", {"Retry-After": str(_COME_BACK)})
    wanted = read_wanted(pair for pair in request.query_params.multi_items() if pair[0] not in ("after", "as"))

    async def events() -> AsyncIterator[ServerSentEvent | bytes]:
        async for told in _listen(live, last_event_id or after or None, board):
            if isinstance(told, Passed) and (wanted.exercises or told.alert.status == "Actual"):
                shown = await sieve.ask(wanted.filter.weight, concerned.by, told, wanted)
                if form == "row":
                    silenced = await sieve.ask(board.weight, board.hides, told.alert)
                    data = rows.among(told.alert, wanted, shown=shown, silenced=silenced)
                    yield ServerSentEvent(data, event="alert", id=told.place, retry=_RETRY)
                elif shown:
                    yield rows.frame(told)
            elif isinstance(told, Done) and form == "row":
                yield ServerSentEvent(told.told, event="done", retry=_RETRY)
            elif isinstance(told, Reload | Dropped):
                yield ServerSentEvent(told.why, event=type(told).__name__.casefold(), retry=_RETRY)
            elif isinstance(told, str):
                yield ServerSentEvent(told, event="feed", retry=_RETRY)

    # A page cannot see comments, and must know that it still hears.
    beat = (lambda: ServerSentEvent(".", event="alive")) if form == "row" else None
    return EventSourceResponse(
        events(),
        ping=PING,
        ping_message_factory=beat,
        send_timeout=_PATIENCE,
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _listen(
    live: Live, place: str | None, board: Board
) -> AsyncIterator[State | Passed | Reload | Done | Dropped]:
    """All that is told from `place` on, until the listener goes, is too slow, or the desk closes."""
    missed, listener = live.listen(place)
    SSE_CLIENTS.inc()
    try:
        for lost in missed:
            yield lost
        yield board.standing()
        while (more := await listener.queue.get()) is not None:
            for told in more if isinstance(more, tuple) else (more,):
                yield told
        if listener.slow:
            yield Dropped()
    finally:
        live.leave(listener)
        SSE_CLIENTS.dec()
        if listener.slow:
            SSE_DROPPED.inc()


class Rows:
    """Alerts as the page's script puts them in, each rendered once for all listeners."""

    def __init__(self, render: Callable[[Alert], str]) -> None:
        self._render = render
        self._made: OrderedDict[str, str] = OrderedDict()
        self._framed: tuple[Passed | None, bytes] = None, b""

    def frame(self, passed: Passed) -> bytes:
        """An alert as published, as one event; the same bytes for all who hear it while it passes."""
        if self._framed[0] is not passed:
            event = ServerSentEvent(passed.body.decode(), event="alert", id=passed.place, retry=_RETRY)
            self._framed = passed, event.encode()
        return self._framed[1]

    def of(self, alert: Alert) -> str:
        """JSON with the row as `html`, and what the script needs to know of it."""
        made = self._made.get(alert.id)
        if made is None:
            made = self._made[alert.id] = self._make(alert)
            if len(self._made) > _ROWS:
                self._made.popitem(last=False)
        return made

    def among(self, alert: Alert, wanted: Wanted, *, shown: bool, silenced: bool) -> str:
        """The same for one list, whose filter shows it or not, as it is silenced or not; where the list does not show
        it, only that it is `gone` from there."""
        if shown and silenced is wanted.silenced:
            return self.of(alert)
        gone = {"id": alert.id, "thread": alert.thread, "gone": True, "silenced": silenced}
        return msgspec.json.encode(gone).decode()

    def _make(self, alert: Alert) -> str:
        row = {
            "id": alert.id,
            "thread": alert.thread,
            "type": alert.msg_type.value,
            "priority": alert.priority.value,
            "direction": alert.direction.value,
            "headline": alert.headline,
            "html": self._render(alert),
        }
        return msgspec.json.encode(row).decode()
