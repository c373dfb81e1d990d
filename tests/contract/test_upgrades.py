"""What earlier versions published is read, and what they remembered goes on: golden files of every release."""

from __future__ import annotations

import gzip
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine, func, select, text

from bellwire import __version__
from bellwire.broker.topics import COPY
from bellwire.ledger import open_ledger
from bellwire.ledger.engine import connect
from bellwire.ledger.migrate import migrate
from bellwire.ledger.tables import METADATA
from bellwire.stream.envelope import PAYLOADS, reading_of
from bellwire.stream.message import Message
from bellwire.stream.resend import letter_of
from bellwire.wire import read_copy
from kit.golden import FOLDER, messages, watch
from kit.ledgers import latest_alerts
from kit.published import published
from ledger.conftest import postgres as postgres
from ledger.conftest import postgres_url as postgres_url
from ledger.conftest import url as url

VERSIONS = sorted(path.name for path in FOLDER.iterdir())

#: Topics that a release did not have.
LATER = {"0.1.0": {"articles.urgent"}}


def test_every_released_version_is_kept() -> None:
    changes = (Path(__file__).parents[2] / "CHANGELOG.md").read_text()
    assert set(VERSIONS) >= {*re.findall(r"^## \[(\d+\.\d+\.\d+)\]", changes, re.MULTILINE), __version__}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_payload_is_read(version: str) -> None:
    read = set()
    for record in messages(version):
        short = record.topic.removeprefix("bellwire.").removesuffix(".v1")
        headers = {name: value.decode("utf-8", "replace") for name, value in record.headers}
        payload = headers.get("ce_dataschema", "").removeprefix("urn:bellwire:").removesuffix(":v1")
        if short == "dead-letters":
            letter = letter_of(record)
            assert letter is not None and letter.reason
            read.add(short)
        elif short in COPY:
            if payload:
                [article] = read_copy(record.value, headers["content-type"])
                assert article.uri == record.key.decode()
            read.add(short)
        else:
            told = msgspec.json.decode(record.value, type=PAYLOADS[payload])
            if payload == "reading":
                assert reading_of(Message.of_record(record)) == told
            read.add(short)
    topics = {topic.removeprefix("bellwire.").removesuffix(".v1") for topic in published()}
    assert read == topics - LATER.get(version, set())


@pytest.fixture(params=VERSIONS)
def old(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """A ledger of an earlier version, full, on each database; and how many rows its tables have."""
    kept = tmp_path / "kept.db"
    with closing(sqlite3.connect(kept)) as connection:
        connection.executescript(gzip.decompress((FOLDER / request.param / "ledger.sql.gz").read_bytes()).decode())
    source = create_engine(f"sqlite:///{kept}")
    tables = MetaData()
    tables.reflect(source)
    with source.connect() as there:
        revision = there.execute(select(tables.tables["alembic_version"].c.version_num)).scalar_one()
        engine = connect(url)
        migrate(engine, revision)
        here = MetaData()
        here.reflect(engine)
        counts = {}
        for name, table in tables.tables.items():
            if name == "alembic_version":
                continue
            rows = [dict(row._mapping) for row in there.execute(select(table))]
            counts[name] = len(rows)
            with engine.begin() as connection:
                if rows:
                    connection.execute(here.tables[name].insert(), [_aware(row) for row in rows])
                if engine.dialect.name == "postgresql" and "seq" in table.c and rows:
                    last = text("SELECT setval(pg_get_serial_sequence(:name, 'seq'), :last)")
                    connection.execute(last, {"name": name, "last": max(row["seq"] for row in rows)})
    engine.dispose()
    source.dispose()
    yield url, counts


def _aware(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value for name, value in row.items()}


def test_a_full_ledger_comes_forward_with_all_that_is_in_it(old: tuple[str, dict[str, int]]) -> None:
    url, before = old
    ledger = open_ledger(url)
    try:
        with ledger._engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
            tables = MetaData()
            tables.reflect(connection)
            after = {
                name: connection.execute(select(func.count()).select_from(tables.tables[name])).scalar_one()
                for name in before
                if name in tables.tables
            }
        assert after == {name: before[name] for name in after}
        assert before["alerts"] > 10 and before["threads"] > 5 and before["outbox"] > 20
        alerts = latest_alerts(ledger, 1000)
        threads = [ledger.thread(alert.thread) for alert in alerts]
        assert sum(len(ledger.alerts_of(alert.thread)) for alert in alerts) == before["alerts"]
        assert sum(thread is not None for thread in threads) >= before["threads"]
        assert len(ledger.unpublished()) == 5
    finally:
        ledger.close()


def test_work_goes_on_in_it_and_nothing_is_told_twice(old: tuple[str, dict[str, int]]) -> None:
    url, before = old
    ledger = open_ledger(url)
    try:
        watch(ledger, published()["bellwire.readings.v1"])
        counts = ledger.counts()
        assert (counts["articles"], counts["alerts"]) == (before["articles"], before["alerts"])
    finally:
        ledger.close()
