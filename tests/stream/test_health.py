from __future__ import annotations

import json
import socket
import threading
import urllib.error
import urllib.request

import pytest

from bellwire.processes import free_port
from bellwire.stream.health import STALE, STILL, UNCONFIRMED, Health, guard, serve


class _Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def _healthy(clock: _Clock) -> Health:
    health = Health(clock)
    health.start()
    health.saw("broker")
    health.saw("ledger")
    return health


def test_it_is_ready_when_the_loop_turns_and_all_parts_answer() -> None:
    health = _healthy(_Clock())
    assert (health.live(), health.ready()) == ([], [])


def test_while_it_starts_it_lives_and_is_not_ready() -> None:
    clock = _Clock()
    health = Health(clock)
    clock.now += 10 * STILL
    assert (health.live(), health.ready()) == ([], ["starting"])


def test_while_it_starts_it_says_at_what_it_is_and_since_when() -> None:
    clock = _Clock()
    health = Health(clock)
    health.begin("opens the ledger")
    clock.now += 100
    assert health.ready() == ["starting: opens the ledger since 100 s"]


def test_a_part_that_was_never_asked_is_not_ready() -> None:
    health = Health(_Clock())
    health.start()
    assert health.ready() == ["broker: not asked yet", "ledger: not asked yet"]


def test_a_part_that_does_not_answer_is_named_with_its_words() -> None:
    health = _healthy(_Clock())
    health.saw("ledger", "connection refused")
    assert (health.live(), health.ready()) == ([], ["ledger: connection refused"])


def test_an_answer_of_long_ago_says_nothing() -> None:
    clock = _Clock()
    health = _healthy(clock)
    clock.now += STALE + 1
    health.beat()
    assert health.ready() == ["broker: last answered 31 s ago", "ledger: last answered 31 s ago"]


def test_what_the_broker_does_not_confirm_in_time_is_told() -> None:
    health = _healthy(_Clock())
    health.unconfirmed = UNCONFIRMED
    assert health.ready() == []
    health.unconfirmed = 40.2
    assert (health.live(), health.ready()) == ([], ["broker: has not confirmed what we published 40 s ago"])


def test_a_loop_that_stands_still_is_not_alive() -> None:
    clock = _Clock()
    health = _healthy(clock)
    clock.now += STILL + 1
    assert health.live() == ["the event loop has stood still for 31 s"]


def test_a_fault_is_not_alive_and_a_stop_is_not_ready() -> None:
    health = _healthy(_Clock())
    health.stopping = True
    assert (health.live(), health.ready()) == ([], ["stopping"])
    health.fault = "5 dead letters in a row"
    assert health.live() == ["5 dead letters in a row"]


def test_it_is_told_over_http_beside_the_metrics() -> None:
    health = _healthy(_Clock())
    server = serve("127.0.0.1", free_port("127.0.0.1"), health)
    try:
        assert _get(server.server_port, "/readyz") == (200, {"status": "ok", "why": []})
        health.saw("broker", "gone")
        assert _get(server.server_port, "/readyz") == (503, {"status": "unavailable", "why": ["broker: gone"]})
        assert _get(server.server_port, "/livez")[0] == 200
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/metrics", timeout=60) as answer:
            told = answer.read()
        assert b"bellwire_in_flight" in told and b"bellwire_sse_clients" not in told
    finally:
        server.shutdown()
        server.server_close()


def test_who_asks_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bellwire.stream.health.ASKING", 0.2)
    port = free_port("127.0.0.1")
    server = serve("127.0.0.1", port, _healthy(_Clock()))
    with socket.create_connection(("127.0.0.1", port), timeout=20) as silent:
        silent.sendall(b"GET /live")
        assert silent.recv(100) == b""
    server.shutdown()
    server.server_close()


def test_the_guard_ends_a_process_whose_loop_stands_still() -> None:
    health, left, codes = Health(), threading.Event(), []

    def leave(code: int) -> None:
        codes.append(code)
        left.set()

    guard(health, 0.2, leave)
    assert left.wait(10)
    assert codes == [1]


def _get(port: int, path: str) -> tuple[int, object]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)
