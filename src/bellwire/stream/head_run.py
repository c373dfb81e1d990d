"""Which messages may be acknowledged: only those at the head of what was taken, without a hole.

Kafka commits one number a partition, "all before this are done". Faust works that number out of single
acknowledgements and, where one is missing, can step over it by one (faust #606). So it is never shown a hole: a message
done early waits here until all that were taken before it are done. Each partition and each generation of the group has
a run of its own, since a partition that comes back is read again from what was committed.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Taken(Generic[T]):
    """One message in its run; `what` is what is handed back when it may be acknowledged."""

    run: tuple[str, int, int]
    offset: int
    what: T
    done: bool = False


class HeadRun(Generic[T]):
    """What is taken and not yet acknowledged, by (topic, partition, generation), in the order of taking."""

    def __init__(self) -> None:
        self._runs: dict[tuple[str, int, int], deque[Taken[T]]] = {}
        self._last: dict[tuple[str, int], tuple[int, int]] = {}

    def __len__(self) -> int:
        """How many messages are taken and not acknowledged."""
        return sum(len(run) for run in self._runs.values())

    def last_offset(self, topic: str, partition: int, generation: int) -> int | None:
        """The offset last taken of this partition in this generation; None when this is its first."""
        known = self._last.get((topic, partition))
        return known[1] if known is not None and known[0] == generation else None

    def take(self, topic: str, partition: int, generation: int, offset: int, what: T) -> Taken[T]:
        """Put a message at the end of its run."""
        taken = Taken((topic, partition, generation), offset, what)
        self._runs.setdefault(taken.run, deque()).append(taken)
        self._last[topic, partition] = (generation, offset)
        return taken

    def done(self, taken: Taken[T]) -> list[T]:
        """Mark one as done; returns what may be acknowledged now, in the order of taking."""
        taken.done = True
        run = self._runs.get(taken.run, deque())
        free = []
        while run and run[0].done:
            free.append(run.popleft().what)
        if not run:
            self._runs.pop(taken.run, None)
        return free

    def clear(self) -> None:
        """Forget all that is taken: it will be read again."""
        self._runs.clear()
