"""What it costs to decide on alerts for 4 and 16 times as many subscriptions as a hundred: who is sent what is worked
out of the ledger and written there, and nothing is sent.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bellwire.delivery.inbox import Inbox
from bellwire.delivery.matchers import read_matchers
from bellwire.delivery.office import Office
from bellwire.delivery.subscriptions import Subscription
from bellwire.ledger import open_ledger
from bellwire.reading.facts.tables import country_names
from bellwire.stream import envelope
from bellwire.stream.steps import Steps
from bellwire.watch import load_watcher
from bench import loaded, wires
from bench.figures import How, Row, alternate, compared

ONCE = 100


def rows(how: How) -> Iterator[Row]:
    """Of all alerts of some conflict copy."""
    with tempfile.TemporaryDirectory(prefix="bellwire-subscriptions-") as name:
        folder = Path(name)
        alerts = fill(folder / "full.db", how.pick(100, 10))
        for times, goal in ((4, "≤ 5"), (16, "≤ 20")):
            pair = alternate(deciding(folder, times * ONCE), deciding(folder, ONCE), how)
            yield compared(f"{times}× as many subscriptions", pair, "ms", goal, f"{alerts} alerts, {ONCE} once")


def fill(path: Path, articles: int) -> int:
    """A ledger with the alerts of so much copy, none of them decided on; how many."""
    ledger, reader = open_ledger(f"sqlite:///{path}"), loaded.reader()
    ledger.sequence.take_turn("bench", datetime.now(UTC), 0.0)
    steps = Steps(ledger, load_watcher(), partial(envelope.of_changes, source="/bellwire/bench"))
    for article in wires.taken(wires.conflict(), articles):
        reading = reader.read(article)
        steps.watch(reading, reading.article.received or reading.article.version_time or datetime.now(UTC))
    alerts = ledger.counts()["alerts"]
    ledger.close()
    return alerts


def deciding(folder: Path, count: int) -> Callable[[int], float]:
    """Milliseconds for so many subscriptions, in a fresh copy of the ledger."""
    subscriptions = wanted(count)

    def once(_: int) -> float:
        path = folder / "turn.db"
        shutil.copy(folder / "full.db", path)
        ledger = open_ledger(f"sqlite:///{path}")
        office = Office(ledger)
        began = time.perf_counter()
        asyncio.run(Inbox(office).take(subscriptions))
        took = 1000 * (time.perf_counter() - began)
        office.close()
        ledger.close()
        for left in folder.glob("turn.db*"):
            left.unlink()
        return took

    return once


def wanted(count: int) -> Mapping[str, Subscription]:
    """A country, a direction and a word each."""
    countries = list(country_names())
    found = {}
    for number in range(count):
        country, sign = countries[number % len(countries)], "=~" if number % 2 else "="
        matchers = read_matchers(f'country="{country}", direction="escalation", text{sign}"army {number}"')
        if number % 4 == 0:
            matchers = read_matchers(f'direction="{("escalation", "de-escalation")[number % 8 // 4]}"')
        found[f"subscription {number}"] = Subscription(name=f"subscription {number}", matchers=matchers)
    return found
