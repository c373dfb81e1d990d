"""Two workers on the embedded broker, three SIGKILLs, twelve hundred articles: nothing is lost or heard twice."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from pathlib import Path

import pytest

from bellwire.broker.topics import ensure_topics
from bellwire.settings import Settings
from bellwire.stream.audit import Auditor
from kit.brokers import broker
from kit.fakes import RAISE
from kit.topics import article, read_all, send_articles
from kit.workers import Worker, settings_for, wait_for

ARTICLES = 1_200
POISON = 12
TOWNS = 12
SEED = 20261123


@pytest.fixture
def brokers(tmp_path: Path) -> object:
    with broker("embedded", tmp_path) as address:
        yield address


@pytest.mark.timeout(900)
def test_nothing_is_lost_and_no_alert_repeats_when_workers_are_killed(brokers: str, tmp_path: Path) -> None:
    settings = settings_for(brokers, tmp_path)
    ensure_topics(brokers, settings)
    began = time.monotonic()
    _kill_three_times(settings, tmp_path)
    with Auditor(settings) as auditor:
        account = auditor.account()
    alerts = read_all(brokers, settings.topic("alerts"))
    print(f"\n{account} in {time.monotonic() - began:.0f} s, {len(alerts)} alert messages")

    assert account.articles == ARTICLES
    assert account.balanced
    assert account.dead_letters >= POISON
    _hear(alerts)


def _articles() -> list[dict[str, object]]:
    """Every sixth names a town and so alerts; some make the reader raise."""
    chance = random.Random(SEED)
    made = []
    for number in range(ARTICLES):
        town = f"Fight in Town{chance.randrange(TOWNS)}" if number % 6 == 0 else ""
        body = RAISE if number % (ARTICLES // POISON) == 1 else "Some words. " * chance.randrange(1, 40)
        made.append(article(number, town, body))
    return made


def _kill_three_times(settings: Settings, folder: Path) -> None:
    """Articles in three batches, each followed by a SIGKILL in the midst of work and a fresh worker."""
    made = _articles()
    third = ARTICLES // 3
    workers = [Worker(settings, folder, name=f"worker-{number}") for number in (1, 2)]
    try:
        for worker in workers:
            worker.until_up()
        with Auditor(settings) as auditor:
            for number in range(3):
                send_articles(settings.brokers, settings.topic("articles"), made[number * third : (number + 1) * third])
                done = number * third + third // 4
                wait_for(lambda done=done: auditor.account().readings > done)  # type: ignore[misc]
                workers[number % 2].kill()
                workers[number % 2] = Worker(settings, folder, name=f"worker-{number + 3}")
            wait_for(lambda: auditor.account().balanced)
        assert [worker.child.ended for worker in workers] == [None, None], [worker.words() for worker in workers]
    finally:
        for worker in workers:
            worker.kill()


def _hear(alerts: list[object]) -> None:
    """As a subscriber that keeps the last id per thread: each id once, in order, none missing, one body per id."""
    bodies: dict[str, set[bytes]] = defaultdict(set)
    last: dict[str, str] = {}
    heard: list[str] = []
    for record in alerts:
        headers = dict(record.headers)  # type: ignore[attr-defined]
        name, thread = headers["ce_id"].decode(), headers["ce_correlationid"].decode()
        bodies[name].add(record.value)  # type: ignore[attr-defined]
        if name > last.get(thread, ""):
            last[thread] = name
            heard.append(name)
    assert len(heard) == len(set(heard)) == ARTICLES // 6 - sum(1 for n in range(ARTICLES) if _silenced(n))
    assert set(heard) == set(bodies)
    assert all(len(body) == 1 for body in bodies.values())


def _silenced(number: int) -> bool:
    """Whether an article that would alert is poison too."""
    return number % 6 == 0 and number % (ARTICLES // POISON) == 1
