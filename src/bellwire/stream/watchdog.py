"""A worker that has work and does none must not look alive: it stops with a reason, and its supervisor starts it again.

Faust is known to stall silently (notes of its issues: docs/delivery.md). The lag is asked of the broker by a connection
of our own, since Faust's own figures freeze with it. Each partition is judged by itself: where one stands still, others
that move do not make up for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bellwire.broker.admin import Place, Standing

#: Seconds between two looks that count at most: the broker was away, or this process stood still as a whole.
_MOST = 30.0


@dataclass(slots=True)
class _Still:
    """What was seen of a partition, or of all, and for how many seconds it has been the same."""

    seen: object
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Stall:
    """What has not moved for too long: from which offsets on messages should wait, and a sentence."""

    waiting: dict[Place, int]
    sentence: str


def steps(done: Mapping[Place, int], mine: Collection[Place], *, first: str, behind: str) -> dict[Place, int]:
    """How many messages of each partition have been seen through; those of the topic `first`, which goes first in the
    pool, are steps of what waits `behind` it too: a flood of urgent copy is no stall of the rest."""
    ahead = sum(count for at, count in done.items() if at.topic == first)
    return {at: done.get(at, 0) + (ahead if at.topic == behind else 0) for at in mine}


class Watchdog:
    """Notes how far the group is in each partition; says when one has had lag and no step for `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._still: dict[Place | None, _Still] = {}
        self._looked = 0.0

    def stalled(
        self,
        now: float,
        standing: Mapping[Place, Standing],
        mine: Collection[Place],
        acknowledged: Mapping[Place, int],
    ) -> Stall | None:
        """What has not moved for too long; None where all has. `now` is a monotonic time in seconds;
        `acknowledged`, how many messages of each partition this worker has seen through.

        Only partitions that are ours count. A worker that has none waits in reserve: for it, all count as one, and a
        step anywhere is one.
        """
        passed, self._looked = min(now - self._looked, _MOST), now
        ours = {at: standing[at] for at in mine if at in standing}
        waiting: dict[Place | None, tuple[int, object]] = {
            at: (how.lag, (how.committed, acknowledged.get(at, 0))) for at, how in ours.items() if how.lag
        }
        behind = {at: how for at, how in standing.items() if how.lag}
        if not ours and behind:
            lag = sum(how.lag for how in behind.values())
            waiting = {None: (lag, {at: how.committed for at, how in standing.items()})}
        self._still = {at: self._after(at, seen, passed) for at, (_, seen) in waiting.items()}
        for at, still in self._still.items():
            if still.seconds >= self._seconds:
                where = "" if at is None else f" of {at.topic}[{at.partition}]"
                sentence = f"{waiting[at][0]} messages{where} wait and nothing has moved for {still.seconds:.0f} s"
                still.seconds = 0.0
                blamed = behind if at is None else {at: behind[at]}
                return Stall({place: max(how.first, how.committed or 0) for place, how in blamed.items()}, sentence)
        return None

    def _after(self, at: Place | None, seen: object, passed: float) -> _Still:
        before = self._still.get(at)
        return _Still(seen, before.seconds + passed) if before is not None and before.seen == seen else _Still(seen)
