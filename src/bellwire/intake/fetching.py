"""A careful GET: within time and size, never to an address that is not public, never by another scheme than HTTP."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import aiohttp
from yarl import URL

from bellwire import __version__
from bellwire.addresses import PrivateAddress, public_socket, shown
from bellwire.errors import Unavailable
from bellwire.intake.bodies import ACCEPT_ENCODING, Body, BodyRefused
from bellwire.intake.pacing import retry_after
from bellwire.printable import printable

USER_AGENT = f"bellwire/{__version__}"

_CHUNK = 64 * 1024
_FOR_GOOD = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

#: An address within a sentence; it may hold a token.
_ADDRESS = re.compile(r"[a-z]{2,10}://[^\s'\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of a body, packed or unpacked; seconds to connect, between two reads and in all, redirects included."""

    body: int
    total: float = 60.0
    connect: float = 10.0
    read: float = 20.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave so that it can be asked whether anything is new (RFC 9110, 8.8); "" where it gave none."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's last word: `body` of a status 200 only. `moved_to`: where the resource has moved for good, else "".
    `wait`: seconds after which it wants to be asked again, None where it does not say."""

    status: int
    url: str
    moved_to: str = ""
    content_type: str = ""
    validators: Validators = Validators()
    wait: float | None = None
    body: bytes = field(default=b"", repr=False)


class Fetcher:
    """Fetches as a context manager. `allow_private`: addresses of any sort may be fetched, redirects included."""

    def __init__(self, limits: Limits, *, allow_private: bool = False) -> None:
        self._limits = limits
        self._allow_private = allow_private

    async def __aenter__(self) -> Self:
        self._open = self._session(aiohttp.TCPConnector(force_close=True, use_dns_cache=False))
        guarded = aiohttp.TCPConnector(force_close=True, use_dns_cache=False, socket_factory=public_socket)
        self._guarded = self._session(guarded)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.close()
        await self._guarded.close()

    def _session(self, connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
        """Without cookies, proxies or unpacking of its own; no connection serves two requests."""
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": ACCEPT_ENCODING},
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._limits.connect, sock_read=self._limits.read),
        )

    async def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        validators: Validators = Validators(),
        trusted: bool = False,
    ) -> Answer:
        """The answer at `url` or where it redirects to. `headers` go to its own origin only, `trusted` (it may lie at a
        private address) holds for itself and for no redirect. Raises Unavailable with a reason for its sentence."""
        try:
            async with asyncio.timeout(self._limits.total):
                return await self._follow(URL(url), headers or {}, validators, trusted)
        except TimeoutError:
            raise Unavailable("no whole answer in time", reason="timed-out") from None
        except BodyRefused as error:
            raise Unavailable(f"the answer is refused: {error}", reason=error.reason) from None
        except aiohttp.ClientConnectorError as error:
            raise _unconnected(error) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise Unavailable(f"no sound answer: {_sentence(error)}", reason="broken") from None

    async def _follow(self, url: URL, headers: Mapping[str, str], validators: Validators, trusted: bool) -> Answer:
        at, moved, for_good = url, "", not url.user
        for _ in range(self._limits.redirects + 1):
            _check(at)
            own = headers if at.origin() == url.origin() else {}
            session = self._open if trusted or self._allow_private else self._guarded
            async with session.get(at, headers={**own, **_conditions(validators)}, allow_redirects=False) as response:
                location = response.headers.get("Location")
                if response.status not in _REDIRECTS or location is None:
                    return await self._answer(response, moved)
            to = at.join(URL(location))
            at = to if to.origin() == at.origin() else to.with_user(None)
            for_good = for_good and response.status in _FOR_GOOD
            moved = str(at) if for_good else moved
            trusted = False
        raise Unavailable(f"more than {self._limits.redirects} redirects", reason="too-many-redirects")

    async def _answer(self, response: aiohttp.ClientResponse, moved: str) -> Answer:
        given = response.headers
        body = await self._body(response) if response.status == 200 else b""
        return Answer(
            status=response.status,
            url=str(response.url),
            moved_to=moved,
            content_type=given.get("Content-Type", ""),
            validators=Validators(_quotable(given.get("ETag")), _quotable(given.get("Last-Modified"))),
            wait=retry_after(given.get("Retry-After"), datetime.now(UTC)),
            body=body,
        )

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        body = Body(response.headers.get("Content-Encoding", ""), self._limits.body)
        async for chunk in response.content.iter_chunked(_CHUNK):
            body.add(chunk)
        return body.whole()


def _check(url: URL) -> None:
    if url.scheme not in ("http", "https") or not url.host:
        raise Unavailable(f"it leads to {url.scheme or 'no'}: what is neither http nor https", reason="not-http")


def _quotable(value: str | None) -> str:
    """A header's value as it can be sent back; "" for what cannot."""
    return value if value and len(value) <= 500 and value.isascii() and value.isprintable() else ""


def _conditions(validators: Validators) -> dict[str, str]:
    found = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in found.items() if value}


def _unconnected(error: aiohttp.ClientConnectorError) -> Unavailable:
    if isinstance(error.os_error, PrivateAddress):
        return Unavailable(str(error.os_error), reason="private-address")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Unavailable(f"no address is known of {error.host}", reason="unreachable")
    return Unavailable(f"no connection to {error.host}: {_sentence(error.os_error)}", reason="unreachable")


def _sentence(error: BaseException) -> str:
    """What went wrong, without what aiohttp adds to it: the address with its parameters, the server's own bytes."""
    told = error.strerror if isinstance(error, OSError) else None
    told = told or (error.message if isinstance(error, aiohttp.ClientResponseError) else None) or str(error)
    said = _ADDRESS.sub(lambda found: shown(found[0]), told.partition("\n")[0].rstrip(": ")) or type(error).__name__
    return printable(said[:200], " ")
