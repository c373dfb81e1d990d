"""Threads for programs: as they stand, with every version that was published."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import Response

from bellwire.desk.answers import answer
from bellwire.desk.api import LIST, following, listed
from bellwire.desk.openapi import answers
from bellwire.desk.shapes import Story, ThreadPage, ThreadTold
from bellwire.desk.stories import shown
from bellwire.ledger import Ledger
from bellwire.stream.envelope import view_of

router = APIRouter()


@router.get(
    "/api/v1/threads",
    summary="Threads whose latest alert a filter wants",
    openapi_extra=LIST,
    **answers("list", ThreadPage),
)
def threads(request: Request, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> Response:
    """`threads`: each as on the threads topic, that of the newest alert first; `next`: the `cursor` of what follows,
    null at the end. An alert of kind `tempo` has none."""
    found = listed(request, limit)
    ledger: Ledger = request.app.state.ledger
    known = ledger.threads(alert.thread for alert in found.alerts)
    views = [view_of(thread, alert) for alert in found.alerts if (thread := shown(known.get(alert.thread)))]
    return answer(request, ThreadPage(threads=tuple(views), next=following(found)))


@router.get(
    "/api/v1/threads/{thread}",
    summary="One thread with every version that was published",
    **answers("one", Story),
)
def thread(request: Request, thread: str) -> Response:
    """`thread`: as it stands, with its reports; `alerts`: every version, eldest first."""
    ledger: Ledger = request.app.state.ledger
    found = shown(ledger.thread(thread))
    versions = ledger.alerts_of(thread)
    if found is None or not versions:
        raise HTTPException(404, f"no thread {thread}")
    told = msgspec.convert(found, ThreadTold, from_attributes=True)
    return answer(request, Story(thread=told, alerts=tuple(versions)))
