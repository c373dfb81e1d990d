"""A server on this machine that answers as the test says, faults included."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `length`: what it says of its body, None for the truth; `drip`: seconds between single bytes of all
    that is sent; `silence`: seconds before anything is."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    length: int | None = None
    drip: float = 0.0
    silence: float = 0.0

    def bytes(self) -> bytes:
        lines = [f"HTTP/1.1 {self.status} Said"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        lines += [f"Content-Length: {len(self.body) if self.length is None else self.length}", "Connection: close"]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body


Page = Reply | Callable[[Asked], Reply]


@dataclass(slots=True)
class Web:
    """What it answers under which path, and what it was asked."""

    port: int
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]


@contextmanager
def web() -> Iterator[Web]:
    """A running server; it ends with the block, whatever it is answering."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()})
            found.asked.append(asked)
            page = found.pages.get(self.path.partition("?")[0], Reply(404))
            reply = page(asked) if callable(page) else page
            self.close_connection = True
            with suppress(OSError):
                _send(self, reply)

        def log_message(self, *_: object) -> None:
            pass

    def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        found.over.wait(reply.silence)
        data = reply.bytes()
        if not reply.drip:
            handler.wfile.write(data)
            return
        for number in range(len(data)):
            if found.over.wait(reply.drip):
                return
            handler.wfile.write(data[number : number + 1])
            handler.wfile.flush()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    found = Web(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield found
    finally:
        found.over.set()
        server.shutdown()
        thread.join(10)
        server.server_close()


def until(holds: Callable[[], object], patience: float = 300.0) -> None:
    """Return once it holds; fails when it does not within patience."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.01)
