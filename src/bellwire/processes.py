"""Child processes that end with their parent, however it ends, and that can say what they said last."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

_PR_SET_PDEATHSIG = 1
#: What the libraries that multiply matrices ask for how many threads to take.
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def multiply_in_one_thread() -> None:
    """Have this process and its children multiply matrices in one thread each, unless the environment says otherwise;
    to be called before numpy is loaded. A sentence's are small: threads would wait for each other."""
    for name in _THREADS:
        os.environ.setdefault(name, "1")


def die_with_parent(parent: int) -> None:
    """Have the kernel end this process when the thread that started it ends. Linux only; elsewhere it does nothing.

    Runs between fork and exec, or first thing in a spawned child. `parent` is the process id of who started it: where
    that one is gone already, this ends at once.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def free_port(host: str, wanted: int = 0) -> int:
    """`wanted` where nothing listens on it, else a port that is free now."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError(f"no free port on {host}")


class Child:
    """One named child process in a session of its own, its output in a log file."""

    def __init__(
        self, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.log = log
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
                preexec_fn=partial(die_with_parent, os.getpid()),
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def ended(self) -> int | None:
        """The exit status once it has ended (negative: a signal), else None."""
        return self._process.poll()

    def last_lines(self, most: int = 12) -> list[str]:
        """The end of what it wrote."""
        with self.log.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 16_384))
            return file.read().decode("utf-8", "replace").splitlines()[-most:]

    def says(self, text: str) -> bool:
        """Whether its log holds this text yet."""
        return text.encode() in self.log.read_bytes()

    def stop(self, patience: float = 15.0) -> None:
        """SIGTERM, then after `patience` seconds SIGKILL. Returns when it has ended."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(patience)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._process.wait()
