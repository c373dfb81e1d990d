"""Where the knee is: articles come at a rate, each at a time of its own, from one a second until the worker cannot keep
up; with one pool process and with two. Every point is kept in bench/load.json, of which scripts/load_picture.py makes
docs/load.svg.

Seconds are those from sending an article to a subscriber's having its reading, and its alert where it rings.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from bellwire.wire import Article
from bench import wires
from bench.figures import How, Row, measured, percentile, rounded, say
from bench.stack import Stack, stack
from bench.subscriber import Arrivals, listening

POINTS = Path(__file__).parent / "load.json"
RATES = (1, 2, 5, 10, 15, 20, 30, 40, 60, 80, 120, 160, 240, 320, 480, 640)

#: Seconds at each rate, and articles at least; share of the rate below which it cannot keep up.
SECONDS, LEAST, KEEPS_UP = 30, 60, 0.9

#: Seconds in which 99 of 100 readings must be there for a rate to be one that it bears.
BEARS = 1.0


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one rate: articles a second offered and done, seconds to reading and alert (None: too few)."""

    processes: int
    offered: float
    done: float
    reading_p50: float
    reading_p99: float
    alert_p50: float | None = None
    alert_p99: float | None = None
    alerts: int = 0


def rows(how: How) -> Iterator[Row]:
    """The most that is done, and the highest rate that is borne, of one process and of two."""
    points: list[Point] = []
    for processes in (1, 2):
        mine = list(climb(how, processes, RATES if not how.quick else (20,), how.pick(SECONDS, 1), how.pick(LEAST, 20)))
        points += mine
        borne = [point.offered for point in mine if point.reading_p99 <= BEARS and keeps_up(point)]
        name = "1 process" if processes == 1 else f"{processes} processes"
        yield measured(f"load: most that is done, {name}", [max(point.done for point in mine)], "articles/s")
        yield measured(
            f"load: highest rate tried with p99 ≤ {BEARS:g} s, {name}", [max(borne, default=0)], "articles/s"
        )
    if not how.quick:
        POINTS.write_bytes(msgspec.json.format(msgspec.json.encode(points), indent=1) + b"\n")


def climb(how: How, processes: int, rates: Sequence[float], seconds: float, least: int) -> Iterator[Point]:
    """A point a rate, until it cannot keep up."""
    with (
        stack(how, processes=processes) as whole,
        listening(whole, "readings") as readings,
        listening(whole, "alerts") as alerts,
    ):
        copies = wires.telling(f"load:{processes}")
        whole.until_watched(whole.watched()[0] + whole.send(map(wires.of_now, islice(copies, how.pick(50, 5)))))
        for rate in rates:
            sent = offered(whole, copies, rate, max(least, int(rate * seconds)))
            whole.until_watched(whole.producer.total.sent)
            time.sleep(0.5)  # The last of them come to the subscribers.
            yield (point := told(processes, rate, sent, readings, alerts))
            say(f"{processes} processes, {rate}/s: {point.done:g}/s done, p99 {point.reading_p99:g} s")
            if not keeps_up(point):
                return


def keeps_up(point: Point) -> bool:
    """Whether what is done is what is offered, but for the last articles."""
    return point.done >= KEEPS_UP * point.offered


def offered(whole: Stack, copies: Iterator[Article], rate: float, count: int) -> dict[str, float]:
    """When each of so many articles was sent: at times as by chance (Poisson), the same in every run."""
    chance, due = random.Random(1), time.monotonic()
    sent: dict[str, float] = {}
    for article in islice(copies, count):
        due += chance.expovariate(rate)
        time.sleep(max(0.0, due - time.monotonic()))
        sent[article.uri] = time.monotonic()
        whole.send([wires.of_now(article)])
    return sent


def told(processes: int, rate: float, sent: dict[str, float], readings: Arrivals, alerts: Arrivals) -> Point:
    """The point of a rate. Done a second: over the time from the first article sent to the last reading."""
    waited, rang = readings.seconds(sent), alerts.seconds(sent)
    last = max(readings.came.get(uri, 0.0) for uri in sent)
    span = max(last - min(sent.values()), len(sent) / rate)
    enough = len(rang) >= 10
    return Point(
        processes=processes,
        offered=rate,
        done=rounded(len(waited) / span),
        reading_p50=rounded(percentile(waited, 0.5)),
        reading_p99=rounded(percentile(waited, 0.99)),
        alert_p50=rounded(percentile(rang, 0.5)) if enough else None,
        alert_p99=rounded(percentile(rang, 0.99)) if enough else None,
        alerts=len(rang),
    )
