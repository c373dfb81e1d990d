"""Questions to the broker and orders for it, in our words; errors of the client become Unavailable."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, TypeVar

from kafka import KafkaAdminClient, TopicPartition
from kafka.admin import ConfigResource, OffsetSpec
from kafka.errors import KafkaError, TopicAlreadyExistsError

from bellwire.broker.clients import Brokers, connected, consumer_of
from bellwire.errors import Unavailable
from bellwire.settings import Cluster

_T = TypeVar("_T")

#: Seconds that a question to the broker may take in all, with retries: a coordinator may be new (notes: section 0).
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Place:
    """One partition of one topic."""

    topic: str
    partition: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a group is in one partition. `committed` is None where it never committed."""

    first: int
    end: int
    committed: int | None

    @property
    def lag(self) -> int:
        """Messages between what is committed and the end."""
        return max(0, self.end - max(self.first, self.committed or 0))


@dataclass(frozen=True, slots=True)
class Member:
    """One consumer of a group: what it calls itself, from where, and what it reads."""

    client: str
    host: str
    places: tuple[Place, ...]


class Admin:
    """A connection for questions; a context manager. Raises Unavailable when no broker answers."""

    def __init__(self, brokers: Brokers, patience: float = PATIENCE) -> None:
        self._brokers = brokers
        self._patience = patience
        self._client: KafkaAdminClient | None = None

    def __enter__(self) -> Admin:
        self._ask(lambda: None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection up; the next question makes a new one."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def topics(self) -> dict[str, int]:
        """Every topic there is, with its number of partitions."""
        found: list[dict[str, Any]] = self._ask(lambda: self._connected().describe_topics())
        return {topic["name"]: len(topic["partitions"]) for topic in found if not topic["error_code"]}

    def topic_id(self, name: str) -> str:
        """What tells a topic from another one of the same name, made later or on another broker; "" if nothing does."""
        return self.topic_ids([name]).get(name, "")

    def topic_ids(self, names: Iterable[str]) -> dict[str, str]:
        """`topic_id` of those of these topics that are there and have one."""
        wanted = list(names)
        found: list[dict[str, Any]] = self._ask(lambda: self._connected().describe_topics(wanted))
        return {
            topic["name"]: str(topic["topic_id"])
            for topic in found
            if not topic["error_code"] and topic.get("topic_id")
        }

    def configs(self, names: Iterable[str]) -> dict[str, dict[str, str]]:
        """What the broker tells of these topics' configuration; a topic it is silent on has an empty one."""
        asked = [ConfigResource("TOPIC", name) for name in names]
        if not asked:
            return {}
        told = self._ask(lambda: self._connected().describe_configs(asked, config_filter="all"))
        return {
            name: {key: str(entry["value"]) for key, entry in entries.items()}
            for name, entries in told.get("topic", {}).items()
        }

    def create(self, topics: Mapping[str, Mapping[str, str]], *, partitions: int, replication: int) -> None:
        """Create topics (name → configuration) and wait until they can be used. One already there stays as it is."""
        for name, config in topics.items():
            order = {name: {"num_partitions": partitions, "replication_factor": replication, "configs": config}}
            self._ask(lambda order=order: self._create(order))  # type: ignore[misc]
        self._ask(lambda: self._connected().wait_for_topics(list(topics)))

    def ends(self, topics: Iterable[str]) -> dict[Place, tuple[int, int]]:
        """First and end offset of every partition of these topics.

        The embedded broker (Tansu 0.6.0) tells too low an end: one above the first record of the last batch.
        """
        wanted = set(topics)
        places = [
            TopicPartition(name, partition)
            for name, count in self.topics().items()
            if name in wanted
            for partition in range(count)
        ]
        if not places:
            return {}
        first = self._ask(lambda: self._connected().list_partition_offsets(dict.fromkeys(places, OffsetSpec.EARLIEST)))
        end = self._ask(lambda: self._connected().list_partition_offsets(dict.fromkeys(places, OffsetSpec.LATEST)))
        return {Place(at.topic, at.partition): (first[at].offset, end[at].offset) for at in places}

    def standing(self, group: str, topics: Iterable[str]) -> dict[Place, Standing]:
        """How far the group is in every partition of these topics."""
        ends = self.ends(topics)
        committed = self.committed(group)
        return {at: Standing(first, end, committed.get(at)) for at, (first, end) in ends.items()}

    def committed(self, group: str) -> dict[Place, int]:
        """What the group has committed, where it ever did."""
        told = self._ask(lambda: self._connected().list_group_offsets({group: None})).get(group, {})
        return {Place(at.topic, at.partition): known.offset for at, known in told.items() if known.offset >= 0}

    def members(self, group: str) -> list[Member] | None:
        """Who is in the group now, with the partitions that each has; None where the broker does not tell.

        The embedded broker (Tansu 0.6.0) answers with rights that kafka-python knows nothing of and raises for.
        """
        try:
            told = self._ask(lambda: self._connected().describe_groups([group])).get(group, {})
        except ValueError:
            return None
        return [_member(one) for one in told.get("members") or ()]

    def next_offset(self, at: Place, offset: int) -> int | None:
        """The first offset from `offset` on with a message in it; None when there is none within patience."""
        consumer = consumer_of(self._brokers, auto_offset_reset="earliest")
        try:
            partition = TopicPartition(at.topic, at.partition)
            consumer.assign([partition])
            consumer.seek(partition, offset)
            deadline = time.monotonic() + self._patience
            while time.monotonic() < deadline:
                for record in consumer.poll(timeout_ms=500).get(partition, []):
                    return int(record.offset)
            return None
        except KafkaError as error:
            raise _unavailable(self._brokers, error) from error
        finally:
            consumer.close()

    def arrivals(self, offsets: Mapping[Place, int], patience: float = 2.0) -> dict[Place, float]:
        """Unix times at which the first messages from these offsets on came; a place that shows none is left out."""
        found: dict[Place, float] = {}
        if not offsets:
            return found
        consumer = consumer_of(
            self._brokers,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=1,  # One batch of each is enough, and a broker gives that much.
        )
        try:
            places = {TopicPartition(at.topic, at.partition): at for at in offsets}
            consumer.assign(list(places))
            for partition, at in places.items():
                consumer.seek(partition, offsets[at])
            deadline = time.monotonic() + patience
            while len(found) < len(offsets) and time.monotonic() < deadline:
                for partition, records in consumer.poll(timeout_ms=200).items():
                    found.setdefault(places[partition], records[0].timestamp / 1000)
                    consumer.pause(partition)
            return found
        except KafkaError as error:
            raise _unavailable(self._brokers, error) from error
        finally:
            consumer.close()

    def _connected(self) -> KafkaAdminClient:
        if self._client is None:
            self._client = connected(
                KafkaAdminClient,
                self._brokers,
                request_timeout_ms=5_000,
                bootstrap_timeout_ms=int(self._patience * 500),
            )
        return self._client

    def _create(self, order: Mapping[str, Any]) -> None:
        try:
            self._connected().create_topics(order)
        except TopicAlreadyExistsError:
            return

    def _ask(self, question: Callable[[], _T]) -> _T:
        """The answer; retried within patience, on a new connection each time."""
        deadline = time.monotonic() + self._patience
        while True:
            try:
                self._connected()
                return question()
            except (KafkaError, OSError) as error:
                self.close()
                if time.monotonic() > deadline:
                    raise _unavailable(self._brokers, error) from error
                time.sleep(0.2)


def _member(told: Mapping[str, Any]) -> Member:
    assignment = told.get("member_assignment") or {}
    given = assignment.get("assigned_partitions", ()) if isinstance(assignment, Mapping) else ()
    places = tuple(Place(one["topic"], number) for one in given for number in one["partitions"])
    return Member(str(told.get("client_id", "")), str(told.get("client_host", "")).lstrip("/"), places)


def _unavailable(brokers: Brokers, error: BaseException) -> Unavailable:
    said = str(error) or type(error).__name__
    # The client does not tell why it was turned away.
    secured = isinstance(brokers, Cluster) and brokers.security != "PLAINTEXT"
    hint = "; are BELLWIRE_BROKER_USERNAME, _PASSWORD, _CA_FILE and _CERT_FILE right?" if secured else ""
    return Unavailable(f"no answer from the Kafka broker at {brokers}: {said}{hint}", reason="broker-unavailable")
