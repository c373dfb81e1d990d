"""SQLite's log goes into its file beside the transactions: what was committed stands in the file itself before long."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bellwire.ledger.checkpoints import COMMITS, Checkpoints
from bellwire.ledger.engine import connect

#: Seconds in which a checkpoint is done on any machine.
PATIENCE = 20.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def engine(file: Path) -> Engine:
    made = connect(f"sqlite:///{file}")
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE notes (number INTEGER)"))
    return made


def commit(engine: Engine, times: int) -> None:
    for number in range(times):
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO notes VALUES (:number)"), {"number": number})


def in_file(file: Path, copy: Path) -> int:
    """How many notes the file holds without its log."""
    copy.write_bytes(file.read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        try:
            [found] = connection.execute("SELECT count(*) FROM notes").fetchone()
        except sqlite3.DatabaseError:  # Copied in the middle of a checkpoint, or before the first.
            return 0
    return int(found)


def test_what_was_committed_goes_into_the_file_without_a_writer_s_doing(
    engine: Engine, file: Path, tmp_path: Path
) -> None:
    assert in_file(file, tmp_path / "copy.db") == 0
    commit(engine, COMMITS)
    until = time.monotonic() + PATIENCE
    while in_file(file, tmp_path / "copy.db") < COMMITS // 2 and time.monotonic() < until:
        time.sleep(0.05)
    assert in_file(file, tmp_path / "copy.db") >= COMMITS // 2
    engine.dispose()


def test_one_who_reads_does_not_hold_it_up_nor_is_held_up(engine: Engine, file: Path, tmp_path: Path) -> None:
    with engine.execution_options(reading=True).begin() as reading:
        assert reading.execute(text("SELECT count(*) FROM notes")).scalar_one() == 0
        commit(engine, 3 * COMMITS)
        assert reading.execute(text("SELECT count(*) FROM notes")).scalar_one() == 0
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM notes")).scalar_one() == 3 * COMMITS
    engine.dispose()


def test_a_ledger_that_is_gone_is_not_made_anew(engine: Engine, file: Path) -> None:
    checkpoints = Checkpoints(file)
    with engine.connect() as connection:
        file.unlink()
        for _ in range(COMMITS):
            checkpoints.committed(connection)
        time.sleep(0.2)
    assert not file.exists()
    engine.dispose()
