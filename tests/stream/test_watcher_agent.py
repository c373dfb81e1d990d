from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bellwire.errors import BadCopy, StopWorker, Unavailable, WorkFailed
from bellwire.ledger import Ledger, open_ledger
from bellwire.metrics.worker import THREADS_PRUNED
from bellwire.reading.reading import Reading
from bellwire.settings import Settings
from bellwire.stream.message import LetGo, Message, Output
from bellwire.stream.outbox import Outbox
from bellwire.stream.watcher_agent import WatcherAgent
from bellwire.watch.thread import Changes, Known, Thread, ThreadState
from bellwire.wire import Article
from kit.fakes import FakeReader, FakeWatcher
from kit.ledgers import latest_alerts

_NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")
    yield opened
    opened.close()


class _Harness:
    def __init__(
        self, ledger: Any, watcher: Any = None, *, clock: str = "wall", patience: float = 60.0, **more: Any
    ) -> None:
        self.sent: list[Output] = []
        settings = Settings(clock=clock, **more)  # type: ignore[arg-type]
        self.watcher = watcher or FakeWatcher()
        self.agent = WatcherAgent(settings, ledger, self.watcher, Outbox(ledger, self._send), "/x", patience)

    async def _send(self, *outputs: Output) -> None:
        self.sent += outputs

    async def give(self, reading: Reading, timestamp: datetime = _NOON) -> None:
        message = Message("readings", 0, 0, round(timestamp.timestamp() * 1000), b"k", msgspec.json.encode(reading))
        await self.agent.deliver(message, await self.agent.prepare(message))

    def alerts(self) -> list[str]:
        return [dict(output.headers)["ce_id"].decode()[-6:] for output in self.sent if output.topic == "alerts"]


def _reading(
    number: int = 1, received: datetime | None = _NOON, headline_town: str = "Ravno", **article: Any
) -> Reading:
    return FakeReader().read(
        Article(uri=f"urn:{number}", version="1", headline=f"Fight in {headline_town}", received=received, **article)
    )


async def test_what_is_no_reading_is_refused(ledger: Ledger) -> None:
    agent = _Harness(ledger).agent
    for value in (b"", b"{", b"[]", b"\xff", b'{"uri": "x"}'):
        with pytest.raises(BadCopy) as error:
            await agent.prepare(Message("readings", 0, 0, 0, None, value))
        assert error.value.reason == "not-a-reading"


async def test_a_reading_is_in_the_ledger_and_its_alert_published_when_it_is_delivered(ledger: Ledger) -> None:
    harness = _Harness(ledger)
    await harness.give(_reading(1))
    await harness.give(_reading(2))
    assert harness.alerts() == ["000001", "000002"]
    assert ledger.unpublished() == []
    assert [alert.version for alert in latest_alerts(ledger)] == [2]


async def test_a_reading_that_comes_again_tells_nothing_again(ledger: Ledger) -> None:
    harness = _Harness(ledger)
    await harness.give(_reading(1))
    await harness.give(_reading(1))
    assert harness.alerts() == ["000001"]


async def test_now_is_the_arrival_also_when_it_comes_again_later(ledger: Ledger) -> None:
    seen: list[datetime] = []

    class Noting(FakeWatcher):
        def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
            seen.append(now)
            return super().watch(reading, known, now)

    harness = _Harness(ledger, Noting())
    await harness.give(_reading(1), timestamp=_NOON + timedelta(hours=3))
    assert seen == [_NOON]


async def test_with_the_articles_clock_an_article_without_arrival_is_seen_at_its_own_time(ledger: Ledger) -> None:
    seen: list[datetime] = []

    class Noting(FakeWatcher):
        def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
            seen.append(now)
            return super().watch(reading, known, now)

    harness = _Harness(ledger, Noting(), clock="article")
    await harness.give(_reading(1, received=None, version_time=_NOON - timedelta(days=400)))
    assert seen == [_NOON - timedelta(days=400)]


class _Gone:
    """A ledger that is out of reach so many times."""

    def __init__(self, ledger: Ledger, times: int, error: Exception) -> None:
        self._ledger, self._times, self._error = ledger, times, error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    @contextmanager
    def watching(self, countries: Any, **held: Any) -> Iterator[Any]:
        if self._times > 0:
            self._times -= 1
            raise self._error
        with self._ledger.watching(countries, **held) as transaction:
            yield transaction


async def test_a_ledger_out_of_reach_is_waited_for(ledger: Ledger) -> None:
    harness = _Harness(_Gone(ledger, 2, Unavailable("locked")))
    await harness.give(_reading(1))
    assert harness.alerts() == ["000001"]


