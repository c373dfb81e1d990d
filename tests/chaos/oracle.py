"""Accounts for every article: believes the topics and the ledger's rows, and nothing that a worker says of itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import select

from bellwire.ledger import open_ledger
from bellwire.ledger.tables import ALERTS, ARTICLES, EVENTS, THREADS
from bellwire.reading.reading import Reading
from bellwire.settings import Settings
from bellwire.stream.envelope import ThreadView
from bellwire.watch import MemoryLedger
from kit.topics import header, read_all

from .history import Item
from .progress import causes

#: What a reading says of its own making: another try makes another one of these, and nothing else may differ.
_OF_THE_TRY = {"read_at": None, "took_ms": 0}


@dataclass(slots=True)
class Verdict:
    """What the oracle found. The first four must be empty; `threads` are those that a run without faults would not
    have, or not so; `stale`, threads whose last view on their topic is not the newest; `again` is at-least-once."""

    articles: int = 0
    lost: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    buried: list[str] = field(default_factory=list)
    readings: int = 0
    dead_letters: int = 0
    alerts: int = 0
    again: int = 0

    @property
    def holds(self) -> bool:
        return not (self.lost or self.repeated or self.differing or self.threads or self.stale or self.buried)

    def wrong(self) -> list[str]:
        """A line for each sort of thing that is wrong, with the first few."""
        named = {
            "lost": self.lost,
            "repeated": self.repeated,
            "differing": self.differing,
            "threads": self.threads,
            "stale views": self.stale,
            "sound articles buried": self.buried,
        }
        return [f"{name}: {len(some)}: {', '.join(some[:3])}" for name, some in named.items() if some]


@dataclass(frozen=True, slots=True)
class Found:
    """All that the topics and the ledger hold after a run."""

    articles: list[Any]
    readings: list[Any]
    letters: list[Any]
    alerts: list[Any]
    events: list[Any]
    views: list[Any]
    registered: list[tuple[str, str]]
    kept_alerts: dict[str, tuple[str, bytes]]
    kept_events: dict[str, bytes]
    kept_threads: dict[str, str]


def find(settings: Settings) -> Found:
    """Read the topics whole, and the ledger's tables."""

    def records(name: str) -> list[Any]:
        return read_all(settings.brokers, settings.topic(name))

    ledger = open_ledger(settings.ledger_url)
    with ledger._engine.connect() as asked:
        articles = asked.execute(select(ARTICLES.c.uri, ARTICLES.c.version).order_by(ARTICLES.c.seq)).all()
        alerts = asked.execute(select(ALERTS.c.id, ALERTS.c.thread, ALERTS.c.body).order_by(ALERTS.c.seq)).all()
        events = asked.execute(select(EVENTS.c.id, EVENTS.c.body)).all()
        threads = asked.execute(select(THREADS.c.id, THREADS.c.body)).all()
    ledger.close()
    return Found(
        *(records(name) for name in ("articles", "readings", "dead-letters", "alerts", "events.ground", "threads")),
        registered=[(uri, version) for uri, version in articles],
        kept_alerts={name: (thread, bytes(body)) for name, thread, body in alerts},
        kept_events={name: body.encode() for name, body in events},
        kept_threads={name: body for name, body in threads},
    )


def judge(
    found: Found,
    sent: Iterable[Item],
    acknowledged: set[str],
    watcher: Any,
    *,
    may_be_buried: bool = False,
    sent_again: Collection[str] = (),
) -> Verdict:
    """`may_be_buried`: sound articles may be dead letters, as a bad deploy makes of them, and be read after all by a
    good one. `sent_again`: what its producer sent twice arrived twice."""
    items = {item.id: item for item in sent}
    verdict = Verdict(articles=len(acknowledged))
    readings = _readings(found, verdict, sent_again)
    letters = _letters(found, items, verdict, may_be_buried)
    for name in sorted(acknowledged):
        if name not in readings and name not in letters:
            verdict.lost.append(name)
    if not may_be_buried:
        verdict.repeated += sorted(f"{name} is read and buried" for name in readings.keys() & letters)
    registered = Counter(f"{uri}#{version}" for uri, version in found.registered)
    verdict.lost += sorted(f"{name} is not in the ledger" for name in readings.keys() - registered.keys())
    _alerts(found, verdict)
    _events(found, verdict)
    _views(found, verdict)
    _replay(found, readings, watcher, verdict)
    return verdict


def _readings(found: Found, verdict: Verdict, sent_again: Collection[str]) -> dict[str, Reading]:
    """The first reading of each article; another one of it must tell the same."""
    first: dict[str, Reading] = {}
    for record in found.readings:
        reading = msgspec.structs.replace(msgspec.json.decode(record.value, type=Reading), **_OF_THE_TRY)
        name = f"{reading.uri}#{reading.version}"
        before = first.setdefault(name, reading)
        if before is not reading:
            verdict.again += 1
            if name in sent_again:
                arrived = msgspec.structs.replace(reading.article, received=before.article.received)
                reading = msgspec.structs.replace(reading, article=arrived)
            if before != reading:
                verdict.differing.append(f"reading of {name}")
    verdict.readings = len(first)
    return first


