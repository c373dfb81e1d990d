"""Connections to the desk: heads and bodies that do not come, and more of them than may be."""

from __future__ import annotations

import resource
import socket
import time
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest
from fastapi import FastAPI

from bellwire.desk import forms, server
from bellwire.intake import http_patience
from bellwire.settings import Settings
from kit.alerts import alert, keep
from kit.desks import Desk, running_desk, stream


def _open(desk: Desk, said: bytes = b"") -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", desk.port), timeout=20)
    opened.sendall(said)
    return opened


def _is_ended(connection: socket.socket) -> bool:
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("said", [b"", b"GET / HT", b"GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Slow: "])
def test_a_head_that_comes_by_drops_is_ended(desk: Desk, monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    monkeypatch.setattr(http_patience, "HEAD_SECONDS", 0.3)
    with _open(desk, said) as waiting:
        assert waiting.recv(1000) == b""


def test_a_body_that_comes_by_drops_is_ended(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "_SECONDS", 0.3)
    head = b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with _open(desk, head + b"Content-Length: 1000\r\n\r\nx") as slow:
        assert slow.recv(1000).startswith(b"HTTP/1.1 408 ")


def test_a_listener_is_not_taken_for_one_who_asks_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_patience, "HEAD_SECONDS", 0.2)
    with stream(desk) as listening:
        time.sleep(0.5)
        desk.feed.publish(alert("a"))
        assert len(listening.alerts(1)) == 1


def test_an_answer_that_nobody_reads_ends_its_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_patience, "HEAD_SECONDS", 0.3)
    ended: list[object] = []
    lost = http_patience.PatientProtocol.connection_lost
    monkeypatch.setattr(
        http_patience.PatientProtocol, "connection_lost", lambda self, error: ended.append(self) or lost(self, error)
    )
    with running_desk(tmp_path) as desk, socket.socket() as deaf:
        keep(desk.ledger, *(alert(f"t{number}", changed="x" * 30_000) for number in range(400)))
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        deaf.connect(("127.0.0.1", desk.port))
        deaf.sendall(b"GET /api/v1/alerts?limit=400 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        until = time.monotonic() + 20
        while not ended:
            assert time.monotonic() < until
            time.sleep(0.02)


def test_above_so_many_listeners_one_is_asked_to_come_back(tmp_path: Path) -> None:
    with running_desk(tmp_path, settings=Settings(desk_listeners=2)) as desk, stream(desk), stream(desk):
        status, headers, body = desk.get("/stream/alerts")
        assert (status, headers["content-type"]) == (503, "application/problem+json")
        assert int(headers["retry-after"]) > 0 and "come back" in msgspec.json.decode(body)["detail"]
        assert desk.get("/livez")[0] == 200


def test_who_holds_many_connections_without_asking_shuts_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bellwire.desk.server._OTHERS", 20)
    with running_desk(tmp_path, settings=Settings(desk_listeners=1)) as desk, ExitStack() as stack:
        held = [stack.enter_context(_open(desk, b"GET / HT")) for _ in range(60)]
        assert [desk.get("/livez")[0] for _ in range(5)] == [200] * 5
        assert _is_ended(held[0])


_NONE = resource.RLIM_INFINITY


@pytest.mark.parametrize(
    ("limits", "connections", "asked"),
    [
        ((256, 4096), 900, (1000, 4096)),
        ((256, _NONE), 900, (1000, _NONE)),
        ((4096, 4096), 900, None),
        ((_NONE, _NONE), 900, None),
        ((256, 512), 412, (512, 512)),  # No more than the machine lets it open, with some files of its own.
        ((16, 32), 1, (32, 32)),
    ],
)
def test_as_many_files_may_be_open_as_connections_take_where_the_machine_lets_it(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int], connections: int, asked: tuple[int, int] | None
) -> None:
    set_to: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _, wanted: set_to.append(wanted))
    assert server.server_config(FastAPI(), Settings(desk_listeners=600)).limit_concurrency == connections
    assert set_to == ([asked] if asked else [])
