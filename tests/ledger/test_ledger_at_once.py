"""Several writers, and writers that die: nothing is lost, nothing half done."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.synchronize import Event as Signal

import msgspec
import psycopg
import pytest

from bellwire.errors import Unavailable
from bellwire.ledger import Ledger, OutboxMessage, open_ledger
from bellwire.reading.reading import Outcome
from bellwire.watch.thread import Changes, KnownVersion, Thread, ThreadKey
from kit.alerts import GROUND, NOON, thread
from kit.ledgers import latest_alerts

SPAWN = multiprocessing.get_context("spawn")
ROUNDS = 25


def _count_up(url: str, name: str) -> None:
    """Read a thread's theatre, add one to it, write: loses counts unless theatres are held."""
    ledger = open_ledger(url)
    for number in range(ROUNDS):
        with ledger.watching(["SY", "IQ"] if name == "a" else ["IQ", "SY"]) as tx:
            (found,) = tx.known("urn:none", [GROUND]).threads
            more = msgspec.structs.replace(found, theatre=str(int(found.theatre) + 1))
            version = KnownVersion(uri=f"urn:{name}", version=str(number), outcome=Outcome.READ)
            tx.apply(
                Changes(version=version, threads=(more,)), [OutboxMessage("alerts", "t1", (), more.theatre.encode())]
            )
    ledger.close()


def _stall(url: str, inside: Signal) -> None:
    ledger = open_ledger(url)
    with ledger.watching(["SY"]) as tx:
        tx.apply(Changes(threads=(thread("half"),)), [OutboxMessage("alerts", "half", (), b"")])
        inside.set()
        time.sleep(600)


def _end_connections(url: str) -> None:
    """As when the server restarts."""
    plain = url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _counter() -> Thread:
    return msgspec.structs.replace(thread("t1"), theatre="0")


