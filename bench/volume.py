"""How many bytes an article leaves on the topics and in the ledger, of ordinary wire and of conflict wire."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bellwire.intake.messages import article_message
from bellwire.ledger import open_ledger
from bellwire.stream import envelope
from bellwire.stream.message import Headers, Message
from bellwire.stream.steps import Steps
from bellwire.watch import load_watcher
from bellwire.wire import Article
from bench import loaded, wires
from bench.figures import How, Row, measured, say

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

#: Topics that have a row of their own; the nine of events share one.
TOPICS = ("articles", "readings", "events", "alerts", "threads")


def rows(how: How) -> Iterator[Row]:
    """Keys, headers and values, before the broker packs them and copies them to replicas; rows and indexes."""
    for name, copies in (
        ("mixed wire", wires.taken(wires.mixed(), how.pick(2_000, 30))),
        ("conflict wire", wires.taken(wires.conflict(), how.pick(len(wires.conflict()), 10))),
    ):
        with tempfile.TemporaryDirectory(prefix="bellwire-volume-") as folder:
            topics, ledger = left(copies, Path(folder) / "ledger.db")
        for topic in TOPICS:
            yield measured(f"bytes an article on {topic}, {name}", [topics[topic] / len(copies)], "B")
        parts = ", ".join(f"{table} {size / len(copies):,.0f}" for table, size in ledger.most_common(4))
        yield measured(f"bytes an article in the ledger, {name}", [ledger.total() / len(copies)], "B", note=parts)


def left(copies: Sequence[Article], path: Path) -> tuple[Counter[str], Counter[str]]:
    """Bytes by topic, and by table of the ledger. The outbox, which does not grow, does not count."""
    watcher, reader, topics = load_watcher(), loaded.reader(), Counter[str]()
    ledger = open_ledger(f"sqlite:///{path}")
    steps = Steps(ledger, watcher, partial(envelope.of_changes, source="/bellwire/bench"))
    clock = NOW
    for number, article in enumerate(sorted(copies, key=lambda one: one.received or one.version_time or NOW)):
        say(f"{number:,} of {len(copies):,} articles") if number % 500 == 0 else None
        reading = reader.read(article)
        clock = reading.article.received or reading.article.version_time or clock
        sent = article_message(article, now=clock)
        topics["articles"] += size(sent.key, sent.headers, sent.value)
        source = Message("articles", 0, number, int(clock.timestamp() * 1000), sent.key, sent.value, sent.headers)
        told = envelope.of_reading(reading, source, 1, 1, "/bellwire/bench")
        topics["readings"] += size(told.key, told.headers, told.value)
        for one in (*steps.tick(clock), steps.watch(reading, clock)):
            for queued in one.messages:
                headers = tuple((key, value.encode()) for key, value in queued.headers)
                topics[queued.topic.partition(".")[0]] += size(queued.key.encode(), headers, queued.value)
    ledger.close()
    with closing(sqlite3.connect(path)) as database:
        database.execute("VACUUM")
        owner = "SELECT tbl_name, sum(pgsize) FROM dbstat JOIN sqlite_master USING (name) GROUP BY tbl_name"
        tables = Counter(dict(database.execute(owner).fetchall()))
    del tables["outbox"]
    return topics, tables


def size(key: bytes | None, headers: Headers, value: bytes | None) -> int:
    """Of a message."""
    return len(key or b"") + len(value or b"") + sum(len(name) + len(text) for name, text in headers)
