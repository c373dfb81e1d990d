"""Reading a topic whole: every record there is now, and later every record that came since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from bellwire.broker.admin import Admin
from bellwire.broker.clients import Brokers, consumer_of
from bellwire.errors import BellwireError

#: Bytes fetched at once from a partition.
_FETCH = 16 * 1024 * 1024


class Follower:
    """One topic from its beginning on, or from what was written at `since`, outside any group.

    Raises BellwireError where there is no such topic.
    """

    def __init__(self, brokers: Brokers, topic: str, since: datetime | None = None) -> None:
        self.topic = topic
        self._since = since
        self._brokers = brokers
        self._admin = Admin(brokers)
        self._consumer: KafkaConsumer | None = None
        #: The offset up to which each partition is read, and where it began.
        self.next: dict[int, int] = {}
        self.first: dict[int, int] = {}

    def new(self) -> Iterator[Any]:
        """Every record that is there now and was not read before, each partition in order.

        What the broker calls the end is taken as a least value only: the embedded broker (Tansu 0.6.0) names the first
        record of the last batch. The high-water mark that comes with the records is right on both.
        """
        ends = {at.partition: offsets for at, offsets in self._admin.ends([self.topic]).items()}
        if not ends:
            raise BellwireError(f"topic {self.topic} is missing", reason="topics")
        consumer = self._connected(ends)
        while behind := [number for number, (_, end) in ends.items() if self.next[number] < self._end(number, end)]:
            for at, records in consumer.poll(timeout_ms=500).items():
                yield from records
                self.next[at.partition] = records[-1].offset + 1
            for number in behind:  # Markers of transactions are no records: the position passes them.
                self.next[number] = max(self.next[number], consumer.position(TopicPartition(self.topic, number)))

    def close(self) -> None:
        """Give the connections up."""
        self._admin.close()
        if self._consumer is not None:
            self._consumer.close()

    def _connected(self, ends: dict[int, tuple[int, int]]) -> KafkaConsumer:
        if self._consumer is None:
            self._consumer = consumer_of(
                self._brokers,
                auto_offset_reset="earliest",
                fetch_max_wait_ms=100,
                max_partition_fetch_bytes=_FETCH,
            )
            self._consumer.assign([TopicPartition(self.topic, number) for number in ends])
            self._consumer.seek_to_beginning()
            self.first = {number: first for number, (first, _) in ends.items()}
            if self._since is not None:
                self._seek(self._since, ends)
            self.next = dict(self.first)
        return self._consumer

    def _seek(self, since: datetime, ends: dict[int, tuple[int, int]]) -> None:
        """Begin in each partition with the first record of this time or a later one; at its end where there is none."""
        assert self._consumer is not None
        wanted = {TopicPartition(self.topic, number): int(since.timestamp() * 1000) for number in ends}
        for at, found in self._consumer.offsets_for_times(wanted).items():
            # The embedded broker answers -1 where Kafka answers nothing: all there is is older.
            known = found is not None and found.timestamp >= 0
            self.first[at.partition] = found.offset if known else ends[at.partition][1]
            self._consumer.seek(at, self.first[at.partition])

    def _end(self, number: int, told: int) -> int:
        assert self._consumer is not None
        return max(told, self._consumer.highwater(TopicPartition(self.topic, number)) or 0)
