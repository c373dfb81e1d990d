"""`bellwire up` as a newcomer runs it: alerts on the page, and nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from bellwire.processes import free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for left processes in /proc")


class Up:
    """A running `bellwire up`, its lines of stderr in a file."""

    def __init__(self, folder: Path, *words: str, **settings: str) -> None:
        self.said = folder / "said"
        with self.said.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bellwire", "up", "--data", str(folder / "data"), *words],
                stdout=out,
                stderr=out,
                env={**os.environ, "PYTHONUNBUFFERED": "1"} | settings,
                start_new_session=True,
            )

    def text(self) -> str:
        return self.said.read_text()

    def waits_for(self, words: str, within: float = 240.0) -> None:
        end = time.monotonic() + within
        while words not in self.text():
            assert self.process.poll() is None, self.text()
            assert time.monotonic() < end, self.text()
            time.sleep(0.1)

    def family(self) -> list[int]:
        """Every process below this one."""
        found, todo = [], [self.process.pid]
        while todo:
            pid = todo.pop()
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                with suppress(OSError):
                    below = [int(word) for word in task.read_text().split()]
                    found += below
                    todo += below
        return found


@contextmanager
def up(folder: Path, *words: str, **settings: str) -> Iterator[Up]:
    running = Up(folder, *words, **settings)
    try:
        yield running
    finally:
        for pid in [*running.family(), running.process.pid]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        running.process.wait()


def gone(pids: list[int], within: float = 10.0) -> bool:
    end = time.monotonic() + within
    while time.monotonic() < end:
        if not any(Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_example_reaches_the_page_and_a_signal_leaves_no_process(tmp_path: Path, number: signal.Signals) -> None:
    port = free_port("127.0.0.1")
    with up(tmp_path, "--port", str(port), "--speed", "100000") as running:
        running.waits_for("Replay  over")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/alerts", timeout=60) as answer:
            alerts = json.load(answer)
        assert len(alerts) > 0
        family = running.family()
        assert len(family) >= 4  # broker, worker, its pool process, desk
        running.process.send_signal(number)
        assert running.process.wait(30) == 0, running.text()
        assert gone(family)


def test_a_part_that_dies_stops_the_rest_and_is_named(tmp_path: Path) -> None:
    with up(tmp_path, "--port", "0", "--no-replay") as running:
        running.waits_for("Desk  ")
        assert "is taken" not in running.text()  # Port 0 leaves it to the machine.
        family = running.family()
        desk = next(pid for pid in family if Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[3:4] == [b"desk"])
        os.kill(desk, signal.SIGKILL)
        assert running.process.wait(30) == 1
        assert "the desk ended with status -9" in running.text()
        assert gone(family)


def test_a_taken_port_is_replaced_and_said_so(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with up(tmp_path, "--port", str(port), "--no-replay") as running:
            running.waits_for("Desk  ")
            assert f"Port    {port} is taken" in running.text()
            running.process.terminate()
            assert running.process.wait(30) == 0


def test_port_and_processes_may_be_settings(tmp_path: Path) -> None:
    port = free_port("127.0.0.1")
    with up(tmp_path, "--no-replay", BELLWIRE_DESK_PORT=str(port), BELLWIRE_PROCESSES="2") as running:
        running.waits_for("Desk  ")
        assert f"Desk    http://127.0.0.1:{port}/" in running.text()
        assert "processes=2" in (tmp_path / "data" / "worker.log").read_text()
        running.process.terminate()
        assert running.process.wait(30) == 0
