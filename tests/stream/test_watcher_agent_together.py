"""Readings that come to the watcher while others are being watched: those of one transaction, and urgent ones."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest

from bellwire.errors import BadCopy, StopWorker, WorkFailed
from bellwire.ledger import Ledger
from bellwire.reading.reading import Reading
from bellwire.stream.message import LetGo, Message, Output
from bellwire.watch.thread import Changes, Known
from kit.fakes import FakeWatcher
from kit.watching import NOON, Gone, Harness, reading


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
    harness = Harness(noting)
    await asyncio.gather(*(harness.give(reading(number)) for number in range(40)))
    uris = [f"urn:{number}" for number in range(40)]
    assert noting.transactions == [uris[:16], uris[16:32], uris[32:]]
    assert harness.alerts() == [f"{number:06}" for number in range(1, 41)]
    assert ledger.unpublished() == []


async def test_by_the_articles_clock_each_reading_is_watched_alone(ledger: Ledger) -> None:
    noting = _Noting(ledger)
    harness = Harness(noting, clock="article")
    await asyncio.gather(*(harness.give(reading(number)) for number in range(3)))
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
    harness = Harness(ledger, _RefusesTwo(error))
    given = await asyncio.gather(*(harness.give(reading(n)) for n in range(5)), return_exceptions=True)
    assert [type(one) for one in given] == [
        type(None), type(None), BadCopy if isinstance(error, BadCopy) else WorkFailed, type(None), type(None)
    ]  # fmt: skip
    assert harness.alerts() == ["000001", "000002", "000003", "000004"]
    assert ledger.unpublished() == []


async def test_one_whose_alert_the_broker_refuses_costs_none_that_came_with_it(ledger: Ledger) -> None:
    harness = Harness(ledger)
    sound = harness._send

    async def refusing(*outputs: Output) -> None:
        if any(b"urn:2" in output.value for output in outputs):
            raise WorkFailed("too many bytes for the broker")
        await sound(*outputs)

    harness.agent._outbox._publish = refusing
    given = await asyncio.gather(
        *(harness.give(reading(n, headline_town=town)) for n, town in enumerate(["Aba", "Bor", "Cale", "Dol"])),
        return_exceptions=True,
    )
    assert [type(one) for one in given] == [type(None), type(None), WorkFailed, type(None)]


async def test_when_the_ledger_is_gone_for_good_none_is_watched_behind_one_that_was_not(ledger: Ledger) -> None:
    gone = Gone(ledger, 1, StopWorker("gone", reason="ledger-unavailable"))
    harness = Harness(gone)
    given = await asyncio.gather(*(harness.give(reading(n)) for n in range(20)), return_exceptions=True)
    assert [type(one) for one in given] == [StopWorker] * 16 + [LetGo] * 4
    with pytest.raises(LetGo):
        await harness.give(reading(99))
    assert ledger.counts()["articles"] == 0


async def test_an_urgent_reading_overtakes_those_that_wait_to_be_watched(ledger: Ledger) -> None:
    noting = _Noting(ledger)
    harness = Harness(noting)
    copy = Message("articles.urgent", 0, 7, round(NOON.timestamp() * 1000), b"k", b"{}")
    waiting = [asyncio.ensure_future(harness.give(reading(number))) for number in range(30)]
    await asyncio.sleep(0)
    await harness.agent.at_once(copy, reading(77))
    await asyncio.gather(*waiting)
    assert "urn:77" in noting.transactions[1][:1] + noting.transactions[0][:1]


async def test_an_urgent_reading_is_told_at_once_and_makes_nothing_when_its_turn_comes(ledger: Ledger) -> None:
    harness = Harness(ledger)
    copy = Message("articles.urgent", 0, 7, round(NOON.timestamp() * 1000), b"k", b"{}")
    await harness.agent.at_once(copy, reading(1))
    assert harness.alerts() == ["000001"]
    assert ledger.unpublished() == []
    sent = list(harness.sent)
    await harness.give(reading(1))
    assert harness.sent == sent


async def test_an_urgent_reading_that_fails_at_once_is_left_to_its_turn(ledger: Ledger) -> None:
    class _Raises(FakeWatcher):
        def watch(self, reading: Reading, known: Known, now: datetime) -> Changes:
            raise LookupError(reading.uri)

    harness = Harness(ledger, _Raises())
    await harness.agent.at_once(Message("articles.urgent", 0, 7, 0, b"k", b"{}"), reading(1))
    with pytest.raises(WorkFailed):
        await harness.give(reading(1))
