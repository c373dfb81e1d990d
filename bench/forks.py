"""Work in a fork of this process: what is loaded is there, and what the work remembers is gone with it."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")


def forked(work: Callable[[], T]) -> T:
    """What the work returns; raises RuntimeError where it ends without."""
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(work, theirs))
    child.start()
    theirs.close()
    try:
        result: T = ours.recv()
    except EOFError:
        raise RuntimeError("the measured process ended early; it says why above") from None
    finally:
        child.join()
    return result


def _run(work: Callable[[], Any], out: Connection) -> None:
    out.send(work())
