"""Work that waits for a process: urgent work first, then what waits longest."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bellwire.stream.child import Result, Work

#: How many go to a process together where many wait, and of how many bytes but for the first: between one and the next
#: it need not wait for us, and most wires are turned away in less time than that takes. More would have those that are
#: done wait longer for the last of them, and long ones pass the deadline that they share.
TOGETHER, TOGETHER_BYTES = 16, 64 * 1024


@dataclass(eq=False, slots=True)
class Wanted:
    """Something to be done, and `done` for whoever waits for it. `size`: its bytes; `tried`: how often it ended its
    process, or passed its deadline; `alone`: that it might have, among others, so that nothing may go with it."""

    work: Work
    argument: Any
    urgent: bool = False
    size: int = 0
    done: asyncio.Future[Result] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    tried: dict[str, int] = field(default_factory=dict)
    alone: bool = False


class Line:
    """What waits. Whoever no longer waits for something does not want it done."""

    def __init__(self) -> None:
        self._urgent: deque[Wanted] = deque()
        self._others: deque[Wanted] = deque()

    def __iter__(self) -> Iterator[Wanted]:
        return iter([*self._urgent, *self._others])

    def add(self, wanted: Wanted) -> None:
        """Behind all others of its sort."""
        self._of(wanted).append(wanted)

    def put_back(self, some: list[Wanted]) -> None:
        """Before all others of their sort, in their order."""
        for wanted in reversed(some):
            self._of(wanted).appendleft(wanted)

    def take(self, *, urgent_only: bool, processes: int) -> list[Wanted]:
        """What the next free process does: one that is urgent, or some others, fewer where few wait for so many
        processes; nothing where nothing waits."""
        if some := _first_of(self._urgent, 1):
            return some
        return [] if urgent_only else _first_of(self._others, min(TOGETHER, len(self._others) // (processes + 1)))

    def _of(self, wanted: Wanted) -> deque[Wanted]:
        return self._urgent if wanted.urgent else self._others


def _first_of(line: deque[Wanted], most: int) -> list[Wanted]:
    """At least one, where there is one; one that must be alone is."""
    some, size = list[Wanted](), 0
    while line and (not some or (len(some) < most and not (some[0].alone or line[0].alone))):
        if some and size + line[0].size > TOGETHER_BYTES:
            break
        wanted = line.popleft()
        if not wanted.done.done():
            some.append(wanted)
            size += wanted.size
    return some