def test_two_processes_that_write_at_once_lose_no_step(ledger: Ledger, url: str) -> None:
    with ledger.watching(["SY"]) as tx:
        tx.apply(Changes(threads=(_counter(),)))
    writers = [SPAWN.Process(target=_count_up, args=(url, name)) for name in "ab"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    found = ledger.thread("t1")
    assert found is not None and found.theatre == str(2 * ROUNDS)
    assert [row.message.value for row in ledger.unpublished()] == [str(n).encode() for n in range(1, 2 * ROUNDS + 1)]


def test_a_writer_killed_in_its_transaction_leaves_no_trace_and_no_lock(ledger: Ledger, url: str) -> None:
    inside = SPAWN.Event()
    writer = SPAWN.Process(target=_stall, args=(url, inside))
    writer.start()
    assert inside.wait(60)
    assert writer.pid is not None
    os.kill(writer.pid, signal.SIGKILL)
    writer.join(60)
    with ledger.watching(["SY"]) as tx:
        assert tx.known("urn:a", [GROUND]).threads == ()
        tx.apply(Changes(threads=(thread("whole"),)))
    assert ledger.thread("whole") is not None
    assert ledger.unpublished() == []


def test_readers_do_not_wait_for_a_writer(ledger: Ledger) -> None:
    with ledger.watching(["SY"]) as tx:
        tx.apply(Changes(threads=(thread("t1"),)))
        assert latest_alerts(ledger) == []
        assert ledger.thread("t1") is None


def test_a_kill_without_events_holds_the_theatres_its_article_told_of(ledger: Ledger) -> None:
    with ledger.watching(["SY"]) as tx:
        tx.apply(Changes(threads=(_counter(),)))
    entered, order = threading.Event(), list[str]()

    def update() -> None:
        entered.set()
        with ledger.watching(["SY"]) as tx:
            order.append("update")
            tx.known("urn:other", [GROUND])

    with ledger.watching([], uris=["urn:a"]):
        other = threading.Thread(target=update)
        other.start()
        assert entered.wait(10)
        other.join(0.3)  # It must still wait.
        order.append("kill")
    other.join(30)
    assert order == ["kill", "update"]


def test_two_versions_of_an_article_are_watched_one_after_the_other_whatever_they_tell_of(ledger: Ledger) -> None:
    """A kill tells of no country; watched beside its victim it would find nothing to take back."""
    entered, order = threading.Event(), list[str]()

    def kill() -> None:
        entered.set()
        with ledger.watching([], uris=["urn:new"]) as tx:
            order.append("kill")
            assert [one.version for one in tx.known("urn:new", []).versions] == ["1"]

    with ledger.watching(["SY"], uris=["urn:new"]) as tx:
        other = threading.Thread(target=kill)
        other.start()
        assert entered.wait(10)
        other.join(0.3)  # It must still wait.
        tx.apply(Changes(version=KnownVersion(uri="urn:new", version="1", outcome=Outcome.READ)))
        order.append("first")
    other.join(30)
    assert order == ["first", "kill"]


@pytest.mark.postgres
def test_on_postgresql_different_theatres_do_not_wait_for_each_other(postgres_url: str) -> None:
    ledger = open_ledger(postgres_url)
    with ledger.watching(["SY"]) as one, ledger.watching(["IQ"]) as two:
        one.apply(Changes(threads=(thread("t1"),)))
        two.apply(Changes(threads=(thread("t2", uri="urn:b", keys=(ThreadKey("IQ", "ground"),)),)))
    assert ledger.counts()["threads"] == 2
    ledger.close()


@pytest.mark.postgres
def test_on_postgresql_a_thread_that_one_clock_holds_is_not_due_for_another(postgres_url: str) -> None:
    ledger = open_ledger(postgres_url)
    with ledger.watching(["SY"]) as tx:
        tx.apply(Changes(threads=(thread("t1", due=NOON),)))
    with ledger.watching([]) as one, ledger.watching([]) as two:
        assert [len(one.due(NOON)), len(two.due(NOON))] == [1, 0]
    ledger.close()


@pytest.mark.postgres
def test_on_postgresql_a_lost_connection_is_unavailable_and_the_next_one_works(postgres_url: str) -> None:
    ledger = open_ledger(postgres_url)
    with pytest.raises(Unavailable), ledger.watching(["SY"]) as tx:
        tx.apply(Changes(threads=(thread("t1"),)))
        _end_connections(postgres_url)
        tx.apply(Changes(threads=(thread("t2"),)))
    assert ledger.thread("t1") is None
    with ledger.watching(["SY"]) as tx:
        tx.apply(Changes(threads=(thread("t1"),)))
    assert ledger.thread("t1") is not None
    ledger.close()


@pytest.mark.postgres
def test_on_postgresql_watchers_of_the_same_theatres_in_any_order_do_not_deadlock(postgres_url: str) -> None:
    ledger = open_ledger(postgres_url)
    failed: list[Exception] = []

    def watch(countries: list[str]) -> None:
        try:
            for number in range(20):
                with ledger.watching([*countries, f"N{number}"]):
                    pass
        except Exception as error:  # It must reach the test.
            failed.append(error)

    watchers = [
        threading.Thread(target=watch, args=(order,)) for order in (["SY", "IQ", "IR"], ["IR", "SY"], ["IQ", "IR"])
    ]
    for watcher in watchers:
        watcher.start()
    for watcher in watchers:
        watcher.join(60)
    assert failed == []
    ledger.close()


@pytest.mark.postgres
def test_on_postgresql_a_writer_that_stands_still_in_its_transaction_loses_it_to_those_that_wait(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bellwire.ledger.engine.BUSY_SECONDS", 1.0)
    frozen, other = open_ledger(postgres_url), open_ledger(postgres_url)
    with pytest.raises(Unavailable), frozen.watching(["SY"]) as tx:
        tx.apply(Changes(threads=(thread("t1"),)))
        began = time.monotonic()
        while True:
            try:
                with other.watching(["SY"]) as next_one:
                    next_one.apply(Changes(threads=(thread("t2"),)))
                break
            except Unavailable:
                assert time.monotonic() < began + 120
        tx.apply(Changes(threads=(thread("t3"),)))
    assert [other.thread(name) is not None for name in ("t1", "t2", "t3")] == [False, True, False]
    for ledger in (frozen, other):
        ledger.close()


@pytest.mark.postgres
def test_on_postgresql_who_waits_too_long_for_a_theatre_gives_up_as_unavailable(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = open_ledger(postgres_url)
    monkeypatch.setattr("bellwire.ledger.engine.BUSY_SECONDS", 0.2)
    other = open_ledger(postgres_url)
    with holder.watching(["SY"]), pytest.raises(Unavailable), other.watching(["SY"]):
        pass
    for ledger in (holder, other):
        ledger.close()


def test_a_sqlite_writer_gives_up_as_unavailable(tmp_path: os.PathLike[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bellwire.ledger.engine.BUSY_SECONDS", 0.05)
    ledger = open_ledger(f"sqlite:///{tmp_path}/ledger.db")
    with (
        ledger.watching([]),
        pytest.raises(Unavailable, match="locked"),
        ledger.watching([]),
    ):
        pass
    ledger.close()