async def test_a_ledger_that_stays_away_stops_the_worker(ledger: Ledger) -> None:
    harness = _Harness(_Gone(ledger, 99, Unavailable("locked")), patience=0.1)
    with pytest.raises(StopWorker, match="locked"):
        await harness.give(_reading(1))


async def test_a_surprise_in_the_transaction_is_tried_once_more(ledger: Ledger) -> None:
    harness = _Harness(_Gone(ledger, 1, RuntimeError("deadlock")))
    await harness.give(_reading(1))
    assert harness.alerts() == ["000001"]


async def test_a_reading_that_cannot_be_watched_is_a_failure_of_the_work(ledger: Ledger) -> None:
    class Broken(FakeWatcher):
        def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
            raise KeyError("bug")

    with pytest.raises(WorkFailed, match="KeyError: 'bug'"):
        await _Harness(ledger, Broken()).give(_reading(1))
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
    harness = _Harness(ledger, _Ticking())
    _keep(ledger, _due("held-1", _NOON, held=_reading(1)))
    await harness.agent.tick()
    assert harness.alerts() == ["000001"]
    await harness.agent.tick()
    assert harness.alerts() == ["000001"]


async def test_with_the_articles_clock_what_was_due_before_an_article_is_told_before_it(ledger: Ledger) -> None:
    watcher = _Ticking()
    harness = _Harness(ledger, watcher, clock="article")
    _keep(ledger, _due("b", _NOON - timedelta(hours=1)), _due("a", _NOON - timedelta(hours=2)))
    await harness.give(_reading(1))
    assert watcher.ticks == [_NOON - timedelta(hours=2), _NOON - timedelta(hours=1)]


async def test_a_clock_that_changes_nothing_does_not_turn_for_ever(ledger: Ledger) -> None:
    class Stuck(FakeWatcher):
        def tick(self, threads: Any, now: datetime) -> Changes:
            return Changes()

    harness = _Harness(ledger, Stuck(), clock="article")
    _keep(ledger, _due("a", _NOON - timedelta(hours=2)))
    await asyncio.wait_for(harness.give(_reading(1)), 5)


async def test_a_thread_that_is_held_is_never_published(ledger: Ledger) -> None:
    harness = _Harness(ledger, _Ticking())
    _keep(ledger, _due("quiet", _NOON))
    await harness.agent.tick()
    assert harness.sent == []


def _ended(ledger: Ledger, name: str, days_ago: float) -> None:
    told = _due(name, datetime.now(UTC) - timedelta(days=days_ago))
    _keep(ledger, msgspec.structs.replace(told, due=None, state=ThreadState.CLOSED))


@pytest.mark.parametrize("clock", ["article", "wall"])
async def test_a_thread_that_ended_longer_ago_than_it_is_kept_is_dropped(ledger: Ledger, clock: str) -> None:
    _ended(ledger, "old", 31)
    _ended(ledger, "young", 29)
    harness = _Harness(ledger, clock=clock, keep_threads_days=30)
    await harness.agent.prune()
    assert ledger.thread("old") is not None, "before the first article there is no clock"
    before = THREADS_PRUNED._value.get()
    await harness.give(_reading(1, received=datetime.now(UTC) - timedelta(hours=1)))
    await harness.agent.prune()
    assert [ledger.thread("old") is None, ledger.thread("young") is None] == [True, False]
    assert THREADS_PRUNED._value.get() == before + 1


async def test_an_arrival_ahead_of_the_wall_forgets_nothing_early(ledger: Ledger) -> None:
    _ended(ledger, "t1", 1)
    harness = _Harness(ledger, keep_threads_days=30)
    await harness.give(_reading(1, received=datetime.now(UTC) + timedelta(days=900)))
    await harness.agent.prune()
    assert ledger.thread("t1") is not None


async def test_with_no_age_set_nothing_is_dropped(ledger: Ledger) -> None:
    _ended(ledger, "old", 9999)
    harness = _Harness(ledger, keep_threads_days=0)
    await harness.give(_reading(1, received=datetime.now(UTC)))
    await harness.agent.prune()
    assert ledger.thread("old") is not None


