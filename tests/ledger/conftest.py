"""The same tests on both databases: SQLite in a temporary folder, Debian's PostgreSQL on a Unix socket in another."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from bellwire.ledger import Ledger, open_ledger
from kit.ledgers import ledger_in
from kit.postgres import Postgres

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started once."""
    with Postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """A new empty database on it."""
    return postgres.database(f"bellwire{next(_numbers)}")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each sort."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    """An open ledger of each sort."""
    opened = ledger_in(Path(url.removeprefix("sqlite:///"))) if url.startswith("sqlite:") else open_ledger(url)
    yield opened
    opened.close()
