"""`bellwire desk` as a process: its port, its ready line, its end."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

COMMAND = (
    "import sys; from bellwire.desk import serve; from bellwire.settings import Settings; "
    "sys.exit(serve(Settings(brokers='127.0.0.1:1', ledger_url=sys.argv[1], desk_port=int(sys.argv[2]))))"
)


@contextmanager
def _desk(folder: Path, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], int, Path]]:
    """A desk process, the port it got, and where it writes."""
    log = folder / "desk.log"
    with log.open("w") as out:
        desk = subprocess.Popen(
            [sys.executable, "-c", COMMAND, f"sqlite:///{folder / 'ledger.db'}", str(port)], stderr=out, text=True
        )
    try:
        end = time.monotonic() + 60
        while not (found := re.search(r"desk ready at http://127\.0\.0\.1:(\d+)/", log.read_text())):
            assert desk.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        yield desk, int(found[1]), log
    finally:
        desk.kill()
        desk.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_with_streams_open(tmp_path: Path, number: signal.Signals) -> None:
    with _desk(tmp_path) as (desk, port, log):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", "/stream/alerts")
        answer = connection.getresponse()
        assert answer.readline().startswith(b"event: feed")
        desk.send_signal(number)
        assert desk.wait(60) == 0
        assert b"event: alert" not in answer.read()
        connection.close()
        assert "Traceback" not in log.read_text()


def test_a_taken_port_is_replaced_by_a_free_one_and_said_so(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wanted = taken.getsockname()[1]
        with _desk(tmp_path, wanted) as (_, port, log):
            assert port != wanted
            assert f"port {wanted} is taken" in log.read_text()


def test_a_port_that_was_left_to_the_machine_is_not_said_to_be_taken(tmp_path: Path) -> None:
    with _desk(tmp_path, 0) as (_, port, log):
        assert port and "is taken" not in log.read_text()


def test_a_ledger_that_cannot_be_had_is_an_error_of_ours(tmp_path: Path) -> None:
    from bellwire.desk import serve
    from bellwire.errors import BellwireError
    from bellwire.settings import Settings

    with pytest.raises(BellwireError, match="folder does not exist"):
        serve(Settings(ledger_url=f"sqlite:///{tmp_path}/nosuch/ledger.db", desk_port=0))


def test_an_address_that_is_none_is_an_error_of_ours() -> None:
    from bellwire.desk import serve
    from bellwire.errors import BellwireError
    from bellwire.settings import Settings

    with pytest.raises(BellwireError, match=r"cannot listen on 203\.0\.113\.1"):
        serve(Settings(desk_host="203.0.113.1", desk_port=0))
