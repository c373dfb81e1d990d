"""A careful request: within a time, following no redirect, never to an address that is not public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import aiohttp

from bellwire import __version__
from bellwire.addresses import PrivateAddress, public_socket
from bellwire.delivery.payloads import Request
from bellwire.intake.pacing import retry_after

#: Bytes of an answer that are read, so that its connection may end well; what it says is not kept.
_ANSWER = 64 * 1024

_GONE = 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt. `reached`: the target may have got it. `gone`: it wants no more, ever. `wait`:
    seconds after which it wants to be asked again. `detail`: a sentence without secrets."""

    taken: bool
    reached: bool
    detail: str
    gone: bool = False
    wait: float | None = None


class Poster:
    """Sends requests as a context manager. `allow_private`: to addresses of any sort."""

    def __init__(self, timeout: float, *, allow_private: bool = False) -> None:
        self._timeout = timeout
        self._allow_private = allow_private

    async def __aenter__(self) -> Self:
        guard = {} if self._allow_private else {"socket_factory": public_socket}
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(force_close=True, use_dns_cache=False, limit=0, **guard),  # type: ignore[arg-type]
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            headers={"User-Agent": f"bellwire/{__version__}"},
            timeout=aiohttp.ClientTimeout(total=self._timeout),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def send(self, request: Request) -> Outcome:
        """One attempt; it raises nothing."""
        try:
            async with self._session.request(
                request.method, request.url, data=request.body, headers=request.headers, allow_redirects=False
            ) as answer:
                await answer.content.read(_ANSWER)
                return _outcome(answer.status, answer.headers.get("Retry-After"))
        except aiohttp.ClientConnectorError as error:
            private = isinstance(error.os_error, PrivateAddress)
            why = "its address is not public (BELLWIRE_DELIVER_TO_PRIVATE_ADDRESSES)" if private else "no connection"
            return Outcome(False, False, why)
        except TimeoutError:
            return Outcome(False, True, f"no answer within {self._timeout:g} s")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return Outcome(False, not isinstance(error, ValueError), f"no sound answer ({type(error).__name__})")


def _outcome(status: int, wait: str | None) -> Outcome:
    """By Standard Webhooks: 2xx is taken, all else is not; what a server's own error left undone nobody knows."""
    if 200 <= status < 300:
        return Outcome(True, True, f"answered {status}")
    if 300 <= status < 400:
        return Outcome(False, False, f"answered {status}: redirects are not followed; mend the url")
    return Outcome(
        False, status >= 500, f"answered {status}", gone=status == _GONE, wait=retry_after(wait, datetime.now(UTC))
    )
