"""How long after an article is sent a subscriber has its alert: ten a second, one in ten of which is made to ring, with
a burst of a hundred every minute; then urgent copy while a backlog is being read.

Copy that is sent within `AFTER` seconds after a burst is counted with it. The subscriber is `bellwire.subscribe`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice

import msgspec

from bellwire.wire import Article
from bench import wires
from bench.figures import How, Row, measured, percentile, say
from bench.stack import Stack, stack
from bench.subscriber import listening

#: Articles a second; articles of a burst, and seconds after one that count with it.
RATE, BURST, AFTER = 10, 100, 5.0

#: Urgent articles a second under a backlog, and how many articles wait at least.
URGENT_RATE, BACKLOG = 2, 300


def rows(how: How) -> Iterator[Row]:
    """First without, then with a backlog."""
    with stack(how, processes=2) as whole, listening(whole, "alerts") as alerts:
        copies = wires.telling("latency")
        whole.until_watched(whole.watched()[0] + whole.send(map(wires.of_now, islice(copies, how.pick(50, 5)))))
        calm, burst = paced(whole, copies, seconds=how.pick(600, 4), every=how.pick(60, 4))
        settle(whole)
        for name, sent, goals in (
            (f"wire to alert at {RATE}/s, outside bursts", calm, ("≤ 0.3", "≤ 1")),
            (f"wire to alert, bursts of {BURST}", burst, ("", "")),
        ):
            yield from percentiles(name, alerts.seconds(sent), goals)
        urgent = backlogged(whole, copies, seconds=how.pick(120, 1))
        settle(whole)
        name = f"wire to alert of urgency 1–2, {BACKLOG} articles waiting"
        yield from percentiles(name, alerts.seconds(urgent), ("≤ 0.3", "≤ 1"))


def percentiles(name: str, seconds: list[float], goals: tuple[str, str]) -> Iterator[Row]:
    """A row for half of the alerts, and one for all but one in a hundred."""
    for share, goal in zip((0.5, 0.99), goals, strict=True):
        if seconds:
            yield measured(
                f"{name}, p{share * 100:g}", [percentile(seconds, share)], "s", goal, f"{len(seconds)} alerts"
            )


def paced(
    whole: Stack, copies: Iterator[Article], *, seconds: float, every: float
) -> tuple[dict[str, float], dict[str, float]]:
    """When each article was sent by its uri: those outside bursts, those of them."""
    calm: dict[str, float] = {}
    burst: dict[str, float] = {}
    began = time.monotonic()
    next_burst, busy_until = began + every / 2, began
    for number in range(int(RATE * seconds)):
        time.sleep(max(0.0, began + number / RATE - time.monotonic()))
        now = time.monotonic()
        if now >= next_burst:
            for article in islice(copies, BURST):
                burst[send(whole, article)] = time.monotonic()
            next_burst, busy_until = next_burst + every, time.monotonic() + AFTER
            say(f"{now - began:.0f} of {seconds:.0f} s, {whole.watched()[0]} watched")
        uri = send(whole, next(copies))
        (burst if now < busy_until else calm)[uri] = now
    return calm, burst


def backlogged(whole: Stack, copies: Iterator[Article], *, seconds: float) -> dict[str, float]:
    """When each urgent article was sent, while others are kept waiting."""
    urgent: dict[str, float] = {}
    ringing = wires.ringing("urgent")
    sent = whole.watched()[0]
    began = time.monotonic()
    for number in range(int(URGENT_RATE * seconds)):
        while sent - whole.watched()[0] < 2 * BACKLOG:
            sent += whole.send(map(wires.of_now, islice(copies, BACKLOG)))
        time.sleep(max(0.0, began + number / URGENT_RATE - time.monotonic()))
        uri = send(whole, msgspec.structs.replace(next(ringing), urgency=1 + number % 2))
        urgent[uri] = time.monotonic()
        sent += 1
    return urgent


def send(whole: Stack, article: Article) -> str:
    """As if it were written now; its uri."""
    whole.send([wires.of_now(article)])
    return article.uri


def settle(whole: Stack) -> None:
    """Return when all that was sent is watched."""
    whole.producer.flush()
    whole.until_watched(whole.producer.total.confirmed)
    time.sleep(1.0)  # The last alerts come to the subscriber.
