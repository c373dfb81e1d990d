"""A database by its URL, set up so that SQLite and PostgreSQL behave alike; and their errors in our words."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from bellwire.errors import BellwireError, Unavailable

#: Seconds a writer waits for another one before it gives up with Unavailable.
BUSY_SECONDS = 30.0

#: How many pages the write-ahead log holds before they go into the file; of a large ledger each step writes others.
_CHECKPOINT = "PRAGMA wal_autocheckpoint=8000"
#: KiB of pages that a connection keeps, so that of a large ledger not every look-up reads its index anew.
_CACHE = "PRAGMA cache_size=-32768"

#: What SQLite says when waiting helps; its other OperationalErrors ("no such table") are faults of ours.
_SQLITE_PASSES = ("locked", "busy", "disk", "full", "unable to open", "readonly")


def connect(url: str, *, there: bool = False) -> Engine:
    """An engine for `sqlite:///FILE` or `postgresql+psycopg://…`; raises BellwireError for any other URL, and for a
    FILE that must be `there` and is not."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise BellwireError(
            f"the ledger's URL cannot be read ({url.partition(':')[0]}:…); give sqlite:///FILE or postgresql://…"
        ) from None
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url, parsed.database, there)
    if parsed.get_backend_name() == "postgresql":
        try:
            engine = create_engine(
                parsed.set(drivername="postgresql+psycopg"),
                pool_pre_ping=True,
                pool_timeout=BUSY_SECONDS,
                hide_parameters=True,  # An error that is logged must not tell the copy.
            )
        except NoSuchModuleError as error:
            raise BellwireError("PostgreSQL needs the psycopg package") from error
        event.listen(engine, "connect", _limit)
        return engine
    raise BellwireError(f"the ledger knows SQLite and PostgreSQL, not {parsed.get_backend_name()}")


def _limit(connection: Any, entry: ConnectionPoolEntry) -> None:
    """No process may hold others up for long: one that is frozen in a transaction loses it, with the theatres that it
    holds, and one that waits for a theatre gives up with Unavailable and tries again."""
    milliseconds = str(round(BUSY_SECONDS * 1000))
    for name in ("idle_in_transaction_session_timeout", "lock_timeout"):
        connection.execute("SELECT set_config(%s, %s, false)", (name, milliseconds))
    connection.commit()


def _sqlite(url: str, database: str | None, there: bool) -> Engine:
    if not database or database == ":memory:":
        raise BellwireError("the ledger needs a file: sqlite:///FILE")
    folder = Path(database).absolute().parent
    if not folder.is_dir():
        raise BellwireError(f"the ledger's folder does not exist: {folder}")
    if there and not Path(database).is_file():
        raise BellwireError(f"there is no ledger at {database}", reason="no-ledger")
    _for_its_owner_alone(Path(database))
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, pool_timeout=BUSY_SECONDS, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _for_its_owner_alone(file: Path) -> None:
    """Make a file that is not there yet with mode 0600; SQLite gives what it lays beside it the same mode."""
    with suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _prepare(connection: Any, entry: ConnectionPoolEntry) -> None:
    """Transactions are begun by us, not guessed by the driver; readers never wait for the writer (WAL)."""
    connection.isolation_level = None
    _use_wal(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(_CHECKPOINT)
    connection.execute(_CACHE)


def _use_wal(connection: sqlite3.Connection) -> None:
    """Turning WAL on ignores the busy timeout, so that several first processes have to take turns by themselves."""
    deadline = time.monotonic() + BUSY_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once: one that upgraded from reading could not wait, only fail."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def reachable() -> Iterator[None]:
    """Errors that mean "try again later" become Unavailable, a broken file BellwireError; others pass as they are."""
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable("the ledger has no free connection; try again") from error
    except DBAPIError as error:
        if "not a database" in str(error.orig) or "malformed" in str(error.orig):
            raise BellwireError(f"the ledger's file is broken or no ledger: {error.orig}") from error
        if not _passes(error):
            raise
        raise Unavailable(f"the ledger cannot be reached: {str(error.orig).strip().splitlines()[0]}") from error


def _passes(error: DBAPIError) -> bool:
    cause = error.orig
    if isinstance(cause, sqlite3.OperationalError):
        return any(word in str(cause) for word in _SQLITE_PASSES)
    # psycopg: lost connections, shutdowns, deadlocks, serialization, full disks are all OperationalError.
    names = {kind.__name__ for kind in type(cause).__mro__}
    return error.connection_invalidated or bool(names & {"OperationalError", "InterfaceError"})
