"""`bellwire intake rss`, `poll` and `http` on the embedded broker: what they send, how they end, how they go on."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import sleep
from uuid import uuid4

import pytest
from typer.testing import CliRunner, Result
from web import Reply, Web, until

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import COPY, ensure_topics
from bellwire.cli.intake import intake
from bellwire.errors import BellwireError
from bellwire.processes import Child, free_port
from bellwire.settings import Settings
from bellwire.subscribe import subscribe

TOKEN = "correct horse battery"


@pytest.fixture
def place(broker: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a ledger of its own, and topics of this test alone; commands end with it."""
    monkeypatch.setenv("BELLWIRE_TOPIC_PREFIX", f"test-{uuid4().hex[:8]}")
    monkeypatch.setenv("BELLWIRE_BROKERS", broker)
    monkeypatch.setenv("BELLWIRE_LEDGER_URL", f"sqlite:///{tmp_path / 'ledger.db'}")
    monkeypatch.setenv("BELLWIRE_FETCH_LEAST", "0.1")
    monkeypatch.setenv("BELLWIRE_FETCH_EVERY", "1")
    monkeypatch.chdir(tmp_path)
    ensure_topics(broker, Settings())
    yield tmp_path
    while _RUNNING:
        _RUNNING.pop().stop()


_RUNNING: list[Child] = []


def arrived() -> Counter[tuple[str, str]]:
    """Uri and version of all that is on the topics for copy, and how often."""
    came: Counter[tuple[str, str]] = Counter()
    for topic in COPY:
        with subscribe(topic, since="beginning", follow=False, include_tests=True) as messages:
            came.update((message.data["uri"], message.data.get("version", "")) for message in messages)
    return came


def command(place: Path, *arguments: str) -> Child:
    """Running; its talk is in its log."""
    name = f"{arguments[0]}-{uuid4().hex[:6]}"
    child = Child(name, [sys.executable, "-m", "bellwire", "intake", *arguments], place / f"{name}.log")
    _RUNNING.append(child)
    return child


def ended(child: Child, number: int = signal.SIGTERM) -> int:
    """Its exit status after this signal."""
    os.kill(child.pid, number)
    until(lambda: child.ended is not None)
    assert child.ended is not None
    return child.ended


def run(*arguments: str) -> Result:
    return CliRunner().invoke(intake, list(arguments))


def atom(*uris: str) -> Reply:
    told = "".join(
        f"<entry><id>{uri}</id><title>Army advances</title><updated>2016-12-04T12:00:00Z</updated></entry>"
        for uri in uris
    )
    return Reply(body=f'<feed xmlns="http://www.w3.org/2005/Atom">{told}</feed>'.encode())


def test_a_feed_is_followed_and_a_restart_sends_nothing_twice(place: Path, server: Web) -> None:
    server.pages["/feed"] = atom("urn:a", "urn:b")
    first = command(place, "rss", server.url("/feed"))
    until(lambda: first.says("2 new"))
    server.pages["/feed"] = atom("urn:c", "urn:a", "urn:b")
    until(lambda: first.says("1 new"))
    assert ended(first) == 0
    server.asked.clear()
    second = command(place, "rss", server.url("/feed"))
    until(lambda: len(server.asked) >= 2)
    assert ended(second, signal.SIGINT) == 0
    assert sorted(arrived().items()) == [((uri, "2016-12-04T12:00:00Z"), 1) for uri in ("urn:a", "urn:b", "urn:c")]


def test_a_kill_at_any_time_loses_nothing(place: Path, server: Web) -> None:
    uris = [f"urn:{number}" for number in range(1500)]
    server.pages["/feed"] = atom(*uris)
    for delay in (0.0, 0.15, 0.4):
        server.asked.clear()
        child = command(place, "rss", server.url("/feed"))
        until(lambda: server.asked)
        sleep(delay)
        ended(child, signal.SIGKILL)
    server.asked.clear()
    last = command(place, "rss", server.url("/feed"))
    until(lambda: len(server.asked) > 1)
    assert ended(last) == 0
    assert {uri for uri, _ in arrived()} == set(uris)


def test_one_feed_s_silence_is_no_other_s_and_a_signal_ends_it_at_once(place: Path, server: Web) -> None:
    server.pages |= {"/slow": Reply(silence=60), "/feed": atom("urn:a")}
    child = command(place, "rss", server.url("/slow"), server.url("/feed").replace("127.0.0.1", "localhost"))
    until(lambda: child.says("1 new") and "/slow" in server.paths())
    assert ended(child) == 0


def test_when_every_feed_is_gone_it_ends_and_says_so(place: Path, server: Web) -> None:
    server.pages["/feed"] = Reply(410)
    result = run("rss", server.url("/feed"))
    assert "/feed: it is gone for good (status 410); it is not asked again" in result.stderr
    assert isinstance(result.exception, BellwireError) and "nothing is left" in str(result.exception)


