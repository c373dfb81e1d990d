"""A Kafka client that only notes what it is given, a real embedded broker, a drop folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_kafka import FakeKafka

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.intake.drop_folder import DropFolder
from bellwire.intake.feeds import Feed
from bellwire.intake.unpacking import Limits
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


@pytest.fixture
def drop(tmp_path: Path) -> DropFolder:
    return DropFolder(tmp_path, feed=Feed("drop"), limits=Limits(item=1000), max_article_bytes=500)
