"""Where partitions begin and end, truly, on every broker; and reading up to there."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

from kafka import TopicPartition

from bellwire.errors import Unavailable

#: Seconds in which a broker must hand out what it says it has.
_PATIENCE = 30.0


def ends(consumer: Any) -> dict[TopicPartition, int]:
    """The end of each partition as `bounds` has it."""
    return {at: end for at, (_, end) in bounds(consumer).items()}


def bounds(consumer: Any) -> dict[TopicPartition, tuple[int, int]]:
    """The offsets of the first record and after the last one of each partition that a consumer without a group has.

    What `end_offsets` tells is a least value only: the embedded broker (Tansu 0.6.0) names one above the first record
    of the last batch, and whoever stops there misses the rest of it. The high-water mark that comes with records is
    right on both, so the record before the told end is fetched. The consumer stands anywhere afterwards: seek. Raises
    Unavailable where that record does not come.
    """
    partitions = list(consumer.assignment())
    first, told = consumer.beginning_offsets(partitions), consumer.end_offsets(partitions)
    for at, end in told.items():
        consumer.seek(at, max(first[at], end - 1))
    for _ in records_to(consumer, told):
        pass
    return {at: (first[at], max(end, consumer.highwater(at)) if first[at] < end else end) for at, end in told.items()}


def made_anew(consumer: Any) -> set[str]:
    """Topics that have a partition which ends before where the consumer stands: another topic by the same name, known
    also where the broker tells no ids. It need not tell this either; whoever waits there misses all that comes until
    it is as long again. The consumer stays where it stands. Raises Unavailable as `bounds` does."""
    standing = {at: consumer.position(at) for at in consumer.assignment()}
    told = consumer.end_offsets(list(standing))
    if all(told[at] >= offset for at, offset in standing.items()):
        return set()
    try:
        there = ends(consumer)
    finally:
        for at, offset in standing.items():
            consumer.seek(at, offset)
    return {at.topic for at, offset in standing.items() if there[at] < offset}


def records_to(consumer: Any, there: Mapping[TopicPartition, int]) -> Iterator[Any]:
    """The records from where a consumer stands up to these ends, and what comes with them. Raises Unavailable where
    they do not come."""
    deadline = time.monotonic() + _PATIENCE
    while short := [at for at, end in there.items() if consumer.position(at) < end]:
        if time.monotonic() > deadline:
            raise Unavailable(f"the end of {short[0].topic} did not come within {_PATIENCE:.0f} s")
        for records in consumer.poll(timeout_ms=500).values():
            yield from records
