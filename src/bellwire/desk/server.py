"""Serving the desk: a port that is free, one line when it is ready, a clean end with streams still open."""

from __future__ import annotations

import asyncio
import errno
import resource
import signal
import socket
import sys
from collections.abc import Callable, Coroutine
from contextlib import ExitStack, closing
from functools import partial

import uvicorn
from fastapi import FastAPI

from bellwire import logs
from bellwire.delivery import prepared
from bellwire.desk.access import refuse_to_be_open
from bellwire.desk.app import create_app
from bellwire.errors import BellwireError
from bellwire.intake.http_patience import PatientProtocol
from bellwire.intake.http_server import Server
from bellwire.ledger import open_ledger
from bellwire.settings import Settings

#: Seconds that answers under way get to end.
_GRACE = 5

#: Connections beside those of listeners, and files that are no connections of the desk's.
_OTHERS, _FILES = 300, 100


def run(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT; 0. Raises BellwireError where the address or the ledger cannot be had."""
    logs.set_up(settings)
    with ExitStack() as stack:
        listening = stack.enter_context(closing(_listen(settings.desk_host, settings.desk_port)))
        ledger = stack.enter_context(closing(open_ledger(settings.ledger_url)))
        refuse_to_be_open(settings, ledger.tokens)
        app = create_app(settings, ledger=ledger)
        send = prepared(settings) if settings.deliver else None
        server = Server(server_config(app, settings), _say)
        asyncio.run(_serve(server, app.state.live.close, listening, send and partial(send, ledger)))
    return 0


def server_config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    """How uvicorn serves it."""
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=_connections(settings),
        timeout_graceful_shutdown=_GRACE,
    )


def _connections(settings: Settings) -> int:
    """Connections at once: the listeners and some more. The process may open as many files, where it is let."""
    wanted = settings.desk_listeners + _OTHERS
    least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = wanted + _FILES
    if most != resource.RLIM_INFINITY:
        files = min(files, most)
    if least != resource.RLIM_INFINITY and least < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(1, files - _FILES)


def _say(address: str) -> None:
    print(f"desk ready at {address}/", file=sys.stderr, flush=True)


async def _serve(
    server: Server,
    end_streams: Callable[[], None],
    listening: socket.socket,
    send: Callable[[asyncio.Event], Coroutine[None, None, None]] | None,
) -> None:
    """`send`: sends alerts to subscriptions meanwhile."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def stop() -> None:
        server.should_exit = True
        end_streams()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    sending = asyncio.create_task(send(ended)) if send else None
    await server.serve([listening])
    ended.set()
    if sending is not None:
        await sending


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket on the wanted port, or on a free one where that is taken."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise BellwireError(f"the desk cannot listen on {host}: {error.strerror}") from error
    for wanted in (where, (where[0], 0, *where[2:])):
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(wanted)
            listening.listen(128)
        except OSError as error:
            listening.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise BellwireError(f"the desk cannot listen on {host}: {error.strerror}") from error
            continue
        if wanted is not where and port:
            taken = listening.getsockname()[1]
            print(f"port {port} is taken or not allowed; the desk gets {taken}", file=sys.stderr, flush=True)
        return listening
    raise BellwireError(f"the desk finds no free port on {host}")
