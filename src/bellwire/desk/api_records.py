"""What the ledger remembers, for programs: events, articles with what became of them, feeds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import Response

from bellwire.desk.answers import answer
from bellwire.desk.arrivals import feeds
from bellwire.desk.filters import read_filter
from bellwire.desk.stories import shown
from bellwire.ledger import Ledger
from bellwire.reading.reading import Outcome

router = APIRouter()


@router.get("/api/v1/events", summary="Events that articles told of")
def events(
    request: Request,
    thread: Annotated[str, Query(description="of these threads")] = "",
    kind: Annotated[str, Query(description="of these kinds")] = "",
    status: Annotated[str, Query(description="happened, claimed, planned, …")] = "",
    uri: Annotated[str, Query(description="told by this article")] = "",
    theatre: Annotated[str, Query(description="in this theatre: SY/Aleppo")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    cursor: Annotated[str | None, Query(description="`next` of the answer before")] = None,
) -> Response:
    """`events`: each as on the topics of events, in the order of their ids; `next`: the `cursor` of what follows, null
    at the end."""
    labels = read_filter([("thread", thread), ("kind", kind), ("status", status)]).values
    exact = {name: (value,) for name, value in (("uri", uri), ("theatre", theatre)) if value}
    ledger: Ledger = request.app.state.ledger
    found = ledger.events({**labels, **exact}, cursor, limit + 1)
    following = found[limit - 1].event.id if len(found) > limit else None
    return answer(request, {"events": found[:limit], "next": following})


@router.get("/api/v1/articles/{uri:path}", summary="One article: its versions, and what became of them")
def article(request: Request, uri: str) -> Response:
    """`versions`: in the order in which they came, each with its outcome and the decisions on it, and its copy where it
    is kept; `threads`: the ids of those that it told of. Embargoed copy is none until its time."""
    ledger: Ledger = request.app.state.ledger
    versions = [one for one in ledger.article(uri) if one[0].outcome is not Outcome.EMBARGOED]
    if not versions:
        raise HTTPException(404, f"no article {uri}")
    copies = {copy.version: copy for copy in ledger.copy_of([(uri, known.version) for known, _ in versions])}
    told = [
        {
            "version": known.version,
            "outcome": known.outcome,
            "version_time": known.version_time,
            "received": known.received,
            "decisions": decisions,
            "copy": copies.get(known.version),
        }
        for known, decisions in versions
    ]
    threads = [thread.id for thread in ledger.threads_told_by(uri) if shown(thread) and thread.latest]
    return answer(request, {"uri": uri, "versions": told, "threads": threads})


@router.get("/api/v1/feeds", summary="Every feed, and whether it is silent")
def every_feed(request: Request) -> Response:
    """`feeds`: each with its latest article, how many came in a day, how many seconds it may be silent, and its state;
    `wrong`: what is wrong with the file of feeds."""
    found, wrong = feeds(request.app.state.ledger, request.app.state.settings, datetime.now(UTC))
    told = [
        {
            "name": feed.name,
            "state": feed.state,
            "latest": feed.latest,
            "day": feed.day,
            "expected": feed.expected.total_seconds() if feed.expected else None,
        }
        for feed in found
    ]
    return answer(request, {"feeds": told, "wrong": wrong})
