"""Where to draw what: spots on a map, bars of a tempo. x is the longitude and -y the latitude, in degrees. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from bellwire.watch.alert import Alert, MsgType

#: Hours of one bar, and how high the highest is drawn.
STEP, HEIGHT = 3, 18.0


@dataclass(frozen=True, slots=True)
class Box:
    """The part of the world that is shown."""

    x: float
    y: float
    width: float
    height: float


WORLD = Box(-170, -80, 361, 138)


@dataclass(frozen=True, slots=True)
class Spot:
    """Threads of one place and direction, the newest first. `r`: the more of them, the larger."""

    x: float
    y: float
    r: float
    direction: str
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """`count` reports in some hours: above the line or below it."""

    x: int
    y: float
    height: float
    up: bool
    count: int


def spots(alerts: Sequence[Alert], box: Box) -> list[Spot]:
    """Places that have coordinates, those of most threads first so that they lie undermost. Where several directions
    meet, each spot touches the place with its edge, all round it. What was withdrawn did not happen: it has none."""
    found: dict[tuple[float, float], dict[str, list[Alert]]] = {}
    for alert in alerts:
        place = alert.event.place
        withdrawn = alert.msg_type is MsgType.CANCEL
        if not withdrawn and place is not None and place.lat is not None and place.lon is not None:
            at = (round(place.lon, 2), round(place.lat, 2))
            found.setdefault(at, {}).setdefault(alert.direction.value, []).append(alert)
    drawn = []
    for (lon, lat), ways in found.items():
        for number, (way, some) in enumerate(ways.items()):
            size = box.width / 240 * (1 + sqrt(len(some)) / 2)
            away, angle = size if len(ways) > 1 else 0.0, pi + 2 * pi * number / len(ways)
            x, y = lon + away * cos(angle), -lat + away * sin(angle)
            drawn.append(Spot(round(x, 2), round(y, 2), round(size, 2), way, tuple(some)))
    return sorted(drawn, key=lambda spot: -spot.r)


def around(alerts: Sequence[Alert]) -> Box:
    """A box twice as wide as high that holds all places, with room round them; the world where there is none."""
    places = [alert.event.place for alert in alerts if alert.event.place]
    points = [(place.lon, -place.lat) for place in places if place.lon is not None and place.lat is not None]
    if not points:
        return WORLD
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    height = max(bottom - top, (right - left) / 2) * 1.4 + 4
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    return Box(round(middle_x - height, 2), round(middle_y - height / 2, 2), round(2 * height, 2), round(height, 2))


def bars(up: Mapping[int, int], down: Mapping[int, int], end: int, hours: int) -> tuple[Bar, ...]:
    """Reports by hour (since 1970) as bars of some hours, up to `end`: one sort above the line, the other below it."""
    steps = range(0, hours, STEP)
    counted = [
        (step, way, sum(of.get(end - hours + 1 + step + hour, 0) for hour in range(STEP)))
        for way, of in ((True, up), (False, down))
        for step in steps
    ]
    most = max((count for _, _, count in counted), default=0)
    return tuple(
        Bar(step, round(HEIGHT - tall, 1) if way else HEIGHT, round(tall, 1), way, count)
        for step, way, count in counted
        if count and (tall := HEIGHT * count / most)
    )
