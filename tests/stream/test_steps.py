"""The watcher's steps: each in one transaction, the clock's at the times at which they came due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from bellwire.ledger import Ledger
from bellwire.stream import steps
from bellwire.stream.steps import LATE, Steps
from bellwire.watch.thread import Changes
from kit.alerts import NOON, thread
from kit.fakes import FakeWatcher


class Noting(FakeWatcher):
    """Notes when it was asked about which threads; they are due no more, but for those named "stuck"."""

    def __init__(self) -> None:
        self.ticks: list[tuple[list[str], datetime]] = []

    def tick(self, threads: Any, now: datetime) -> Changes:
        self.ticks.append(([one.id for one in threads], now))
        return Changes(threads=tuple(msgspec.structs.replace(one, due=None) for one in threads if one.id != "stuck"))


def stepping(ledger: Ledger, **due: datetime) -> tuple[Steps, Noting]:
    watcher = Noting()
    with ledger.watching(()) as tx:
        tx.apply(Changes(threads=tuple(thread(name, due=at) for name, at in due.items())))
    return Steps(ledger, watcher, lambda changes, now: []), watcher


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_what_came_due_is_told_as_of_the_time_at_which_it_did(ledger: Ledger) -> None:
    taken, watcher = stepping(ledger, b=at(2), a=at(1), later=at(9))
    taken.tick(at(3), LATE)
    assert watcher.ticks == [(["a"], at(1)), (["b"], at(2))]


def test_what_came_due_while_nobody_ran_the_clock_is_told_as_of_now(ledger: Ledger) -> None:
    taken, watcher = stepping(ledger, a=at(1), b=at(3601))
    taken.tick(at(3602), LATE)
    assert watcher.ticks == [(["a", "b"], at(3602))]


def test_by_a_clock_that_leaps_nothing_is_late(ledger: Ledger) -> None:
    taken, watcher = stepping(ledger, a=at(1), b=at(3601))
    taken.tick(at(99999))
    assert watcher.ticks == [(["a"], at(1)), (["b"], at(3601))]


def test_a_thread_of_which_nothing_comes_does_not_hold_up_what_is_due_later(ledger: Ledger) -> None:
    taken, watcher = stepping(ledger, stuck=at(1), b=at(2))
    taken.tick(at(3), LATE)
    assert [names for names, _ in watcher.ticks] == [["stuck"], ["stuck", "b"]]


def test_more_than_one_step_takes_are_all_taken(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "AT_ONCE", 2)
    taken, watcher = stepping(ledger, a=at(1), b=at(1), c=at(1))
    taken.tick(at(3), LATE)
    assert [names for names, _ in watcher.ticks] == [["a", "b"], ["c"]]
