"""A worker that has work and does none must not look alive: it stops with a reason, and its supervisor starts it again.

Faust is known to stall silently (notes of its issues: docs/delivery.md). The lag is asked of the broker by a connection
of our own, since Faust's own figures freeze with it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bellwire.broker.admin import Place, Standing


class Watchdog:
    """Notes how far the group is; says when there has been lag and no step for `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._seen: tuple[object, ...] | None = None
        self._since = 0.0

    def stalled(
        self, now: float, standing: Mapping[Place, Standing], mine: Collection[Place], acknowledged: int
    ) -> str | None:
        """A sentence when nothing has moved for too long, else None. `now` is a monotonic time in seconds.

        Only partitions that are ours count, or all when none is: a worker that waits in reserve is no stall.
        """
        watched = {at: standing[at] for at in mine if at in standing} or dict(standing)
        lag = sum(at.lag for at in watched.values())
        seen = (acknowledged, tuple(sorted((at.topic, at.partition, how.committed) for at, how in watched.items())))
        if lag == 0 or seen != self._seen:
            self._seen, self._since = seen, now
            return None
        if now - self._since < self._seconds:
            return None
        return f"{lag} messages wait and nothing has moved for {now - self._since:.0f} s"
