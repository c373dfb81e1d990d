"""Subscribing to a topic that is deleted and made again, on both brokers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from kafka import KafkaAdminClient
from publisher import Publisher

from bellwire.broker.topics import ensure_topics
from bellwire.errors import BellwireError
from bellwire.settings import Settings
from bellwire.subscribe import Subscription, subscribe
from kit.brokers import BOTH, broker
from kit.told import alert
from kit.workers import wait_for


@pytest.fixture(params=BOTH, scope="module")
def brokers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with broker(request.param, tmp_path_factory.mktemp("broker")) as address:
        yield address


@pytest.fixture
def newsroom(brokers: str) -> Iterator[Newsroom]:
    opened = Newsroom(brokers, f"anew-{uuid4().hex[:8]}")
    yield opened
    opened.publish.close()


class Newsroom:
    """One topic of alerts in one partition, which can be made anew."""

    def __init__(self, brokers: str, prefix: str) -> None:
        self._settings = Settings(brokers=brokers, topic_prefix=prefix, partitions=1)
        ensure_topics(brokers, self._settings)
        self.publish = Publisher(self._settings)

    def make_anew(self) -> None:
        self.publish.close()
        topic = self._settings.topic("alerts")
        with closing(KafkaAdminClient(bootstrap_servers=self._settings.brokers)) as admin:
            admin.delete_topics([topic])
            wait_for(lambda: topic not in admin.list_topics())
        ensure_topics(self._settings.brokers, self._settings)
        self.publish = Publisher(self._settings)

    def listen(self, marks: Path, **options: Any) -> Subscription:
        return subscribe(
            "alerts", brokers=self._settings.brokers, prefix=self._settings.topic_prefix, resume=marks, **options
        )


def ids(messages: Subscription, count: int) -> list[str]:
    """The ids of the next `count` alerts, each marked done."""
    found = []
    for _ in range(count):
        message = next(messages)
        message.mark_done()
        found.append(message.data["id"])
    return found


@pytest.mark.parametrize("longer", [False, True], ids=["shorter", "longer"])
def test_a_running_subscriber_reads_it_from_its_beginning(newsroom: Newsroom, tmp_path: Path, longer: bool) -> None:
    with newsroom.listen(tmp_path / "marks") as messages:
        newsroom.publish(*(alert("t1", version) for version in (1, 2, 3)))
        ids(messages, 3)
        newsroom.make_anew()
        newsroom.publish(alert("t1", 3), alert("t1", 4, msg_type="Cancel"), *(alert("t2") for _ in range(3 * longer)))
        newsroom.publish(alert("t3"))
        # What lies beyond where it stood may come before anybody knows that it is another topic.
        assert sorted(ids(messages, 2 + longer)) == ["t1-000004", *["t2-000001"][:longer], "t3-000001"]


@pytest.mark.parametrize("longer", [False, True], ids=["shorter", "longer"])
def test_a_subscriber_that_resumes_reads_it_from_its_beginning(
    newsroom: Newsroom, tmp_path: Path, longer: bool
) -> None:
    with newsroom.listen(tmp_path / "marks", since="beginning") as messages:
        newsroom.publish(*(alert("t1", version) for version in (1, 2, 3)))
        ids(messages, 3)
    newsroom.make_anew()
    newsroom.publish(alert("t1", 3), alert("t1", 4, msg_type="Cancel"), *(alert("t2") for _ in range(3 * longer)))
    for _ in range(2):
        with newsroom.listen(tmp_path / "marks", follow=False) as messages:
            told = [message.data["id"] for message in messages]
        assert told == ["t1-000004", *["t2-000001"][:longer]]
    with newsroom.listen(tmp_path / "marks") as messages:
        ids(messages, 1 + longer)
    with newsroom.listen(tmp_path / "marks", follow=False) as messages:
        assert list(messages) == []


def test_what_is_marked_of_the_old_one_says_nothing_of_the_new_one(newsroom: Newsroom, tmp_path: Path) -> None:
    with newsroom.listen(tmp_path / "marks") as messages:
        newsroom.publish(*(alert(f"t{number}") for number in range(3)))
        *_, last = (next(messages) for _ in range(3))
        newsroom.make_anew()
        newsroom.publish(alert("n1"), alert("n2"))
        assert next(messages).data["id"] == "n1-000001"
        last.mark_done()
    with newsroom.listen(tmp_path / "marks", follow=False) as messages:
        assert [message.data["id"] for message in messages] == ["n1-000001", "n2-000001"]


def test_marks_of_before_ids_were_kept_go_on(newsroom: Newsroom, tmp_path: Path) -> None:
    with newsroom.listen(tmp_path / "marks", since="beginning") as messages:
        newsroom.publish(alert("t1"), alert("t2"))
        ids(messages, 1)
    with closing(sqlite3.connect(tmp_path / "marks", isolation_level=None)) as file:
        file.execute("DROP TABLE topics")
    with newsroom.listen(tmp_path / "marks") as messages:
        assert ids(messages, 1) == ["t2-000001"]


def test_one_that_reads_to_the_end_says_that_there_is_none(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.publish(alert("t1"), alert("t2"))
    with newsroom.listen(tmp_path / "marks", since="beginning", follow=False) as messages:
        next(messages)
        messages._ends = dict.fromkeys(messages._ends or (), 5)
        newsroom.make_anew()
        with pytest.raises(BellwireError, match="was made anew while it was read to its end: begin again"):
            list(messages)