class _Noting:
    """A ledger that notes which articles each of its transactions is about."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.transactions: list[list[str]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    @contextmanager
    def watching(self, countries: Any, *, uris: Iterable[str] = (), **held: Any) -> Iterator[Any]:
        self.transactions.append(list(uris))
        with self._ledger.watching(countries, uris=uris, **held) as transaction:
            yield transaction


async def test_readings_that_come_while_others_are_written_go_together_in_their_order(ledger: Ledger) -> None:
    noting = _Noting(ledger)
    harness = _Harness(noting)
    await asyncio.gather(*(harness.give(_reading(number)) for number in range(40)))
    uris = [f"urn:{number}" for number in range(40)]
    assert noting.transactions == [uris[:16], uris[16:32], uris[32:]]
    assert harness.alerts() == [f"{number:06}" for number in range(1, 41)]
    assert ledger.unpublished() == []


async def test_by_the_articles_clock_each_reading_is_watched_alone(ledger: Ledger) -> None:
    noting = _Noting(ledger)
    harness = _Harness(noting, clock="article")
    await asyncio.gather(*(harness.give(_reading(number)) for number in range(3)))
    assert [uris for uris in noting.transactions if uris] == [["urn:0"], ["urn:1"], ["urn:2"]]


class _RefusesTwo(FakeWatcher):
    def __init__(self, error: Exception) -> None:
        self.error = error

    def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
        if reading.uri == "urn:2":
            raise self.error
        return super().watch(reading, known, now)


@pytest.mark.parametrize("error", [LookupError("bug"), BadCopy("no")])
async def test_one_that_cannot_be_watched_costs_none_that_came_with_it(ledger: Ledger, error: Exception) -> None:
    harness = _Harness(ledger, _RefusesTwo(error))
    given = await asyncio.gather(*(harness.give(_reading(n)) for n in range(5)), return_exceptions=True)
    assert [type(one) for one in given] == [
        type(None), type(None), BadCopy if isinstance(error, BadCopy) else WorkFailed, type(None), type(None)
    ]  # fmt: skip
    assert harness.alerts() == ["000001", "000002", "000003", "000004"]
    assert ledger.unpublished() == []


async def test_one_whose_alert_the_broker_refuses_costs_none_that_came_with_it(ledger: Ledger) -> None:
    harness = _Harness(ledger)
    sound = harness._send

    async def refusing(*outputs: Output) -> None:
        if any(b"urn:2" in output.value for output in outputs):
            raise WorkFailed("too many bytes for the broker")
        await sound(*outputs)

    harness.agent._outbox._publish = refusing
    given = await asyncio.gather(
        *(harness.give(_reading(n, headline_town=town)) for n, town in enumerate(["Aba", "Bor", "Cale", "Dol"])),
        return_exceptions=True,
    )
    assert [type(one) for one in given] == [type(None), type(None), WorkFailed, type(None)]


async def test_when_the_ledger_is_gone_for_good_none_is_watched_behind_one_that_was_not(ledger: Ledger) -> None:
    gone = _Gone(ledger, 1, StopWorker("gone", reason="ledger-unavailable"))
    harness = _Harness(gone)
    given = await asyncio.gather(*(harness.give(_reading(n)) for n in range(20)), return_exceptions=True)
    assert [type(one) for one in given] == [StopWorker] * 16 + [LetGo] * 4
    with pytest.raises(LetGo):
        await harness.give(_reading(99))
    assert ledger.counts()["articles"] == 0


async def test_an_urgent_reading_overtakes_those_that_wait_to_be_watched(ledger: Ledger) -> None:
    noting = _Noting(ledger)
    harness = _Harness(noting)
    copy = Message("articles.urgent", 0, 7, round(_NOON.timestamp() * 1000), b"k", b"{}")
    waiting = [asyncio.ensure_future(harness.give(_reading(number))) for number in range(30)]
    await asyncio.sleep(0)
    await harness.agent.at_once(copy, _reading(77))
    await asyncio.gather(*waiting)
    assert "urn:77" in noting.transactions[1][:1] + noting.transactions[0][:1]


async def test_an_urgent_reading_is_told_at_once_and_makes_nothing_when_its_turn_comes(ledger: Ledger) -> None:
    harness = _Harness(ledger)
    copy = Message("articles.urgent", 0, 7, round(_NOON.timestamp() * 1000), b"k", b"{}")
    await harness.agent.at_once(copy, _reading(1))
    assert harness.alerts() == ["000001"]
    assert ledger.unpublished() == []
    sent = list(harness.sent)
    await harness.give(_reading(1))
    assert harness.sent == sent


async def test_an_urgent_reading_that_fails_at_once_is_left_to_its_turn(ledger: Ledger) -> None:
    class _Raises(FakeWatcher):
        def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
            raise LookupError(reading.uri)

    harness = _Harness(ledger, _Raises())
    await harness.agent.at_once(Message("articles.urgent", 0, 7, 0, b"k", b"{}"), _reading(1))
    with pytest.raises(WorkFailed):
        await harness.give(_reading(1))
