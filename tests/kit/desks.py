"""A desk that really serves, with a feed that the test plays."""

from __future__ import annotations

import http.client
import json
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import uvicorn

from bellwire.desk.app import create_app
from bellwire.desk.feed import Door
from bellwire.desk.server import server_config
from bellwire.ledger import Ledger
from bellwire.settings import Settings
from bellwire.watch.alert import Alert
from kit.alerts import keep
from kit.ledgers import ledger_in

FORM = "application/x-www-form-urlencoded"


class PlayedFeed:
    """The alerts topic as the test wants it: one partition, beginning at `start`, with `past` in it already."""

    def __init__(self, start: int = 0, past: tuple[Alert, ...] = ()) -> None:
        self._begin = (start, past)
        self._steps: queue.Queue[tuple[str, object]] = queue.Queue()
        self._offset = start

    def __call__(self, door: Door, stop: threading.Event) -> None:
        self._start(door, *self._begin)
        while not stop.is_set():
            try:
                step, value = self._steps.get(timeout=0.05)
            except queue.Empty:
                continue
            if step == "alert":
                self._message(door, value)
            elif step == "again":
                self._start(door, *value)  # type: ignore[misc]
            else:
                door.state(value)  # type: ignore[arg-type]

    def publish(self, *alerts: Alert | bytes) -> None:
        """Alerts pass (or bytes that are none)."""
        for alert in alerts:
            self._steps.put(("alert", alert))

    def state(self, state: str) -> None:
        """The broker goes or comes."""
        self._steps.put(("state", state))

    def again(self, start: int, past: tuple[Alert, ...] = ()) -> None:
        """The topic begins anew."""
        self._steps.put(("again", (start, past)))

    def _start(self, door: Door, start: int, past: tuple[Alert, ...]) -> None:
        self._offset = start
        door.begin({0: start})
        for alert in past:
            self._message(door, alert)
        door.caught_up()
        door.state("live")

    def _message(self, door: Door, alert: object) -> None:
        door.message(0, self._offset, alert if isinstance(alert, bytes) else msgspec.json.encode(alert))
        self._offset += 1


@dataclass(slots=True)
class Desk:
    """A running desk."""

    port: int
    ledger: Ledger
    feed: PlayedFeed

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def tell(self, *alerts: Alert) -> None:
        """What a worker does: the ledger first, then the topic."""
        keep(self.ledger, *alerts)
        self.feed.publish(*alerts)

    def get(self, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
        """Status, headers and text."""
        return self.send("GET", path, **headers)

    def send(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
        """The same of any method."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body or None, named)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()


def post(
    desk: Desk, path: str, accept: str = "application/json", media: str = FORM, **fields: str
) -> tuple[int, str, str]:
    """A form is sent: status, where it leads, body."""
    status, headers, body = desk.send("POST", path, urlencode(fields), Content_Type=media, Accept=accept)
    return status, headers["location"] or "", body


class _Server(uvicorn.Server):
    started_at: threading.Event

    async def startup(self, sockets: object = None) -> None:
        await super().startup(sockets)  # type: ignore[arg-type]
        self.started_at.set()


@contextmanager
def running_desk(
    folder: Path, feed: PlayedFeed | None = None, port: int = 0, settings: Settings | None = None
) -> Iterator[Desk]:
    """A desk on a free port, with a ledger in `folder`, whose feed has begun."""
    played = feed or PlayedFeed()
    ledger = ledger_in(folder / "ledger.db")
    given = settings or Settings()
    app = create_app(given, ledger=ledger, feed=played)
    config = server_config(app, given)
    config.port = port
    server = _Server(config)
    server.started_at = threading.Event()
    thread = threading.Thread(target=server.run, name="desk")
    thread.start()
    try:
        assert server.started_at.wait(20), "the desk did not start"
        until = time.monotonic() + 20
        while app.state.live.state == "connecting":
            assert time.monotonic() < until, "the desk's feed did not begin"
            time.sleep(0.005)
        bound = server.servers[0].sockets[0].getsockname()[1]
        yield Desk(bound, ledger, played)
    finally:
        app.state.live.close()
        server.should_exit = True
        thread.join(20)
        ledger.close()
        assert not thread.is_alive()


@dataclass(slots=True)
class Event:
    """One server-sent event."""

    event: str = ""
    id: str = ""
    data: str = ""

    @property
    def json(self) -> dict[str, object]:
        return json.loads(self.data)  # type: ignore[no-any-return]


@dataclass(slots=True)
class Stream:
    """An open event stream, read as a browser does."""

    answer: http.client.HTTPResponse
    connection: http.client.HTTPConnection
    comments: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Event]:
        event = Event()
        for raw in self.answer:
            line = raw.decode().rstrip("\r\n")
            if line.startswith(":"):
                self.comments.append(line)
            elif not line:
                if event.event:
                    yield event
                event = Event()
            else:
                name, _, value = line.partition(": ")
                if name in ("event", "id", "data"):
                    setattr(event, name, value)

    def alerts(self, number: int) -> list[Event]:
        """The next alerts."""
        found: list[Event] = []
        for event in self:
            if event.event == "alert":
                found.append(event)
                if len(found) == number:
                    return found
        raise AssertionError(f"the stream ended after {len(found)} alerts")


@contextmanager
def stream(desk: Desk, query: str = "", **headers: str) -> Iterator[Stream]:
    """Connected to the desk's stream of alerts; the first event has come, so that all that passes now is told."""
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=120)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", f"/stream/alerts{query}", headers=named)
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        opened = Stream(answer, connection)
        first = next(iter(opened))
        assert first.event == "feed"
        yield opened
    finally:
        connection.close()
