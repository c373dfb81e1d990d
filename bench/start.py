"""How long it takes until `bellwire read` has read one short article, and until a worker is ready, against loading the
spaCy pipeline in a process of its own. `bellwire --help` and `--version` besides: they load none.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from bellwire.settings import Settings
from bellwire.wire import Article, encode
from bench.figures import How, Pair, Row, compared, in_turn
from bench.stack import Stack, part, stack, until_ready

#: Short, and with an event in it.
SHORT = Article(
    uri="urn:bench:short",
    version="1",
    headline="Rebels capture Syrian town",
    body="BEIRUT, Dec 4 (Reuters) - Rebels captured the Syrian town of Azaz on Sunday, residents said.",
    version_time=datetime(2016, 12, 4, 18, tzinfo=UTC),
    language="en",
)


def rows(how: How) -> Iterator[Row]:
    """All started in turn, each by itself."""
    bellwire = [sys.executable, "-m", "bellwire"]
    load = [sys.executable, "-c", f"import spacy; spacy.load({Settings().model!r})"]
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="bellwire-start-")))
        short = folder / "short.json"
        short.write_bytes(encode(SHORT))
        whole = opened.enter_context(stack(how, worker=False))
        sides = [
            running(load),
            running([*bellwire, "read", str(short)]),
            lambda _: worker(whole),
            running([*bellwire, "--help"]),
            running([*bellwire, "--version"]),
        ]
        spacy, *ours = in_turn(sides, how)
    names = (
        ("start: bellwire read of a short article", "≤ 1.2"),
        ("start: worker ready", "≤ 1.2"),
        ("start: bellwire --help", ""),
        ("start: bellwire --version", ""),
    )
    for (name, goal), seconds in zip(names, ours, strict=True):
        yield compared(name, Pair(seconds, spacy), "s", goal, "against spacy.load" if goal else "")


def running(command: list[str]) -> Callable[[int], float]:
    """Seconds that a command takes."""

    def once(_: int) -> float:
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - began

    return once


def worker(whole: Stack) -> float:
    """Seconds until a worker says that it is ready."""
    began = time.perf_counter()
    with part("worker", whole.settings, whole.folder) as child:
        until_ready(child)
        return time.perf_counter() - began
