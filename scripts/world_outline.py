"""Write src/bellwire/desk/static/world.svg out of Natural Earth's countries 1:110m, as the npm package world-atlas has
them.

Run by hand: `npm pack world-atlas@2.0.2`, unpack it, `.venv/bin/python scripts/world_outline.py
package/countries-110m.json`.
Natural Earth is in the public domain (https://www.naturalearthdata.com); world-atlas is under the ISC licence. Borders
are theirs and no statement of ours. x is the longitude and -y the latitude, in degrees.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "src/bellwire/desk/static/world.svg"
#: Degrees that a line may be off.
TOLERANCE = 0.12
#: Nothing is told of south of here.
SOUTH = -58.0

Point = tuple[float, float]


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """Every arc in degrees, simplified; two countries share the arc of their border."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            points.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append(simple(unwrapped(points)))
    return arcs


def unwrapped(points: Sequence[Point]) -> list[Point]:
    """The line without leaps across the date line: it goes on beyond 180 degrees."""
    found: list[Point] = []
    for x, y in points:
        found.append((x - 360 * round((x - found[-1][0]) / 360) if found else x, y))
    return found


def simple(points: Sequence[Point]) -> list[Point]:
    """The line with fewer points (Douglas and Peucker 1973); ends stay."""
    if len(points) < 3:
        return list(points)
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5

    def off(point: Point) -> float:
        x, y = point
        if not length:
            return float(((x - x1) ** 2 + (y - y1) ** 2) ** 0.5)
        return float(abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length)

    far = max(range(1, len(points) - 1), key=lambda at: off(points[at]))
    if off(points[far]) <= TOLERANCE:
        return [points[0], points[-1]]
    return simple(points[: far + 1])[:-1] + simple(points[far:])


def rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    """The numbers of the arcs of each ring; ~n is arc n backwards."""
    shapes = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for shape in shapes:
        yield from shape


def path(lines: Sequence[Sequence[Point]], closed: bool) -> str:
    """Lines as SVG path data in tenths of a degree, each point from the one before."""
    told = []
    for line in lines:
        whole = [(round(x * 10), round(-y * 10)) for x, y in line]
        steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(whole) if (x1, y1) != (x2, y2)]
        if len(steps) < (3 if closed else 1):
            continue
        text = " ".join(f"{dx} {dy}" for dx, dy in steps).replace(" -", "-")
        told.append(f"M{whole[0][0]} {whole[0][1]}l{text}{'z' if closed else ''}")
    return "".join(told)


def main() -> None:
    """Land as one shape, borders as lines."""
    topology = json.loads(Path(sys.argv[1]).read_text())
    arcs = arcs_of(topology)
    countries = topology["objects"]["countries"]["geometries"]
    used = Counter(arc if arc >= 0 else ~arc for country in countries for ring in rings(country) for arc in ring)
    land = []
    for country in countries:
        for ring in rings(country):
            line: list[Point] = []
            for arc in ring:
                points = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
                line += points[1:] if line else points
            if max(y for _, y in line) > SOUTH:
                land.append(unwrapped(line))
    borders = [arcs[arc] for arc, times in sorted(used.items()) if times > 1]
    TARGET.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-180 -84 360 142">\n'
        f'<path id="land" transform="scale(.1)" d="{path(land, True)}"/>\n'
        f'<path id="borders" transform="scale(.1)" fill="none" d="{path(borders, False)}"/>\n</svg>\n'
    )
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
