"""What came by each feed is counted once, whoever counts; on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest

from bellwire.ledger import FeedArrivals, Ledger
from bellwire.stream.steps import Steps
from bellwire.wire import Article
from kit.alerts import NOON
from kit.fakes import FakeReader, FakeWatcher

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def arrive(ledger: Ledger, feed: str, *ago: timedelta) -> None:
    for one in ago:
        with ledger.watching(()) as tx:
            tx.arrived(feed, NOON - one)


def test_a_feed_has_its_latest_article_and_how_many_came_within_a_day(ledger: Ledger) -> None:
    arrive(ledger, "afp", 30 * HOUR, 23 * HOUR, 5 * MINUTE, 2 * MINUTE, 7 * MINUTE)
    arrive(ledger, "", HOUR)
    assert ledger.feeds(NOON) == [FeedArrivals("", NOON - HOUR, 1), FeedArrivals("afp", NOON - 2 * MINUTE, 4)]


def test_a_ledger_without_articles_knows_no_feed(ledger: Ledger) -> None:
    assert ledger.feeds(NOON) == []


def test_what_leaves_no_trace_is_not_counted(ledger: Ledger) -> None:
    with pytest.raises(RuntimeError), ledger.watching(()) as tx:
        tx.arrived("afp", NOON)
        raise RuntimeError
    assert ledger.feeds(NOON) == []


def test_several_writers_count_each_once(ledger: Ledger) -> None:
    writers = [Thread(target=arrive, args=(ledger, "afp", *([MINUTE] * 25))) for _ in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert ledger.feeds(NOON) == [FeedArrivals("afp", NOON - MINUTE, 100)]


def test_a_version_that_comes_again_is_counted_once(ledger: Ledger) -> None:
    steps = Steps(ledger, FakeWatcher(), lambda changes, now: [])
    for version in ("1", "2", "2"):
        steps.watch(FakeReader().read(Article(uri="urn:a", version=version, headline="x")), NOON)
    assert [feed.day for feed in ledger.feeds(NOON)] == [2]


def test_any_name_that_a_feed_can_have_is_counted(ledger: Ledger) -> None:
    for name in ("AFP wire/1", "n" * 5000, "nul\0", "Агентство"):
        arrive(ledger, name, MINUTE)
    assert len(ledger.feeds(NOON)) == 4
