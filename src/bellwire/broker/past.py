"""The past of a topic: all that its partitions hold up to where each is to end, in the order of writing."""

from __future__ import annotations

import heapq
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, closing
from typing import Any

from kafka import TopicPartition
from kafka.errors import KafkaError

from bellwire.broker.admin import Admin, Place
from bellwire.broker.clients import Brokers, consumer_of
from bellwire.errors import BellwireError, Unavailable

#: Bytes fetched at once from a partition; all partitions are read side by side.
_FETCH = 4 * 1024 * 1024

#: Seconds without a record after which the broker is given up.
_PATIENCE = 30.0


def past(brokers: Brokers, topic: str, ends: Mapping[int, int]) -> Iterator[Any]:
    """Every record of a topic from its beginning, each partition in order, all by the time at which they were written.

    A partition ends at its offset in `ends`; without one, at the high-water mark that it has when this begins. Raises
    BellwireError where there is no such topic, Unavailable when the broker has gone.
    """
    try:
        with Admin(brokers) as admin:
            there = admin.ends([topic])
        if not there:
            raise BellwireError(f"topic {topic} is missing", reason="topics")
        with ExitStack() as stack:
            parts = [
                stack.enter_context(closing(_part(brokers, at, told, ends.get(at.partition))))
                for at, (first, told) in sorted(there.items(), key=lambda known: known[0].partition)
                if first < told
            ]
            yield from heapq.merge(*parts, key=lambda record: (record.timestamp, record.partition))
    except KafkaError as error:
        raise Unavailable(f"cannot read {topic} at {brokers}: {error}") from error


def _part(brokers: Brokers, at: Place, told: int, end: int | None) -> Generator[Any, None, None]:
    """One partition. `told` is taken as a least value of its end only: the embedded broker (Tansu 0.6.0) names the
    first record of the last batch. The high-water mark that comes with the first records is right on both."""
    consumer = consumer_of(
        brokers,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=100,
        max_partition_fetch_bytes=_FETCH,
    )
    try:
        partition = TopicPartition(at.topic, at.partition)
        consumer.assign([partition])
        consumer.seek_to_beginning()
        until: int | None = None
        silent = 0.0
        while until is None or consumer.position(partition) < until:
            asked = time.monotonic()
            records = consumer.poll(timeout_ms=500).get(partition, [])
            silent = 0.0 if records else silent + time.monotonic() - asked
            if silent > _PATIENCE:
                raise Unavailable(f"{at.topic}[{at.partition}] gave nothing for {_PATIENCE:.0f} s")
            if until is None and (mark := consumer.highwater(partition)) is not None:
                until = min(max(told, mark), max(told, mark) if end is None else end)
            for record in records:
                if until is not None and record.offset >= until:
                    return
                yield record
    finally:
        consumer.close()
