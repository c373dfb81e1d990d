"""All that a topic holds, in the order of writing, on both brokers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kafka import KafkaProducer

from bellwire.broker.admin import Admin
from bellwire.broker.past import past
from bellwire.errors import BellwireError
from kit.brokers import BOTH, broker


@pytest.fixture(params=BOTH, scope="module")
def brokers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with broker(request.param, tmp_path_factory.mktemp("broker")) as address:
        yield address


@pytest.fixture
def topic(request: pytest.FixtureRequest, brokers: str) -> str:
    """Three partitions: values written at the times 5 and 9, at 6, 4 and 8, and none."""
    name = request.node.originalname
    with Admin(brokers) as admin:
        admin.create({name: {}}, partitions=3, replication=1)
    producer = KafkaProducer(bootstrap_servers=brokers, linger_ms=0)
    for partition, time in ((0, 5), (1, 6), (1, 4), (0, 9), (1, 8)):
        producer.send(name, b"%d" % time, partition=partition, timestamp_ms=time).get(timeout=300)
    producer.close()
    return str(name)


def values(brokers: str, topic: str, ends: dict[int, int]) -> list[str]:
    return [record.value.decode() for record in past(brokers, topic, ends)]


def test_records_come_by_time_and_those_of_a_partition_in_order(brokers: str, topic: str) -> None:
    assert values(brokers, topic, {}) == ["5", "6", "4", "8", "9"]


def test_a_partition_ends_where_it_is_told_to(brokers: str, topic: str) -> None:
    assert values(brokers, topic, {0: 1, 1: 2, 2: 0}) == ["5", "6", "4"]
    assert values(brokers, topic, {0: 0}) == ["6", "4", "8"]
    assert values(brokers, topic, {0: 99}) == ["5", "6", "4", "8", "9"]


def test_what_is_written_meanwhile_is_not_read(brokers: str, topic: str) -> None:
    reading = past(brokers, topic, {})
    assert next(reading).value == b"5"
    producer = KafkaProducer(bootstrap_servers=brokers)
    producer.send(topic, b"late", partition=0, timestamp_ms=7).get(timeout=300)
    producer.close()
    assert [record.value.decode() for record in reading] == ["6", "4", "8", "9"]


def test_a_topic_that_is_not_there_is_one_line(brokers: str) -> None:
    with pytest.raises(BellwireError, match="topic nosuch is missing"):
        list(past(brokers, "nosuch", {}))
