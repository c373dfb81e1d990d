"""How fast the whole stream is: from the articles topic to alerts published, every step in a durable ledger.

Against bare reading: the worker's own pool of as many processes, fed from memory, its readings thrown away. And two
processes against one. Every turn has copy that none of them has seen, all at once; sending it is part of the time.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from bellwire.settings import Settings
from bellwire.stream.child import Task
from bellwire.stream.pool import Pool
from bellwire.stream.work import Copy, open_copy, read
from bellwire.wire import Article, encode
from bench import wires
from bench.figures import How, Pair, Row, compared, in_turn
from bench.stack import Stack, stack


def rows(how: How) -> Iterator[Row]:
    """Both sizes of the pool, and how they compare."""
    count = how.pick(1_500, 20)
    with ExitStack() as opened:
        sides: list[Callable[[int], float]] = []
        for processes in (1, 2):
            sides.append(through(opened.enter_context(stack(how, processes=processes)), count))
            sides.append(bare(opened.enter_context(pool(processes)), count))
        whole_of_1, bare_of_1, whole_of_2, bare_of_2 = in_turn(sides, how)
    name = "whole stream, against bare reading"
    yield compared(f"{name}, 1 process", Pair(whole_of_1, bare_of_1), "articles/s", "≥ 0.85")
    yield compared(f"{name}, 2 processes", Pair(whole_of_2, bare_of_2), "articles/s", "≥ 0.85")
    yield compared("whole stream, 2 processes against 1", Pair(whole_of_2, whole_of_1), "articles/s", "≥ 1.8")
    yield compared("bare reading, 2 processes against 1", Pair(bare_of_2, bare_of_1), "articles/s")


def through(whole: Stack, count: int) -> Callable[[int], float]:
    """Articles a second through the whole stream in a turn."""

    def speed(turn: int) -> float:
        some = of_turn(turn, count)
        before, _ = whole.watched()
        began = time.perf_counter()
        whole.until_watched(before + whole.send(some))
        return len(some) / (time.perf_counter() - began)

    return speed


def bare(reading: Reading, count: int) -> Callable[[int], float]:
    """Articles a second that the pool alone reads in a turn."""

    def speed(turn: int) -> float:
        some = [encode(article) for article in of_turn(turn, count)]
        began = time.perf_counter()
        reading.read(some)
        return len(some) / (time.perf_counter() - began)

    return speed


def of_turn(turn: int, count: int) -> list[Article]:
    """Copy of one turn under uris of its own, as if written now: copy of long ago would ring nobody."""
    some = wires.taken(wires.mixed(), count, turn)
    return [wires.of_now(wires.renamed(article, f"stream:{turn}:{number}")) for number, article in enumerate(some)]


class Reading:
    """A worker's pool, and nothing of a worker around it."""

    def __init__(self, loop: asyncio.Runner, pool: Pool, settings: Settings) -> None:
        self._loop = loop
        self._pool = pool
        self._settings = settings

    def read(self, data: Sequence[bytes]) -> None:
        """Return when all is read, as many at once as a worker has under way."""

        async def all_of_it() -> None:
            room = asyncio.Semaphore(self._settings.window)

            async def one(item: bytes) -> None:
                async with room:
                    arrived = Copy(item, "application/json", self._settings.max_article_bytes, None)
                    await self._pool.do(open_copy, arrived)

            await asyncio.gather(*map(one, data))

        self._loop.run(all_of_it())


@contextmanager
def pool(processes: int) -> Iterator[Reading]:
    """Its processes ready."""
    settings = Settings()
    options = {
        "model": settings.model,
        "max_chars": settings.max_article_chars,
        "recency_days": settings.recency_days,
    }
    task = Task("bellwire.reading:load_reader", options, (open_copy, read))
    made = Pool(task, processes, settings.article_deadline)
    with asyncio.Runner() as loop:
        try:
            loop.run(made.start())
            loop.run(made.complete())
            yield Reading(loop, made, settings)
        finally:
            made.stop()
