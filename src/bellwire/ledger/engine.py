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
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import ConnectionPoolEntry

from bellwire.errors import BellwireError, Unavailable
from bellwire.ledger import checkpoints
from bellwire.ledger.checkpoints import Checkpoints

#: Seconds a writer waits for another one before it gives up with Unavailable.
BUSY_SECONDS = 30.0

#: The first one that takes JSON apart by "->>".
_SQLITE = (3, 38)

#: KiB of pages that a connection keeps, so that of a large ledger not every look-up reads its index anew.
_CACHE = "PRAGMA cache_size=-32768"

#: Seconds until a server that does not answer any more counts as out of reach: a new connection, and one that was
#: open, of which the kernel asks after ten seconds of silence whether the other side is still there.
DARK_SECONDS = 30.0
_PATIENT_CONNECTION = {
    "connect_timeout": 10,
    "tcp_user_timeout": round(DARK_SECONDS * 1000),
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
}

#: What SQLite's errors are about when it is not the values that were given: by primary code (sqlite.org/rescode.html),
#: from "permission denied" over "busy", "read-only", "I/O error" and "full" to "the schema changed"; and by its words
#: where the code is the general one.
_SQLITE_PASSES = frozenset({3, 5, 6, 7, 8, 10, 13, 14, 15, 17, 22, 23})
_SQLITE_SAYS = ("no such table", "no such column")

#: The same of PostgreSQL, by class of SQLSTATE (its manual, appendix A): connections, transactions, authorization, no
#: such database, rolled back, rights and names, resources, state, operators, system, configuration, internal. What is
#: about values (22, 23) or their size (54) is about the message, and will be so again.
_POSTGRES_PASSES = frozenset({"08", "25", "26", "28", "3D", "3F", "40", "42", "53", "55", "57", "58", "F0", "XX"})

#: This server may not be written: the pool's connections all lead to one that is in reserve, and new ones may not.
_READ_ONLY = "25006"


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
        if "@" in (parsed.host or ""):  # What comes before it would be the end of a password, told in every error.
            raise BellwireError("the ledger's URL has an @ in its user or password: write it as %40")
        try:
            engine = create_engine(
                parsed.set(drivername="postgresql+psycopg"),
                pool_pre_ping=True,
                pool_timeout=BUSY_SECONDS,
                hide_parameters=True,  # An error that is logged must not tell the copy.
                connect_args={name: value for name, value in _PATIENT_CONNECTION.items() if name not in parsed.query},
            )
        except NoSuchModuleError as error:
            raise BellwireError("PostgreSQL needs the psycopg package") from error
        event.listen(engine, "connect", _limit)
        event.listen(engine, "handle_error", _leave_a_reserve)
        return engine
    raise BellwireError(f"the ledger knows SQLite and PostgreSQL, not {parsed.get_backend_name()}")


def _limit(connection: Any, entry: ConnectionPoolEntry) -> None:
    """No process may hold others up for long: one that is frozen in a transaction loses it, with the theatres that it
    holds, and one that waits for a theatre gives up with Unavailable and tries again."""
    milliseconds = str(round(BUSY_SECONDS * 1000))
    for name in ("idle_in_transaction_session_timeout", "lock_timeout"):
        connection.execute("SELECT set_config(%s, %s, false)", (name, milliseconds))
    connection.commit()


def _leave_a_reserve(context: ExceptionContext) -> None:
    """After a failover, have the next try connect anew."""
    if getattr(context.original_exception, "sqlstate", None) == _READ_ONLY:
        context.is_disconnect = True


def _sqlite(url: str, database: str | None, there: bool) -> Engine:
    if not database or database == ":memory:":
        raise BellwireError("the ledger needs a file: sqlite:///FILE")
    if sqlite3.sqlite_version_info < _SQLITE:
        needed = ".".join(map(str, _SQLITE))
        raise BellwireError(f"the ledger needs SQLite {needed} or later, this Python has {sqlite3.sqlite_version}")
    folder = Path(database).absolute().parent
    if not folder.is_dir():
        raise BellwireError(f"the ledger's folder does not exist: {folder}")
    if there and not Path(database).is_file():
        raise BellwireError(f"there is no ledger at {database}; give the URL of one that is there", reason="no-ledger")
    _for_its_owner_alone(Path(database))
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, pool_timeout=BUSY_SECONDS, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "commit", Checkpoints(Path(database)).committed)
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
    connection.execute(checkpoints.AUTO)
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
    """Whether it is about the database and not about what was to be written: then waiting, or a person, helps."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        return code in _SQLITE_PASSES or any(words in str(cause) for words in _SQLITE_SAYS)
    sqlstate = getattr(cause, "sqlstate", None)
    if sqlstate is not None:
        return sqlstate[:2] in _POSTGRES_PASSES
    # psycopg: without a word of the server, an OperationalError is a connection that was lost or never came.
    names = {kind.__name__ for kind in type(cause).__mro__}
    return error.connection_invalidated or bool(names & {"OperationalError", "InterfaceError"})
