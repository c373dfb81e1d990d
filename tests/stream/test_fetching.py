from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread

from bellwire.broker.clients import FETCH_WAIT_MS
from bellwire.broker.topics import ensure_topics
from bellwire.stream.fetching import FetchingThread
from kit.brokers import BOTH, broker
from kit.topics import article, send_articles
from kit.workers import settings_for


def _as_faust_has_it(monkeypatch: pytest.MonkeyPatch, consumer: AIOKafkaConsumer) -> AIOKafkaConsumer:
    monkeypatch.setattr(AIOKafkaConsumerThread, "_create_worker_consumer", lambda *_: consumer)
    return object.__new__(FetchingThread)._create_worker_consumer(None)


async def test_faust_s_consumer_asks_as_often_as_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    consumer = AIOKafkaConsumer(fetch_max_wait_ms=1500)
    assert consumer._fetch_max_wait_ms == 1500
    assert _as_faust_has_it(monkeypatch, consumer) is consumer
    assert consumer._fetch_max_wait_ms == FETCH_WAIT_MS
    await consumer.stop()


@pytest.fixture(params=BOTH)
async def consumer(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AIOKafkaConsumer]:
    """Of a topic with five messages in one partition, of which nothing is committed."""
    with broker(request.param, tmp_path) as address:
        settings = settings_for(address, tmp_path, partitions=1)
        ensure_topics(address, settings)
        send_articles(address, settings.topic("articles"), [article(number) for number in range(5)])
        made = AIOKafkaConsumer(
            settings.topic("articles"),
            bootstrap_servers=address,
            group_id="seeks",
            enable_auto_commit=False,
            auto_offset_reset="earliest",
        )
        consumer = _as_faust_has_it(monkeypatch, made)
        await consumer.start()
        yield consumer
        await consumer.stop()


async def test_what_was_fetched_and_dropped_comes_again_whatever_is_committed(consumer: AIOKafkaConsumer) -> None:
    assert [(await consumer.getone()).offset for _ in range(3)] == [0, 1, 2]
    (place,) = consumer.assignment()
    assert await consumer.seek_to_committed() == {place: None}
    assert [(await consumer.getone()).offset for _ in range(3)] == [0, 1, 2]
    await consumer.commit({TopicPartition(place.topic, 0): 1})
    assert await consumer.seek_to_committed() == {place: 1}
    assert (await consumer.getone()).offset == 1
