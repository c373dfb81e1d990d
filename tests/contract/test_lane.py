"""Urgent copy overtakes what waits, and nothing is lost for it: the same class on both brokers.

Told by the order in which alerts are published, not by the time that they take.
"""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from bellwire.settings import Settings
from bellwire.wire import read_copy
from contract.test_delivery import _balanced, _until
from contract.test_delivery import brokers as brokers
from contract.test_delivery import settings as settings
from kit.fakes import SLOW, FakeReader
from kit.topics import article, header, read_all, send, send_articles
from kit.workers import Worker, wait_for

pytestmark = pytest.mark.timeout(900)


class TestLane:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """With the pool process for urgent copy that a worker has unless it is told otherwise."""
        return settings.model_copy(update={"urgent_processes": 1})

    def test_urgent_copy_is_told_before_the_articles_that_wait(self, settings: Settings, tmp_path: Path) -> None:
        with Worker(settings, tmp_path).until_up():
            _send(settings, "articles", 0, 16, SLOW)
            _until(settings, "readings", 1)
            _send(settings, "articles.urgent", 100, 4)
            account = _balanced(settings)
        assert (account.articles, account.readings, account.dead_letters) == (20, 20, 0)
        assert set(_told(settings)[:12]) > {f"urn:test:{number}" for number in range(100, 104)}

    def test_urgent_copy_is_told_before_the_readings_that_wait(self, settings: Settings, tmp_path: Path) -> None:
        waiting = [_fight(number) for number in range(60)]
        readings = [FakeReader().read(read_copy(json.dumps(one).encode())[0]) for one in waiting]
        keyed = [(reading.uri, msgspec.json.encode(reading)) for reading in readings]
        send(settings.brokers, settings.topic("readings"), keyed)
        _send(settings, "articles.urgent", 100, 4)
        with Worker(settings, tmp_path, watcher="kit.fakes:load_slow_watcher").until_up():
            wait_for(lambda: len(_told(settings)) >= 64)
            account = _balanced(settings)
        assert (account.articles, account.dead_letters) == (4, 0)
        assert set(_told(settings)[:40]) > {f"urn:test:{number}" for number in range(100, 104)}

    def test_what_a_killed_worker_had_under_way_on_either_lane_is_done_by_the_next(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        with Worker(settings, tmp_path).until_up() as worker:
            for topic, first in (("articles", 0), ("articles.urgent", 100)):
                _send(settings, topic, first, 6, SLOW)
            _until(settings, "readings", 2)
            worker.kill()
        with Worker(settings, tmp_path, name="next").until_up() as worker:
            account = _balanced(settings)
            assert worker.terminate() == 0, worker.words()
        assert (account.articles, account.dead_letters) == (12, 0)
        alerts = read_all(settings.brokers, settings.topic("alerts"))
        assert len({header(record, "ce_id") for record in alerts}) == 12
        assert set(_told(settings)) == {
            f"urn:test:{number}" for first in (0, 100) for number in range(first, first + 6)
        }

    def test_urgent_copy_that_cannot_be_read_is_a_dead_letter_of_its_lane(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        with Worker(settings, tmp_path).until_up():
            send(settings.brokers, settings.topic("articles.urgent"), [("k", b"{")])
            [letter] = _until(settings, "dead-letters", 1)
            account = _balanced(settings)
        assert header(letter, "topic") == settings.topic("articles.urgent")
        assert (account.articles, account.dead_letters) == (1, 1)

    def test_by_the_articles_clock_nothing_is_told_before_its_turn(self, settings: Settings, tmp_path: Path) -> None:
        replay = settings.model_copy(update={"clock": "article"})
        with Worker(replay, tmp_path).until_up() as worker:
            for topic in ("articles", "articles.urgent"):
                _send(settings, topic, 0 if topic == "articles" else 100, 3)
            account = _balanced(settings)
            assert worker.terminate() == 0, worker.words()
        assert (account.articles, account.readings, account.repeated) == (6, 6, 0)


def _fight(number: int, body: str = "Nothing much.") -> dict[str, object]:
    return article(number, f"Fight in Town{number}", body)


def _send(settings: Settings, topic: str, first: int, count: int, body: str = "Nothing much.") -> None:
    items = [_fight(number, body) for number in range(first, first + count)]
    send_articles(settings.brokers, settings.topic(topic), items)


def _told(settings: Settings) -> list[str]:
    """The uris of the articles that caused alerts, in the order in which the alerts were published."""
    alerts = read_all(settings.brokers, settings.topic("alerts"))
    alerts.sort(key=lambda record: record.timestamp)
    return [str(json.loads(record.value)["article"]["uri"]) for record in alerts]
