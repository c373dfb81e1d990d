"""What a worker refuses to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bellwire.broker.admin import Admin
from bellwire.broker.topics import check_topics, ensure_topics
from bellwire.errors import BellwireError
from bellwire.stream.checks import check, client_name
from kit.brokers import BOTH, broker
from kit.workers import Worker, settings_for


@pytest.fixture(params=BOTH, scope="module")
def brokers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with broker(request.param, tmp_path_factory.mktemp("broker")) as address:
        yield address


def test_wrong_partitions_are_named(brokers: str, tmp_path: Path) -> None:
    settings = settings_for(brokers, tmp_path, topic_prefix="parts", partitions=2)
    ensure_topics(brokers, settings)
    assert check_topics(brokers, settings.model_copy(update={"partitions": 3})) == [
        "topic parts.articles.v1 has 2 partitions, not 3 (BELLWIRE_PARTITIONS)",
        "topic parts.articles.urgent.v1 has 2 partitions, not 3 (BELLWIRE_PARTITIONS)",
        "topic parts.readings.v1 has 2 partitions, not 3 (BELLWIRE_PARTITIONS)",
    ]


@pytest.mark.kafka
def test_a_topic_that_is_not_kept_as_it_must_be_is_named(tmp_path: Path) -> None:
    with broker("kafka", tmp_path) as address:
        settings = settings_for(address, tmp_path, partitions=1)
        with Admin(address) as admin:
            wrong = {settings.topic("threads"): {"cleanup.policy": "delete"}}
            admin.create(wrong, partitions=1, replication=1)
        ensure_topics(address, settings)
        with pytest.raises(BellwireError, match=r"threads\.v1 has cleanup\.policy=delete, not compact"):
            check(settings)


def test_a_model_that_is_not_installed_is_named(brokers: str, tmp_path: Path) -> None:
    settings = settings_for(brokers, tmp_path, topic_prefix="model", partitions=1, model="no_such_pipeline")
    ensure_topics(brokers, settings)
    with pytest.raises(BellwireError, match="the spaCy pipeline 'no_such_pipeline' is not installed"):
        check(settings)


def test_whatever_changes_what_comes_of_an_article_is_another_method(tmp_path: Path) -> None:
    settings = settings_for("", tmp_path)
    changes = {"model": "other", "clock": "article", "recency_days": 3.0, "max_article_chars": 5000}
    names = {client_name(settings.model_copy(update={name: value})) for name, value in changes.items()}
    assert len(names | {client_name(settings)}) == len(changes) + 1
    assert client_name(settings.model_copy(update={"processes": 7})) == client_name(settings)


@pytest.mark.kafka
def test_a_worker_beside_one_of_another_method_does_not_begin(tmp_path: Path) -> None:
    with broker("kafka", tmp_path) as address:
        settings = settings_for(address, tmp_path, partitions=2)
        ensure_topics(address, settings)
        with Worker(settings, tmp_path).until_up(), Worker(settings, tmp_path, name="same").until_up():
            other = settings.model_copy(update={"recency_days": 5.0})
            with Worker(other, tmp_path, name="other") as refused:
                assert refused.exit_status() == 1
                said = refused.child.last_lines(1)[0]
    assert said.startswith("bellwire worker: a worker of group bellwire-worker reads by ")
    assert said.endswith(": stop those first")