def _letters(found: Found, items: Mapping[str, Item], verdict: Verdict, may_be_buried: bool) -> set[str]:
    by_value = {item.value: name for name, item in items.items()}
    named = {name for record in found.letters if (name := causes(record, by_value)) is not None}
    verdict.dead_letters = len(named)
    verdict.again += len(found.letters) - len(named)
    sound = sorted(name for name in named if name not in items or items[name].poison is None)
    if not may_be_buried:
        why = {causes(record, by_value): header(record, "reason") for record in found.letters}
        verdict.buried += [f"{name} ({why[name]})" for name in sound]
    return named


def _alerts(found: Found, verdict: Verdict) -> None:
    """As a subscriber hears them that keeps the last id per thread: each of the ledger's once, in order of version, and
    of no article twice, under whatever id or thread."""
    last: dict[str, str] = {}
    heard: Counter[str] = Counter()
    articles: dict[str, list[str]] = defaultdict(list)
    bodies: dict[str, set[bytes]] = defaultdict(set)
    for record in found.alerts:
        name, thread = header(record, "ce_id") or "", header(record, "ce_correlationid") or ""
        bodies[name].add(record.value)
        if name > last.get(thread, ""):
            last[thread] = name
            heard[name] += 1
            if (article := msgspec.json.decode(record.value)["article"]) is not None:
                articles[f"{article['uri']}#{article['version']}"].append(name)
    verdict.alerts = len(heard)
    verdict.again += len(found.alerts) - len(heard)
    verdict.repeated += sorted(f"{name} is heard as {', '.join(ids)}" for name, ids in articles.items() if len(ids) > 1)
    verdict.lost += sorted(f"alert {name} was not heard" for name in found.kept_alerts.keys() - heard.keys())
    verdict.repeated += sorted(f"alert {name} is in no ledger" for name in heard.keys() - found.kept_alerts.keys())
    for name, some in bodies.items():
        if some != {found.kept_alerts[name][1] if name in found.kept_alerts else b""}:
            verdict.differing.append(f"alert {name}")
    told = Counter(
        (thread, article["uri"], article["version"])
        for thread, body in found.kept_alerts.values()
        if (article := msgspec.json.decode(body)["article"]) is not None
    )
    verdict.repeated += sorted(f"{uri}#{version} in {thread}" for (thread, uri, version), n in told.items() if n > 1)


def _events(found: Found, verdict: Verdict) -> None:
    bodies: dict[str, set[bytes]] = defaultdict(set)
    for record in found.events:
        bodies[header(record, "ce_id") or ""].add(record.value)
    verdict.again += len(found.events) - len(bodies)
    verdict.repeated += sorted(f"event {name} is in no ledger" for name in bodies.keys() - found.kept_events.keys())
    verdict.lost += sorted(f"event {name} was not published" for name in found.kept_events.keys() - bodies.keys())
    both = sorted(bodies.keys() & found.kept_events.keys())
    verdict.differing += [f"event {name}" for name in both if bodies[name] != {found.kept_events[name]}]


def _views(found: Found, verdict: Verdict) -> None:
    """The last view of each thread on the compacted topic is what compaction will keep of it: it must be the newest."""
    last = {record.key.decode(): msgspec.json.decode(record.value, type=ThreadView) for record in found.views}
    newest: dict[str, str] = {}
    for name, (thread, _) in found.kept_alerts.items():
        newest[thread] = max(name, newest.get(thread, ""))
    verdict.stale += sorted(t for t, name in newest.items() if t not in last or last[t].latest.id != name)


def _replay(found: Found, readings: Mapping[str, Reading], watcher: Any, verdict: Verdict) -> None:
    """The same readings in the same order through the same watcher, without Kafka, a database or a fault."""
    ledger = MemoryLedger()
    for uri, version in found.registered:
        reading = readings.get(f"{uri}#{version}")
        if reading is None:
            verdict.lost.append(f"{uri}#{version} is in the ledger, and its reading on no topic")
            continue
        assert reading.article.received is not None
        known = ledger.known(reading.uri, watcher.keys(reading), watcher.candidates)
        ledger.apply(watcher.watch(reading, known, reading.article.received))
    threads = {name: msgspec.json.encode(thread).decode() for name, thread in ledger.threads.items()}
    for name in sorted(threads.keys() | found.kept_threads.keys()):
        if threads.get(name) != found.kept_threads.get(name):
            verdict.threads.append(name)
    alerts = {alert.id: msgspec.json.encode(alert) for alert in ledger.alerts}
    kept = {name: body for name, (_, body) in found.kept_alerts.items()}
    verdict.threads += sorted(f"alert {n}" for n in alerts.keys() | kept.keys() if alerts.get(n) != kept.get(n))
