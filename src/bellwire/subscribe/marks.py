"""What a subscriber has done, in a file of its own: of which topic, where each partition of it goes on, and the last id
of each thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bellwire.errors import BellwireError
from bellwire.subscribe.message import Message
from bellwire.subscribe.wanted import THREADS_REMEMBERED

_TABLES = """
CREATE TABLE IF NOT EXISTS places (topic TEXT, partition INTEGER, next INTEGER, PRIMARY KEY (topic, partition));
CREATE TABLE IF NOT EXISTS topics (topic TEXT PRIMARY KEY, id TEXT);
CREATE TABLE IF NOT EXISTS threads (thread TEXT PRIMARY KEY, last TEXT);
"""


class Marks:
    """One subscriber's file. Raises BellwireError for one that is no such file, or that another subscriber holds."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._closed = False
        with self._explained():
            self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0)
            self._file.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._file.execute("PRAGMA journal_mode=WAL")
            self._file.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
            self._file.execute(
                "DELETE FROM threads WHERE rowid <= (SELECT max(rowid) FROM threads) - ?", (THREADS_REMEMBERED,)
            )

    def places(self, topic: str) -> dict[int, int]:
        """Of each partition of a topic, by its full name, the offset of the first message that was not done."""
        rows = self._file.execute("SELECT partition, next FROM places WHERE topic = ?", (topic,))
        return dict(rows.fetchall())

    def topic_id(self, topic: str) -> str | None:
        """The id of the topic that the places are of, "" where the broker tells none; None where nothing was marked."""
        found = self._file.execute("SELECT id FROM topics WHERE topic = ?", (topic,)).fetchone()
        return found[0] if found else "" if self.places(topic) else None

    def begin(self, topic: str, topic_id: str) -> None:
        """The topic was made anew, with this id: nothing of it is done."""
        with self._explained():
            self._file.execute("BEGIN IMMEDIATE")
            self._file.execute("DELETE FROM places WHERE topic = ?", (topic,))
            self._file.execute("REPLACE INTO topics VALUES (?, ?)", (topic, topic_id))
            self._file.execute("COMMIT")

    def last(self) -> dict[str, str]:
        """The last alert id of each thread that was done, the longest ago first."""
        return dict(self._file.execute("SELECT thread, last FROM threads ORDER BY rowid").fetchall())

    def done(self, topic: str, topic_id: str, message: Message) -> None:
        """Note, in one step, that everything in this message's partition is done up to and with it; where the topic was
        made anew since it came (`topic_id` is the one it came from), only that its alert is."""
        version = str(message.data.get("id", "")) if message.topic == "alerts" else ""
        if self._closed:
            raise BellwireError(f"{self._path}: the subscription has ended; mark what is done while it is open")
        with self._explained():
            self._file.execute("BEGIN IMMEDIATE")
            known = self.topic_id(topic)
            if not known or not topic_id or known == topic_id:
                place = topic, message.partition, message.offset + 1
                self._file.execute("REPLACE INTO places VALUES (?, ?, ?)", place)
                self._file.execute("REPLACE INTO topics VALUES (?, ?)", (topic, topic_id or known or ""))
            if version:
                self._file.execute("REPLACE INTO threads VALUES (?, ?)", (message.key, version))
            self._file.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file; a second time does nothing."""
        self._closed = True
        self._file.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            held = "another subscriber holds it" if "locked" in str(error) else str(error)
            raise BellwireError(f"{self._path}: {held}") from None
        except sqlite3.DatabaseError:
            raise BellwireError(f"{self._path} is no file of a subscriber's marks; name another") from None
