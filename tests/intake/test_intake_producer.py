"""The producer knows of each message whether the broker has it."""

from __future__ import annotations

import threading

import pytest
from fake_kafka import FakeKafka
from kafka.errors import KafkaTimeoutError, MessageSizeTooLargeError

from bellwire.errors import Unavailable
from bellwire.intake.messages import Message
from bellwire.intake.producer import ArticleProducer, Delivery


def message(value: bytes = b"{}", label: str = "urn:a") -> Message:
    return Message(label, label.encode(), value, (("content-type", b"application/json"),))


def producer(kafka: FakeKafka, **options: int) -> ArticleProducer:
    return ArticleProducer("a:1, b:2", "bellwire.articles.v1", max_message_bytes=1000, connect=kafka, **options)


def test_it_is_idempotent_and_waits_for_all_replicas(kafka: FakeKafka) -> None:
    producer(kafka)
    assert kafka.options["acks"] == "all"
    assert kafka.options["enable_idempotence"] is True
    assert kafka.options["max_request_size"] == 1000
    assert kafka.options["brokers"] == "a:1, b:2"


def test_where_there_are_many_a_message_waits_longer_for_others(kafka: FakeKafka) -> None:
    producer(kafka, many=False)
    alone = kafka.options["linger_ms"]
    producer(kafka, many=True)
    assert kafka.options["linger_ms"] > alone


def test_a_confirmed_message_is_counted_in_the_total_and_in_its_own_delivery(kafka: FakeKafka) -> None:
    one, delivery = producer(kafka), Delivery()
    one.send(message(), delivery)
    one.send(message())
    assert (delivery.sent, delivery.confirmed, delivery.settled) == (1, 1, True)
    assert (one.total.sent, one.total.confirmed) == (2, 2)
    assert kafka.sent[0] == {
        "topic": "bellwire.articles.v1",
        "key": b"urn:a",
        "value": b"{}",
        "headers": {"content-type": b"application/json"},
    }


def test_a_message_that_is_not_confirmed_is_named_and_the_producer_is_broken(kafka: FakeKafka) -> None:
    kafka.fate = lambda value: KafkaTimeoutError("late")
    one = producer(kafka)
    one.send(message())
    [lost] = one.total.undelivered
    assert (lost.label, lost.lasting) == ("urn:a", False) and "late" in lost.sentence
    assert one.broken


def test_a_message_that_is_too_large_is_named_and_the_next_one_goes_on(kafka: FakeKafka) -> None:
    kafka.fate = lambda value: MessageSizeTooLargeError("too large") if len(value) > 10 else None
    one = producer(kafka)
    one.send(message(b"x" * 11))
    one.send(message(b"x"))
    assert [lost.lasting for lost in one.total.undelivered] == [True]
    assert one.total.confirmed == 1 and not one.broken


def test_an_error_on_sending_is_reported_like_one_on_delivery(kafka: FakeKafka) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise MessageSizeTooLargeError("too large")

    kafka.send = refuse  # type: ignore[method-assign, assignment]
    one = producer(kafka)
    one.send(message())
    assert one.total.settled and one.total.undelivered[0].lasting


def test_sending_waits_while_too_many_bytes_are_under_way(kafka: FakeKafka) -> None:
    kafka.held = True
    one = producer(kafka, unconfirmed_bytes=10)
    one.send(message(b"x" * 8))
    waiting = threading.Thread(target=one.send, args=(message(b"y" * 8),))
    waiting.start()
    waiting.join(0.1)
    assert waiting.is_alive() and len(kafka.sent) == 1
    kafka.release()
    waiting.join(5)
    assert not waiting.is_alive() and len(kafka.sent) == 2


def test_one_message_larger_than_the_bound_is_sent_when_nothing_else_is_under_way(kafka: FakeKafka) -> None:
    one = producer(kafka, unconfirmed_bytes=10)
    one.send(message(b"x" * 50))
    assert one.total.confirmed == 1


def test_leaving_it_flushes_and_closes(kafka: FakeKafka) -> None:
    kafka.held = True
    with producer(kafka) as one:
        one.send(message())
        assert one.total.confirmed == 0
    assert one.total.confirmed == 1 and kafka.closed


def test_a_flush_that_never_ends_is_unavailable_and_still_closes(kafka: FakeKafka) -> None:
    def never(timeout: float | None = None) -> None:
        raise KafkaTimeoutError("late")

    kafka.flush = never  # type: ignore[method-assign]
    with pytest.raises(Unavailable, match="confirms nothing"), producer(kafka):
        pass
    assert kafka.closed


def test_no_broker_is_one_clear_line() -> None:
    def nobody(**_: object) -> None:
        raise KafkaTimeoutError("no bootstrap")

    with pytest.raises(Unavailable, match=r"no Kafka broker answers at a:1; .*--brokers"):
        ArticleProducer("a:1", "t", max_message_bytes=1000, connect=nobody)
