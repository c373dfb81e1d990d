"""How Faust's consumer fetches: it asks often, since one of the brokers answers only when its time is over."""

from __future__ import annotations

from typing import Any

from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread

from bellwire.broker.clients import FETCH_WAIT_MS


class QuickThread(AIOKafkaConsumerThread):
    """Faust's consumer with a shorter wait than its own, which no setting of it tells."""

    def _create_worker_consumer(self, transport: Any) -> Any:
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = FETCH_WAIT_MS
        return consumer
