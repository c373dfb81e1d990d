"""A Kafka client that only notes what it is given, and a real embedded broker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fake_kafka import FakeKafka

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.settings import Settings


@pytest.fixture
def kafka() -> FakeKafka:
    return FakeKafka()


@pytest.fixture(scope="session")
def broker() -> Iterator[str]:
    """The address of an embedded broker with all topics."""
    with EmbeddedBroker() as embedded:
        ensure_topics(embedded.address, Settings(brokers=embedded.address))
        yield embedded.address
