"""The end of a topic: when each of its last records was written."""

from __future__ import annotations

import time

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from bellwire.broker.admin import Admin
from bellwire.broker.clients import Brokers, connected
from bellwire.errors import Unavailable

#: Seconds in which the end must have been read.
_PATIENCE = 30.0


def written(brokers: Brokers, topic: str, most: int) -> list[int]:
    """The times of the last `most` records of each partition, in milliseconds; of no topic, none.

    The embedded broker tells too low an end, so that of its topics the very last ones may be missing.
    """
    with Admin(brokers) as admin:
        ends = {TopicPartition(at.topic, at.partition): known for at, known in admin.ends([topic]).items()}
    wanted = {at: max(first, end - most) for at, (first, end) in ends.items() if first < end}
    if not wanted:
        return []
    consumer = connected(KafkaConsumer, brokers, group_id=None, auto_offset_reset="earliest")
    times: list[int] = []
    try:
        consumer.assign(list(wanted))
        for at, offset in wanted.items():
            consumer.seek(at, offset)
        deadline = time.monotonic() + _PATIENCE
        while any(consumer.position(at) < ends[at][1] for at in wanted):
            if time.monotonic() > deadline:
                raise Unavailable(f"the end of {topic} did not come within {_PATIENCE:.0f} s")
            for records in consumer.poll(timeout_ms=500).values():
                times += (record.timestamp for record in records)
    except KafkaError as error:
        raise Unavailable(f"cannot read {topic} at the brokers: {error}", reason="broker-unavailable") from error
    finally:
        consumer.close()
    return times
