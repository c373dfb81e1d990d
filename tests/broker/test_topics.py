from __future__ import annotations

import gc
import logging
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from bellwire.broker.admin import Admin, Place, Standing
from bellwire.broker.clients import consumer_of
from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.follower import Follower
from bellwire.broker.topics import FAMILIES, TOPICS, check_topics, ensure_topics
from bellwire.errors import BellwireError, Unavailable
from bellwire.processes import free_port
from bellwire.settings import Settings
from kit.topics import send


@pytest.fixture(scope="module")
def brokers() -> Iterator[str]:
    with EmbeddedBroker() as broker:
        yield broker.address


def _settings(prefix: str) -> Settings:
    return Settings(topic_prefix=prefix, partitions=3)


def test_every_topic_of_the_contract_is_there_once_with_key_and_cleanup() -> None:
    names = [spec.name for spec in TOPICS]
    assert len(names) == len(set(names))
    assert {spec.name: (spec.key, spec.cleanup, spec.days) for spec in TOPICS} == {
        "articles": ("uri", "delete", 7),
        "articles.urgent": ("uri", "delete", 7),
        "readings": ("uri", "delete", 30),
        **{f"events.{family}": ("theatre", "delete", 30) for family in FAMILIES},
        "alerts": ("thread", "delete", 30),
        "threads": ("thread", "compact", None),
        "dead-letters": ("as the original", "delete", 30),
    }


def test_a_dead_letter_has_room_for_its_headers_beside_the_largest_message() -> None:
    settings = _settings("x")
    largest = {spec.name: int(spec.config(settings)["max.message.bytes"]) for spec in TOPICS}
    assert largest["articles"] == settings.max_message_bytes
    assert largest["dead-letters"] > settings.max_message_bytes


def test_missing_topics_are_created_once(brokers: str) -> None:
    settings = _settings("create")
    assert len(ensure_topics(brokers, settings)) == len(TOPICS)
    assert ensure_topics(brokers, settings) == []
    with Admin(brokers) as admin:
        assert admin.topics()["create.articles.v1"] == 3


def test_a_missing_topic_is_named(brokers: str) -> None:
    wrong = check_topics(brokers, _settings("absent"))
    assert "topic absent.dead-letters.v1 is missing" in wrong
    assert len(wrong) == len(TOPICS)


def test_the_standing_of_a_group_counts_what_it_has_not_committed(brokers: str) -> None:
    settings = _settings("standing")
    ensure_topics(brokers, settings)
    topic = settings.topic("articles")
    for _ in range(5):
        send(brokers, topic, [("k", b"x")])
    with Admin(brokers) as admin:
        standing = admin.standing("nobody", [topic])
    assert sum(how.lag for how in standing.values()) == 5
    assert {how.committed for how in standing.values()} == {None}


def test_a_topic_is_read_to_its_very_end_and_on_from_there(brokers: str) -> None:
    settings = _settings("follow")
    ensure_topics(brokers, settings)
    topic = settings.topic("articles")
    follower = Follower(brokers, topic)
    try:
        assert list(follower.new()) == []
        for batch in (5, 1, 700):
            send(brokers, topic, [("k", b"%d" % number) for number in range(batch)])
            assert [record.value for record in follower.new()] == [b"%d" % number for number in range(batch)]
        assert sum(follower.next.values()) == 706
    finally:
        follower.close()


def test_a_topic_that_is_not_there_cannot_be_followed(brokers: str) -> None:
    follower = Follower(brokers, "nowhere")
    with pytest.raises(BellwireError, match="topic nowhere is missing"):
        list(follower.new())
    follower.close()


def test_lag_is_counted_from_the_first_message_that_is_kept() -> None:
    assert Standing(first=10, end=30, committed=None).lag == 20
    assert Standing(first=10, end=30, committed=5).lag == 20
    assert Standing(first=10, end=30, committed=28).lag == 2
    assert Standing(first=0, end=0, committed=7).lag == 0


def test_the_next_offset_is_that_of_the_first_message_there_is(brokers: str) -> None:
    settings = _settings("next")
    ensure_topics(brokers, settings)
    topic = settings.topic("articles")
    ((partition, _), *_) = send(brokers, topic, [("k", b"x")] * 3)
    with Admin(brokers) as admin:
        assert admin.next_offset(Place(topic, partition), 1) == 1


def test_the_arrival_of_what_waits_is_told_by_the_broker(brokers: str) -> None:
    settings = _settings("came")
    ensure_topics(brokers, settings)
    topic = settings.topic("articles")
    began = time.time()
    ((partition, _), *_) = send(brokers, topic, [("k", b"x")])
    here, nothing = Place(topic, partition), Place(topic, (partition + 1) % settings.partitions)
    with Admin(brokers) as admin:
        came = admin.arrivals({here: 0, nothing: 0}, patience=5)
    assert list(came) == [here]
    assert began - 1 <= came[here] <= time.time() + 1


@pytest.mark.filterwarnings("ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning")
def test_a_broker_that_does_not_answer_is_said_in_one_sentence() -> None:
    address = f"127.0.0.1:{free_port('127.0.0.1')}"
    with pytest.raises(Unavailable, match=f"no answer from the Kafka broker at {address}") as error:
        Admin(address, patience=0.5).__enter__()
    assert error.value.reason == "broker-unavailable"
    del error
    gc.collect()  # kafka-python leaves the sockets of refused connections to it: here, not in a later test


def test_a_consumer_of_no_group_makes_no_topic_and_logs_nothing(brokers: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "kafka.coordinator")
    with closing(consumer_of(brokers, auto_offset_reset="earliest")) as consumer:
        assert not consumer.partitions_for_topic("nobody-made-it")
        assert "nobody-made-it" not in consumer.topics()
    assert caplog.records == []
