"""The gate in front of every room: who is it, how fast does it come, may it do that?"""

from __future__ import annotations

import asyncio
import math
import time
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bellwire.desk.access import ANYBODY, FRESH, Access, Caller, digest, is_safe, shown
from bellwire.desk.problems import away, problem
from bellwire.errors import Unavailable

#: Where nobody is asked for a token: probes, what the login page needs, the login itself, and the way out.
PROBES = frozenset({"/livez", "/readyz", "/healthz"})
LOGIN, LOGOUT = "/login", "/logout"

#: Seconds between lines of the log in an outage.
_SAY_EVERY = 60.0

_log = structlog.get_logger(__name__)


class Gate:
    """Lets a request pass, `request.state.caller` set, or answers it. Plain ASGI: it must not hold back a stream."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access
        self._said = float("-inf")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            answer = await self._refusal(request)
        except Unavailable as error:
            self._log_away(error)
            answer = away(request, error)
        if answer is not None:
            await answer(scope, receive, send)
            return
        caller: Caller | None = request.state.caller
        if caller is not None and caller.text:
            kept = _Kept(self._access, caller.text, receive, send)
            await self._app(scope, kept.receive, kept.send)
        else:
            await self._app(scope, receive, send)

    async def _refusal(self, request: Request) -> Response | None:
        """The answer to a request that may not pass; None for one that may."""
        access, path = self._access, request.url.path
        host = request.client.host if request.client else ""
        request.state.caller = None
        if path.startswith("/static/"):
            return None
        if path in PROBES:
            return await self._probe(request, host)
        if wait := access.too_fast(request, host):
            return _later(request, wait)
        closed = await access.closed()
        request.state.caller = await access.caller(request) if closed else ANYBODY
        if not closed and not access.is_asked_by_name(request):
            return problem(request, 421, "this desk is not known by that name (BELLWIRE_DESK_HOSTS)")
        caller: Caller | None = request.state.caller
        text, by_cookie = shown(request)
        # A page whose session has ended shows its old cookie again and again, and guesses nothing.
        if caller is None and text and not by_cookie:
            access.guesses.take(digest(text))
        if not is_safe(request.method) and not access.may_change(request, caller):
            return problem(request, 403, "a change must come from the desk's own page")
        if path in (LOGIN, LOGOUT):
            return None
        if caller is None:
            return _unknown(request)
        if not is_safe(request.method) and not caller.may("acknowledge"):
            return problem(request, 403, f"this token may {caller.scope}; that asks for acknowledge")
        if "\0" in path:
            return problem(request, 404, "nothing has such a name")  # Which PostgreSQL would not even look up.
        return None

    async def _probe(self, request: Request, host: str) -> Response | None:
        """Probes pass whoever asks; who it is decides how much they say, and a ledger that is away says nobody is."""
        if wait := self._access.paces.take(f"probe {host}"):
            return _later(request, wait)
        with suppress(Unavailable):
            closed = await self._access.closed()
            request.state.caller = await self._access.caller(request) if closed else ANYBODY
        return None

    def _log_away(self, error: Unavailable) -> None:
        """Why the ledger does not answer, now and then: whoever asks is not told."""
        if time.monotonic() - self._said > _SAY_EVERY:
            self._said = time.monotonic()
            _log.warning("requests are refused: the ledger does not answer", error=str(error))


class _Kept:
    """Ends an answer that goes on, such as a stream, when its token has ended."""

    def __init__(self, access: Access, text: str, receive: Receive, send: Send) -> None:
        self._access, self._text = access, text
        self._receive, self._send = receive, send
        self._asked = time.monotonic()
        self._over = asyncio.Event()

    async def send(self, message: Message) -> None:
        """Pass on while the token is valid; then end, and let nothing more out."""
        if self._over.is_set():
            return
        if message["type"] == "http.response.body" and time.monotonic() - self._asked > FRESH:
            self._asked = time.monotonic()
            if await self._ended():
                self._over.set()
                message = {"type": "http.response.body", "body": b"", "more_body": False}
        await self._send(message)

    async def receive(self) -> Any:
        """Pass on; to the room an ended token is a listener that has gone."""
        coming = asyncio.ensure_future(self._receive())
        over = asyncio.ensure_future(self._over.wait())
        try:
            done, _ = await asyncio.wait({coming, over}, return_when=asyncio.FIRST_COMPLETED)
            return coming.result() if coming in done else {"type": "http.disconnect"}
        finally:
            for one in (coming, over):
                one.cancel()

    async def _ended(self) -> bool:
        try:
            return await self._access.token(self._text) is None
        except Unavailable:
            return False


def _unknown(request: Request) -> Response:
    """To the login for a person who looks at something; 401 for a program, and for a form, which must not seem sent."""
    path, detail = request.url.path, "a token is wanted: Authorization: Bearer … (`bellwire tokens create`)"
    if not path.startswith(("/api/", "/stream/")):
        if not is_safe(request.method):
            detail = "nothing was done, for nobody is logged in here any more: log in, then send this again"
        elif "text/html" in request.headers.get("accept", ""):
            query = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"{LOGIN}?next={quote(path + query, safe='')}", 303, {"Cache-Control": "no-store"})
    answer = problem(request, 401, detail)
    answer.headers["WWW-Authenticate"] = 'Bearer realm="bellwire"'
    return answer


def _later(request: Request, seconds: float) -> Response:
    answer = problem(request, 429, "too many requests")
    answer.headers["Retry-After"] = str(math.ceil(seconds))
    return answer
