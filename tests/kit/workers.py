"""Worker processes for tests: the real worker, with fakes where a test wants them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bellwire.processes import Child
from bellwire.settings import SECRETS, Settings

from .ledgers import ledger_in

_TESTS = Path(__file__).resolve().parent.parent


def settings_for(brokers: str, folder: Path, **more: Any) -> Settings:
    """Settings of a worker in a test: quick to join, one process in its pool, its ledger in the test's folder."""
    chosen: dict[str, Any] = {
        "brokers": brokers,
        "ledger_url": f"sqlite:///{folder / 'ledger.db'}",
        "processes": 1,
        "urgent_processes": 0,
        "session_timeout": 6.0,
        "article_deadline": 20.0,
        "commit_interval": 0.5,
    }
    return Settings(**(chosen | more))


class Worker:
    """One worker process. As a context manager it is killed, if need be, at the end of the block."""

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        *,
        name: str = "worker",
        reader: str = "kit.fakes:load_reader",
        watcher: str = "kit.fakes:load_watcher",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        _make_ledger(settings.ledger_url)
        order = json.dumps({"settings": _plain(settings), "reader": reader, "watcher": watcher})
        path = os.pathsep.join([str(_TESTS), os.environ.get("PYTHONPATH", "")])
        self.child = Child(
            name,
            [sys.executable, "-m", "kit.worker_process", order],
            folder / f"{name}-{time.monotonic_ns()}.log",
            {"PYTHONPATH": path, **(environment or {})},
        )

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def until_up(self, patience: float = 120.0) -> Worker:
        """Return when it says that it is up."""
        wait_for(lambda: self.child.says("worker is ready") or self.child.ended is not None, patience)
        assert self.child.ended is None, self.words()
        return self

    def terminate(self, patience: float = 60.0) -> int:
        """SIGTERM; its exit status."""
        os.kill(self.child.pid, signal.SIGTERM)
        return self.exit_status(patience)

    def exit_status(self, patience: float = 60.0) -> int:
        """Its exit status, once it has ended by itself."""
        wait_for(lambda: self.child.ended is not None, patience)
        assert self.child.ended is not None
        return self.child.ended

    def kill(self) -> None:
        """SIGKILL, if it still runs; returns when it has ended."""
        if self.child.ended is None:
            os.kill(self.child.pid, signal.SIGKILL)
        self.child.stop()

    def words(self) -> str:
        """The end of its log."""
        return "\n".join(self.child.last_lines(40))


def _make_ledger(url: str) -> None:
    """A worker that finds a ledger in a file starts sooner; this process has what makes one."""
    file = Path(url.removeprefix("sqlite:///"))
    if url.startswith("sqlite:") and file.parent.is_dir() and not file.exists():
        ledger_in(file).close()


def _plain(settings: Settings) -> dict[str, Any]:
    """Settings as JSON can carry them: what was chosen, secrets in the clear."""
    chosen = settings.model_dump(exclude_unset=True)
    return {name: value.get_secret_value() if name in SECRETS else value for name, value in chosen.items()}


def wait_for(holds: Callable[[], Any], patience: float = 300.0) -> Any:
    """The first true value of `holds`; fails when there is none within patience.

    What takes long to ask is asked less often, so that what is waited for has the processor.
    """
    deadline = time.monotonic() + patience
    while True:
        asked = time.monotonic()
        if value := holds():
            return value
        answered = time.monotonic()
        assert answered < deadline, f"not within {patience:g} s"
        time.sleep(min(max(0.05, 4 * (answered - asked)), 0.5))


def children_of(pid: int) -> list[int]:
    """The process ids of the children of a process."""
    out = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in out.stdout.split()]


def pool_of(worker: int) -> list[int]:
    """Process ids of a worker's pool: the children of the server that forks them."""
    return [pid for server in children_of(worker) for pid in children_of(server)]
