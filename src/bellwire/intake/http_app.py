"""The listener for pushed copy: POST /v1/articles, answered when the broker has it; GET /healthz."""

from __future__ import annotations

import asyncio
import math
import time
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

import anyio
import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bellwire.errors import Unavailable
from bellwire.intake import pushed
from bellwire.intake.bodies import BodyRefused
from bellwire.intake.feeds import NO_FEED, Feed
from bellwire.intake.http_auth import SUPERDESK_HEADER, Gate
from bellwire.intake.http_limits import CLOSE, Buckets, read_body, refused, unpacked_body
from bellwire.intake.outlet import Outlet
from bellwire.settings import Settings

#: Seconds after which a sender may try again when the broker does not confirm.
_TRY_AGAIN = 10

#: Kinds of application data that copy may be, beside those that end in "+json" or "+xml".
_DETAILS = frozenset(("json", "xml", "ndjson", "x-ndjson", "jsonl", "x-jsonlines", "jsonlines", "mbox"))

_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Listener:
    """What stands behind the door. `feeds` are those of the keys by name; `feed` is of copy that came without one."""

    settings: Settings
    gate: Gate
    outlet: Outlet
    buckets: Buckets
    feeds: dict[str, Feed]
    feed: Feed = NO_FEED


def create_app(listener: Listener) -> Starlette:
    """The listener as an ASGI application."""
    app = Starlette(
        routes=[
            Route("/v1/articles", _articles, methods=["POST"]),
            Route("/healthz", _health, methods=["GET"]),
            Route("/livez", _live, methods=["GET"]),
        ],
        exception_handlers={HTTPException: _problem, ClientDisconnect: _gone},
    )
    app.state.listener = listener
    return app


async def _articles(request: Request) -> Response:
    listener: Listener = request.app.state.listener
    feed, data, content_type = await _admitted(request, listener)
    if not data.strip():
        raise HTTPException(400, "an empty body")
    work = partial(
        pushed.take,
        data,
        content_type,
        feed=feed,
        outlet=listener.outlet,
        max_bytes=listener.settings.max_article_bytes,
    )
    try:
        async with asyncio.timeout(listener.settings.http_confirm_seconds + 5):
            account = await anyio.to_thread.run_sync(work, abandon_on_cancel=True)
    except (TimeoutError, Unavailable) as error:
        sentence = str(error) or "the broker confirms nothing"
        raise HTTPException(503, f"not taken: {sentence}", {"Retry-After": str(_TRY_AGAIN)}) from None
    except BodyRefused as error:
        raise refused(error) from None
    told = {"accepted": account.count("accepted"), "refused": account.count("refused"), "items": account.items}
    if told["refused"]:
        return _json(400, _described(400, account.sentence) | told, "application/problem+json")
    return _json(202, told)


async def _admitted(request: Request, listener: Listener) -> tuple[Feed, bytes, str]:
    """The feed, the body and its type, of a request that may pass. Raises HTTPException."""
    headers, gate, settings = request.headers, listener.gate, listener.settings
    key = gate.bearer(headers)
    _pace(
        request,
        listener.buckets,
        f"feed {key.feed}" if key else f"host {request.client.host}" if request.client else "",
    )
    if gate.is_open and "origin" in headers:
        raise HTTPException(403, "no page in a browser may push here", CLOSE)
    if not (gate.is_open or key or gate.claims_signature(headers)):
        raise _unauthorized("a bearer token or a signature is wanted")
    content_type = _content_type(headers.get("content-type", ""))
    raw = await read_body(request, settings.max_body_bytes, settings.http_body_seconds)
    key = key or gate.signed(headers, raw, time.time())
    if not (gate.is_open or key):
        raise _unauthorized("no key of ours made this signature, or not now")
    feed = listener.feeds[key.feed] if key else listener.feed
    return feed, unpacked_body(raw, headers.get("content-encoding", ""), settings.max_body_bytes), content_type


def _pace(request: Request, buckets: Buckets, sender: str) -> None:
    """Superdesk gives an item up for ever where it is answered 4xx, and tries again after 5xx."""
    if wait := buckets.take(sender):
        status = 503 if SUPERDESK_HEADER in request.headers else 429
        raise HTTPException(status, "too many requests", CLOSE | {"Retry-After": str(math.ceil(wait))})


def _content_type(value: str) -> str:
    """The media type, "" where it says nothing. Raises HTTPException 415 for one that no copy has."""
    name = value.partition(";")[0].strip().lower()
    if name in ("", "application/octet-stream"):
        return ""
    kind, _, detail = name.partition("/")
    if kind in ("text", "message") or detail in _DETAILS or detail.endswith(("+json", "+xml")):
        return value
    hint = "send one item, a JSON array of items, JSON lines, or a mailbox, as the body itself"
    if name == _FORM:
        hint = 'this is what curl says by itself: add -H "Content-Type: application/json" (or of another format)'
    raise HTTPException(415, f"{name[:80]} is not taken: {hint}", CLOSE)


def _unauthorized(sentence: str) -> HTTPException:
    return HTTPException(401, sentence, CLOSE | {"WWW-Authenticate": 'Bearer realm="bellwire"'})


async def _live(request: Request) -> Response:
    """Pushes are answered, be it with 503."""
    return _json(200, {"status": "ok"})


async def _health(request: Request) -> Response:
    """503 where the last delivery was not confirmed."""
    listener: Listener = request.app.state.listener
    if listener.outlet.connected:
        return _json(200, {"status": "ok"})
    return _json(503, {"status": "unavailable", "why": "the last delivery was not confirmed"})


async def _problem(request: Request, error: Exception) -> Response:
    """problem+json (RFC 9457)."""
    assert isinstance(error, HTTPException)
    answer = _json(error.status_code, _described(error.status_code, error.detail), "application/problem+json")
    answer.headers.update(error.headers or {})
    return answer


async def _gone(request: Request, error: Exception) -> Response:
    """Nobody hears it."""
    return Response(status_code=400)


def _described(status: int, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}


def _json(status: int, value: Any, media_type: str = "application/json") -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(msgspec.json.encode(value), status, headers=headers, media_type=media_type)
