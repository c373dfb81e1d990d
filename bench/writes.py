"""How many readings a second one watcher puts into a durable ledger, each in a transaction of its own with the messages
that tell of it: SQLite, and PostgreSQL where Debian's is installed.

Readings are invented as in growth.py, and every one tells of conflict. Publishing is not in it.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from bellwire.ledger import open_ledger
from bellwire.stream import envelope
from bellwire.stream.steps import Steps
from bellwire.watch import load_watcher
from bench.figures import How, Pair, Row, compared, in_turn, measured
from bench.growth import NOW, World
from bench.postgres import binaries, postgres


def rows(how: How) -> Iterator[Row]:
    """Both in turn, PostgreSQL against SQLite."""
    count, programs = how.pick(300, 30), binaries()
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="bellwire-writes-")))
        sides = [opened.enter_context(writing(f"sqlite:///{folder / 'ledger.db'}", count))]
        if programs is not None:
            sides.append(opened.enter_context(writing(opened.enter_context(postgres(programs)), count)))
        sqlite, *others = in_turn(sides, how)
    yield measured("ledger: SQLite, one watcher", sqlite, "readings/s")
    for speeds in others:
        yield compared("ledger: PostgreSQL, one watcher", Pair(speeds, sqlite), "readings/s", note="against SQLite")


@contextmanager
def writing(url: str, count: int) -> Iterator[Callable[[int], float]]:
    """Readings a second of a turn, into the ledger at a URL."""
    ledger, world = open_ledger(url), World(5)
    steps = Steps(ledger, load_watcher(), partial(envelope.of_changes, source="/bellwire/bench"))

    def speed(_: int) -> float:
        readings = [world.report(world.story(), NOW) for _ in range(count)]
        began = time.perf_counter()
        for reading in readings:
            steps.watch(reading, NOW)
        return count / (time.perf_counter() - began)

    try:
        yield speed
    finally:
        ledger.close()
