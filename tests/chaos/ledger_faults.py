"""What happens to the ledger: it is gone, cut off in mid-transaction, locked by another, or its disk is full."""

from __future__ import annotations

import sqlite3
import time

from .disks import no_room
from .stage import Stage

#: Seconds in which a slow machine's worker must have begun a transaction.
PATIENCE = 300


def ledger_gone(stage: Stage) -> None:
    """PostgreSQL stops at once, and starts again later."""
    for _ in range(3 if stage.long else 1):
        stage.until_more(20)
        seconds = stage.chance.uniform(2, 30) if stage.long else 3.0
        stage.machines.postgres.stop()
        time.sleep(seconds)
        stage.machines.postgres.start()
        stage.heals()
        stage.say(f"PostgreSQL stopped for {seconds:.0f} s")


def ledger_cut(stage: Stage) -> None:
    """Connections to PostgreSQL are killed in the midst of their transactions."""
    cut, began, enough = 0, time.monotonic(), 40 if stage.long else 4
    database, most = stage.name.replace("-", "_"), 0.75 * len(stage.sent)
    with stage.machines.postgres.connect(database) as connection:
        while time.monotonic() < began + (enough if cut or stage.answered >= most else PATIENCE):
            if cut and stage.answered >= most:
                break
            ended = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = 'client backend'"
            ).fetchall()
            cut += len(ended)
            time.sleep(0.3 if ended else 0.001)
    stage.heals()
    assert cut or stage.answered >= most, "no transaction was met"
    stage.say(f"{cut} connections killed in mid-transaction")


def ledger_locked(stage: Stage) -> None:
    """Another process holds the SQLite file."""
    file = stage.settings.ledger_url.removeprefix("sqlite:///")
    for seconds in (5.0, 50.0) if stage.long else (4.0,):
        stage.until_more(20)
        other = sqlite3.connect(file, timeout=60, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        time.sleep(seconds)
        other.close()
        stage.heals()
        stage.say(f"the ledger's file locked by another process for {seconds:.0f} s")


def disk_full(stage: Stage) -> None:
    """The ledger's file system has no room, and later has."""
    for seconds in (5.0, 20.0) if stage.long else (4.0,):
        stage.until_more(20)
        with no_room(stage.folder / "ledger", [post.pid for post in stage.posts]) as how:
            time.sleep(seconds)
        stage.heals()
        stage.say(f"no room for the ledger for {seconds:.0f} s ({how})")
