"""What the ledger remembers, for programs: articles with what became of them, feeds."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bellwire.desk.answers import answer
from bellwire.desk.arrivals import feeds
from bellwire.desk.openapi import answers
from bellwire.desk.shapes import ArticleTold, Feeds, FeedTold, VersionTold
from bellwire.desk.stories import shown
from bellwire.ledger import Ledger
from bellwire.reading.reading import Outcome

router = APIRouter()


@router.get(
    "/api/v1/articles/{uri:path}",
    summary="One article: its versions, and what became of them",
    **answers("one", ArticleTold),
)
def article(request: Request, uri: str) -> Response:
    """`versions`: in the order in which they came, each with its outcome and the decisions on it, and its copy where it
    is kept; `threads`: the ids of those that it told of. Embargoed copy is none until its time."""
    ledger: Ledger = request.app.state.ledger
    versions = [one for one in ledger.article(uri) if one[0].outcome is not Outcome.EMBARGOED]
    if not versions:
        raise HTTPException(404, f"no article {uri}")
    copies = {copy.version: copy for copy in ledger.copy_of([(uri, known.version) for known, _ in versions])}
    told = [
        VersionTold(
            version=known.version,
            outcome=known.outcome,
            version_time=known.version_time,
            received=known.received,
            decisions=tuple(decisions),
            copy=copies.get(known.version),
        )
        for known, decisions in versions
    ]
    threads = [thread.id for thread in ledger.threads_told_by(uri) if shown(thread) and thread.latest]
    return answer(request, ArticleTold(uri=uri, versions=tuple(told), threads=tuple(threads)))


@router.get("/api/v1/feeds", summary="Every feed, and whether it is silent", **answers("all", Feeds))
def every_feed(request: Request) -> Response:
    """`feeds`: each with its latest article, how many came in a day, how many seconds it may be silent, and its state;
    `wrong`: what is wrong with the file of feeds."""
    found, wrong = feeds(request.app.state.ledger, request.app.state.settings, datetime.now(UTC))
    told = [
        FeedTold(
            name=feed.name,
            state=feed.state.value,
            latest=feed.latest,
            day=feed.day,
            expected=feed.expected.total_seconds() if feed.expected else None,
        )
        for feed in found
    ]
    return answer(request, Feeds(feeds=tuple(told), wrong=wrong))
