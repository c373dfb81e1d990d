"""Alerts for programs: JSON, CAP, Atom, by the same filters as the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import unquote_plus

import msgspec
from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import Response

from bellwire.delivery.filters import NAMES
from bellwire.desk.answers import answer, tagged
from bellwire.desk.formats import atom, cap
from bellwire.desk.lists import OTHERS, Listing, Wanted, listing, read_wanted
from bellwire.desk.openapi import JSON, TEXT, answers
from bellwire.desk.shapes import AlertPage
from bellwire.ledger import Ledger
from bellwire.watch.alert import Alert

CAP, ATOM = "application/cap+xml", "application/atom+xml"

#: The time of a feed in which there is nothing yet.
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)

#: What may stand in the address of a list, for OpenAPI.
LIST = {
    "parameters": [
        {"name": name, "in": "query", "description": meaning, "schema": {"type": "string"}}
        for name, meaning in {**NAMES, **OTHERS}.items()
    ]
}

router = APIRouter()


@router.get(
    "/api/v1/alerts",
    summary="The latest alert of each thread that a filter wants",
    openapi_extra=LIST,
    **answers("list", AlertPage),
)
def alerts(request: Request, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> Response:
    """`alerts`: as published, newest first; `next`: the `cursor` of what follows, null at the end; `place`: where
    /stream/alerts?after=… goes on from here without a gap."""
    place = request.app.state.live.place  # Before the ledger is asked: what passes in between comes twice.
    found = listed(request, limit)
    return answer(request, AlertPage(alerts=found.alerts, next=following(found), place=place), passing="place")


@router.get("/api/v1/alerts/{alert}.cap", summary="One alert version as CAP 1.2", **answers("one", TEXT, CAP))
def alert_as_cap(request: Request, alert: str) -> Response:
    """By the alert's id."""
    found, earlier = _version(request.app.state.ledger, alert)
    return tagged(request, cap(found, earlier), CAP)


@router.get("/api/v1/alerts/{alert}", summary="One alert version", **answers("one", Alert))
def alert_version(request: Request, alert: str) -> Response:
    """By the alert's id, as published."""
    return tagged(request, msgspec.json.encode(_version(request.app.state.ledger, alert)[0]), JSON)


@router.get(
    "/atom",
    summary="The alerts that a filter wants, as an Atom feed",
    openapi_extra=LIST,
    **answers("list", TEXT, ATOM),
)
def atom_feed(request: Request, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Response:
    """One entry a thread, newest first; the link `next` leads on to what is older (RFC 5005). The feed keeps its id at
    every desk, by whatever name it is asked, and on every page."""
    first = request.url.remove_query_params("cursor")
    title = f"Bellwire: {unquote_plus(first.query)}" if first.query else "Bellwire"
    found, name = listed(request, limit), f"/atom?{_asked(request).query()}"
    pages = {"first": str(first)} if "cursor" in request.query_params else {}
    if older := following(found):
        pages["next"] = str(first.include_query_params(cursor=older))
    body = atom(found.alerts, name=name, title=title, address=str(request.url), now=_BEFORE_ALL, pages=pages)
    return tagged(request, body, ATOM)


def listed(request: Request, limit: int) -> Listing:
    """What the address asks for: at most `limit`, whatever is silenced, or what is where that is asked for. What is
    sorted otherwise than by time has no more behind it."""
    wanted = replace(_asked(request), group="")
    silences = request.app.state.board.silences if wanted.silenced else ()
    found = listing(request.app.state.ledger, wanted, silences, limit)
    return found if wanted.sort == "newest" else replace(found, alerts=found.alerts[:limit], older=None)


def _asked(request: Request) -> Wanted:
    return read_wanted(pair for pair in request.query_params.multi_items() if pair[0] != "limit")


def following(found: Listing) -> str | None:
    """The cursor of what follows."""
    return None if found.older is None else str(found.older)


def _version(ledger: Ledger, alert: str) -> tuple[Alert, Sequence[Alert]]:
    """An alert version by its id, and those before it in its thread."""
    versions = ledger.alerts_of(alert.rpartition("-")[0])
    for number, version in enumerate(versions):
        if version.id == alert:
            return version, versions[:number]
    raise HTTPException(404, f"no alert {alert}")
