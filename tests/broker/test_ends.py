"""Where partitions end, and what is read up to there, when their last records came in one batch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from kafka import KafkaConsumer, TopicPartition

from bellwire.broker.admin import Admin
from bellwire.broker.ends import ends
from bellwire.broker.tail import tail, written
from kit.brokers import BOTH, broker
from kit.topics import send_in_one_batch


@pytest.fixture(params=BOTH, scope="module")
def brokers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with broker(request.param, tmp_path_factory.mktemp("broker")) as address:
        yield address


@pytest.fixture(scope="module")
def topic(brokers: str) -> str:
    """Three partitions: a batch of three records and one of seven hundred, a batch of one, and none."""
    name = "ends"
    with Admin(brokers) as admin:
        admin.create({name: {}}, partitions=3, replication=1)
    for partition, count in ((0, 3), (0, 700), (1, 1)):
        send_in_one_batch(brokers, name, ((None, b"%d" % number) for number in range(count)), partition)
    return name


def test_a_partition_ends_after_the_last_record_of_its_last_batch(brokers: str, topic: str) -> None:
    partitions = [TopicPartition(topic, number) for number in range(3)]
    with closing(KafkaConsumer(bootstrap_servers=brokers, group_id=None, auto_offset_reset="none")) as consumer:
        consumer.assign(partitions)
        assert ends(consumer) == dict(zip(partitions, (703, 1, 0), strict=True))
        assert ends(consumer) == dict(zip(partitions, (703, 1, 0), strict=True))


def test_of_each_partition_the_last_records_are_told(brokers: str, topic: str) -> None:
    assert len(written(brokers, topic, 50)) == 51
    assert {b"698", b"699"} <= {record.value for record in tail(brokers, topic, 3)}
