"""What an old ledger remembers and no topic holds comes into the new one, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bellwire.errors import BellwireError
from bellwire.ledger import Ledger, open_ledger
from bellwire.ledger.tables import METADATA, SENDERS
from bellwire.ledger.takeover import TAKEN
from kit.alerts import NOON, alert, keep
from kit.people import at_work

#: What is built anew, is a lock, or is on its way out.
ANEW = {
    *("articles", "threads", "thread_keys", "touched", "events", "alerts", "tempos", "feed_hours", "texts"),
    *("theatres", "outbox"),
}


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger in which people have been at work, and the sender decided on t1 and t2, not on t3."""
    made = open_ledger(f"sqlite:///{tmp_path / 'old.db'}")
    made.sequence.take_turn("desk", NOON, 30)
    first = alert("t1")
    keep(made, first, alert("t2"), alert("t3"))
    at_work(made, first, NOON, decided=2)
    yield made
    made.close()


def rows(ledger: Ledger) -> dict[str, list[object]]:
    with ledger._engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(*(c for c in table.c if c.name != "seq")))]
            for table in TAKEN
        }


def test_every_table_is_built_anew_or_taken_over() -> None:
    assert {table.name for table in METADATA.sorted_tables} == ANEW | {table.name for table in (*TAKEN, SENDERS)}


def test_every_row_comes_over_once(old: Ledger, ledger: Ledger) -> None:
    counts = ledger.take_over(old)
    assert rows(ledger) == rows(old)
    assert all(counts.values()), counts
    with pytest.raises(BellwireError, match="the new ledger has deeds already"):
        ledger.take_over(old)


def test_the_sender_goes_on_where_it_stood_though_places_are_other_numbers(old: Ledger, ledger: Ledger) -> None:
    keep(ledger, alert("t0"), alert("t2"), alert("t1"), alert("t3"), alert("t4"))
    ledger.take_over(old)
    position = ledger.sequence.position()
    assert [one.thread for _, one in ledger.sequence.alerts_after(position, 9)] == ["t3", "t4"]
    assert ledger.sequence.unknown() == 0
    assert ledger.sequence.take_turn("new", NOON + timedelta(hours=1), 30)


def test_alerts_in_another_order_are_decided_on_again_rather_than_never(old: Ledger, ledger: Ledger) -> None:
    keep(ledger, alert("t1"), alert("t3"), alert("t2"))
    ledger.take_over(old)
    position = ledger.sequence.position()
    assert [one.thread for _, one in ledger.sequence.alerts_after(position, 9)] == ["t3", "t2"]


def test_what_was_not_known_before_is_not_known_after(old: Ledger, ledger: Ledger) -> None:
    old.sequence.forget()
    keep(ledger, alert("t0"), alert("t1"), alert("t2"), alert("t3"), alert("t4"))
    ledger.take_over(old)
    assert ledger.sequence.unknown() == ledger.sequence.position() == ledger.sequence.taken(0, 99)[3]


def test_an_old_ledger_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(BellwireError, match="there is no ledger at"):
        open_ledger(f"sqlite:///{tmp_path / 'typo.db'}", there=True)
    assert list(tmp_path.iterdir()) == []
