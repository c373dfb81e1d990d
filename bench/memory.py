"""How much a worker and its pool process grow over 20,000 articles, and how large a pool process is.

One pool process, so that it reads them all. Growth is counted from when it has read a thousand, with all that is loaded
late; what both remember by design counts too.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bellwire.wire import Article
from bench import wires
from bench.figures import How, Row, measured, say
from bench.stack import Stack, children_of, stack

#: Articles under way at once: sending all at once would measure the broker's memory.
AT_ONCE = 1_000


def rows(how: How) -> Iterator[Row]:
    """Growth of both, and the size of the pool process."""
    count = how.pick(20_000, 60)
    with stack(processes=1, clock="article") as whole:
        assert whole.worker is not None
        worker, child = whole.worker.pid, reader_of(whole.worker.pid)
        copies = (wires.renamed(article, f"memory:{number}") for number, article in enumerate(endless()))
        feed(whole, copies, how.pick(1_000, 20))
        before = {pid: megabytes(pid) for pid in (worker, child)}
        feed(whole, copies, count)
        after = {pid: megabytes(pid) for pid in (worker, child)}
    for name, pid in (("worker", worker), ("pool process", child)):
        grown, note = after[pid] - before[pid], f"from {before[pid]:.0f} to {after[pid]:.0f} MB"
        yield measured(f"growth of the {name} over {count:,} articles", [grown], "MB", "≤ 50", note)
    yield measured("size of a pool process", [before[child]], "MB")


def endless() -> Iterator[Article]:
    """The wire, again and again."""
    while True:
        yield from wires.mixed()


def feed(whole: Stack, copies: Iterator[Article], count: int) -> None:
    """Return when so many more are watched."""
    while count > 0:
        some = list(islice(copies, min(AT_ONCE, count)))
        whole.until_watched(whole.watched()[0] + whole.send(some))
        count -= len(some)
        say(f"{count:,} articles to go")


def reader_of(worker: int) -> int:
    """The pool process: the largest child."""
    return max(children_of(worker), key=megabytes)


def megabytes(pid: int) -> float:
    """What a process has in memory, shared pages too (RSS)."""
    status = Path(f"/proc/{pid}/status").read_text()
    [kilobytes] = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(kilobytes) / 1024
