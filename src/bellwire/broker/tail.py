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
    with _at_the_end(brokers, topic, most, patience) as (consumer, _):
        while consumer.assignment() and (came := consumer.poll(timeout_ms=_ANSWER_MS)):
            found += [record for records in came.values() for record in records]
    return sorted(found, key=lambda record: (record.timestamp, record.offset), reverse=True)[:most]


def written(brokers: Brokers, topic: str, most: int) -> list[int]:
    """The times of the last `most` records of each partition, in milliseconds; of no topic, none.

    The embedded broker tells too low an end, so that of its topics the very last ones may be missing.
    """
    times: list[int] = []
    with _at_the_end(brokers, topic, most, _PATIENCE) as (consumer, ends):
        deadline = time.monotonic() + _PATIENCE
        while any(consumer.position(at) < end for at, end in ends.items()):
            if time.monotonic() > deadline:
                raise Unavailable(f"the end of {topic} did not come within {_PATIENCE:.0f} s")
            for records in consumer.poll(timeout_ms=500).values():
                times += (record.timestamp for record in records)
    return times


@contextmanager
def _at_the_end(
    brokers: Brokers, topic: str, most: int, patience: float
) -> Iterator[tuple[KafkaConsumer, dict[TopicPartition, int]]]:
    """A consumer that stands `most` records before the end of each partition that has any, and those ends."""
    with Admin(brokers, patience) as admin:
        reach = {TopicPartition(topic, at.partition): offsets for at, offsets in admin.ends([topic]).items()}
    begins = {at: max(first, end - most) for at, (first, end) in reach.items() if first < end}
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
            consumer.assign(list(begins))
            for at, offset in begins.items():
                consumer.seek(at, offset)
            yield consumer, {at: reach[at][1] for at in begins}
    except KafkaError as error:
        raise Unavailable(f"cannot read {topic} at {brokers}: {error}", reason="broker-unavailable") from error
