"""A process that works on articles: what happens in it, and the executor before it."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from typing import Any

from bellwire.errors import BellwireError
from bellwire.processes import die_with_parent

#: Seconds in which a child must have loaded its model.
START_DEADLINE = 120.0

#: Seconds within which a child whose pipe broke has ended.
REAPED = 1.0

#: A dotted path `package.module:function`, or anything that can be pickled and called.
Factory = str | Callable[..., Any]

#: What is done with the tool and an argument.
Work = Callable[[Any, Any], Any]


def load(factory: Factory) -> Callable[..., Any]:
    """The function that a dotted path names, or the callable itself."""
    if not isinstance(factory, str):
        return factory
    module, _, name = factory.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


@dataclass(frozen=True, slots=True)
class Task:
    """What a child does: `work(tool, argument)`, where the tool is what the factory made at its start.

    Naming the work here has it imported before the child counts as ready: a first article must not pay for that.
    """

    factory: Factory
    options: dict[str, Any]
    work: tuple[Work, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """How an exception of a child comes home: in words, since not every exception can be pickled."""

    known: BellwireError | None
    sentence: str


#: What came of one piece of work, or a Failure, and the seconds that it took.
Result = tuple[Any, float]


class Child:
    """One process behind its executor; `reserved` for urgent work."""

    def __init__(self, task: Task, reserved: bool) -> None:
        self.reserved = reserved
        self.executor = ProcessPoolExecutor(
            max_workers=1, mp_context=get_context("spawn"), initializer=_begin, initargs=(task, os.getpid())
        )
        self._pid = self.executor.submit(_ready)
        (self._process,) = (self.executor._processes or {}).values()

    async def ready(self) -> None:
        """Return once the tool is loaded; raises BrokenProcessPool when that failed."""
        await asyncio.wait_for(asyncio.wrap_future(self._pid), START_DEADLINE)

    async def was_killed(self) -> bool:
        """Whether a signal ended it, once it has ended. (One whose tool cannot be loaded ends by itself.)"""
        until = time.monotonic() + REAPED
        while self._process.exitcode is None and time.monotonic() < until:
            await asyncio.sleep(0.01)  # Its pipe breaks before it has a status, which the executor asks for as well.
        return (self._process.exitcode or 0) < 0

    def do(self, some: Sequence[tuple[Work, Any]]) -> Future[list[Result]]:
        """Have these done one after another."""
        return self.executor.submit(_do_each, some)

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        # Not by the pid that it tells: while it loads it has told none. (Python 3.14 has kill_workers for this.)
        self._process.kill()
        self.executor.shutdown(wait=False, cancel_futures=True)


_tool: Any = None


def _begin(task: Task, parent: int) -> None:
    """First thing in a child: end with the parent, leave signals to it, load the tool once."""
    global _tool
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _tool = load(task.factory)(**task.options)
    # What was loaded stays for good: left to the collector, every full collection would walk all of it in the middle of
    # an article.
    gc.collect()
    gc.freeze()


def _ready() -> int:
    return os.getpid()


def _do_each(some: Sequence[tuple[Work, Any]]) -> list[Result]:
    return [_do(work, argument) for work, argument in some]


def _do(work: Work, argument: Any) -> Result:
    began = time.perf_counter()
    try:
        result = work(_tool, argument)
    except BellwireError as error:
        result = Failure(error, str(error))
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1:]
        at = f" at {where[0].name}:{where[0].lineno}" if where else ""
        result = Failure(None, f"{type(error).__name__}{at}: {error}")
    return result, time.perf_counter() - began
