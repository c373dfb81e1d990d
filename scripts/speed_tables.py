"""Figures of speed in README and docs/capacity.md: what stands between `<!-- figures: NAME -->` and `<!-- end -->` is
made of bench/results.json and bench/load.json. make-docs writes it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.figures import HEAD, RESULTS, Row, line  # noqa: E402
from bench.load import POINTS, Point  # noqa: E402

#: Articles a second that capacity is worked out for: a newsroom's own feeds, the world's main wires, their peaks.
RATES = (1, 5, 50)

#: How busy a processor may be on average: above it, what comes by chance waits for what came before.
BUSY = 0.6

#: Parts whose processor time an article costs, and topics that carry it on.
PARTS = ("pool process", "worker", "broker")
TOPICS = ("articles", "readings", "events", "alerts", "threads")

_DAY, _GB = 86_400, 1e9
_BLOCK = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def with_figures(page: str) -> str:
    """The page with its figures as they are now."""
    return _BLOCK.sub(lambda found: f"{found[1]}{BLOCKS[found[2]]()}\n{found[3]}", page)


def rows() -> list[Row]:
    """All that was measured last."""
    return msgspec.json.decode(RESULTS.read_bytes(), type=list[Row]) if RESULTS.exists() else []


def points() -> list[Point]:
    """Every rate that was tried."""
    return msgspec.json.decode(POINTS.read_bytes(), type=list[Point]) if POINTS.exists() else []


def goals() -> str:
    """Rows that have a goal, and with what they were measured."""
    some = [row for row in rows() if row.goal]
    return f"{_table(some)}\n\n{machines(some)}"


def everything() -> str:
    """Every row."""
    return f"{_table(rows())}\n\n{machines(rows())}"


def machines(some: Sequence[Row]) -> str:
    """On what, and when."""
    told = dict.fromkeys(f"{row.machine}, {row.measured}" for row in some)
    return f"Measured with {'; '.join(told)}." if told else "Not measured yet: `make bench`."


def load() -> str:
    """A row a rate: what is done, and how long it takes."""
    head = (
        "| processes | offered, articles/s | done | reading p50, s | p99 | alert p50, s | p99 |\n"
        "| --- | --- | --- | --- | --- | --- | --- |"
    )
    return "\n".join([head, *(_point(point) for point in points())])


def _point(point: Point) -> str:
    alert = [f"{value:g}" if value is not None else "–" for value in (point.alert_p50, point.alert_p99)]
    cells = (point.processes, point.offered, point.done, point.reading_p50, point.reading_p99)
    return "| " + " | ".join([*(f"{cell:g}" for cell in cells), *alert]) + " |"


def capacity() -> str:
    """What each rate takes, worked out of what one article takes."""
    known = {row.name: row for row in rows()}
    try:
        spent = [known[f"processor time an article, {part}"].ours / 1000 for part in PARTS]
        sent = sum(known[f"bytes an article on {topic}, mixed wire"].ours for topic in TOPICS)
        kept = known["bytes an article in the ledger, mixed wire"].ours
        writes = {name: known[f"ledger: {name}, one watcher"].ours for name in ("SQLite", "PostgreSQL")}
    except KeyError as missing:
        return f"Not measured yet: {missing}."
    lines = [("calculated", *(f"{rate:g} articles/s" for rate in RATES)), ("---", *("---" for _ in RATES))]

    def add(name: str, of: Callable[[int], str]) -> None:
        lines.append((name, *(of(rate) for rate in RATES)))

    for part, seconds in zip(PARTS, spent, strict=True):
        add(f"cores that the {part} keeps busy", lambda rate, seconds=seconds: f"{rate * seconds:.2f}")  # type: ignore[misc]
    add(f"cores, {BUSY:.0%} busy", lambda rate: f"{rate * sum(spent) / BUSY:.1f}")
    add("pool processes", lambda rate: f"{_up(rate * spent[0] / BUSY)}")
    add("workers, and partitions at least", lambda rate: f"{_up(rate * spent[1] / BUSY)}")
    for name, most in writes.items():
        add(f"of one watcher's transactions on {name}", lambda rate, most=most: f"{rate / most:.1%}")  # type: ignore[misc]
    add("topics, GB a day, one replica, not packed", lambda rate: f"{rate * _DAY * sent / _GB:.2f}")
    add("ledger, GB a day, before anything is forgotten", lambda rate: f"{rate * _DAY * kept / _GB:.2f}")
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def _up(value: float) -> int:
    return max(1, -int(-value // 1))


def _table(some: Sequence[Row]) -> str:
    return "\n".join([HEAD, *map(line, some)])


BLOCKS: dict[str, Callable[[], str]] = {
    "goals": goals,
    "everything": everything,
    "load": load,
    "capacity": capacity,
}
