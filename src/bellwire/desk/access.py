"""Who may come in: programs show a bearer token, the page a session cookie. Decided before any room is entered.

Where the desk listens on this machine alone and no token was ever made, everybody on it may do all. Otherwise reading
asks for `read`, changing anything for `acknowledge`. A change must come from our own page or from no page at all.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bellwire.errors import BellwireError
from bellwire.intake.http_limits import Buckets
from bellwire.intake.http_server import is_this_machine
from bellwire.ledger import SCOPES, Scope, Token, TokenMemory
from bellwire.settings import Settings

#: The cookie of a session.
COOKIE = "bellwire_session"

#: Seconds for which what the ledger said of a token is believed: so long a revoked one may still be let in.
FRESH = 5.0

#: Tokens that are remembered so; as many again that are none.
_REMEMBERED = 1000

#: How often a wrong token may be shown, and a host try to log in with wrong ones: a second on average, and at once.
_GUESSES, _GUESSES_AT_ONCE = 0.2, 10

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `name` is the token's, empty on a desk that asks for none; `text` is shown nowhere."""

    name: str
    scope: Scope
    token: str = ""
    by_cookie: bool = False
    text: str = field(default="", repr=False)

    def may(self, scope: Scope) -> bool:
        """Whether this is within what it may do."""
        return SCOPES.index(scope) <= SCOPES.index(self.scope)


#: Whoever comes to a desk that asks for no token.
ANYBODY = Caller("", "admin")


class Access:
    """What is asked of a request. `tokens` gives the ledger's once it is open."""

    def __init__(
        self, settings: Settings, tokens: Callable[[], TokenMemory], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._tokens = tokens
        self._clock = clock
        self._closed = not is_this_machine(settings.desk_host)
        self._asked = -FRESH
        self._valid = _Remembered()
        self._wrong = _Remembered()
        self._hosts = names_of(settings)
        self.paces = Buckets(settings.desk_rate, settings.desk_burst)
        self.guesses = Buckets(_GUESSES, _GUESSES_AT_ONCE)
        self.logins = Buckets(_GUESSES, _GUESSES_AT_ONCE)

    async def closed(self) -> bool:
        """Whether a token is asked for; once it is, it stays so."""
        if not self._closed and self._clock() - self._asked >= FRESH:
            self._closed = await asyncio.to_thread(self._tokens().any)
            self._asked = self._clock()  # Once it has answered: a ledger that is away opens nothing.
        return self._closed

    async def caller(self, request: Request) -> Caller | None:
        """Whoever shows a valid token, in the header or the cookie."""
        text, by_cookie = shown(request)
        token = await self.token(text) if text else None
        return Caller(token.name, token.scope, token.id, by_cookie, text) if token is not None else None

    async def token(self, text: str) -> Token | None:
        """The valid token with this text. Raises Unavailable while the ledger is out of reach."""
        name, now, today = digest(text), self._clock(), datetime.now(UTC)
        asked, token = self._valid.get(name) or self._wrong.get(name) or (-FRESH, None)
        if now - asked >= FRESH:
            token = await asyncio.to_thread(self._tokens().valid, text, today)
            self.forget(text)
            (self._wrong if token is None else self._valid).put(name, (now, token))
        return token if token is not None and token.state(today) == "valid" else None

    def forget(self, text: str) -> None:
        """Ask the ledger afresh."""
        self._valid.drop(digest(text))
        self._wrong.drop(digest(text))

    def too_fast(self, request: Request, host: str) -> float:
        """0 where a request may go on, else the seconds after which it may. The ledger is not asked for it.

        A token that was valid when it was last asked for has its own pace. Hosts have two: one for those that show
        another token in the header, one for people and whoever shows none; so that a program with a token that was
        revoked shuts out nobody who comes from the same proxy. Before that it has used up its own patience.
        """
        text, by_cookie = shown(request)
        held = self._valid.get(digest(text)) if text else None
        if held is not None and held[1] is not None:
            return self.paces.take(f"token {held[1].id}")
        if not text or by_cookie:
            return self.paces.take(f"host {host}")
        return self.guesses.left(digest(text)) or self.paces.take(f"bearer {host}")

    def is_asked_by_name(self, request: Request) -> bool:
        """Whether the request names this desk as we know it: a page elsewhere can have its own name lead to us."""
        return (urlsplit(f"//{request.headers.get('host', '')}").hostname or "") in self._hosts

    def may_change(self, request: Request, caller: Caller | None) -> bool:
        """Whether a change comes from our own page, or from no page at all and not by a cookie."""
        headers = request.headers
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None:
            named = urlsplit(origin)
            return named.netloc == headers.get("host") or (named.hostname or "") in self._hosts - _THIS_MACHINE
        if site is not None:
            return site in ("same-origin", "none")
        return caller is None or not caller.by_cookie


class _Remembered:
    """What the ledger said of tokens and when, by digest: texts are not kept."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, tuple[float, Token | None]] = OrderedDict()

    def get(self, name: str) -> tuple[float, Token | None] | None:
        return self._held.get(name)

    def put(self, name: str, told: tuple[float, Token | None]) -> None:
        self._held[name] = told
        if len(self._held) > _REMEMBERED:
            self._held.popitem(last=False)

    def drop(self, name: str) -> None:
        self._held.pop(name, None)


_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def names_of(settings: Settings) -> frozenset[str]:
    """By what names the desk may be asked."""
    given = {name.strip().lower() for name in settings.desk_hosts.split(",") if name.strip()}
    return _THIS_MACHINE | {settings.desk_host} | given


def shown(request: Request) -> tuple[str, bool]:
    """The token that a request shows, "" for none, and whether by the cookie. A header wins over a cookie."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip(), False
    return request.cookies.get(COOKIE, ""), True


def digest(text: str) -> str:
    """What a token is remembered by."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def is_safe(method: str) -> bool:
    """Whether a method only reads."""
    return method in _SAFE


def caller_of(request: Request) -> Caller:
    """Who asks: for rooms that note it."""
    found: Caller | None = getattr(request.state, "caller", None)
    if found is None:
        raise HTTPException(401, "a token is wanted")
    return found


def refuse_to_be_open(settings: Settings, tokens: TokenMemory) -> None:
    """Raise BellwireError where other machines could come in and nobody could be asked for a token."""
    now = datetime.now(UTC)
    if is_this_machine(settings.desk_host) or any(token.state(now) == "valid" for token in tokens.all()):
        return
    raise BellwireError(
        f"the desk listens on {settings.desk_host}, beyond this machine, only where it can ask for a token: "
        "`bellwire tokens create NAME` makes one",
        reason="no-token",
    )
