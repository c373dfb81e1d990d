"""The short form of every fault: some eighty articles each, all accounted for. `make chaos` has the long form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kafka import KafkaAdminClient, TopicPartition
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata

from bellwire.stream.audit import Auditor
from chaos.faults import FAULTS, GROUPS, in_turn
from chaos.run import play
from chaos.stage import Machines, make_topics
from kit.topics import article, send_articles
from kit.workers import Worker, settings_for, wait_for

#: Before the first fault, and of each.
BEGINNING, ARTICLES, SEED = 80, 80, 20261128

pytestmark = [pytest.mark.kafka, pytest.mark.postgres, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def machines() -> Iterator[Machines]:
    with Machines() as started:
        yield started


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_is_lost_and_nothing_repeated(group: str, machines: Machines) -> None:
    names = GROUPS[group]
    articles = BEGINNING + len(names) * ARTICLES
    played = play(machines, group, in_turn(names), SEED, articles=articles, long=False)
    print("\n".join(played.lines()))
    assert played.wrong() == []


def test_every_fault_has_its_turn() -> None:
    assert sorted(name for group in GROUPS.values() for name in group) == sorted(FAULTS.keys() - {"mix"})


def test_a_commit_that_belongs_to_a_deleted_topic_hides_nothing_of_the_new_one(
    machines: Machines, tmp_path: Path
) -> None:
    """As a worker leaves it that worked on while the topic was made anew: its commit is of the old one."""
    settings = settings_for(machines.kafka.address, tmp_path, topic_prefix="anew", group="anew")
    make_topics(settings)
    topic = settings.topic("articles")
    places = send_articles(settings.brokers, topic, [article(number) for number in range(24)])
    ends = {partition: offset + 1 for partition, offset in places}
    admin = KafkaAdminClient(bootstrap_servers=settings.brokers)
    late = {TopicPartition(topic, at): OffsetAndMetadata(end - 1, "another", -1) for at, end in ends.items()}

    def is_committed() -> bool:
        """A broker that has just begun has no coordinator yet, and a busy one answers late."""
        try:
            admin.alter_group_offsets(settings.group, late)
        except KafkaError:
            return False
        return True

    wait_for(is_committed)
    admin.close()
    with Worker(settings, tmp_path) as worker:
        worker.until_up(300)
        with Auditor(settings) as auditor:
            account = wait_for(lambda: found if (found := auditor.account()).balanced else None)
    assert account.readings == account.articles == 24
