"""The same for programs: JSON, health, metrics."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, HTTPException, Query, Request
from prometheus_client.exposition import choose_encoder
from starlette.responses import JSONResponse, Response

from bellwire import metrics
from bellwire.desk.live import Live
from bellwire.desk.pages import latest, shown
from bellwire.errors import Unavailable
from bellwire.ledger import Ledger

#: Of a thread, what only the watcher needs; `held` is embargoed copy.
_INNER = ("keys", "held")
_INNER_OF_REPORT = ("shingles", "digest")

router = APIRouter()


@router.get("/api/alerts", summary="The latest alert of each thread, newest first")
def alerts(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    exercises: Annotated[bool, Query(description="tests and exercises too")] = False,
) -> Response:
    """`alerts`: as published; `place`: where /stream/alerts?after=… goes on from here without a gap."""
    place = request.app.state.live.place
    found = latest(request.app.state.ledger, limit, exercises)
    return _json({"alerts": found, "place": place})


@router.get("/api/threads/{thread}", summary="One thread with every version that was published")
def thread(request: Request, thread: str) -> Response:
    """`thread`: as it stands; `alerts`: every version, eldest first."""
    ledger: Ledger = request.app.state.ledger
    found = shown(ledger.thread(thread))
    versions = ledger.alerts_of(thread)
    if found is None or not versions:
        raise HTTPException(404, f"no thread {thread}")
    outer = msgspec.to_builtins(found)
    for name in _INNER:
        outer.pop(name, None)
    for report in outer["reports"]:
        for name in _INNER_OF_REPORT:
            report.pop(name, None)
    return _json({"thread": outer, "alerts": versions})


@router.get("/healthz", summary="Whether the desk can do its work")
def health(request: Request) -> JSONResponse:
    """503 while the ledger is out of reach; `feed` tells whether alerts can come."""
    live: Live = request.app.state.live
    try:
        request.app.state.ledger.ping()
    except Unavailable as error:
        return JSONResponse({"status": "unavailable", "why": str(error), "feed": live.state}, 503)
    return JSONResponse({"status": "ok", "feed": live.state, "listeners": live.listeners})


@router.get("/metrics", include_in_schema=False)
def exposition(request: Request) -> Response:
    """What prometheus-client counts, in the form that the asker reads."""
    metrics.DESK_FEED_LIVE.set(request.app.state.live.state == "live")
    encode, content_type = choose_encoder(request.headers.get("accept", ""))
    return Response(encode(metrics.REGISTRY), headers={"Content-Type": content_type})


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json", headers={"Cache-Control": "no-store"})
