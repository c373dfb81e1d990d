#!/usr/bin/env python3
"""Asks a real Prometheus for every panel of the dashboards while Bellwire runs, and prints what came back.

Embedded broker, worker, desk, the example wire as if it came today, one message that is no copy, and a process of the
pool that is killed in its midst; Debian's `prometheus` scrapes them once a second. Exit 1, naming them, when panels
stay empty. `--pictures` draws what they show for docs/dashboards.md.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import signal
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from panel_pictures import Series, picture
from panels import BOARDS, Query

from bellwire.broker.embedded import EmbeddedBroker
from bellwire.broker.topics import ensure_topics
from bellwire.intake.example import example_wire
from bellwire.intake.feeds import NO_FEED
from bellwire.intake.messages import article_message, raw_message
from bellwire.intake.producer import ArticleProducer
from bellwire.processes import Child, free_port
from bellwire.settings import Settings
from bellwire.wire import Article
from bench.stack import pool_of

ROOT = Path(__file__).resolve().parents[1]
RULES, DOCS = ROOT / "deploy" / "prometheus" / "rules.yml", ROOT / "docs"

#: Seconds until worker and desk must be ready, and until every panel must have data.
START, PATIENCE = 300.0, 180.0

#: Seconds that a picture goes on after every panel has data.
LOOK = 60.0

#: What Grafana puts in the place of `$__rate_interval` when a scrape comes each second, with room for a slow machine.
RATE_INTERVAL = "1m"


def main() -> int:
    """0 when every query of every panel returned data."""
    if shutil.which("prometheus") is None:
        print("prove_panels: prometheus is missing (Debian: prometheus)", file=sys.stderr)
        return 1
    with watched_system() as address:
        began = time.time()
        found = ask_all(address)
        if "--pictures" in sys.argv:
            time.sleep(LOOK)
            draw_all(address, began)
    for board in BOARDS:
        print(f"\n{board.title}\n")
        for panel in board.panels:
            for query in panel.queries:
                print(f"{len(found[query]):4d} series  {panel.title:28s} {query.expr}")
    empty = [panel.title for board in BOARDS for panel in board.panels if not all(found[one] for one in panel.queries)]
    if empty:
        print("prove_panels: no data for", ", ".join(empty), file=sys.stderr)
    return 1 if empty else 0


def ask_all(address: str) -> dict[Query, list[float]]:
    """The values of every query, asked until each has some or patience ends."""
    queries = [query for board in BOARDS for panel in board.panels for query in panel.queries]
    found: dict[Query, list[float]] = {}
    deadline = time.monotonic() + PATIENCE
    while True:
        found = {query: found.get(query) or ask(address, query) for query in queries}
        if all(found.values()) or time.monotonic() > deadline:
            return found
        time.sleep(2)


def ask(address: str, query: Query) -> list[float]:
    """What Prometheus answers now, without series that are no number."""
    text = urllib.parse.urlencode({"query": query.expr.replace("$__rate_interval", RATE_INTERVAL)})
    with urllib.request.urlopen(f"http://{address}/api/v1/query?{text}", timeout=20) as answer:
        result = json.load(answer)["data"]["result"]
    values = [float(series["value"][1]) for series in result]
    return [value for value in values if not math.isnan(value)]


def draw_all(address: str, began: float) -> None:
    """A picture of each dashboard from `began` on."""
    for board in BOARDS:
        answers = {query: ask_range(address, query, began) for panel in board.panels for query in panel.queries}
        (DOCS / f"dashboard-{board.name}.svg").write_text(picture(board, answers))


def ask_range(address: str, query: Query, began: float) -> list[Series]:
    """What Prometheus answers from `began` until now, in some fifty steps."""
    now = time.time()
    asked = {"query": query.expr.replace("$__rate_interval", RATE_INTERVAL), "start": began, "end": now}
    text = urllib.parse.urlencode(asked | {"step": max(1.0, (now - began) / 50)})
    with urllib.request.urlopen(f"http://{address}/api/v1/query_range?{text}", timeout=20) as answer:
        result = json.load(answer)["data"]["result"]
    points = [[(float(at), float(value)) for at, value in one["values"]] for one in result]
    return [
        Series(one["metric"], [point for point in some if math.isfinite(point[1])])
        for one, some in zip(result, points, strict=True)
    ]


@contextmanager
def watched_system() -> Iterator[str]:
    """The address of a Prometheus that scrapes a running system; all of it ends with the block."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bellwire-panels-")))
        broker = stack.enter_context(EmbeddedBroker(log=folder / "broker.log"))
        settings = Settings(
            brokers=broker.address,
            ledger_url=f"sqlite:///{folder / 'ledger.db'}",
            partitions=1,
            processes=1,
            metrics_port=free_port("127.0.0.1"),
            desk_port=free_port("127.0.0.1"),
            feeds_file=str(folder / "feeds.toml"),
        )
        wire = today(example_wire())
        feeds = sorted({article.feed for article in wire})
        Path(settings.feeds_file).write_text("".join(f'[feeds."{feed}"]\nsilence = "1h"\n' for feed in feeds))
        ensure_topics(settings.brokers, settings)
        prometheus = _prometheus(stack, settings, folder)
        worker, _ = (_part(stack, name, settings, folder) for name in ("worker", "desk"))
        _send(settings, wire, worker)
        yield prometheus


