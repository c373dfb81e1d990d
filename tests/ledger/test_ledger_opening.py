"""Opening a ledger: migrations, many at once, and what a person is told when it cannot be."""

from __future__ import annotations

import multiprocessing
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import bindparam, text

from bellwire.errors import BellwireError, Unavailable
from bellwire.ledger import open_ledger
from bellwire.ledger.engine import connect
from bellwire.ledger.migrate import migrate
from bellwire.ledger.rows import UtcTime
from bellwire.ledger.tables import METADATA
from bellwire.reading.reading import Outcome
from bellwire.watch.thread import KnownVersion, ThreadEvent, ThreadKey
from kit.alerts import CAPTURE, NOON, thread

SPAWN = multiprocessing.get_context("spawn")

#: Rows as the first tables have them.
OLD_THREAD = text(
    "INSERT INTO threads (id, theatre, state, first_seen, last_news, body)"
    " VALUES (:id, :theatre, :state, :first, :last, :body)"
).bindparams(bindparam("first", type_=UtcTime), bindparam("last", type_=UtcTime))
OLD_ARTICLE = text(
    "INSERT INTO articles (uri, version, outcome, body, decisions) VALUES (:uri, '1', 'read', :known, '[]')"
)
OLD_EVENT = text(
    "INSERT INTO events (id, thread, theatre, uri, kind, status, body)"
    " VALUES (:id, 't', 'SY/Aleppo', :uri, 'capture', 'claimed', :told)"
)
OLD_KEY = text("INSERT INTO thread_keys (country, kind_group, thread) VALUES (:country, :kind_group, :thread)")


def _open(url: str) -> int:
    ledger = open_ledger(url)
    try:
        return ledger.counts()["articles"]
    finally:
        ledger.close()


def test_migrations_make_exactly_the_tables_that_the_code_uses(url: str) -> None:
    open_ledger(url).close()
    engine = connect(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_threads_of_an_older_ledger_are_found_from_every_place_of_their_country(url: str) -> None:
    engine = connect(url)
    migrate(engine, "0001")
    with engine.begin() as connection:
        for told in (thread("t1"), thread("t2")):
            row = {
                "id": told.id,
                "theatre": "",
                "state": "open",
                "first": NOON,
                "last": NOON,
                "body": msgspec.json.encode(told).decode(),
            }
            connection.execute(OLD_THREAD, row)
            connection.execute(OLD_KEY, {"country": "SY", "kind_group": "ground", "thread": told.id})
        connection.execute(OLD_KEY, {"country": "~", "kind_group": "raid on aleppo", "thread": "t1"})
    engine.dispose()
    ledger = open_ledger(url)
    with ledger.watching(["SY"]) as tx:
        assert tx.known("urn:x", [ThreadKey("SY", "ground")]).threads == (thread("t1"), thread("t2"))
        assert tx.known("urn:x", [ThreadKey("SY", "ground@")]).threads == (thread("t1"), thread("t2"))
        assert tx.known("urn:x", [ThreadKey("SY", "capture@")]).threads == (thread("t1"), thread("t2"))
        assert tx.known("urn:x", [ThreadKey("SY", "truce@")]).threads == ()
        assert tx.known("urn:x", [ThreadKey("~", "raid on aleppo")]).threads == (thread("t1"),)
        assert tx.known("urn:x", [ThreadKey("~", "raid on aleppo@")]).threads == ()
    ledger.close()


def test_events_of_an_older_ledger_are_told_when_their_articles_arrived(url: str) -> None:
    engine = connect(url)
    migrate(engine, "0010")
    with engine.begin() as connection:
        for name, hour in (("a", 3), ("b", 1), ("c", None)):
            received = None if hour is None else NOON + timedelta(hours=hour)
            known = KnownVersion(uri=f"urn:{name}", version="1", outcome=Outcome.READ, received=received)
            event = msgspec.structs.replace(CAPTURE, id=f"e-{name}")
            told = ThreadEvent(thread="t", theatre="SY/Aleppo", uri=known.uri, version="1", event=event)
            bodies = {"known": msgspec.json.encode(known).decode(), "told": msgspec.json.encode(told).decode()}
            connection.execute(OLD_ARTICLE, bodies | {"uri": known.uri})
            connection.execute(OLD_EVENT, bodies | {"uri": known.uri, "id": event.id})
    engine.dispose()
    ledger = open_ledger(url)
    found = [(told.event.id, place.at) for place, told in ledger.events({}, None, 9)]
    ledger.close()
    hours = [("e-a", NOON + timedelta(hours=3)), ("e-b", NOON + timedelta(hours=1))]
    assert found == [*hours, ("e-c", datetime(1970, 1, 1, tzinfo=UTC))]


def test_four_processes_that_start_at_once_open_one_ledger(url: str) -> None:
    with SPAWN.Pool(4) as pool:
        assert pool.map(_open, [url] * 4, chunksize=1) == [0] * 4


def test_a_ledger_of_a_newer_bellwire_is_left_alone(url: str) -> None:
    open_ledger(url).close()
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(BellwireError, match="newer Bellwire"):
        open_ledger(url)


def test_sqlite_writes_ahead_and_through_to_the_disk(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'ledger.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "cannot be read"),
        ("postgresql://ana:se@cret@127.0.0.1/bellwire", "write it as %40"),
        ("mysql://localhost/x", "SQLite and PostgreSQL"),
        ("sqlite://", "needs a file"),
        ("sqlite:////nosuchfolder/ledger.db", "folder does not exist"),
    ],
)
def test_a_url_that_is_none_is_one_line(url: str, says: str) -> None:
    with pytest.raises(BellwireError, match=says):
        open_ledger(url)


def test_an_sqlite_that_is_too_old_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 37, 2))
    with pytest.raises(BellwireError, match=r"needs SQLite 3\.38 or later"):
        open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}")


def test_a_file_that_is_no_database_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(b"not a database, but long enough to look like a header" * 20)
    with pytest.raises(BellwireError, match="not a database"):
        open_ledger(f"sqlite:///{path}")


def test_a_server_that_is_away_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot be reached"):
        open_ledger(f"postgresql://postgres@/x?host={tmp_path}")


@pytest.mark.postgres
def test_a_ledger_that_is_behind_and_may_not_be_changed_is_one_line(postgres_url: str) -> None:
    engine = connect(postgres_url)
    migrate(engine, "0001")
    with engine.begin() as connection:
        connection.execute(text("CREATE ROLE reader LOGIN"))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"))
    engine.dispose()
    with pytest.raises(BellwireError, match=r"is at revision 0001, this Bellwire needs \d+ and may not change it"):
        open_ledger(postgres_url.replace("postgres@", "reader@"))
