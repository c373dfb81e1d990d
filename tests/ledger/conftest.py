"""The same tests on both databases: SQLite in a temporary folder, Debian's PostgreSQL on a Unix socket in another."""

from __future__ import annotations

import contextlib
import getpass
import itertools
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bellwire.ledger import Ledger, open_ledger


def binaries() -> Path | None:
    """Where PostgreSQL's newest server is installed, None where it is not."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextlib.contextmanager
def server() -> Iterator[str]:
    """The folder of a running server's socket. It refuses root, who runs it as the package's user `postgres`."""
    found = binaries()
    assert found is not None, "ask binaries() first"
    as_user = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
    folder = Path(tempfile.mkdtemp(prefix="bellwire-pg-"))
    if as_user:
        shutil.chown(folder, "postgres")
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run([*as_user, *command], check=True, stdout=subprocess.DEVNULL, timeout=60, cwd=folder)

    try:
        run(f"{found}/initdb", "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        run(f"{found}/pg_ctl", "-D", str(data), "-l", f"{folder}/log", "-o", options, "-w", "start")
        try:
            yield str(folder)
        finally:
            run(f"{found}/pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def url_of(folder: str, database: str) -> str:
    """The ledger URL of a database on the server in `folder`."""
    return f"postgresql+psycopg://postgres@/{database}?host={folder}"


_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[str]:
    """A PostgreSQL server, started once."""
    if binaries() is None:
        pytest.skip("Debian's postgresql is not installed")
    with server() as folder:
        yield folder


@pytest.fixture
def postgres_url(postgres_folder: str) -> str:
    """A new empty database on it."""
    name = f"bellwire{next(_numbers)}"
    with psycopg.connect(f"host={postgres_folder} user=postgres dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url_of(postgres_folder, name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each sort."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    """An open ledger of each sort."""
    opened = open_ledger(url)
    yield opened
    opened.close()
