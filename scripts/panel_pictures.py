"""Draws what a dashboard's panels show as one SVG, in Grafana's arrangement: prove_panels.py has the answers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from panels import SIZE, Board, Panel, Query

#: Pixels of a column of 24, and of a row.
_COLUMN, _ROW = 42, 22
_GAP, _HEAD = 8, 30

#: Okabe and Ito's colours, which everybody can tell apart.
_COLOURS = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#e69f00",
    "#56b4e9",
    "#7f7f7f",
    "#b8a200",
    "#5b4ea1",
    "#222222",
)

_STYLE = (
    "text{font-family:system-ui,sans-serif;fill:#333}text:not(.value){font-size:11px}text.title{font-size:13px;font-weight:600}.value{font-weight:600}"
    "text.board{font-size:18px;font-weight:600}.soft{fill:#777}.card{fill:#fff;stroke:#ddd}"
    ".grid{stroke:#eee}polyline{fill:none;stroke-width:1.5}"
)


@dataclass(frozen=True, slots=True)
class Series:
    """What one line of a panel is: its labels, and its points in time (seconds) and value."""

    labels: Mapping[str, str]
    points: Sequence[tuple[float, float]]

    @property
    def last(self) -> float:
        return self.points[-1][1]


@dataclass(frozen=True, slots=True)
class _Box:
    """Where something is drawn."""

    x: float
    y: float
    width: float
    height: float


Answers = Mapping[Query, Sequence[Series]]


def picture(board: Board, answers: Answers) -> str:
    """The dashboard as an SVG."""
    placed, height = _placed(board)
    drawn = "".join(_panel(panel, box, answers) for panel, box in placed)
    width = 24 * _COLUMN + _GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" role="img">'
        f"<title>{escape(board.title)}</title><style>{_STYLE}</style>"
        f'<rect width="{width}" height="{height:.0f}" fill="#f4f5f7"/>'
        f'<text class="board" x="{_GAP}" y="24">{escape(board.title)}</text>{drawn}</svg>\n'
    )


def _placed(board: Board) -> tuple[list[tuple[Panel, _Box]], float]:
    """Each panel beside the one before while there is room; and how high all is."""
    found, x, y, tall = [], 0, float(_HEAD + _GAP), 0.0
    for panel in board.panels:
        columns, rows = SIZE[panel.shape]
        if x + columns > 24:
            x, y, tall = 0, y + tall, 0.0
        found.append((panel, _Box(x * _COLUMN + _GAP, y, columns * _COLUMN - _GAP, rows * _ROW - _GAP)))
        x, tall = x + columns, max(tall, rows * float(_ROW))
    return found, y + tall + _GAP


def _panel(panel: Panel, box: _Box, answers: Answers) -> str:
    series = [(_name(query, one), one) for query in panel.queries for one in answers[query] if one.points]
    inner = _Box(box.x + 10, box.y + 34, box.width - 20, box.height - 44)
    shapes = {"stat": _stat, "list": _list, "line": _lines, "bars": _bars}
    card = f'<rect class="card" x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="3"/>'
    title = f'<text class="title" x="{box.x + 10}" y="{box.y + 19}">{escape(panel.title)}</text>'
    return card + title + "".join(shapes[panel.shape](series, inner, panel.unit))


def _name(query: Query, series: Series) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda found: series.labels.get(found[1], ""), query.legend).strip()


def _stat(series: Sequence[tuple[str, Series]], box: _Box, unit: str) -> Iterator[str]:
    wide, size = box.width / max(1, len(series[:4])), 22 if len(series) < 3 else 15
    for number, (name, one) in enumerate(series[:4]):
        x = box.x + number * wide
        place = f'font-size="{size}" x="{x:.0f}" y="{box.y + 30:.0f}"'
        yield f'<text class="value" {place}>{_written(one.last, unit)}</text>'
        yield f'<text class="soft" x="{x:.0f}" y="{box.y + 48:.0f}">{escape(name[: int(wide / 6)])}</text>'


def _list(series: Sequence[tuple[str, Series]], box: _Box, unit: str) -> Iterator[str]:
    largest = max((one.last for _, one in series), default=0) or 1
    for number, (name, one) in enumerate(sorted(series, key=lambda pair: -pair[1].last)[:8]):
        y = box.y + number * 16
        yield f'<text x="{box.x}" y="{y + 10:.0f}">{escape(name[:30])}</text>'
        long = max(1.0, (box.width - 260) * one.last / largest)
        yield f'<rect x="{box.x + 200}" y="{y + 1:.0f}" width="{long:.0f}" height="11" fill="{_COLOURS[0]}"/>'
        yield f'<text class="soft" x="{box.x + 206 + long:.0f}" y="{y + 10:.0f}">{_written(one.last, unit)}</text>'


def _lines(series: Sequence[tuple[str, Series]], box: _Box, unit: str) -> Iterator[str]:
    if not series:
        return
    across, up, frame = _scales(series, box, unit, max(value for _, one in series for _, value in one.points))
    yield frame
    for number, (_, one) in enumerate(series):
        points = " ".join(f"{across(at):.1f},{up(value):.1f}" for at, value in one.points)
        yield f'<polyline points="{points}" stroke="{_COLOURS[number % len(_COLOURS)]}"/>'
    yield _legend(series, box)


def _bars(series: Sequence[tuple[str, Series]], box: _Box, unit: str) -> Iterator[str]:
    """Stacked, one for each time."""
    if not series:
        return
    totals: dict[float, float] = {}
    for _, one in series:
        for at, value in one.points:
            totals[at] = totals.get(at, 0.0) + value
    across, up, frame = _scales(series, box, unit, max(totals.values()))
    yield frame
    foot = dict.fromkeys(totals, 0.0)
    wide = max(1.0, (box.width - 40) / max(1, len(totals)) * 0.7)
    for number, (_, one) in enumerate(series):
        for at, value in one.points:
            low, high = up(foot[at]), up(foot[at] + value)
            foot[at] += value
            if low - high > 0.1:
                place = f'x="{across(at) - wide / 2:.1f}" y="{high:.1f}" width="{wide:.1f}" height="{low - high:.1f}"'
                yield f'<rect {place} fill="{_COLOURS[number % len(_COLOURS)]}"/>'
    yield _legend(series, box)


def _scales(series: Sequence[tuple[str, Series]], box: _Box, unit: str, top: float) -> tuple[_Scale, _Scale, str]:
    """Time → x, value → y, and the lines that they are read by."""
    times = [at for _, one in series for at, _ in one.points]
    first, last = min(times), max(times)
    inner = _Box(box.x + 40, box.y, box.width - 40, box.height - 22)
    top = top or 1.0
    across = _Scale(first, max(last - first, 1.0), inner.x, inner.width)
    up = _Scale(0.0, top, inner.y + inner.height, -inner.height)
    frame = ""
    for share in (0.0, 0.5, 1.0):
        y = up(top * share)
        frame += f'<path class="grid" d="M{inner.x:.0f} {y:.1f}h{inner.width:.0f}"/>'
        frame += f'<text class="soft" x="{box.x}" y="{y + 4:.1f}">{_written(top * share, unit)}</text>'
    return across, up, frame


@dataclass(frozen=True, slots=True)
class _Scale:
    """From what is measured to pixels."""

    first: float
    span: float
    start: float
    length: float

    def __call__(self, value: float) -> float:
        return self.start + (value - self.first) / self.span * self.length


def _legend(series: Sequence[tuple[str, Series]], box: _Box) -> str:
    drawn, x = "", box.x + 40
    for number, (name, _) in enumerate(series):
        if not name or x + 14 + 6 * len(name) > box.x + box.width:
            continue
        colour, y = _COLOURS[number % len(_COLOURS)], box.y + box.height + 2
        drawn += f'<rect x="{x:.0f}" y="{y - 9:.0f}" width="9" height="9" fill="{colour}"/>'
        drawn += f'<text class="soft" x="{x + 12:.0f}" y="{y:.0f}">{escape(name)}</text>'
        x += 24 + 6 * len(name)
    return drawn


def _written(value: float, unit: str) -> str:
    """Short, with its unit."""
    if unit == "percentunit":
        return f"{value:.1%}"
    if unit == "bytes":
        return f"{value / 2**20:.0f} MiB"
    if unit == "s" and value >= 120:
        return f"{value / 60:.0f} min"
    digits = 0 if value == round(value) else max(0, 2 - int(math.log10(abs(value))) if abs(value) >= 1 else 2)
    return f"{value:.{digits}f}" + {"s": " s", "cps": "/s"}.get(unit, "")
