"""Debian's PostgreSQL for tests: a server of its own in a temporary folder, reached by a Unix socket."""

from __future__ import annotations

import getpass
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest


class Postgres:
    """A running server that can be stopped and started again; a context manager. Skips the test where there is none.

    It refuses root, who runs it as the package's user `postgres`.
    """

    def __init__(self) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
        if not found:
            pytest.skip("Debian's postgresql is not installed")
        self._binaries = found[-1].parent
        self._as_user = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
        self.folder = Path(tempfile.mkdtemp(prefix="bellwire-pg-"))
        self._data = self.folder / "data"
        if self._as_user:
            shutil.chown(self.folder, "postgres")

    def __enter__(self) -> Postgres:
        self._run("initdb", "-D", str(self._data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._runs():
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Return when it answers."""
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off"
        self._run("pg_ctl", "-D", str(self._data), "-l", f"{self.folder}/log", "-o", options, "-w", "start")

    def stop(self) -> None:
        """At once, as a crash would: every connection breaks, and the next start recovers."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def revive(self) -> None:
        """Start it if it does not run."""
        if not self._runs():
            self.start()

    def _runs(self) -> bool:
        return (self._data / "postmaster.pid").exists()

    def database(self, name: str) -> str:
        """The ledger URL of a new empty database."""
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def connect(self, name: str) -> psycopg.Connection[tuple[object, ...]]:
        """A connection of the test's own to a database; each statement is a transaction."""
        return psycopg.connect(f"host={self.folder} user=postgres dbname={name}", autocommit=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as_user, str(self._binaries / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=300, cwd=self.folder)
