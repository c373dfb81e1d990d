"""What a worker takes of a machine: how much it and its pool process grow over 20,000 articles of mixed wire, how large
a pool process is, and the processor time that an article costs each of them and the broker.

One pool process, so that it reads them all. It counts from when it has read a thousand, with all that is loaded late;
what both remember by design is part of the growth.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from bellwire.wire import Article
from bench import wires
from bench.figures import How, Row, measured, say
from bench.stack import Stack, pool_of, stack

#: Articles under way at once: sending all at once would measure the broker's memory.
AT_ONCE = 1_000


def rows(how: How) -> Iterator[Row]:
    """Memory, then processor time."""
    count = how.pick(20_000, 30)
    with stack(how, processes=1) as whole:
        assert whole.worker is not None
        copies = (
            wires.of_now(wires.renamed(article, f"footprint:{number}"))
            for number, article in enumerate(cycle(wires.mixed()))
        )
        feed(whole, copies, how.pick(1_000, 10))
        reader = max(pool_of(whole.worker.pid), key=milliseconds)  # Not the one that waits for urgent copy.
        parts = {"worker": whole.worker.pid, "pool process": reader, "broker": whole.broker.pid}
        before = {name: (megabytes(pid), milliseconds(pid)) for name, pid in parts.items()}
        feed(whole, copies, count)
        after = {name: (megabytes(pid), milliseconds(pid)) for name, pid in parts.items()}
        alone = megabytes(reader, "Private_", "smaps_rollup")
    for name in ("worker", "pool process"):
        was, now = before[name][0], after[name][0]
        note = f"from {was:.0f} to {now:.0f} MB"
        yield measured(f"growth of the {name} over {count:,} articles", [now - was], "MB", "≤ 50", note)
    yield measured("size of a pool process", [before["pool process"][0]], "MB")
    yield measured("size of a pool process, without what it shares", [alone], "MB")
    for name in parts:
        spent = (after[name][1] - before[name][1]) / count
        yield measured(f"processor time an article, {name}", [spent], "ms")


def feed(whole: Stack, copies: Iterator[Article], count: int) -> None:
    """Return when so many more are watched."""
    while count > 0:
        some = list(islice(copies, min(AT_ONCE, count)))
        whole.until_watched(whole.watched()[0] + whole.send(some))
        count -= len(some)
        say(f"{count:,} articles to go")


def megabytes(pid: int, what: str = "VmRSS:", of: str = "status") -> float:
    """What a process has in memory, shared pages too unless told otherwise."""
    lines = Path(f"/proc/{pid}/{of}").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


def milliseconds(pid: int) -> float:
    """Processor time that a process has spent."""
    _, _, told = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")
    user, system = told.split()[11:13]
    return 1000 * (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
