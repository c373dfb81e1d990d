"""Probes and metrics: whether the desk can do its work, and what it counts."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, Request
from msgspec import UNSET
from starlette.responses import Response

from bellwire.desk.live import Live
from bellwire.desk.openapi import JSON, answers
from bellwire.desk.shapes import Health, Standing
from bellwire.errors import Unavailable
from bellwire.metrics.desk import DESK_FEED_LIVE, SERVED

router = APIRouter()


@router.get("/healthz", summary="Whether the desk can do its work", **answers("probe", Health))
def health(request: Request) -> Response:
    """503 while the ledger is out of reach; `feed` tells whether alerts can come."""
    live: Live = request.app.state.live
    try:
        request.app.state.ledger.ping()
    except Unavailable as error:
        why = str(error) if request.state.caller is not None else UNSET
        return _told(Health(status="unavailable", feed=live.state, why=why), 503)
    return _told(Health(status="ok", feed=live.state, listeners=live.listeners), 200)


@router.get("/livez", summary="Whether the desk lives: 503 when a restart would help", **answers("probe", Standing))
async def live(request: Request) -> Response:
    """Answered by the event loop that answers everything; 503 when the thread that follows the alerts has ended."""
    dead = [] if request.app.state.following() else ["nobody follows the alerts topic any more"]
    return _standing(request, dead)


@router.get("/readyz", summary="Whether the desk shows what there is and what comes", **answers("probe", Standing))
def ready(request: Request) -> Response:
    """503 while the ledger is out of reach or alerts cannot come, with every reason."""
    why = []
    try:
        request.app.state.ledger.ping()
    except Unavailable as error:
        why.append(f"ledger: {error}")
    state = request.app.state.live.state
    if state != "live":
        why.append(f"broker: the feed of alerts is {state}")
    return _standing(request, why)


def _standing(request: Request, why: list[str]) -> Response:
    """The reasons only for those who may read: they name hosts and files."""
    told = tuple(why) if request.state.caller is not None else UNSET
    return _told(Standing(status="unavailable" if why else "ok", why=told), 503 if why else 200)


def _told(standing: Standing | Health, status: int) -> Response:
    return Response(msgspec.json.encode(standing), status, media_type=JSON)


@router.get("/metrics", include_in_schema=False)
def exposition(request: Request) -> Response:
    """What prometheus-client counts, in the form that the asker reads."""
    DESK_FEED_LIVE.set(request.app.state.live.state == "live")
    body, content_type = SERVED.told(request.headers.get("accept", ""))
    return Response(body, headers={"Content-Type": content_type})
