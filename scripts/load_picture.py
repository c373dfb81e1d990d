"""docs/load.svg: what is done of what is offered, and how long it takes, of bench/load.json. make-docs draws it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from speed_tables import points

#: Of the picture, and of each of its two panels, in pixels.
WIDTH, HEIGHT = 900, 390
PANEL, TALL, TOP = 340, 240, 60
LEFT = (70, 520)

#: One process, two: blue and orange, which most eyes tell apart.
COLOURS = {1: "#0969da", 2: "#bc4c00"}


@dataclass(frozen=True, slots=True)
class Panel:
    """Two logarithmic axes: the least and largest value of each."""

    left: int
    across: tuple[float, float]
    up: tuple[float, float]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point stands."""
        return (
            self.left + PANEL * _share(x, *self.across),
            TOP + TALL * (1 - _share(min(max(y, self.up[0]), self.up[1]), *self.up)),
        )

    def frame(self, title: str, unit: str) -> Iterator[str]:
        """Its lines, and what they stand for."""
        yield _text(self.left, TOP - 18, title, "title")
        yield _text(self.left + PANEL / 2, TOP + TALL + 40, "offered, articles a second", "middle")
        yield _text(self.left - 42, TOP - 4, unit, "small")
        for value in _ticks(*self.across, (1, 2, 5)):
            x, _ = self.at(value, self.up[0])
            yield f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{TOP + TALL}"/>'
            yield _text(x, TOP + TALL + 18, f"{value:g}", "middle")
        for value in _ticks(*self.up, (1,) if self.up[1] / self.up[0] > 200 else (1, 2, 5)):
            _, y = self.at(self.across[0], value)
            yield f'<line class="grid" x1="{self.left}" y1="{y:.1f}" x2="{self.left + PANEL}" y2="{y:.1f}"/>'
            yield _text(self.left - 8, y + 4, f"{value:g}", "end")

    def line(self, found: Sequence[tuple[float, float]], colour: str, dashes: str = "") -> str:
        """Through all points, each marked."""
        way = [self.at(*one) for one in found]
        dots = (
            "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>' for x, y in way)
            if len(way) > 2
            else ""
        )
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in way)
        return f'<polyline points="{points}" stroke="{colour}" stroke-dasharray="{dashes}"/>{dots}'


def picture() -> str:
    """The SVG; of nothing measured, its frames."""
    found = points()
    most = max([10.0, *(point.offered for point in found)])
    least = min([0.1, *(point.reading_p50 for point in found if point.reading_p50 > 0)])
    longest = max([10.0, *(point.reading_p99 for point in found)])
    done = Panel(LEFT[0], (1, most), (1, most))
    took = Panel(LEFT[1], (1, most), (least, longest))
    lines = [
        *done.frame("Done", "articles a second"),
        *took.frame("From the wire to its reading", "seconds"),
        done.line([(1, 1), (most, most)], "#8c959f", "2 4"),
        took.line([(1, 1), (most, 1)], "#8c959f", "2 4"),
    ]
    for processes, colour in COLOURS.items():
        mine = [point for point in found if point.processes == processes]
        by: list[tuple[Panel, Callable[..., float], str]] = [
            (done, lambda point: point.done, ""),
            (took, lambda point: point.reading_p50, ""),
            (took, lambda point: point.reading_p99, "6 4"),
        ]
        lines += [panel.line([(one.offered, of(one)) for one in mine], colour, dash) for panel, of, dash in by if mine]
        name = "1 process" if processes == 1 else f"{processes} processes"
        lines.append(_text(LEFT[0] + 110 * (processes - 1), HEIGHT - 14, f"— {name}", "key", colour))
    lines.append(_text(LEFT[1], HEIGHT - 14, "— half of the articles   - - all but one in a hundred", "key"))
    return _SVG.format(width=WIDTH, height=HEIGHT, lines="\n".join(lines))


def _share(value: float, least: float, most: float) -> float:
    return math.log(value / least) / math.log(most / least)


def _ticks(least: float, most: float, parts: Sequence[int]) -> list[float]:
    powers = range(math.floor(math.log10(least)), math.ceil(math.log10(most)) + 1)
    return [tick for power in powers for part in parts if least <= (tick := part * 10.0**power) <= most * 1.001]


def _text(x: float, y: float, words: str, kind: str, colour: str = "#57606a") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" fill="{colour}">{words}</text>'


_SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"
role="img">
<title>Throughput and latency against load, with one pool process and with two</title>
<style>
text {{ font: 12px sans-serif }} .title {{ font-size: 15px; font-weight: bold }} .small {{ font-size: 11px }}
.middle {{ text-anchor: middle }} .end {{ text-anchor: end }} .key {{ font-size: 13px }}
.grid {{ stroke: #d0d7de }} polyline {{ fill: none; stroke-width: 2 }}
</style>
<rect width="{width}" height="{height}" fill="#ffffff"/>
{lines}
</svg>
"""
