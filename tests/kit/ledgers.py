"""Ledgers for tests, quick to make; and what stands in one, to compare two."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from bellwire.ledger import Ledger, open_ledger
from bellwire.ledger.tables import ALERTS, ARTICLES, EVENTS, FEED_HOURS, TEMPOS, TEXTS, THREAD_KEYS, THREADS, TOUCHED
from bellwire.watch.alert import Alert

#: All that is remembered; the outbox is only on its way out, and theatres are locks.
_REMEMBERED = (ARTICLES, THREADS, THREAD_KEYS, TOUCHED, TEMPOS, EVENTS, ALERTS, FEED_HOURS, TEXTS)


@cache
def _empty() -> bytes:
    """The file of an empty ledger."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "ledger.db"
        open_ledger(f"sqlite:///{file}").close()
        return file.read_bytes()


def ledger_in(file: Path) -> Ledger:
    """The ledger in a file, an empty one where there is none. Its tables are made once in a process: that takes ten
    times as long as to open one that has them."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_bytes(_empty())
    return open_ledger(f"sqlite:///{file}")


def rows(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that remembers, but for its place in a sequence, in order."""
    with ledger._engine.connect() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(select(*(c for c in table.c if c.name != "seq")))), key=repr
            )
            for table in _REMEMBERED
        }


def latest_alerts(ledger: Ledger, limit: int = 200) -> list[Alert]:
    """The newest alert version of each thread, last decided first."""
    return [alert for _, alert in ledger.alerts_before(None, limit)]
