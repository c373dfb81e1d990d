"""A real broker, and what publishes on it for one test."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from publisher import Publisher

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.settings import Settings


@pytest.fixture(scope="session")
def broker() -> Iterator[str]:
    with EmbeddedBroker() as embedded:
        yield embedded.address


@pytest.fixture
def publish(broker: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    monkeypatch.setenv("BELLWIRE_BROKERS", broker)
    monkeypatch.setenv("BELLWIRE_TOPIC_PREFIX", f"test-{uuid4().hex[:8]}")
    ensure_topics(broker, Settings())
    publisher = Publisher(Settings())
    yield publisher
    publisher.close()
