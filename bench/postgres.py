"""A PostgreSQL server of a bench's own, as durable as it is by default, in a folder that is gone afterwards."""

from __future__ import annotations

import getpass
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


def binaries() -> Path | None:
    """Where Debian's newest PostgreSQL lies, if there is one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    return found[-1] if found else None


@contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """The ledger URL of an empty database. The server refuses root, who runs it as the package's user."""
    folder = Path(tempfile.mkdtemp(prefix="bellwire-bench-pg-"))
    as_user = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
    if as_user:
        shutil.chown(folder, "postgres")

    def run(program: str, *words: str) -> None:
        command = [*as_user, str(programs / program), "-D", str(folder / "data"), *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=120, cwd=folder)

    try:
        run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8")
        options = f"-c listen_addresses= -c unix_socket_directories={folder}"
        run("pg_ctl", "-l", f"{folder}/log", "-o", options, "-w", "start")
        try:
            with psycopg.connect(f"host={folder} user=postgres dbname=postgres", autocommit=True) as connection:
                connection.execute("CREATE DATABASE bellwire")
            yield f"postgresql+psycopg://postgres@/bellwire?host={folder}"
        finally:
            run("pg_ctl", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
