"""What docs/scaling.md walks through: PostgreSQL, more partitions, four workers in one group, on Apache Kafka."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from kafka.admin import KafkaAdminClient, NewPartitions

from bellwire.broker.topics import READ_BY_WORKERS, ensure_topics
from bellwire.desk.health import broker_view
from bellwire.settings import Settings
from bellwire.stream.audit import Account, Auditor
from kit.brokers import broker
from kit.topics import article, header, read_all, send_articles
from kit.workers import Worker, settings_for, wait_for
from ledger.conftest import postgres as postgres
from ledger.conftest import postgres_url as postgres_url

pytestmark = [pytest.mark.kafka, pytest.mark.postgres, pytest.mark.timeout(900)]

#: Patience with a machine that starts five workers at once.
LONG = 300.0


def test_more_partitions_and_four_workers_on_postgresql_lose_nothing_and_tell_nothing_twice(
    tmp_path: Path, postgres_url: str
) -> None:
    with broker("kafka", tmp_path) as brokers, ExitStack() as stack:
        few = settings_for(brokers, tmp_path, ledger_url=postgres_url, partitions=2)
        ensure_topics(brokers, few)
        with Worker(few, tmp_path, name="alone").until_up(LONG) as alone:
            send_articles(brokers, few.topic("articles"), [fight(number) for number in range(10)])
            assert balanced(few).articles == 10
            assert alone.terminate(LONG) == 0
        more_partitions(few, 8)

        settings = few.model_copy(update={"partitions": 8})
        workers = [stack.enter_context(Worker(settings, tmp_path, name=f"worker-{one}")) for one in range(4)]
        for worker in workers:
            worker.until_up(LONG)
        shares = wait_for(lambda: shared_out(settings), LONG)
        assert sorted(place for share in shares for place in share) == sorted(
            f"{topic} {partition}" for topic in READ_BY_WORKERS for partition in range(8)
        )
        send_articles(brokers, settings.topic("articles"), [fight(number) for number in range(10, 50)])
        account = balanced(settings)
        assert [worker.terminate(LONG) for worker in workers] == [0, 0, 0, 0]
        assert (account.articles, account.dead_letters) == (50, 0)
        alerts = {(header(record, "ce_id"), record.value) for record in read_all(brokers, settings.topic("alerts"))}
        assert len(alerts) == len({name for name, _ in alerts}) == 50


def fight(number: int) -> dict[str, object]:
    return article(number, f"Fight in Town{number % 4}")


def balanced(settings: Settings) -> Account:
    """The account, once all that was sent is accounted for."""
    with Auditor(settings) as auditor:
        return wait_for(lambda: account if (account := auditor.account()).balanced else None, LONG)  # type: ignore[no-any-return]


def more_partitions(settings: Settings, count: int) -> None:
    """As `kafka-topics.sh --alter --partitions` does."""
    admin = KafkaAdminClient(bootstrap_servers=settings.brokers)
    admin.create_partitions({settings.topic(name): NewPartitions(count) for name in READ_BY_WORKERS})
    admin.close()


def shared_out(settings: Settings) -> list[list[str]] | None:
    """What each of four workers reads, once none is idle."""
    shares = [reads.split(", ") for _, _, reads in broker_view(settings).workers or () if reads]
    return shares if len(shares) == 4 else None
