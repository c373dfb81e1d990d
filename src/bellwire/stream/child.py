"""A process that works on articles: what happens in it, and the executor before it.

All of a pool are forked from one server, which has loaded the tool: that takes its seconds once and its memory once,
and a process that died is soon replaced. The server does nothing else and runs no thread of ours, so that a fork finds
it at rest.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import forkserver, get_context
from multiprocessing.process import BaseProcess
from typing import Any

import msgspec

from bellwire.errors import BellwireError
from bellwire.processes import die_with_parent

#: Seconds in which a child must have loaded its model.
START_DEADLINE = 120.0

#: Seconds within which a child whose pipe broke has ended.
REAPED = 1.0

#: The environment variable by which the server is told what to load.
ORDER = "BELLWIRE_POOL_ORDER"
#: The exit code that multiprocessing gives a child whose server died with it.
_UNKNOWN = 255

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


class _Order(msgspec.Struct):
    """What the server loads before it forks, and whose end is its own."""

    parent: int
    modules: list[str]
    factory: str = ""
    options: dict[str, Any] = {}


def serve(task: Task) -> None:
    """Begin the server that forks the children, unless it runs; it loads what this task wants, where that has a name.

    To be called in the main thread: the server ends when the thread that began it does.
    """
    order = _Order(os.getpid(), [work.__module__ for work in task.work])
    if isinstance(task.factory, str):
        order.factory, order.options = task.factory, task.options
    os.environ[ORDER] = msgspec.json.encode(order).decode()
    forkserver.set_forkserver_preload(["__main__", "bellwire.stream.fork_server"])
    forkserver.ensure_running()


class Child:
    """One process behind its executor, begun when it is first waited for; `reserved` for urgent work."""

    def __init__(self, task: Task, reserved: bool) -> None:
        self.reserved = reserved
        self._task = task
        self._process: BaseProcess | None = None
        self._executor: ProcessPoolExecutor | None = None
        self._killed = False

    async def ready(self) -> int:
        """Its process id, once the tool is loaded; raises BrokenProcessPool when that failed."""
        serve(self._task)
        told: Future[int] = Future()
        threading.Thread(target=self._fork, args=(told,), daemon=True).start()
        async with asyncio.timeout(START_DEADLINE):
            return await asyncio.wrap_future(told)

    def _fork(self, told: Future[int]) -> None:
        """Have the server fork it, which it does once it has loaded; `told` is its process id or why there is none."""
        executor = ProcessPoolExecutor(1, get_context("forkserver"), _begin, (self._task,))
        with suppress(InvalidStateError):  # Nobody waits any more.
            try:
                pid = executor.submit(_ready)
                (self._process,) = (executor._processes or {}).values()
                self._executor = executor
                if self._killed:
                    self.kill()
                told.set_result(pid.result())
            except (EOFError, OSError) as error:
                told.set_exception(BrokenProcessPool(f"its server ended: {error}"))
            except Exception as error:
                told.set_exception(error)

    @property
    def pid(self) -> int | None:
        """Its process id; None where it has not begun."""
        return self._process.pid if self._process is not None else None

    async def was_killed(self) -> bool:
        """Whether a signal ended it, or its server, once it has ended. (One whose tool cannot be loaded ends by
        itself.)"""
        until = time.monotonic() + REAPED
        while self._process is not None and self._process.exitcode is None and time.monotonic() < until:
            await asyncio.sleep(0.01)  # Its pipe breaks before it has a status, which the executor asks for as well.
        code = self._process.exitcode if self._process is not None else _UNKNOWN
        return code is not None and (code < 0 or code == _UNKNOWN)

    def do(self, some: Sequence[tuple[Work, Any]]) -> Future[list[Result]]:
        """Have these done one after another. It must be ready."""
        assert self._executor is not None
        return self._executor.submit(_do_each, some)

    def kill(self) -> None:
        """End the process at once, whatever it does; one that is only now begun, as soon as it is."""
        self._killed = True
        if self._executor is not None and self._process is not None:
            # Not by the pid that it tells: while it loads it has told none. (Python 3.14 has kill_workers for this.)
            self._process.kill()
            self._executor.shutdown(wait=False, cancel_futures=True)


_tool: Any = None
#: What the tool was made of, and the process id of the server that made it; in a child as they were when it was forked.
_order: _Order | None = None
_server = 0


def preload() -> None:
    """First thing in the server: end with its parent, leave signals to it, load the tool for all children."""
    global _tool, _order, _server
    _server = os.getpid()
    order = msgspec.json.decode(os.environ[ORDER], type=_Order)
    die_with_parent(order.parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with suppress(Exception):  # A child that finds nothing loaded tries for itself, and says why it cannot.
        for name in order.modules:
            import_module(name)
        if order.factory:
            _tool = load(order.factory)(**order.options)
            _order = order
    _keep()


def _begin(task: Task) -> None:
    """First thing in a child: end with the server, leave signals to the worker, load the tool unless it is there."""
    global _tool
    die_with_parent(_server)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if _order is None or (_order.factory, _order.options) != (task.factory, task.options):
        _tool = load(task.factory)(**task.options)
        _keep()


def _keep() -> None:
    """What was loaded stays for good: left to the collector, every full collection would walk all of it in the middle
    of an article, and in each child have its own copy of every page."""
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
