"""How Faust's consumer fetches: often, since one of the brokers answers only when its time is over, and from the first
message on where nothing is committed.

At a rebalance Faust drops what it has fetched and seeks to what is committed. Of a partition without a commit aiokafka
leaves the position where it is, behind what was dropped: those messages would not come again.
"""

from __future__ import annotations

from typing import Any

from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread

from bellwire.broker.clients import FETCH_WAIT_MS


class FetchingThread(AIOKafkaConsumerThread):
    """Faust's consumer with a shorter wait than its own, which no setting of it tells, and a seek that leaves out no
    partition."""

    def _create_worker_consumer(self, transport: Any) -> Any:
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = FETCH_WAIT_MS
        seek = consumer.seek_to_committed

        async def seek_all(*partitions: Any) -> dict[Any, int | None]:
            found: dict[Any, int | None] = await seek(*partitions)
            if never := [at for at, offset in found.items() if not offset or offset < 0]:
                await consumer.seek_to_beginning(*never)
            return found

        consumer.seek_to_committed = seek_all
        return consumer
