"""What a worker holds in memory while 200,000 articles wait for it: parent and pool processes, every few seconds.

`PYTHONPATH=tests .venv/bin/python -m chaos.backlog` writes all articles to an empty topic of Apache Kafka first, then
starts one worker with one pool process, and one for urgent copy, on a ledger of its own, and watches it until all are
read or the time is over.
Text is that of real wires where they are at hand, so that none of it is an article twice; the reader and the watcher
are stand-ins unless `--real` is given.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kafka import KafkaProducer

from bellwire.broker.admin import Admin
from bellwire.settings import Settings
from kit.brokers import ApacheKafka
from kit.topics import article
from kit.workers import Worker, pool_of, settings_for, wait_for

from .history import copy
from .stage import make_topics

REAL = {"reader": "bellwire.reading:load_reader", "watcher": "bellwire.watch:load_watcher"}

#: Every so many articles tell of a town, where reader and watcher are stand-ins.
TELLING = 5

#: MiB by which a process may grow once the worker has read so many articles: what waits is at the broker, not here.
CEILING, SETTLED = 100.0, 1000


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a worker: seconds since it was ready, articles not committed, MiB resident in the parent and in each
    pool process."""

    seconds: float
    waiting: int
    parent: float
    pool: tuple[float, ...]


def fill(settings: Settings, count: int) -> int:
    """Write so many articles; how many bytes of them the topic holds."""
    chance = random.Random(1)
    written = 0
    producer = KafkaProducer(bootstrap_servers=settings.brokers, linger_ms=50, batch_size=256 * 1024)
    with closing(producer):
        for number, (headline, body) in enumerate(islice(copy(chance), count)):
            told = f"Fight in Town{chance.randrange(12)}" if number % TELLING == 0 else headline
            value = json.dumps(article(number, told, body)).encode()
            written += len(value)
            producer.send(settings.topic("articles"), value, key=b"urn:test:%d" % number)
        producer.flush(timeout=600)
    return written


def watch(settings: Settings, worker: Worker, *, every: float, most: float) -> list[Look]:
    """Look at a worker until nothing waits any more or so many seconds are over."""
    looks: list[Look] = []
    topic, began = settings.topic("articles"), time.monotonic()
    with Admin(settings.brokers) as admin:
        while not looks or (looks[-1].waiting and looks[-1].seconds < most):
            assert worker.child.ended is None, worker.words()
            waiting = sum(how.lag for how in admin.standing(settings.group, [topic]).values())
            pool = tuple(resident(pid) for pid in sorted(pool_of(worker.child.pid)))
            looks.append(Look(time.monotonic() - began, waiting, resident(worker.child.pid), pool))
            time.sleep(every)
    return looks


def resident(pid: int, field: str = "VmRSS") -> float:
    """MiB of a process that are in memory now, or (VmHWM) were at most; 0 of one that has gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:")), 0.0)


def table(looks: Sequence[Look], rows: int = 12) -> list[str]:
    """Some of the looks, evenly over the articles that were read meanwhile, the last among them."""
    first, last = looks[0].waiting, looks[-1].waiting
    steps = [first - (first - last) * step / (rows - 1) for step in range(rows)]
    chosen = dict.fromkeys(next(look for look in looks if look.waiting <= step) for step in steps)
    return [
        "| seconds | articles that wait | parent, MiB | pool processes, MiB |",
        "| --- | --- | --- | --- |",
        *(
            f"| {one.seconds:.0f} | {one.waiting:,} | {one.parent:.0f} | {', '.join(map('{:.0f}'.format, one.pool))} |"
            for one in chosen
        ),
    ]


def growth(looks: Sequence[Look]) -> float:
    """MiB by which the process that grew most did, once the worker had settled; one that was begun again is another."""
    settled = next((look for look in looks if looks[0].waiting - look.waiting >= SETTLED), looks[-1])
    later = [look for look in looks if look.seconds >= settled.seconds]
    parent = max(look.parent for look in later) - settled.parent
    return max(parent, max(max(look.pool, default=0.0) for look in later) - max(settled.pool, default=0.0))


def main(arguments: Sequence[str]) -> int:
    """Exit status 0 when the worker lived and no process of it grew with what it read."""
    parser = argparse.ArgumentParser(prog="chaos.backlog", description=__doc__)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--real", action="store_true", help="the real reader and watcher")
    parser.add_argument("--seconds", type=float, default=3600.0, help="watch it no longer than this")
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two looks")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bellwire-backlog-") as name:
        folder = Path(name)
        kafka = ApacheKafka(folder)
        try:
            settings = settings_for(kafka.start().address, folder, urgent_processes=1, article_deadline=120.0)
            make_topics(settings)
            size = fill(settings, given.articles)
            print(f"{given.articles:,} articles wait, {size / 2**20:.0f} MiB", file=sys.stderr, flush=True)
            with Worker(settings, folder, **(REAL if given.real else {})) as worker:
                worker.until_up(600)
                wait_for(lambda: len(pool_of(worker.child.pid)) == 1 + settings.urgent_processes)
                looks = watch(settings, worker, every=given.every, most=given.seconds)
                most = resident(worker.child.pid, "VmHWM")
                print("\n".join(table(looks)))
        finally:
            kafka.stop()
    read, seconds = looks[0].waiting - looks[-1].waiting, looks[-1].seconds
    print(
        f"backlog: {given.articles} articles ({size / 2**20:.0f} MiB), {read} read in {seconds:.0f} s, "
        f"parent at most {most:.0f} MiB, a pool process at most {max(max(look.pool) for look in looks):.0f} MiB, "
        f"growth {growth(looks):.0f} of {CEILING:.0f} MiB"
    )
    return 0 if growth(looks) <= CEILING else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
