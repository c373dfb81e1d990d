"""Processes that work on articles, each within a deadline, and with an end that names its culprit.

Every child has an executor of its own. A child that dies breaks only its own executor, so what it worked on is the
suspect: each of it is tried again alone on a fresh child, and the article that ends its process again and again becomes
a dead letter while the others go on. A child that passes the deadline is killed, since nothing else stops a running
match.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from contextvars import Context
from typing import Any

from bellwire.errors import StopWorker, WorkCrashed, WorkFailed, WorkTimedOut
from bellwire.metrics.worker import POOL_REBUILDS
from bellwire.processes import multiply_in_one_thread
from bellwire.stream.child import Child, Failure, Result, Task, Work, serve
from bellwire.stream.line import Line, Wanted
from bellwire.stream.message import LetGo

#: How often an article may end its process, or pass its deadline, before it is a dead letter. More than once, since the
#: process may have been killed from outside or the whole machine have stood still.
CRASHES = 3
TIMEOUTS = 2


class Pool:
    """So many children, and some more for urgent work alone; work waits until one is free, and its deadline begins
    when it has one. Where much waits, some goes to a child together, within one deadline."""

    def __init__(self, task: Task, processes: int, deadline: float, urgent_processes: int = 0) -> None:
        self._task = task
        self._deadline = deadline
        self._processes, self._urgent_processes = processes, urgent_processes
        self._children: list[Child] = []
        self._free: list[Child] = []
        self._line = Line()
        self._complete: asyncio.Task[None] | None = None
        self._running: set[asyncio.Task[None]] = set()
        self._closed = False
        self._fault: StopWorker | None = None

    def begin(self) -> None:
        """Start what forks the children, unless that is done: it loads while the caller does other things."""
        if self._children:
            return
        multiply_in_one_thread()
        serve(self._task)
        self._children = [Child(self._task, reserved=False) for _ in range(self._processes)]

    async def start(self) -> None:
        """Return when one child can work; the others come as they can, those for urgent work alone last. Raises
        StopWorker when none can begin; where a later one cannot, `do` does."""
        self.begin()
        coming = [asyncio.create_task(self._take_in(child)) for child in self._children]
        done, later = await asyncio.wait(coming, return_when=asyncio.FIRST_COMPLETED)
        try:
            for one in done:
                one.result()
        except StopWorker:
            for one in later:
                one.cancel()
            raise
        self._complete = asyncio.create_task(self._fill(later))

    async def complete(self) -> None:
        """Return when every child can work. Raises StopWorker where one cannot begin."""
        if self._complete is not None:
            await asyncio.shield(self._complete)
        if self._fault is not None:
            raise self._fault

    async def _fill(self, coming: Iterable[asyncio.Task[None]]) -> None:
        with suppress(StopWorker):  # Whoever wants something done is told of it.
            await asyncio.gather(*coming)
            urgent = [Child(self._task, reserved=True) for _ in range(self._urgent_processes)]
            self._children += urgent
            await asyncio.gather(*map(self._take_in, urgent))

    def close(self) -> None:
        """Begin nothing more; what runs goes on."""
        self._closed = True
        _fail(self._line, LetGo())

    def stop(self) -> None:
        """End all children at once."""
        self.close()
        if self._complete is not None:
            self._complete.cancel()
        for one in self._running:
            one.cancel()
        for child in self._children:
            child.kill()
        self._children.clear()

    async def do(self, work: Work, argument: Any, *, urgent: bool = False, size: int = 0) -> Result:
        """The result of `work(tool, argument)` in a child, with the seconds it took there. Urgent work goes first;
        of work of many bytes (`size`) less goes to a child together.

        Raises the BellwireError that the work raised, WorkFailed for any other exception, WorkTimedOut past the
        deadline, WorkCrashed when it ends its process: the last two after trying again on a fresh child. Raises LetGo
        where the pool is closed before the work has begun, or must be tried again.
        """
        if self._fault is not None:
            raise self._fault
        if self._closed:
            raise LetGo
        wanted = Wanted(work, argument, urgent, size)
        self._line.add(wanted)
        self._give()
        result, seconds = await wanted.done
        if isinstance(result, Failure):
            raise result.known or WorkFailed(result.sentence)
        return result, seconds

    def _give(self) -> None:
        """To each child that is free what it should do; those that are not reserved first."""
        for child in sorted(self._free, key=lambda child: child.reserved):
            if some := self._line.take(urgent_only=child.reserved, processes=self._processes):
                self._free.remove(child)
                self._run(self._have_done(child, some))

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work, context=Context())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _have_done(self, child: Child, some: list[Wanted]) -> None:
        """Give it to the child, and tell whoever waits what came of it."""
        try:
            running = child.do([(wanted.work, wanted.argument) for wanted in some])
            results = await asyncio.wait_for(asyncio.wrap_future(running), self._deadline)
        except TimeoutError:
            self._try_again(child, some, f"took longer than {self._deadline:g} s", TIMEOUTS, WorkTimedOut)
        except BrokenProcessPool:
            self._try_again(child, some, "ended the process that worked on it", CRASHES, WorkCrashed)
        except asyncio.CancelledError:
            _fail(some, LetGo())
            raise
        except Exception as error:  # It cannot be pickled, or what came of it cannot.
            if len(some) == 1:
                _fail(some, error)
            else:
                self._put_back(some)
            self._is_free(child)
        else:
            for wanted, result in zip(some, results, strict=True):
                if not wanted.done.done():
                    wanted.done.set_result(result)
            self._is_free(child)

    def _try_again(self, child: Child, some: list[Wanted], what: str, most: int, error: type[WorkFailed]) -> None:
        """Each alone, and a fresh child in the place of one that died or hangs; what did it `most` times fails."""
        self._run(self._replace_by(self._in_place_of(child)))
        if len(some) == 1:
            times = some[0].tried[what] = some[0].tried.get(what, 0) + 1
            if times >= most:
                return _fail(some, error(f"{what}, {times} times"))
        self._put_back(some)

    def _put_back(self, some: list[Wanted]) -> None:
        """What came of it is not known, nor which of them did it: each is tried alone, before what waits."""
        if self._closed:
            return _fail(some, LetGo())
        for wanted in some:
            wanted.alone = True
        self._line.put_back(some)
        self._give()

    async def _replace_by(self, fresh: Child) -> None:
        with suppress(StopWorker):  # Whoever wants something done is told of it.
            await self._take_in(fresh)

    async def _take_in(self, child: Child) -> None:
        """Return when a child can work, and has been given something: another, where this one is killed as it begins.
        Raises StopWorker where none can, as `do` then does for all."""
        for last in (False, False, True):
            try:
                await child.ready()
                return self._is_free(child)
            except (BrokenProcessPool, TimeoutError) as error:
                if not last and await child.was_killed() and not self._closed:
                    child = self._in_place_of(child)
                    continue
                self._fault = StopWorker(
                    f"a pool process could not begin to work ({type(error).__name__}): is the model installed?",
                    reason="pool-cannot-start",
                )
                _fail(self._line, self._fault)
                raise self._fault from error

    def _in_place_of(self, child: Child) -> Child:
        """A fresh child instead of one that died or hangs."""
        child.kill()
        POOL_REBUILDS.inc()
        fresh = Child(self._task, child.reserved)
        self._children[self._children.index(child)] = fresh
        return fresh

    def _is_free(self, child: Child) -> None:
        self._free.append(child)
        self._give()


def _fail(some: Iterable[Wanted], error: Exception) -> None:
    """Tell whoever still waits for it."""
    for wanted in some:
        if not wanted.done.done():
            wanted.done.set_exception(error)
