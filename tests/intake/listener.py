"""A listener that really serves, with a Kafka that the test plays."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from fake_kafka import FakeKafka

from bellwire.intake.feeds import Feed
from bellwire.intake.http_app import Listener, create_app
from bellwire.intake.http_auth import Gate
from bellwire.intake.http_limits import Buckets
from bellwire.intake.http_server import server_config
from bellwire.intake.keys import Key
from bellwire.intake.outlet import Outlet
from bellwire.intake.producer import ArticleProducer
from bellwire.settings import Settings


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True, slots=True)
class Pushed:
    """A running listener."""

    port: int

    def url(self, path: str = "/v1/articles") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def push(self, body: Any, path: str = "/v1/articles", method: str = "POST", **headers: str) -> Answer:
        """Send a body: bytes, text or an iterator (in chunks); header names with _ for -."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            named = {"content-type": "application/json"} | {
                name.replace("_", "-"): value for name, value in headers.items()
            }
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode())
        finally:
            connection.close()

    def open(self) -> socket.socket:
        """A connection that has said nothing."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)


@contextmanager
def listening(kafka: FakeKafka, keys: list[Key] | None = None, **settings: Any) -> Iterator[Pushed]:
    """A listener on a free port; `settings` over its defaults."""
    chosen = Settings(**settings)

    def connect() -> ArticleProducer:
        return ArticleProducer("a:1", "articles", max_message_bytes=chosen.max_message_bytes, connect=kafka)

    listener = Listener(
        settings=chosen,
        gate=Gate(keys or []),
        outlet=Outlet(connect, patience=chosen.http_confirm_seconds),
        buckets=Buckets(chosen.http_rate, chosen.http_burst),
        feeds={key.feed: Feed(key.feed, provider="Reuters") for key in keys or []},
        feed=Feed("unnamed"),
    )
    server = uvicorn.Server(server_config(create_app(listener), chosen.http_confirm_seconds))
    with socket.create_server(("127.0.0.1", 0)) as opened:
        thread = threading.Thread(target=server.run, args=([opened],))
        thread.start()
        try:
            yield Pushed(opened.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()
