"""What is about the database is Unavailable, and tried again; what is about the values that were given is not."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from bellwire.errors import Unavailable
from bellwire.ledger import Ledger, open_ledger
from bellwire.ledger.engine import DARK_SECONDS, connect, reachable
from bellwire.reading.reading import Outcome
from bellwire.watch.thread import Changes, KnownVersion


def _write(ledger: Ledger) -> None:
    with ledger.watching(["SY"]) as tx:
        tx.apply(Changes(version=KnownVersion(uri="urn:a", version="1", outcome=Outcome.READ)))


@pytest.fixture
def ask(postgres_url: str) -> Iterator[Callable[[str], object]]:
    """Says something to the database as its superuser."""
    with psycopg.connect(postgres_url.replace("postgresql+psycopg", "postgresql"), autocommit=True) as connection:
        yield connection.execute


@contextmanager
def _read_only(ask: Callable[[str], object], name: str) -> Iterator[None]:
    ask(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    yield
    ask("SET default_transaction_read_only = off")
    ask(f"ALTER DATABASE {name} RESET default_transaction_read_only")


@contextmanager
def _without_a_table(ask: Callable[[str], object], name: str) -> Iterator[None]:
    ask("ALTER TABLE articles RENAME TO elsewhere")
    yield
    ask("ALTER TABLE elsewhere RENAME TO articles")


@contextmanager
def _without_the_right(ask: Callable[[str], object], name: str) -> Iterator[None]:
    ask(f"REVOKE INSERT ON articles FROM {name}")
    yield
    ask(f"GRANT INSERT ON articles TO {name}")


@contextmanager
def _with_all_connections_taken(ask: Callable[[str], object], name: str) -> Iterator[None]:
    ask(f"ALTER ROLE {name} CONNECTION LIMIT 0")
    yield
    ask(f"ALTER ROLE {name} CONNECTION LIMIT -1")


@pytest.mark.postgres
@pytest.mark.parametrize("trouble", [_read_only, _without_a_table, _without_the_right, _with_all_connections_taken])
def test_what_is_about_the_server_is_unavailable_and_goes_on_once_it_is_mended(
    trouble: Callable[..., contextmanager[None]], postgres_url: str, ask: Callable[[str], object]
) -> None:
    open_ledger(postgres_url).close()
    name = postgres_url.partition("@/")[2].partition("?")[0]  # The role has the name of the database.
    ask(f"CREATE ROLE {name} LOGIN")
    ask(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {name}")
    ask(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {name}")
    ledger = open_ledger(postgres_url.replace("postgres@", f"{name}@"))
    ledger._engine.dispose()
    with trouble(ask, name):
        for _ in range(2):
            with pytest.raises(Unavailable, match="the ledger cannot be reached"):
                _write(ledger)
    _write(ledger)
    ledger.close()


@pytest.mark.parametrize(
    ("sqlstate", "passes"),
    [
        *((code, True) for code in ("08006", "25006", "25P03", "28P01", "3D000", "40001", "40P01", "42501", "42P01")),
        *((code, True) for code in ("42703", "53100", "53300", "55P03", "57014", "57P01", "57P02", "57P03", "58030")),
        *((code, False) for code in ("22001", "22021", "23505", "23514", "54000", "54001", "0A000")),
    ],
)
def test_every_sort_of_error_of_postgresql_is_told_apart(sqlstate: str, passes: bool) -> None:
    error = psycopg.errors.lookup(sqlstate)("told")
    with pytest.raises(Unavailable if passes else DBAPIError), reachable():
        raise DBAPIError("SELECT", {}, error)


@pytest.mark.parametrize("trouble", ["ALTER TABLE articles RENAME TO elsewhere", "DROP TABLE articles"])
def test_a_sqlite_ledger_without_a_table_is_unavailable(trouble: str, tmp_path: Path) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path}/ledger.db")
    with sqlite3.connect(tmp_path / "ledger.db") as other:
        other.execute(trouble)
    other.close()
    with pytest.raises(Unavailable, match="no such table"):
        _write(ledger)
    ledger.close()


def test_a_sqlite_ledger_that_may_only_be_read_is_unavailable(tmp_path: Path) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path}/ledger.db")
    with ledger._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = on")
    with pytest.raises(Unavailable, match="readonly"):
        _write(ledger)
    ledger.close()


def test_a_server_that_never_answers_is_unavailable_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Unavailable):
        open_ledger(f"postgresql://x@127.0.0.1:{silent.getsockname()[1]}/x?connect_timeout=2")


def test_a_connection_whose_other_side_is_gone_is_given_up_in_time_unless_the_url_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[dict[str, Any]] = []

    def connects(*_: object, **arguments: Any) -> NoReturn:
        asked.append(arguments)
        raise psycopg.OperationalError("no")

    monkeypatch.setattr(psycopg, "connect", connects)
    for url in ("postgresql://x@localhost/x", "postgresql://x@localhost/x?keepalives_idle=60"):
        with pytest.raises(DBAPIError):
            connect(url).connect()
    patient, chosen = asked
    assert (patient["connect_timeout"], patient["tcp_user_timeout"]) == (10, DARK_SECONDS * 1000)
    assert patient["keepalives_idle"] + patient["keepalives_count"] * patient["keepalives_interval"] == DARK_SECONDS
    assert chosen["keepalives_idle"] == "60"
