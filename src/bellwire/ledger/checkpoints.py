"""SQLite's write-ahead log goes into its file beside the transactions, not within one of them.

SQLite itself lets the commit that finds the log long write all of it into the file: that one reading waits for the work
of hundreds, and the larger the ledger, the more pages they wrote. Here every so many commits a thread does it, which
writers and readers do not wait for (sqlite.org/pragma.html, wal_checkpoint, PASSIVE). Only a writer that pauses can
begin the log anew, so SQLite's own rule stays, for a log so long that under steady load it seldom applies, and then
finds most of its work done.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

from sqlalchemy import Connection

#: Commits of this process from one checkpoint to the next.
COMMITS = 64
#: Pages in the log from which SQLite's own rule applies: 128 MiB.
AUTO = "PRAGMA wal_autocheckpoint=32000"


class Checkpoints:
    """Those of one file, by one process."""

    def __init__(self, file: Path) -> None:
        self._uri = f"{file.absolute().as_uri()}?mode=rw"
        self._commits = count(1)
        self._working = threading.Lock()

    def committed(self, connection: Connection) -> None:
        """Count a commit; start a checkpoint if it is time and none is at work."""
        if connection.get_execution_options().get("reading", False) or next(self._commits) % COMMITS:
            return
        if self._working.acquire(blocking=False):
            threading.Thread(target=self._work, name="checkpoint").start()

    def _work(self) -> None:
        try:
            # What hinders it hinders a writer too, who tells; what is left undone the next one does.
            with suppress(sqlite3.Error), closing(sqlite3.connect(self._uri, uri=True)) as connection:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        finally:
            self._working.release()
