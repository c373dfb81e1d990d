"""Processes that work on articles: each with one task at a time, a deadline, and an end that names its culprit.

Every child has an executor of its own. A child that dies breaks only its own executor, so the one task on it is the
suspect: it is tried again alone on a fresh child, and the article that ends its process again and again becomes a dead
letter while the others go on. A child that passes the deadline is killed, since nothing else stops a running match.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import time
import traceback
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from typing import Any, TypeVar

from bellwire.errors import BellwireError, StopWorker, WorkCrashed, WorkFailed, WorkTimedOut
from bellwire.metrics import POOL_REBUILDS
from bellwire.processes import die_with_parent
from bellwire.stream.free import Free
from bellwire.stream.message import LetGo

T = TypeVar("T")

#: How often an article may end its process, or pass its deadline, before it is a dead letter. More than once, since the
#: process may have been killed from outside or the whole machine have stood still.
CRASHES = 3
TIMEOUTS = 2

#: Seconds in which a child must have loaded its model.
START_DEADLINE = 120.0

#: A dotted path `package.module:function`, or anything that can be pickled and called.
Factory = str | Callable[..., Any]


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
    work: tuple[Callable[[Any, Any], Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """How an exception of a child comes home: in words, since not every exception can be pickled."""

    known: BellwireError | None
    sentence: str


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


def _do(work: Callable[[Any, Any], Any], argument: Any) -> tuple[Any, float]:
    """In the child: the result, or a Failure, with the seconds it took."""
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


class _Child:
    """One child process behind its executor; `reserved` for urgent work."""

    def __init__(self, task: Task, reserved: bool) -> None:
        self.reserved = reserved
        self.executor: Executor = ProcessPoolExecutor(
            max_workers=1, mp_context=get_context("spawn"), initializer=_begin, initargs=(task, os.getpid())
        )
        self._pid = self.executor.submit(_ready)

    async def ready(self) -> None:
        """Return once the tool is loaded; raises BrokenProcessPool when that failed."""
        await asyncio.wait_for(asyncio.wrap_future(self._pid), START_DEADLINE)

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        if self._pid.done() and not self._pid.cancelled() and self._pid.exception() is None:
            with suppress(ProcessLookupError):
                os.kill(self._pid.result(), signal.SIGKILL)
        self.executor.shutdown(wait=False, cancel_futures=True)


class Pool:
    """So many children, and some more for urgent work alone; a task waits until one is free, and its deadline begins
    when it has one."""

    def __init__(self, task: Task, processes: int, deadline: float, urgent_processes: int = 0) -> None:
        self._task = task
        self._deadline = deadline
        self._reserved = [False] * processes + [True] * urgent_processes
        self._children: list[_Child] = []
        self._free: Free[_Child] = Free()
        self._waiting: set[asyncio.Task[Any]] = set()
        self._closed = False

    async def start(self) -> None:
        """Start all children and return when each can work. Raises StopWorker when one cannot begin."""
        for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
            os.environ.setdefault(name, "1")
        self._children = [_Child(self._task, reserved) for reserved in self._reserved]
        for child in self._children:
            await self._await_ready(child)
            self._free.put(child)

    def close(self) -> None:
        """Begin nothing more; what runs goes on."""
        self._closed = True
        for waiting in self._waiting:
            waiting.cancel()

    def stop(self) -> None:
        """End all children at once."""
        self.close()
        for child in self._children:
            child.kill()
        self._children.clear()

    async def do(self, work: Callable[[Any, Any], Any], argument: Any, *, urgent: bool = False) -> tuple[Any, float]:
        """The result of `work(tool, argument)` in a child, with the seconds it took there. Urgent work goes first.

        Raises the BellwireError that the work raised, WorkFailed for any other exception, WorkTimedOut past the
        deadline, WorkCrashed when it ends its process: the last two after trying again on a fresh child. Raises LetGo
        where the pool is closed before the work has begun, or must be tried again.
        """
        crashes = timeouts = 0
        while True:
            child = await self._unless_closed(self._free.get(urgent=urgent))
            try:
                running = child.executor.submit(_do, work, argument)
                result, seconds = await asyncio.wait_for(asyncio.wrap_future(running), self._deadline)
            except TimeoutError:
                timeouts += 1
                await self._replace(child)
                if timeouts >= TIMEOUTS:
                    raise WorkTimedOut(f"took longer than {self._deadline:g} s, {timeouts} times") from None
            except BrokenProcessPool:
                crashes += 1
                await self._replace(child)
                if crashes >= CRASHES:
                    raise WorkCrashed(f"ended the process that worked on it, {crashes} times") from None
            except BaseException:
                self._free.put(child)
                raise
            else:
                self._free.put(child)
                return _home(result), seconds

    async def _replace(self, child: _Child) -> None:
        """A fresh child in the place of one that died or hangs."""
        child.kill()
        POOL_REBUILDS.inc()
        fresh = _Child(self._task, child.reserved)
        self._children[self._children.index(child)] = fresh
        await self._unless_closed(self._await_ready(fresh))
        self._free.put(fresh)

    async def _unless_closed(self, coming: Coroutine[Any, Any, T]) -> T:
        """What comes; raises LetGo if the pool is closed before."""
        waiting = asyncio.get_running_loop().create_task(coming)
        self._waiting.add(waiting)
        if self._closed:
            waiting.cancel()
        try:
            return await waiting
        except asyncio.CancelledError:
            us = asyncio.current_task()
            if us is not None and us.cancelling():
                raise
            raise LetGo from None
        finally:
            self._waiting.discard(waiting)

    async def _await_ready(self, child: _Child) -> None:
        try:
            await child.ready()
        except (BrokenProcessPool, TimeoutError) as error:
            raise StopWorker(
                f"a pool process could not begin to work ({type(error).__name__}): is the model installed?",
                reason="pool-cannot-start",
            ) from error


def _home(result: Any) -> Any:
    if isinstance(result, Failure):
        raise result.known or WorkFailed(result.sentence)
    return result
