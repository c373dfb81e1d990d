from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from bellwire.errors import BadCopy, StopWorker, Unavailable, WorkFailed
from bellwire.ledger import Ledger
from bellwire.metrics.worker import THREADS_PRUNED
from bellwire.reading.reading import Reading
from bellwire.stream.message import Message
from bellwire.watch.thread import Changes, Known, Thread, ThreadState
from kit.fakes import FakeWatcher
from kit.ledgers import latest_alerts
from kit.watching import NOON, Gone, Harness, reading


async def test_what_is_no_reading_is_refused(ledger: Ledger) -> None:
    agent = Harness(ledger).agent
    for value in (b"", b"{", b"[]", b"\xff", b'{"uri": "x"}'):
        with pytest.raises(BadCopy) as error:
            await agent.prepare(Message("readings", 0, 0, 0, None, value))
        assert error.value.reason == "not-a-reading"


async def test_a_reading_is_in_the_ledger_and_its_alert_published_when_it_is_delivered(ledger: Ledger) -> None:
    harness = Harness(ledger)
    await harness.give(reading(1))
    await harness.give(reading(2))
    assert harness.alerts() == ["000001", "000002"]
    assert ledger.unpublished() == []
    assert [alert.version for alert in latest_alerts(ledger)] == [2]


async def test_a_reading_that_comes_again_tells_nothing_again(ledger: Ledger) -> None:
    harness = Harness(ledger)
    await harness.give(reading(1))
    await harness.give(reading(1))
    assert harness.alerts() == ["000001"]


async def test_now_is_the_arrival_also_when_it_comes_again_later(ledger: Ledger) -> None:
    seen: list[datetime] = []

    class Noting(FakeWatcher):
        def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
            seen.append(now)
            return super().watch(reading, known, now)

    harness = Harness(ledger, Noting())
    await harness.give(reading(1), timestamp=NOON + timedelta(hours=3))
    assert seen == [NOON]


async def test_with_the_articles_clock_an_article_without_arrival_is_seen_at_its_own_time(ledger: Ledger) -> None:
    seen: list[datetime] = []

    class Noting(FakeWatcher):
        def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
            seen.append(now)
            return super().watch(reading, known, now)

    harness = Harness(ledger, Noting(), clock="article")
    await harness.give(reading(1, received=None, version_time=NOON - timedelta(days=400)))
    assert seen == [NOON - timedelta(days=400)]


async def test_a_ledger_out_of_reach_is_waited_for(ledger: Ledger) -> None:
    harness = Harness(Gone(ledger, 2, Unavailable("locked")))
    await harness.give(reading(1))
    assert harness.alerts() == ["000001"]


async def test_a_ledger_that_stays_away_stops_the_worker(ledger: Ledger) -> None:
    harness = Harness(Gone(ledger, 99, Unavailable("locked")), patience=0.1)
    with pytest.raises(StopWorker, match="locked"):
        await harness.give(reading(1))


async def test_a_surprise_in_the_transaction_is_tried_once_more(ledger: Ledger) -> None:
    harness = Harness(Gone(ledger, 1, RuntimeError("deadlock")))
    await harness.give(reading(1))
    assert harness.alerts() == ["000001"]


async def test_a_reading_that_cannot_be_watched_is_a_failure_of_the_work(ledger: Ledger) -> None:
    class Broken(FakeWatcher):
        def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
            raise KeyError("bug")

    with pytest.raises(WorkFailed, match="KeyError: 'bug'"):
        await Harness(ledger, Broken()).give(reading(1))
    assert ledger.counts()["articles"] == 0


class _Ticking(FakeWatcher):
    """Tells of every due thread when the clock has come to it; copy that was held is watched when it is free."""

    def __init__(self) -> None:
        self.ticks: list[datetime] = []

    def tick(self, threads: Any, now: datetime) -> Changes:
        self.ticks.append(now)
        free = tuple(thread.held for thread in threads if thread.held is not None)
        done = tuple(
            msgspec.structs.replace(thread, due=None, state=ThreadState.QUIET)
            for thread in threads
            if thread.held is None
        )
        return Changes(threads=done, released=free)

    def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
        changes = super().watch(reading, known, now)
        closed = tuple(
            msgspec.structs.replace(thread, due=None, state=ThreadState.CLOSED)
            for thread in known.threads
            if thread.held is not None
        )
        return msgspec.structs.replace(changes, threads=changes.threads + closed)


