"""Serving the listener: one address and port, so many connections, a clean end."""

from __future__ import annotations

import asyncio
import ipaddress
import signal
import socket
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager

import uvicorn
from starlette.applications import Starlette

from bellwire.errors import BellwireError
from bellwire.intake.http_patience import PatientProtocol

#: Connections at once.
_AT_ONCE = 64

#: Seconds that requests under way get to end, beyond those that the broker may take to confirm.
_GRACE = 5.0


def serve(app: Starlette, host: str, port: int, *, confirm_seconds: float, talk: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT. Raises BellwireError where the address cannot be had."""

    def say(address: str) -> None:
        talk(f"Listening at {address}/v1/articles; Ctrl-C stops.")

    with closing(_listen(host, port)) as listening:
        asyncio.run(_serve(Server(server_config(app, confirm_seconds), say), listening))


def server_config(app: Starlette, confirm_seconds: float) -> uvicorn.Config:
    """How uvicorn serves it."""
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
        limit_concurrency=_AT_ONCE,
        timeout_graceful_shutdown=int(confirm_seconds + _GRACE),
    )


def is_this_machine(host: str) -> bool:
    """Whether only programs on this machine can reach what listens there."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Server(uvicorn.Server):
    """uvicorn, but that signals are ours (its own way ends the process by the signal it caught), and that `say` is told
    the address where it listens."""

    def __init__(self, config: uvicorn.Config, say: Callable[[str], None]) -> None:
        super().__init__(config)
        self._say = say

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave them alone."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say where, once requests are answered."""
        await super().startup(sockets)
        for listening in sockets or []:
            host, port = listening.getsockname()[:2]
            self._say(f"http://{f'[{host}]' if ':' in host else host}:{port}")


async def _serve(server: Server, listening: socket.socket) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, lambda: setattr(server, "should_exit", True))
    await server.serve([listening])


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket on exactly this port: senders know no other."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise BellwireError(f"cannot listen on {host}: {error.strerror}") from error
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(where)
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise BellwireError(f"cannot listen on {host} port {port}: {error.strerror}") from error
    return listening
