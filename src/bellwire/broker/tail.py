"""The end of a topic: its newest records, and when each of them was written, whoever else reads it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from bellwire.broker.admin import Admin
from bellwire.broker.clients import Brokers, connected
from bellwire.broker.ends import ends
from bellwire.errors import Unavailable

#: Milliseconds for an answer; a partition that gives none has nothing more.
_ANSWER_MS = 1500

#: Seconds in which the end must have been read.
_PATIENCE = 30.0


def tail(brokers: Brokers, topic: str, most: int, patience: float = 3.0) -> list[Any]:
    """At most `most` of a topic's newest records, the latest first; none where there is no such topic.

    Raises Unavailable when no broker answers within patience (seconds).
    """
    found: list[Any] = []
    with _at_the_end(brokers, topic, most, patience) as (consumer, there):
        while _short(consumer, there) and (came := consumer.poll(timeout_ms=_ANSWER_MS)):
            found += [record for records in came.values() for record in records]
    return sorted(found, key=lambda record: (record.timestamp, record.offset), reverse=True)[:most]


def written(brokers: Brokers, topic: str, most: int) -> list[int]:
    """The times of the last `most` records of each partition, in milliseconds; of no topic, none."""
    times: list[int] = []
    with _at_the_end(brokers, topic, most, _PATIENCE) as (consumer, there):
        deadline = time.monotonic() + _PATIENCE
        while _short(consumer, there):
            if time.monotonic() > deadline:
                raise Unavailable(f"the end of {topic} did not come within {_PATIENCE:.0f} s")
            for records in consumer.poll(timeout_ms=500).values():
                times += (record.timestamp for record in records)
    return times


@contextmanager
def _at_the_end(
    brokers: Brokers, topic: str, most: int, patience: float
) -> Iterator[tuple[KafkaConsumer, dict[TopicPartition, int]]]:
    """A consumer that stands `most` records before the end of each partition, and those ends."""
    with Admin(brokers, patience) as admin:
        first = {TopicPartition(topic, at.partition): first for at, (first, _) in admin.ends([topic]).items()}
    try:
        with closing(
            connected(
                KafkaConsumer,
                brokers,
                group_id=None,
                auto_offset_reset="earliest",
                fetch_max_wait_ms=100,
                request_timeout_ms=5_000,
            )
        ) as consumer:
            consumer.assign(list(first))
            there = ends(consumer)
            for at, end in there.items():
                consumer.seek(at, max(first[at], end - most))
            yield consumer, there
    except KafkaError as error:
        raise Unavailable(f"cannot read {topic} at {brokers}: {error}", reason="broker-unavailable") from error


def _short(consumer: KafkaConsumer, there: dict[TopicPartition, int]) -> bool:
    return any(consumer.position(at) < end for at, end in there.items())