def test_feeds_of_the_file_are_followed_and_their_private_addresses_want_leave(
    place: Path, server: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.pages["/feed"] = atom("urn:a")
    (place / "feeds.toml").write_text(
        f'[feeds.press]\nsilence = "2d"\nkind = "rss"\nurl = "{server.url("/feed")}"\nprovider = "UN"\n'
    )
    first = command(place, "rss")
    until(lambda: first.says("not public"))
    assert ended(first) == 0 and server.asked == []
    monkeypatch.setenv("BELLWIRE_ALLOW_PRIVATE_ADDRESSES", "true")
    second = command(place, "rss")
    until(lambda: second.says("press (") and second.says("1 new"))
    assert ended(second) == 0
    with subscribe("articles", since="beginning", follow=False) as messages:
        assert [(one.data["feed"], one.data["provider"]) for one in messages] == [("press", "UN")]


@pytest.mark.parametrize("arguments", [("rss",), ("poll",), ("rss", "ftp://wire.example/"), ("rss", "nothing")])
def test_without_an_address_there_is_nothing_to_ask(place: Path, arguments: tuple[str, ...]) -> None:
    assert isinstance(run(*arguments).exception, BellwireError)


@pytest.mark.parametrize("since", ["soon", "2h30", "2999-01-01T00:00:00Z"])
def test_a_beginning_that_is_none_is_bad_use(place: Path, since: str) -> None:
    assert run("poll", "https://api.example/", "--since", since).exit_code == 2


def test_a_news_api_is_followed_and_a_restart_goes_on(
    place: Path, server: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BELLWIRE_POLL_TOKEN", TOKEN)
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
    item = {"uri": "urn:a", "version": "1", "headline": "Army advances", "versioncreated": now}
    server.pages["/news/search"] = Reply(body=json.dumps({"_items": [item]}).encode())
    first = command(place, "poll", server.url("/news/search"), "--since", "2h")
    until(lambda: first.says("1 new"))
    assert ended(first) == 0
    began = server.asked[0]
    server.asked.clear()
    second = command(place, "poll", server.url("/news/search"), "--since", "2h")
    until(lambda: len(server.asked) >= 2)
    assert ended(second) == 0
    assert arrived() == {("urn:a", "1"): 1}
    assert began.headers["authorization"] == f"Bearer {TOKEN}"
    assert began.path < server.asked[0].path
    assert TOKEN not in first.log.read_text() + second.log.read_text()


def push(port: int, body: bytes, **headers: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/v1/articles", body, {"content-type": "application/json"} | headers)
        return connection.getresponse().status
    finally:
        connection.close()


def port_of(child: Child) -> int:
    """Where it listens, once it does."""
    until(lambda: child.says("Listening at "))
    found = re.search(r"Listening at http://127\.0\.0\.1:(\d+)/v1/articles", child.log.read_text())
    assert found
    return int(found[1])


def test_what_is_pushed_arrives_and_a_signal_ends_it_once_all_is_answered(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BELLWIRE_HTTP_TOKEN", TOKEN)
    child = command(place, "http", "--port", "0")
    port = port_of(child)
    assert push(port, b'{"uri": "urn:a", "headline": "x"}') == 401
    assert push(port, b'{"uri": "urn:a", "headline": "x"}', authorization=f"Bearer {TOKEN}") == 202
    half = socket.create_connection(("127.0.0.1", port))
    body = b'{"uri": "urn:b", "headline": "x"}'
    lines = ("POST /v1/articles HTTP/1.1", "Host: x", f"Authorization: Bearer {TOKEN}", f"Content-Length: {len(body)}")
    half.sendall("\r\n".join((*lines, "", "")).encode() + body[:5])
    assert push(port, b"{}") == 401
    os.kill(child.pid, signal.SIGTERM)
    until(lambda: _refused(port))
    half.sendall(body[5:])
    assert half.recv(1000).startswith(b"HTTP/1.1 202 ")
    half.close()
    until(lambda: child.ended is not None)
    assert child.ended == 0
    assert arrived() == {("urn:a", ""): 1, ("urn:b", ""): 1}
    assert TOKEN not in child.log.read_text()


def test_a_broker_that_goes_and_comes_back_is_told_and_then_used(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELLWIRE_HTTP_CONFIRM_SECONDS", "1")
    item = b'{"uri": "urn:a", "headline": "x"}'
    with EmbeddedBroker() as first:
        monkeypatch.setenv("BELLWIRE_BROKERS", first.address)
        child = command(place, "http", "--port", "0")
        port = port_of(child)
        assert push(port, item) == 202
    assert push(port, item) == 503
    with EmbeddedBroker(first.port):
        until(lambda: push(port, item) == 202)
        assert set(arrived()) == {("urn:a", "")}
        assert ended(child) == 0


def _refused(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_without_a_key_it_listens_to_this_machine_only(place: Path, host: str) -> None:
    result = run("http", "--host", host)
    assert "without a key" in str(result.exception)


def test_a_taken_port_is_one_clear_line(place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("http", "--port", str(taken.getsockname()[1]))
    assert str(result.exception).startswith("cannot listen on 127.0.0.1 port ")


@pytest.mark.parametrize("arguments", [("http", "--port", "0"), ("rss", "https://wire.example/")])
def test_no_broker_at_the_start_is_one_clear_line(
    place: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    from bellwire.intake import producer

    monkeypatch.setattr(producer, "CONNECT_SECONDS", 0.5)
    monkeypatch.setenv("BELLWIRE_BROKERS", f"127.0.0.1:{free_port('127.0.0.1')}")
    assert "no Kafka broker answers" in str(run(*arguments).exception)
