from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka import KafkaAdminClient, KafkaProducer, TopicPartition
from kafka.structs import OffsetAndMetadata

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.errors import BellwireError
from bellwire.ledger import OutboxMessage, open_ledger
from bellwire.settings import Settings
from bellwire.stream.audit import Auditor
from bellwire.watch.thread import Changes
from kit.topics import send
from kit.workers import settings_for


@pytest.fixture(scope="module")
def brokers() -> Iterator[str]:
    with EmbeddedBroker() as broker:
        yield broker.address


@pytest.fixture
def settings(brokers: str, tmp_path: Path) -> Settings:
    prefix = tmp_path.name.replace("_", "-")
    made = settings_for(brokers, tmp_path, topic_prefix=prefix, group=prefix)
    ensure_topics(brokers, made)
    open_ledger(made.ledger_url).close()
    return made


class _Topics:
    """Stands in for the workers: writes articles, and what says that they were dealt with."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.articles = send(settings.brokers, settings.topic("articles"), [(f"k{n}", b"x") for n in range(4)])

    def place(self, number: int) -> tuple[str, int, int]:
        return self._settings.topic("articles"), *self.articles[number]

    def say(
        self,
        topic: str,
        number: int,
        *more: tuple[str, bytes],
        of: str = "articles",
        after: tuple[tuple[str, bytes], ...] = (),
    ) -> None:
        partition, offset = self.articles[number]
        headers = [
            *more,
            ("topic", self._settings.topic(of).encode()),
            ("partition", str(partition).encode()),
            ("offset", str(offset).encode()),
            *after,
        ]
        producer = KafkaProducer(bootstrap_servers=self._settings.brokers)
        producer.send(self._settings.topic(topic), b"{}", headers=headers).get(10)
        producer.close()

    def commit_readings(self) -> None:
        topic = self._settings.topic("readings")
        admin = KafkaAdminClient(bootstrap_servers=self._settings.brokers)
        ends = {TopicPartition(topic, n): OffsetAndMetadata(99, "", -1) for n in range(self._settings.partitions)}
        admin.alter_group_offsets(self._settings.group, ends)
        admin.close()


def test_nothing_is_in_flight_when_every_article_has_a_reading_or_a_dead_letter(settings: Settings) -> None:
    topics = _Topics(settings)
    for number in (0, 1, 2):
        topics.say("readings", number)
    topics.say("dead-letters", 3)
    topics.commit_readings()
    with Auditor(settings) as auditor:
        account = auditor.account()
    assert (account.articles, account.readings, account.dead_letters, account.repeated) == (4, 3, 1, 0)
    assert account.in_flight == () and account.balanced


def test_an_article_without_either_is_named_until_it_has_one(settings: Settings) -> None:
    topics = _Topics(settings)
    for number in (0, 1, 2):
        topics.say("readings", number)
    topics.commit_readings()
    with Auditor(settings) as auditor:
        assert auditor.account().in_flight == (topics.place(3),)
        topics.say("readings", 3)
        topics.commit_readings()
        assert auditor.account().balanced


def test_a_reading_twice_is_counted_and_harmless(settings: Settings) -> None:
    topics = _Topics(settings)
    for number in (0, 1, 2, 3, 3):
        topics.say("readings", number)
    topics.commit_readings()
    with Auditor(settings) as auditor:
        account = auditor.account()
    assert account.repeated == 1 and account.balanced


def test_a_message_of_several_articles_is_whole_with_the_last_of_its_readings(settings: Settings) -> None:
    topics = _Topics(settings)
    for number in (0, 1, 2):
        topics.say("readings", number)
    topics.say("readings", 3, ("part", b"1/2"))
    topics.commit_readings()
    with Auditor(settings) as auditor:
        assert auditor.account().in_flight == (topics.place(3),)
        topics.say("readings", 3, ("part", b"2/2"))
        topics.commit_readings()
        assert auditor.account().balanced


@pytest.mark.parametrize("name", ["part", "partition", "offset"])
@pytest.mark.parametrize("odd", [b"", b"1/x", b"1/" + b"9" * 5000])
def test_what_others_wrote_with_odd_headers_accounts_for_nothing(settings: Settings, name: str, odd: bytes) -> None:
    topics = _Topics(settings)
    for topic in ("readings", "dead-letters") if name != "part" else ("readings",):
        topics.say(topic, 3, after=((name, odd),))
    with Auditor(settings) as auditor:
        assert topics.place(3) in auditor.account().in_flight


def test_a_dead_letter_of_a_reading_accounts_for_no_article(settings: Settings) -> None:
    topics = _Topics(settings)
    topics.say("dead-letters", 0, ("topic", b"of the original"), of="readings")
    with Auditor(settings) as auditor:
        assert len(auditor.account().in_flight) == 4


def test_a_reading_that_no_watcher_has_seen_is_unwatched(settings: Settings) -> None:
    topics = _Topics(settings)
    for number in range(4):
        topics.say("readings", number)
    with Auditor(settings) as auditor:
        account = auditor.account()
    assert account.unwatched == 4 and not account.balanced


def test_a_message_that_waits_in_the_outbox_is_unpublished(settings: Settings) -> None:
    ledger = open_ledger(settings.ledger_url)
    with ledger.watching(()) as transaction:
        transaction.apply(Changes(), [OutboxMessage("alerts", "k", (), b"{}")])
    ledger.close()
    with Auditor(settings) as auditor:
        account = auditor.account()
    assert account.unpublished == 1 and not account.balanced


def test_an_audit_makes_no_ledger(settings: Settings, tmp_path: Path) -> None:
    elsewhere = settings.model_copy(update={"ledger_url": f"sqlite:///{tmp_path / 'none.db'}"})
    with pytest.raises(BellwireError, match="no ledger at"):
        Auditor(elsewhere)
    assert not (tmp_path / "none.db").exists()


def test_the_command_prints_the_counts_and_exits_1_while_something_is_in_flight(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    import subprocess

    topics = _Topics(settings)
    environment = {"BELLWIRE_TOPIC_PREFIX": settings.topic_prefix, "PATH": "/usr/bin:/bin"}
    command = [
        *(sys.executable, "-m", "bellwire", "audit", "--brokers", settings.brokers),
        *("--ledger", settings.ledger_url, "--group", settings.group),
    ]
    found = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)
    assert found.returncode == 1
    assert "in flight             4" in found.stdout
    assert found.stderr.endswith("bellwire: not everything is accounted for yet\n")
    for number in range(4):
        topics.say("readings", number)
    topics.commit_readings()
    found = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)
    assert (found.returncode, found.stderr) == (0, "")


def test_copy_on_either_lane_is_counted_and_no_offset_is_taken_for_the_other_s(settings: Settings) -> None:
    topics = _Topics(settings)
    send(settings.brokers, settings.topic("articles.urgent"), [(f"k{n}", b"x") for n in range(4)])
    for number in range(4):
        topics.say("readings", number)
    topics.commit_readings()
    with Auditor(settings) as auditor:
        account = auditor.account()
        assert account.articles == 8
        assert {topic for topic, _, _ in account.in_flight} == {settings.topic("articles.urgent")}
        topics.say("dead-letters", 0, of="articles.urgent")
        for number in range(1, 4):
            topics.say("readings", number, of="articles.urgent")
        topics.commit_readings()
        assert auditor.account().balanced
