"""Whether the worker lives and can work, told by a thread of its own: a worker that hangs cannot say that it does not.

`/livez` fails when a restart would help: the event loop stands still, or the worker has met its fault. `/readyz` fails
while it does no work, with every reason: it starts or stops, broker or ledger do not answer, or the broker does not
confirm what is published. `/metrics` is beside.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bellwire.errors import BellwireError
from bellwire.metrics.worker import SERVED

#: Seconds without a beat of the event loop after which it counts as standing still.
STILL = 30.0

#: Seconds after which what was last seen of broker and ledger says nothing any more.
STALE = 30.0

#: Seconds after which what is published should have been confirmed: more than a change of the broker's leader takes.
UNCONFIRMED = 15.0

#: What must answer.
PARTS = ("broker", "ledger")


class Health:
    """Written by the worker's event loop, read by threads. `clock`: monotonic seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._beat = clock()
        self.beats = 0
        self._seen: dict[str, tuple[float, str]] = {}
        self.started = False
        self.unconfirmed = 0.0
        self._began = (clock(), "")
        self.fault = ""
        self.stopping = False

    def beat(self) -> None:
        """The event loop turns."""
        self._beat = self._clock()
        self.beats += 1

    def begin(self, step: str) -> None:
        """What the start is at from now on."""
        self._began = (self._clock(), step)

    def start(self) -> None:
        """From now on the event loop must turn."""
        self.beat()
        self.started = True

    def saw(self, part: str, problem: str = "") -> None:
        """What came of asking broker or ledger."""
        self._seen[part] = (self._clock(), problem)

    def live(self) -> list[str]:
        """Why it should be started again; empty when it should not."""
        still = self._clock() - self._beat if self.started else 0.0
        why = [f"the event loop has stood still for {still:.0f} s"] if still > STILL else []
        return why + ([self.fault] if self.fault else [])

    def ready(self) -> list[str]:
        """Why it does no work; empty when it does."""
        why = self.live()
        if self.stopping:
            return [*why, "stopping"]
        if not self.started:
            since, step = self._began
            return [*why, f"starting: {step} since {self._clock() - since:.0f} s" if step else "starting"]
        for part in PARTS:
            when, problem = self._seen.get(part, (0.0, "not asked yet"))
            if not problem and self._clock() - when > STALE:
                problem = f"last answered {self._clock() - when:.0f} s ago"
            if problem:
                why.append(f"{part}: {problem}")
        if self.unconfirmed > UNCONFIRMED:
            why.append(f"broker: has not confirmed what we published {self.unconfirmed:.0f} s ago")
        return why


def guard(health: Health, seconds: float, leave: Callable[[int], object] = os._exit) -> threading.Thread:
    """End the process when its event loop stands still for `seconds`: the watchdog in it can then not bark.

    Counted in looks of this thread, so that a process which was stopped as a whole and goes on is not to blame.
    """

    def watch() -> None:
        looks, beats, pause = 0, -1, min(1.0, seconds / 4)
        while looks * pause < seconds:
            looks, beats = (looks + 1, beats) if health.beats == beats else (0, health.beats)
            time.sleep(pause)
        print(f"bellwire worker: the event loop has stood still for {seconds:.0f} s", file=sys.stderr, flush=True)
        leave(1)

    thread = threading.Thread(target=watch, name="guard", daemon=True)
    thread.start()
    return thread


#: Seconds within which a question must be asked whole: each has a thread.
ASKING = 10.0


def serve(host: str, port: int, health: Health) -> ThreadingHTTPServer:
    """Answer in threads, until the process ends. Raises BellwireError where the port is taken."""

    class Handler(BaseHTTPRequestHandler):
        server_version, sys_version = "bellwire", ""
        timeout = ASKING

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path == "/metrics":
                body, content_type = SERVED.told(self.headers.get("Accept", ""))
                self._answer(200, content_type, body)
            elif path in ("/livez", "/readyz"):
                why = health.live() if path == "/livez" else health.ready()
                body = json.dumps({"status": "unavailable" if why else "ok", "why": why}).encode()
                self._answer(503 if why else 200, "application/json", body)
            else:
                self._answer(404, "text/plain", b"/metrics, /livez, /readyz\n")

        def _answer(self, status: int, content_type: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: probes come every few seconds."""

    try:
        server = ThreadingHTTPServer((host, port), Handler)
    except OSError as error:
        raise BellwireError(f"no metrics on port {port}: {error.strerror}", reason="metrics-port") from error
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    return server
