"""What intake reads from and writes to: a Kafka client that only notes what it is given, a real embedded broker, a
ledger, a server with faults, a listener, a drop folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_kafka import FakeKafka
from listener import Pushed, listening
from web import Web, web

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.intake.drop_folder import DropFolder
from bellwire.intake.feeds import Feed
from bellwire.intake.unpacking import Limits
from bellwire.ledger import Ledger
from bellwire.settings import Settings
from kit.ledgers import ledger_in


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


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = ledger_in(tmp_path / "ledger.db")
    yield opened
    opened.close()


@pytest.fixture
def server() -> Iterator[Web]:
    """Answers on loopback as a test tells it to."""
    with web() as running:
        yield running


@pytest.fixture
def listener(kafka: FakeKafka) -> Iterator[Pushed]:
    """Takes what is pushed, without keys."""
    with listening(kafka) as running:
        yield running
