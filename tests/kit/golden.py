"""What a released version published and remembered, kept so that every later one is tried on it."""

from __future__ import annotations

import base64
import gzip
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from bellwire.ledger import Ledger
from bellwire.ledger.engine import connect
from bellwire.ledger.migrate import migrate
from bellwire.stream.clock import Clock
from bellwire.stream.envelope import of_changes, reading_of
from bellwire.stream.message import Message
from bellwire.stream.steps import Steps
from bellwire.watch import load_watcher

from .ledgers import latest_alerts
from .people import at_work
from .published import Published, published

#: When people did what is kept of them.
_NIGHT = datetime(2016, 12, 7, 3, tzinfo=UTC)

FOLDER = Path(__file__).resolve().parents[1] / "contract" / "golden"

#: Messages of a topic and sort that are kept.
_MOST = 4


def keep(version: str, revision: str) -> None:
    """Write FOLDER/version: messages of every topic, and a ledger at this revision that watched the example wire."""
    folder = FOLDER / version
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "messages.jsonl").open("w") as file:
        for topic, messages in sorted(published().items()):
            for one in _some_of_each_sort(messages):
                headers = [[name, _written(value)] for name, value in one.headers]
                line = {"topic": topic, "key": _written(one.key), "headers": headers, "value": _written(one.value)}
                file.write(json.dumps(line) + "\n")
    (folder / "ledger.sql.gz").write_bytes(gzip.compress(_ledger(revision).encode(), mtime=0))


def _some_of_each_sort(messages: list[Published]) -> Iterator[Published]:
    seen: Counter[tuple[str, ...]] = Counter()
    for one in messages:
        seen[_sort(one)] += 1
        if seen[_sort(one)] <= _MOST:
            yield one


def _sort(message: Published) -> tuple[str, ...]:
    """What an alert or a view of a thread tells, as far as its form depends on it."""
    try:
        told = json.loads(message.value)
    except ValueError:
        return ("no JSON",)
    deadline = told.get("deadline") or {}
    named = (told.get("msg_type"), told.get("contested"), told.get("state"), told.get("reason"), deadline.get("state"))
    return (message.header("ce_dataschema") or "", *map(str, named))


def messages(version: str) -> list[Any]:
    """The kept messages as records of kafka-python, with `topic` as it was."""
    lines = (FOLDER / version / "messages.jsonl").read_text().splitlines()
    found = []
    for number, line in enumerate(json.loads(text) for text in lines):
        headers = [(name, _read(value)) for name, value in line["headers"]]
        told = {"topic": line["topic"], "key": _read(line["key"]), "value": _read(line["value"]), "headers": headers}
        found.append(SimpleNamespace(**told, partition=0, offset=number, timestamp=1_480_939_200_000))
    return found


def _ledger(revision: str) -> str:
    with TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/ledger.db")
        migrate(engine, revision)
        ledger = Ledger(engine)
        watch(ledger, published()["bellwire.readings.v1"])
        at_work(ledger, ledger.alerts_of(latest_alerts(ledger, 1)[0].thread)[0], _NIGHT)
        ledger.mark_published(row.seq for row in ledger.unpublished()[:-5])
        ledger.close()
        with closing(sqlite3.connect(f"{folder}/ledger.db")) as connection:
            return "\n".join(connection.iterdump()) + "\n"


def watch(ledger: Ledger, records: list[Any]) -> None:
    """Readings watched as a worker watches them, by the articles' own clock, and the day after."""
    steps = Steps(ledger, load_watcher(), partial(of_changes, source="/bellwire/test"))
    clock = Clock("article")
    for record in records:
        message = Message("bellwire.readings.v1", 0, 0, 0, record.key, record.value, record.headers)
        reading = reading_of(message)
        now = clock.arrival(reading, message)
        steps.tick(now)
        steps.watch(reading, now)
    assert clock.latest is not None
    steps.tick(clock.latest + timedelta(days=1))


def _written(data: bytes) -> str | dict[str, str]:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


def _read(kept: str | dict[str, str]) -> bytes:
    return kept.encode() if isinstance(kept, str) else base64.b64decode(kept["base64"])
