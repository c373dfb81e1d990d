"""The login: a token opens a session, of which the browser keeps a cookie and the ledger a hash."""

from __future__ import annotations

import asyncio
import math
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bellwire.desk.access import COOKIE, Access, Caller
from bellwire.desk.forms import form_of, here
from bellwire.desk.rendering import login_page
from bellwire.ledger import TokenMemory

router = APIRouter(include_in_schema=False)


@router.get("/login")
def login(request: Request, next: Annotated[str, Query()] = "/") -> HTMLResponse:
    """The form; whoever is in already is told so, and may leave."""
    caller: Caller | None = request.state.caller
    return login_page(caller.name if caller and caller.token else "", here(next))


@router.post("/login")
async def enter(request: Request) -> Response:
    """Open a session for a valid token and go on to `next`."""
    access: Access = request.app.state.access
    form = await form_of(request)
    text, onward = form.get("token", "").strip(), here(form.get("next", "/"))
    access.forget(text)  # What a session opens on must be so now.
    opener = await access.token(text)
    if opener is None or opener.parent is not None:
        # Only wrong tries count, and a right one is let in after any number of them: no token can be guessed.
        if wait := access.logins.take(request.client.host if request.client else ""):
            late = login_page("", onward, wrong="Too many tries; wait a little.", status=429)
            late.headers["Retry-After"] = str(math.ceil(wait))
            return late
        return login_page("", onward, wrong="That token is not known, has expired or was revoked.", status=403)
    tokens: TokenMemory = request.app.state.ledger.tokens
    now = datetime.now(UTC)
    until = min(opener.expires, now + timedelta(hours=request.app.state.session_hours))
    await asyncio.to_thread(tokens.sweep, now)
    _, session = await asyncio.to_thread(tokens.create, opener.name, opener.scope, now, until, opener.id)
    answer = RedirectResponse(onward, 303)
    answer.set_cookie(
        COOKIE,
        session,
        max_age=int((until - now).total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


@router.post("/logout")
async def leave(request: Request) -> Response:
    """End the session, here and in the ledger."""
    caller: Caller | None = request.state.caller
    if caller is not None and caller.by_cookie and caller.token:
        await asyncio.to_thread(request.app.state.ledger.tokens.revoke, caller.token, datetime.now(UTC))
        request.app.state.access.forget(caller.text)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return answer
