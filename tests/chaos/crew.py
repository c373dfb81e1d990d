"""Workers under a supervisor that starts each again whenever it ends, as systemd or Kubernetes would."""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from kit.workers import Worker, pool_of, wait_for

#: The line of a worker's log that says why it stops.
_REASON = re.compile(r"worker stops .*reason=([\w-]+)")

#: Seconds after which a worker that ended is started again.
AGAIN = 0.5


@dataclass(frozen=True, slots=True)
class Exit:
    """How a worker ended: its status (negative: a signal), the last line that it wrote, and the reason in its log."""

    status: int
    line: str
    reason: str = ""

    @property
    def why(self) -> str:
        """The reason in a word or two: `asked` where it was told to stop, `signal 9` where it was killed."""
        if self.status <= 0:
            return f"signal {-self.status}" if self.status else "asked"
        return self.reason or f"status {self.status}"


class Post:
    """One place for a worker, never empty for long until `leave`."""

    def __init__(self, start: Callable[[], Worker]) -> None:
        self._start = start
        self._left = threading.Event()
        self._over = threading.Event()
        self._changing = threading.Lock()
        self.exits: list[Exit] = []
        self.worker = start()
        # The kernel ends a child with the thread that started it, so this one lives until the last has ended.
        self._thread = threading.Thread(target=self._stand, daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        return self.worker.child.pid

    def signal(self, number: signal.Signals) -> None:
        """To the worker alone."""
        os.kill(self.pid, number)

    def pool(self) -> list[int]:
        """Process ids of the pool."""
        return pool_of(self.pid)

    def until_up(self, patience: float = 300) -> None:
        """Return when the worker that stands here now is ready."""
        deadline = time.monotonic() + patience
        while not self.worker.child.says("worker is ready"):
            assert time.monotonic() < deadline, self.worker.words()
            time.sleep(0.1)

    def leave(self, patience: float = 300) -> Exit:
        """SIGTERM once it is ready (before, it would die of it as any program), and nobody follows; how it ended."""
        self._relieve()
        with suppress(AssertionError):
            wait_for(lambda: self.worker.child.says("worker is ready") or self.worker.child.ended is not None, patience)
        if self.worker.child.ended is None:
            self.worker.terminate(patience)
        self._over.set()
        return self._exit()

    def kill(self) -> None:
        """SIGKILL, and nobody follows."""
        self._relieve()
        self.worker.kill()
        self._over.set()

    def _relieve(self) -> None:
        """Have nobody follow the worker that stands here now."""
        self._left.set()
        with self._changing:
            pass

    def _stand(self) -> None:
        while not self._left.wait(0.1):
            if self.worker.child.ended is not None:
                self.exits.append(self._exit())
                time.sleep(AGAIN)
                with self._changing:
                    if not self._left.is_set():
                        self.worker = self._start()
        self._over.wait()

    def _exit(self) -> Exit:
        lines = self.worker.child.last_lines(200)
        told = [found[1] for line in lines if (found := _REASON.search(line))]
        return Exit(self.worker.child.ended or 0, lines[-1] if lines else "", told[-1] if told else "")
