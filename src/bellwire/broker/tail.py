"""The end of a topic: its newest records, whoever else reads it."""

from __future__ import annotations

from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from bellwire.broker.admin import Admin
from bellwire.broker.clients import connected
from bellwire.errors import Unavailable

#: Milliseconds for an answer; a partition that gives none has nothing more.
_PATIENCE_MS = 1500


def tail(brokers: str, topic: str, most: int, patience: float = 3.0) -> list[Any]:
    """At most `most` of a topic's newest records, the latest first; none where there is no such topic.

    Raises Unavailable when no broker answers within patience (seconds).
    """
    with Admin(brokers, patience) as admin:
        ends = {at.partition: offsets for at, offsets in admin.ends([topic]).items()}
    if not ends:
        return []
    try:
        consumer = connected(
            KafkaConsumer,
            bootstrap_servers=brokers,
            group_id=None,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=100,
            request_timeout_ms=5_000,
        )
        try:
            return _newest(consumer, topic, ends, most)
        finally:
            consumer.close()
    except KafkaError as error:
        raise Unavailable(f"cannot read {topic} at {brokers}: {error}") from error


def _newest(consumer: KafkaConsumer, topic: str, ends: dict[int, tuple[int, int]], most: int) -> list[Any]:
    consumer.assign([TopicPartition(topic, number) for number in ends])
    for number, (first, end) in ends.items():
        consumer.seek(TopicPartition(topic, number), max(first, end - most))
    found: list[Any] = []
    while came := consumer.poll(timeout_ms=_PATIENCE_MS):
        found += [record for records in came.values() for record in records]
    return sorted(found, key=lambda record: (record.timestamp, record.offset), reverse=True)[:most]
