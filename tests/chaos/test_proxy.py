"""The proxy knows a produce request from others, and drops or delays the answers to those only."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from bellwire.processes import free_port
from chaos.proxy import PRODUCE, Proxy

_METADATA = 3


@pytest.fixture
def proxy() -> Iterator[tuple[Proxy, int]]:
    """Before a server that answers every request with its correlation id."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_echo_all, args=(server,), daemon=True).start()
        port = free_port("127.0.0.1")
        with Proxy(port, server.getsockname()[1]) as made:
            yield made, port


def _echo_all(server: socket.socket) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        threading.Thread(target=_echo, args=(connection,), daemon=True).start()


def _echo(connection: socket.socket) -> None:
    with closing(connection):
        while head := connection.recv(4):
            request = connection.recv(int.from_bytes(head, "big"))
            connection.sendall(struct.pack(">i", 4) + request[4:8])


def _ask(connection: socket.socket, key: int, correlation: int) -> int | None:
    """The correlation id of the answer, None where the connection ends instead."""
    body = struct.pack(">hhi", key, 9, correlation)
    connection.sendall(struct.pack(">i", len(body)) + body)
    answer = connection.recv(8)
    return struct.unpack(">ii", answer)[1] if answer else None


def _connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def test_it_passes_all_on(proxy: tuple[Proxy, int]) -> None:
    with _connect(proxy[1]) as connection:
        assert [_ask(connection, key, 7) for key in (PRODUCE, _METADATA)] == [7, 7]


def test_it_drops_as_many_answers_to_produce_requests_as_it_is_told(proxy: tuple[Proxy, int]) -> None:
    proxy[0].drop = 1
    with _connect(proxy[1]) as connection:
        assert _ask(connection, _METADATA, 1) == 1
        assert _ask(connection, PRODUCE, 2) is None
    with _connect(proxy[1]) as connection:
        assert _ask(connection, PRODUCE, 3) == 3
    assert proxy[0].dropped == 1


def test_it_delays_answers_to_produce_requests_only(proxy: tuple[Proxy, int]) -> None:
    proxy[0].delay = 0.5
    with _connect(proxy[1]) as connection:
        assert _ask(connection, _METADATA, 1) == 1
        assert proxy[0].delayed == 0
        began = time.monotonic()
        assert _ask(connection, PRODUCE, 2) == 2
        assert proxy[0].delayed == 1
        assert time.monotonic() - began >= 0.5


def test_a_silent_connection_gives_no_more_answers(proxy: tuple[Proxy, int]) -> None:
    proxy[0].swallow = True
    with _connect(proxy[1]) as connection:
        connection.settimeout(0.5)
        with pytest.raises(TimeoutError):
            _ask(connection, PRODUCE, 1)
        with pytest.raises(TimeoutError):
            _ask(connection, _METADATA, 2)
