"""The way to the topic outlives a broker's outages, and knows what the broker has."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from fake_kafka import FakeKafka
from kafka.errors import KafkaTimeoutError, MessageSizeTooLargeError

from bellwire.errors import Unavailable
from bellwire.intake.messages import Message
from bellwire.intake.outlet import Outlet
from bellwire.intake.producer import ArticleProducer


def message(label: str = "urn:a") -> Message:
    return Message(label, label.encode(), b"{}", ())


class Connections:
    """Makes producers, and counts them; `down`: there is no broker."""

    def __init__(self, kafka: FakeKafka) -> None:
        self._kafka = kafka
        self.made = 0
        self.down = False
        self.wait: Callable[[], object] = lambda: None

    def __call__(self) -> ArticleProducer:
        self.wait()
        if self.down:
            raise Unavailable("no broker")
        self.made += 1
        return ArticleProducer("a:1", "articles", max_message_bytes=1000, connect=self._kafka)


@pytest.fixture
def connections(kafka: FakeKafka) -> Connections:
    return Connections(kafka)


def test_what_is_delivered_is_confirmed(connections: Connections, kafka: FakeKafka) -> None:
    outlet = Outlet(connections)
    assert outlet.deliver([message("urn:a"), message("urn:b")]) == []
    assert outlet.deliver([message("urn:c")]) == []
    assert (connections.made, [one["key"] for one in kafka.sent]) == (1, [b"urn:a", b"urn:b", b"urn:c"])


def test_what_no_message_can_hold_is_returned_and_the_connection_is_kept(
    connections: Connections, kafka: FakeKafka
) -> None:
    kafka.fate = lambda value: MessageSizeTooLargeError("too large")
    outlet = Outlet(connections)
    assert [lost.label for lost in outlet.deliver([message()])] == ["urn:a"]
    assert outlet.connected and connections.made == 1


def test_after_a_failure_it_connects_anew(connections: Connections, kafka: FakeKafka) -> None:
    outlet = Outlet(connections)
    kafka.fate = lambda value: KafkaTimeoutError("late")
    with pytest.raises(Unavailable, match="late"):
        outlet.deliver([message()])
    assert not outlet.connected and kafka.closed
    kafka.fate = lambda value: None
    assert outlet.deliver([message()]) == []
    assert outlet.connected and connections.made == 2


def test_a_broker_that_says_nothing_is_given_up(connections: Connections, kafka: FakeKafka) -> None:
    kafka.held = True
    outlet = Outlet(connections, patience=0.1)
    with pytest.raises(Unavailable, match=r"confirmed nothing within 0\.1 s"):
        outlet.deliver([message()])


def test_while_one_connects_others_are_refused_at_once(connections: Connections, kafka: FakeKafka) -> None:
    outlet = Outlet(connections)
    kafka.fate = lambda value: KafkaTimeoutError("late")
    with pytest.raises(Unavailable):
        outlet.deliver([message()])
    kafka.fate = lambda value: None
    connecting, go_on = threading.Event(), threading.Event()
    connections.wait = lambda: (connecting.set(), go_on.wait(10))
    first = threading.Thread(target=outlet.deliver, args=([message()],))
    first.start()
    assert connecting.wait(10)
    with pytest.raises(Unavailable, match="connected to again"):
        outlet.deliver([message()])
    go_on.set()
    first.join(10)
    assert outlet.connected


def test_a_broker_that_stays_away_is_tried_each_time(connections: Connections, kafka: FakeKafka) -> None:
    outlet = Outlet(connections)
    kafka.fate = lambda value: KafkaTimeoutError("late")
    with pytest.raises(Unavailable):
        outlet.deliver([message()])
    connections.down = True
    for _ in range(2):
        with pytest.raises(Unavailable, match="no broker"):
            outlet.deliver([message()])
    outlet.close()


def test_no_broker_at_the_start_is_an_error(connections: Connections) -> None:
    connections.down = True
    with pytest.raises(Unavailable):
        Outlet(connections)


def test_closing_ends_the_connection(connections: Connections, kafka: FakeKafka) -> None:
    Outlet(connections).close()
    assert kafka.closed