def _keep(ledger: Ledger, *threads: Thread) -> None:
    with ledger.watching(()) as transaction:
        transaction.apply(Changes(threads=threads), ())


def _due(name: str, at: datetime, held: Reading | None = None) -> Thread:
    state = ThreadState.HELD if held is not None else ThreadState.OPEN
    return Thread(id=name, theatre="", keys=(), state=state, first_seen=at, last_news=at, due=at, held=held)


async def test_held_copy_is_watched_when_its_time_has_come(ledger: Ledger) -> None:
    harness = Harness(ledger, _Ticking())
    _keep(ledger, _due("held-1", NOON, held=reading(1)))
    await harness.agent.tick()
    assert harness.alerts() == ["000001"]
    await harness.agent.tick()
    assert harness.alerts() == ["000001"]


async def test_with_the_articles_clock_what_was_due_before_an_article_is_told_before_it(ledger: Ledger) -> None:
    watcher = _Ticking()
    harness = Harness(ledger, watcher, clock="article")
    _keep(ledger, _due("b", NOON - timedelta(hours=1)), _due("a", NOON - timedelta(hours=2)))
    await harness.give(reading(1))
    assert watcher.ticks == [NOON - timedelta(hours=2), NOON - timedelta(hours=1)]


async def test_a_clock_that_changes_nothing_does_not_turn_for_ever(ledger: Ledger) -> None:
    class Stuck(FakeWatcher):
        ticks = 0

        def tick(self, threads: Any, now: datetime) -> Changes:
            self.ticks += 1
            if self.ticks > 10:
                raise StopWorker("it turns for ever", reason="test")
            return Changes()

    harness = Harness(ledger, Stuck(), clock="article")
    _keep(ledger, _due("a", NOON - timedelta(hours=2)))
    await harness.give(reading(1))
    assert harness.watcher.ticks > 0


async def test_a_thread_that_is_held_is_never_published(ledger: Ledger) -> None:
    harness = Harness(ledger, _Ticking())
    _keep(ledger, _due("quiet", NOON))
    await harness.agent.tick()
    assert harness.sent == []


def _ended(ledger: Ledger, name: str, days_ago: float) -> None:
    told = _due(name, datetime.now(UTC) - timedelta(days=days_ago))
    _keep(ledger, msgspec.structs.replace(told, due=None, state=ThreadState.CLOSED))


@pytest.mark.parametrize("clock", ["article", "wall"])
async def test_a_thread_that_ended_longer_ago_than_it_is_kept_is_dropped(ledger: Ledger, clock: str) -> None:
    _ended(ledger, "old", 31)
    _ended(ledger, "young", 29)
    harness = Harness(ledger, clock=clock, keep_threads_days=30)
    await harness.agent.prune()
    assert ledger.thread("old") is not None, "before the first article there is no clock"
    before = THREADS_PRUNED._value.get()
    await harness.give(reading(1, received=datetime.now(UTC) - timedelta(hours=1)))
    await harness.agent.prune()
    assert [ledger.thread("old") is None, ledger.thread("young") is None] == [True, False]
    assert THREADS_PRUNED._value.get() == before + 1


async def test_an_arrival_ahead_of_the_wall_forgets_nothing_early(ledger: Ledger) -> None:
    _ended(ledger, "t1", 1)
    harness = Harness(ledger, keep_threads_days=30)
    await harness.give(reading(1, received=datetime.now(UTC) + timedelta(days=900)))
    await harness.agent.prune()
    assert ledger.thread("t1") is not None


async def test_with_no_age_set_nothing_is_dropped(ledger: Ledger) -> None:
    _ended(ledger, "old", 9999)
    harness = Harness(ledger, keep_threads_days=0)
    await harness.give(reading(1, received=datetime.now(UTC)))
    await harness.agent.prune()
    assert ledger.thread("old") is not None
