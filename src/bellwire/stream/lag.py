"""How far the workers are behind, in messages and in time, as the broker tells it: Faust's figures freeze when it
does."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from typing import Protocol

from bellwire.broker.admin import Place, Standing
from bellwire.metrics.worker import CONSUMER_LAG, CONSUMER_LAG_SECONDS, LAG_SEEN


class Arrivals(Protocol):
    """Tells when messages came (bellwire.broker.admin)."""

    def arrivals(self, offsets: Mapping[Place, int]) -> dict[Place, float]: ...


def measure_lag(broker: Arrivals, standing: Mapping[Place, Standing], topics: Collection[str]) -> None:
    """Set the gauges of every topic. Only where something waits is the broker asked since when."""
    now = time.time()
    waiting = {at: max(how.first, how.committed or 0) for at, how in standing.items() if how.lag}
    came = broker.arrivals(waiting)
    for topic in topics:
        CONSUMER_LAG.labels(topic).set(sum(how.lag for at, how in standing.items() if at.topic == topic))
        CONSUMER_LAG_SECONDS.labels(topic).set(
            max((max(0.0, now - at) for place, at in came.items() if place.topic == topic), default=0.0)
        )
    LAG_SEEN.set(now)
