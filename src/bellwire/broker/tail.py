"""The end of a topic: its newest records, and when each of them was written, whoever else reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from kafka import TopicPartition
from kafka.errors import KafkaError

from bellwire.broker.admin import PATIENCE
from bellwire.broker.clients import Brokers, consumer_of
from bellwire.broker.ends import bounds, records_to
from bellwire.errors import Unavailable


def tail(brokers: Brokers, topic: str, most: int, patience: float = 3.0) -> list[Any]:
    """At most `most` of a topic's newest records, the latest first; none where there is no such topic.

    Raises Unavailable when no broker answers within patience (seconds).
    """
    found = _last(brokers, topic, most, patience)
    return sorted(found, key=lambda record: (record.timestamp, record.offset), reverse=True)[:most]


def written(brokers: Brokers, topic: str, most: int) -> list[int]:
    """The times of the last `most` records of each partition, in milliseconds; of no topic, none."""
    return [record.timestamp for record in _last(brokers, topic, most, PATIENCE)]


def _last(brokers: Brokers, topic: str, most: int, patience: float) -> Iterator[Any]:
    """The last `most` records of each partition."""
    try:
        with closing(
            consumer_of(
                brokers,
                auto_offset_reset="earliest",
                fetch_max_wait_ms=100,
                request_timeout_ms=5_000,
                bootstrap_timeout_ms=round(patience * 1000),
            )
        ) as consumer:
            consumer.assign([TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic)])
            there = bounds(consumer)
            for at, (first, end) in there.items():
                consumer.seek(at, max(first, end - most))
            yield from records_to(consumer, {at: end for at, (_, end) in there.items()})
    except KafkaError as error:
        raise Unavailable(f"cannot read {topic} at {brokers}: {error}", reason="broker-unavailable") from error
