from __future__ import annotations

from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread

from bellwire.broker.clients import FETCH_WAIT_MS
from bellwire.stream.fetching import QuickThread


async def test_faust_s_consumer_asks_as_often_as_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    consumer = AIOKafkaConsumer(fetch_max_wait_ms=1500)
    assert consumer._fetch_max_wait_ms == 1500

    def made(*_: Any) -> AIOKafkaConsumer:
        return consumer

    monkeypatch.setattr(AIOKafkaConsumerThread, "_create_worker_consumer", made)
    thread = object.__new__(QuickThread)
    assert thread._create_worker_consumer(None) is consumer
    assert consumer._fetch_max_wait_ms == FETCH_WAIT_MS
    await consumer.stop()
