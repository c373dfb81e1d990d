"""A client that finds no broker leaves nothing behind."""

from __future__ import annotations

import gc
import logging
import socket
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError

from bellwire.broker.admin import Admin
from bellwire.broker.clients import _Client, connected, consumer_of
from bellwire.broker.embedded import EmbeddedBroker
from bellwire.processes import free_port
from kit.workers import wait_for


@pytest.fixture
def unlogged() -> Iterator[None]:
    """Without log records, which would keep what they tell of alive."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(params=["refuses", "is silent"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """A port at which nobody listens, or one whose queue is full, so that calls stay under way."""
    if request.param == "refuses":
        yield f"127.0.0.1:{free_port('127.0.0.1')}"
        return
    with ExitStack() as opened:
        door, *callers = (opened.enter_context(socket.socket()) for _ in range(4))
        door.bind(("127.0.0.1", 0))
        door.listen(0)
        for caller in callers:
            caller.setblocking(False)
            caller.connect_ex(door.getsockname())
        yield f"127.0.0.1:{door.getsockname()[1]}"


@pytest.mark.usefixtures("unlogged")
@pytest.mark.parametrize("make", [KafkaConsumer, KafkaProducer, KafkaAdminClient])
def test_a_client_that_finds_no_broker_leaves_nothing_behind(make: Callable[..., Any], address: str) -> None:
    def standing() -> tuple[int, int]:
        gc.collect()  # kafka-python leaves the sockets of connections that did not come about to it.
        return threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))

    before = standing()
    for _ in range(4):
        with pytest.raises(KafkaError):
            connected(make, address, bootstrap_timeout_ms=200)
    threads, descriptors = standing()
    assert threads == before[0]
    assert descriptors < before[1] + 8, "the last error may still hold its sockets; every error would be sixteen"


@pytest.mark.parametrize("address", ["is silent"], indirect=True)
def test_a_client_closed_while_it_connects_closes_its_sockets(address: str) -> None:
    """Left to Python's collector they are complained of wherever that happens to run."""
    client = _Client(bootstrap_servers=[address])
    client._manager.bootstrap_async()
    client._net.start()
    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        wait_for(lambda: len(client._net._selector.get_map()) == 2)  # its own, and a socket that waits for an answer
        client.close()
    assert not [str(one.message) for one in complaints]


def test_a_consumer_makes_no_topic_by_asking_for_it() -> None:
    with EmbeddedBroker() as broker, closing(consumer_of(broker.address)) as consumer, Admin(broker.address) as admin:
        consumer.assign([TopicPartition("nobodys", 0)])
        for _ in range(3):
            assert consumer.poll(timeout_ms=200) == {}
        assert admin.topics() == {}
