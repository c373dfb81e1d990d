"""Ended threads are forgotten by age, and nothing else is; on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from bellwire.ledger import Ledger, OutboxMessage, open_ledger
from bellwire.reading.reading import Outcome
from bellwire.watch.thread import Changes, KnownVersion, Thread, ThreadEvent, ThreadState
from kit.alerts import CAPTURE, NOON, alert, thread
from kit.ledgers import rows

YEAR = timedelta(days=365)


def ended(name: str, state: ThreadState = ThreadState.CLOSED, news: datetime = NOON, **other: Any) -> Thread:
    return msgspec.structs.replace(thread(name, uri=f"urn:{name}"), state=state, last_news=news, **other)


def tell(ledger: Ledger, *threads: Thread) -> None:
    """Each with an alert, an event and the version of the article that told of it."""
    for one in threads:
        version = KnownVersion(uri=f"urn:{one.id}", version="1", outcome=Outcome.READ)
        event = msgspec.structs.replace(CAPTURE, id=f"event-{one.id}")
        told = ThreadEvent(thread=one.id, theatre="SY", uri=version.uri, version="1", event=event)
        with ledger.watching(["SY"]) as tx:
            tx.apply(Changes(version=version, threads=(one,), alerts=(alert(one.id),), events=(told,)))


def test_an_old_ended_thread_goes_with_its_events_and_alerts(ledger: Ledger) -> None:
    tell(ledger, ended("old"), ended("young", news=NOON + YEAR))
    before = rows(ledger)
    assert ledger.prune(NOON + timedelta(days=1), 9) == 1
    after = rows(ledger)
    others = ("articles", "tempos", "feed_hours", "texts")
    assert {name: len(found) for name, found in after.items() if name not in others} == {
        "threads": 1,
        "thread_keys": 1,
        "touched": 1,
        "events": 1,
        "alerts": 1,
    }
    assert not any("old" in str(row) for name, found in after.items() if name != "articles" for row in found)
    assert after["articles"] == before["articles"]


@pytest.mark.parametrize("state", [ThreadState.OPEN, ThreadState.QUIET, ThreadState.HELD])
def test_a_thread_that_has_not_ended_stays(ledger: Ledger, state: ThreadState) -> None:
    tell(ledger, ended("t1", state))
    assert ledger.prune(NOON + YEAR, 9) == 0


def test_a_canceled_thread_goes_once_the_clock_has_done_with_it(ledger: Ledger) -> None:
    tell(ledger, ended("t1", ThreadState.CANCELED), ended("t2", ThreadState.CANCELED, due=NOON + YEAR))
    assert ledger.prune(NOON + YEAR, 9) == 1
    assert ledger.thread("t2") is not None


def test_so_many_go_at_once_those_of_the_oldest_news_first(ledger: Ledger) -> None:
    tell(ledger, *(ended(f"t{day}", news=NOON + timedelta(days=day)) for day in (2, 0, 1)))
    assert ledger.prune(NOON + YEAR, 2) == 2
    assert [ledger.thread(f"t{day}") is None for day in range(3)] == [True, True, False]
    assert [ledger.prune(NOON + YEAR, 2), ledger.prune(NOON + YEAR, 2)] == [1, 0]


def test_events_of_no_thread_and_what_waits_to_be_published_stay(ledger: Ledger) -> None:
    loose = ThreadEvent(thread=None, theatre="SY", uri="urn:x", version="1", event=CAPTURE)
    with ledger.watching([]) as tx:
        tx.apply(Changes(events=(loose,)), [OutboxMessage("alerts", "t1", (), b"{}")])
    tell(ledger, ended("t1"))
    ledger.prune(NOON + YEAR, 9)
    assert ledger.counts()["events"] == 1
    assert len(ledger.unpublished()) == 1


@pytest.mark.postgres
def test_on_postgresql_a_thread_that_a_reading_holds_is_left_for_later(postgres_url: str) -> None:
    ledger = open_ledger(postgres_url)
    tell(ledger, ended("t1"), ended("t2"))
    with ledger.watching([], uris=["urn:t1"]) as tx:
        assert len(tx.known("urn:t1", []).threads) == 1
        assert ledger.prune(NOON + YEAR, 9) == 1
    assert [ledger.thread("t1") is None, ledger.thread("t2") is None] == [False, True]
    ledger.close()