def today(wire: list[Article]) -> list[Article]:
    """The wire as if its last item had come now, each item by its agency's own feed."""
    latest = max(article.version_time for article in wire if article.version_time)
    shift = datetime.now(UTC) - latest - timedelta(minutes=1)
    return [
        msgspec.structs.replace(
            article,
            version_time=article.version_time + shift if article.version_time else None,
            received=None,
            feed=article.provider.lower(),
        )
        for article in wire
    ]


def _send(settings: Settings, wire: list[Article], worker: Child) -> None:
    """With a pause in the midst, so that counters are seen before and after; then a process of the pool ends."""
    topic, largest = settings.topic("articles"), settings.max_message_bytes
    with ArticleProducer(settings.brokers, topic, max_message_bytes=largest) as producer:
        producer.send(raw_message(b"{", "urn:none", feed=NO_FEED, content_type=None, now=datetime.now(UTC)))
        for number, article in enumerate(wire):
            producer.send(article_message(article, now=datetime.now(UTC)))
            time.sleep(5 if number == len(wire) // 2 else 0.2)
            if number == len(wire) // 2:
                _kill_one_of_the_pool(worker)


def _kill_one_of_the_pool(worker: Child) -> None:
    os.kill(pool_of(worker.pid)[-1], signal.SIGKILL)


def _prometheus(stack: ExitStack, settings: Settings, folder: Path) -> str:
    address = f"127.0.0.1:{free_port('127.0.0.1')}"
    targets = {"bellwire-worker": settings.metrics_port, "bellwire-desk": settings.desk_port}
    config = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(RULES)],
        "scrape_configs": [
            {"job_name": job, "static_configs": [{"targets": [f"127.0.0.1:{port}"]}]} for job, port in targets.items()
        ],
    }
    path = folder / "prometheus.json"
    path.write_text(json.dumps(config))  # YAML reads JSON.
    command = [
        "prometheus",
        f"--config.file={path}",
        f"--storage.tsdb.path={folder}",
        f"--web.listen-address={address}",
    ]
    _run(stack, Child("prometheus", command, folder / "prometheus.log"), "ready to receive web requests")
    return address


def _part(stack: ExitStack, name: str, settings: Settings, folder: Path) -> Child:
    given = {f"BELLWIRE_{key.upper()}": str(value) for key, value in settings.model_dump(exclude_unset=True).items()}
    return _run(stack, Child(name, [sys.executable, "-m", "bellwire", name], folder / f"{name}.log", given), "ready")


def _run(stack: ExitStack, child: Child, ready: str) -> Child:
    stack.callback(child.stop)
    deadline = time.monotonic() + START
    while not child.says(ready):
        if child.ended is not None or time.monotonic() > deadline:
            lines = "\n".join(child.last_lines())
            raise SystemExit(f"prove_panels: {child.name} did not get ready:\n{lines}")
        time.sleep(0.2)
    return child


if __name__ == "__main__":
    sys.exit(main())
