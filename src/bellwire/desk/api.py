"""The same for programs: JSON, health, metrics."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import unquote_plus

import msgspec
from fastapi import APIRouter, Depends, HTTPException, Query, Request
from prometheus_client.exposition import choose_encoder
from starlette.responses import JSONResponse, Response

from bellwire import metrics
from bellwire.desk.asked import Asked, asked, page
from bellwire.desk.formats import atom, cap
from bellwire.desk.lists import listing, read_wanted
from bellwire.desk.live import Live
from bellwire.desk.stories import shown
from bellwire.errors import Unavailable
from bellwire.ledger import Ledger
from bellwire.watch.alert import Alert

#: Of a thread, what only the watcher needs; `held` is embargoed copy.
_INNER = ("keys", "held")
_INNER_OF_REPORT = ("shingles", "digest")

#: The time of a feed in which there is nothing yet.
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)

router = APIRouter()


@router.get("/api/alerts", summary="The latest alert of each thread, newest first")
def alerts(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    exercises: Annotated[bool, Query(description="tests and exercises too")] = False,
) -> Response:
    """`alerts`: as published; `place`: where /stream/alerts?after=… goes on from here without a gap. Filters are those
    of the list's address."""
    place = request.app.state.live.place
    wanted = read_wanted(pair for pair in request.query_params.multi_items() if pair[0] != "limit")
    found = listing(request.app.state.ledger, wanted, (), limit)
    return _json({"alerts": found.alerts[:limit], "place": place})


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


@router.get("/api/v1/alerts", summary="The latest alert of each thread that a filter wants, newest first")
def alerts_page(
    request: Request,
    want: Annotated[Asked, Depends(asked)],
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    cursor: Annotated[str | None, Query(description="`next` of the answer before")] = None,
) -> Response:
    """`alerts`: as published; `next`: the cursor of what follows, null at the end. Filters: docs/desk.md."""
    found, following = page(request.app.state.ledger, want, limit, cursor)
    return _tagged(request, msgspec.json.encode({"alerts": found, "next": following}), "application/json")


@router.get("/api/v1/alerts/{alert}.cap", summary="One alert version as CAP 1.2")
def alert_as_cap(request: Request, alert: str) -> Response:
    """By the alert's id."""
    found, earlier = _version(request.app.state.ledger, alert)
    return _tagged(request, cap(found, earlier), "application/cap+xml")


@router.get("/api/v1/alerts/{alert}", summary="One alert version")
def alert_version(request: Request, alert: str) -> Response:
    """By the alert's id, as published."""
    return _tagged(request, msgspec.json.encode(_version(request.app.state.ledger, alert)[0]), "application/json")


@router.get("/atom", summary="The alerts that a filter wants, as an Atom feed")
def atom_feed(
    request: Request,
    want: Annotated[Asked, Depends(asked)],
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """One entry a thread, newest first; filters as of /api/v1/alerts."""
    found, _ = page(request.app.state.ledger, want, limit, None)
    query = request.url.query
    title = f"Bellwire: {unquote_plus(query)}" if query else "Bellwire"
    body = atom(found, title=title, address=str(request.url), now=_BEFORE_ALL)
    return _tagged(request, body, "application/atom+xml")


@router.get("/healthz", summary="Whether the desk can do its work")
def health(request: Request) -> JSONResponse:
    """503 while the ledger is out of reach; `feed` tells whether alerts can come."""
    live: Live = request.app.state.live
    try:
        request.app.state.ledger.ping()
    except Unavailable as error:
        told = {"why": str(error)} if request.state.caller is not None else {}
        return JSONResponse({"status": "unavailable", "feed": live.state} | told, 503)
    return JSONResponse({"status": "ok", "feed": live.state, "listeners": live.listeners})


@router.get("/livez", summary="Whether the desk lives: 503 when a restart would help")
async def live(request: Request) -> JSONResponse:
    """Answered by the event loop that answers everything; 503 when the thread that follows the alerts has ended."""
    dead = [] if request.app.state.following() else ["nobody follows the alerts topic any more"]
    return _standing(request, dead)


@router.get("/readyz", summary="Whether the desk shows what there is and what comes")
def ready(request: Request) -> JSONResponse:
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


def _standing(request: Request, why: list[str]) -> JSONResponse:
    """The reasons only for those who may read: they name hosts and files."""
    told = {"why": why} if request.state.caller is not None else {}
    return JSONResponse({"status": "unavailable" if why else "ok"} | told, 503 if why else 200)


@router.get("/metrics", include_in_schema=False)
def exposition(request: Request) -> Response:
    """What prometheus-client counts, in the form that the asker reads."""
    metrics.DESK_FEED_LIVE.set(request.app.state.live.state == "live")
    encode, content_type = choose_encoder(request.headers.get("accept", ""))
    return Response(encode(metrics.REGISTRY), headers={"Content-Type": content_type})


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json", headers={"Cache-Control": "no-store"})


def _version(ledger: Ledger, alert: str) -> tuple[Alert, list[Alert]]:
    """An alert version by its id, and those before it in its thread."""
    versions = ledger.alerts_of(alert.rpartition("-")[0])
    for number, version in enumerate(versions):
        if version.id == alert:
            return version, versions[:number]
    raise HTTPException(404, f"no alert {alert}")


def _tagged(request: Request, body: bytes, media_type: str) -> Response:
    """The answer with its ETag; 304 to who has it already."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if known & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)
