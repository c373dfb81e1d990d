"""Brokers for tests: the embedded one, and Apache Kafka from Maven's jars where Java and Maven are there."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from bellwire.broker.clients import Brokers
from bellwire.broker.embedded import EmbeddedBroker
from bellwire.processes import Child, free_port

from .workers import wait_for

ROOT = Path(__file__).resolve().parents[2]

#: Both brokers, for a fixture with these as its parameters.
BOTH = ["embedded", pytest.param("kafka", marks=pytest.mark.kafka)]


class ApacheKafka:
    """One node of Apache Kafka whose data outlives its process, so that it can be killed and started again.


    `told` is the port of a proxy: clients that come to `behind` are told to connect there. `options` of the script;
    `cluster` makes of its address how the test's own client may speak with it.
    """

    def __init__(
        self,
        folder: Path,
        told: int | None = None,
        options: Sequence[str] = (),
        cluster: Callable[[str], Brokers] = str,
    ) -> None:
        missing = [name for name in ("java", "mvn") if shutil.which(name) is None]
        if missing:
            pytest.skip(f"Apache Kafka needs {' and '.join(missing)}")
        self._folder = folder
        self._port = free_port("127.0.0.1")
        self.behind = free_port("127.0.0.1")
        self._told = told
        self._child: Child | None = None
        self._starts = 0
        self._options = options
        self._cluster = cluster

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._port}"

    def start(self) -> ApacheKafka:
        self._starts += 1
        script = str(ROOT / "deploy" / "local-kafka" / "kafka")
        data = self._folder / "kafka"
        second = ["--second", f"{self.behind}:{self._told}"] if self._told is not None else []
        self._child = Child(
            "kafka",
            [script, "start", "--foreground", "--port", str(self._port), "--data", str(data), *second, *self._options],
            self._folder / f"kafka-{self._starts}.log",
        )
        from bellwire.broker.admin import Admin

        wait_for(lambda: self._child is None or self._child.ended is not None or _listens(self._port), 300)
        assert self._child.ended is None, self._child.last_lines()
        with Admin(self._cluster(self.address), patience=120) as admin:
            admin.topics()
        return self

    def kill(self) -> None:
        """SIGKILL."""
        assert self._child is not None
        os.kill(self._child.pid, signal.SIGKILL)
        self._child.stop()

    def revive(self) -> None:
        """Start it if it does not run."""
        if self._child is None or self._child.ended is not None:
            self.start()

    def stop(self) -> None:
        if self._child is not None:
            self._child.stop()


@contextmanager
def broker(kind: str, folder: Path) -> Iterator[str]:
    """The address of a fresh broker of this kind, for the length of the block."""
    if kind == "embedded":
        with EmbeddedBroker() as embedded:
            yield embedded.address
        return
    kafka = ApacheKafka(folder)
    try:
        yield kafka.start().address
    finally:
        kafka.stop()


def _listens(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
