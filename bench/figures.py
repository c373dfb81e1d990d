"""What a bench yields: a figure of ours, beside another where there is one, and whether it is as it should be."""

from __future__ import annotations

import os
import platform
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from bellwire.settings import Settings

RESULTS = Path(__file__).parent / "results.json"

#: Turns of a comparison that count.
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class How:
    """How thoroughly to measure: `rounds` turns of each side that count, after `warm` ones; whether all is cut short.

    `kept` is what several benches of a quick run share, by name, and `closing` ends it.
    """

    rounds: int = ROUNDS
    warm: int = 1
    quick: bool = False
    kept: dict[str, Any] = field(default_factory=dict)
    closing: ExitStack = field(default_factory=ExitStack)

    def pick(self, whole: int, quick: int) -> int:
        """The size of something that is smaller in a quick run."""
        return quick if self.quick else whole


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table. `spread` is the least and the largest of what `ratio` (or else `ours`) is the median of.

    `goal` is a comparison with `ratio` where there is one, else with `ours`: "≥ 15". `holds` is None without a goal.
    """

    name: str
    ours: float
    theirs: float | None = None
    unit: str = ""
    ratio: float | None = None
    goal: str = ""
    holds: bool | None = None
    command: str = ""
    spread: tuple[float, float] | None = None
    rounds: int = 1
    note: str = ""
    measured: str = ""
    machine: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """What both sides gave in each turn."""

    ours: list[float]
    theirs: list[float]


def alternate(ours: Callable[[int], float], theirs: Callable[[int], float], how: How) -> Pair:
    """Both in turn, so many times after the one that warms up; either goes first as often. They are told the turn."""
    first, second = in_turn((ours, theirs), how)
    return Pair(first, second)


def in_turn(sides: Sequence[Callable[[int], float]], how: How) -> list[list[float]]:
    """The same of any number of sides."""
    found: list[list[float]] = [[] for _ in sides]
    for turn in range(how.warm + how.rounds):
        order = range(len(sides)) if turn % 2 else reversed(range(len(sides)))
        for side in order:
            value = sides[side](turn)
            if turn >= how.warm:
                found[side].append(value)
    return found


def compared(name: str, pair: Pair, unit: str, goal: str = "", note: str = "") -> Row:
    """The row of a comparison: medians of both, median and range of the ratios of each turn."""
    ratios = [mine / other for mine, other in zip(pair.ours, pair.theirs, strict=True)]
    ratio = statistics.median(ratios)
    return Row(
        name=name,
        ours=rounded(statistics.median(pair.ours)),
        theirs=rounded(statistics.median(pair.theirs)),
        unit=unit,
        ratio=rounded(ratio),
        goal=goal,
        holds=holds(goal, ratio),
        spread=(rounded(min(ratios)), rounded(max(ratios))),
        rounds=len(ratios),
        note=note,
    )


def measured(name: str, values: Sequence[float], unit: str, goal: str = "", note: str = "") -> Row:
    """The row of a figure that stands alone: the median of its turns."""
    ours = statistics.median(values)
    spread = (rounded(min(values)), rounded(max(values))) if len(values) > 1 else None
    return Row(
        name=name,
        ours=rounded(ours),
        unit=unit,
        goal=goal,
        holds=holds(goal, ours),
        spread=spread,
        rounds=len(values),
        note=note,
    )


def holds(goal: str, value: float) -> bool | None:
    """Whether a value is as a goal ("≥ 15", "≤ 0.3") says; None where there is no goal."""
    if not goal:
        return None
    sign, _, bound = goal.partition(" ")
    return value >= float(bound) if sign == "≥" else value <= float(bound)


def rounded(value: float) -> float:
    """Three digits that count; whole numbers stay whole."""
    return float(f"{value:.3g}") if abs(value) < 1000 else float(round(value))


def percentile(values: Iterable[float], share: float) -> float:
    """The least of the values that so large a share of them does not exceed; nan of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def signed(row: Row, bench: str) -> Row:
    """With the command that gives it, the day, and with what it was measured."""
    model = Settings().model
    tools = f"Python {platform.python_version()}, spaCy {version('spacy')}, {model} {version(model)}"
    return msgspec.structs.replace(
        row,
        command=f"python -m bench {bench}",
        measured=date.today().isoformat(),
        machine=f"{tools}, {len(os.sched_getaffinity(0))} cores",
    )


def kept(rows: Sequence[Row], of: Sequence[str], path: Path = RESULTS) -> list[Row]:
    """Write rows in the place of all that the same benches gave before; all there are now, in the benches' order."""
    commands = [f"python -m bench {name}" for name in of]
    old = msgspec.json.decode(path.read_bytes(), type=list[Row]) if path.exists() else []
    now = [row for row in old if row.command in commands and row.command not in {one.command for one in rows}]
    now = sorted([*now, *rows], key=lambda row: commands.index(row.command))
    path.write_bytes(msgspec.json.format(msgspec.json.encode(now), indent=1) + b"\n")
    return now


HEAD = "| what | Bellwire | against | ratio, median (range) | goal | |\n| --- | --- | --- | --- | --- | --- |"


def line(row: Row) -> str:
    """A row as a line of the table."""
    ours, theirs = f"{row.ours:,g} {row.unit}".strip(), "" if row.theirs is None else f"{row.theirs:,g}"
    spread = f" ({row.spread[0]:,g}–{row.spread[1]:,g})" if row.spread else ""
    ratio = f"{row.ratio:,g}{spread}" if row.ratio is not None else ""
    if row.ratio is None:
        ours += spread
    verdict = {True: "holds", False: "**missed**", None: ""}[row.holds]
    name = f"{row.name} ({row.note})" if row.note else row.name
    return f"| {name} | {ours} | {theirs} | {ratio} | {row.goal} | {verdict} |"


def say(what: str) -> None:
    """A word on how far it is, to stderr."""
    print(f"  {what:60}", end="\n" if not sys.stderr.isatty() else "\r", file=sys.stderr, flush=True)
