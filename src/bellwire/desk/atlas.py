"""The map and the tempo: where things happen now, and how much is told of each theatre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from bellwire.delivery.filters import read_filter
from bellwire.desk.drawing import WORLD, Bar, Spot, around, bars, spots
from bellwire.desk.lists import Wanted, listing, theatres
from bellwire.desk.rendering import page
from bellwire.desk.views import AlertView, view
from bellwire.desk.words import moment
from bellwire.ledger import Ledger
from bellwire.reading.facts.tables import country_names
from bellwire.reading.reading import Direction
from bellwire.watch.alert import Alert
from bellwire.watch.keys import country_of
from bellwire.watch.tempo import hour_of
from bellwire.watch.thread import Tempo

#: Threads on the map at most, and how long before the newest of them a thread's news may lie.
_MOST, _RECENT = 300, timedelta(hours=72)
#: Hours of a sparkline.
HOURS = 72

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class TempoView:
    """How much is told of a country: bars up for escalation, down for de-escalation; `words` says the same."""

    country: str
    name: str
    bars: tuple[Bar, ...]
    words: str
    levels: tuple[str, ...]


@router.get("/map")
def atlas(request: Request, country: Annotated[str, Query()] = "") -> HTMLResponse:
    """Recent threads on a map, of the world or of one country; tempo by theatre."""
    country = "".join(read_filter([("country", country)]).of("country")[:1])
    ledger: Ledger = request.app.state.ledger
    recent = _recent(listing(ledger, Wanted(), request.app.state.board.silences, _MOST).alerts)
    here = [alert for alert in recent if not country or country_of(alert.event) == country]
    box = around(here) if country else WORLD
    return page(
        request,
        "map.html",
        box=box,
        spots=_named(spots(here, box)),
        groups=[(name, [view(alert) for alert in some]) for name, some in theatres(here)],
        countries=sorted(
            {(name, code) for alert in recent if (code := country_of(alert.event)) for name in [_name(code)]}
        ),
        country=country,
        tempos=_tempos(ledger.tempos(), datetime.now(UTC), country),
        hours=HOURS,
        until=moment(max(alert.updated for alert in recent)) if recent else None,
        days=_RECENT.days,
    )


def _recent(alerts: Sequence[Alert]) -> list[Alert]:
    """Those whose news is not much older than the newest: a wire that is replayed has its own now."""
    newest = max((alert.updated for alert in alerts), default=None)
    return [alert for alert in alerts if newest is not None and newest - alert.updated <= _RECENT]


def _named(found: list[Spot]) -> list[tuple[Spot, AlertView, str]]:
    """Each with its newest alert, and where it leads: to the story, or to the list of what there is."""
    return [(spot, newest := view(spot.alerts[0]), _link(spot, newest)) for spot in found]


def _link(spot: Spot, newest: AlertView) -> str:
    if len(spot.alerts) == 1 and newest.has_page:
        return f"/threads/{quote(newest.thread, safe='')}"
    place = spot.alerts[0].event.place
    return f"/?{urlencode({'direction': spot.direction, 'place': place.path if place else ''})}"


def _tempos(tempos: Sequence[Tempo], now: datetime, country: str) -> list[TempoView]:
    """Of each country, those of which most is told first."""
    last = max((hour for tempo in tempos for hour in tempo.hours), default=0)
    end = hour_of(now) if hour_of(now) - last < HOURS else last
    found: dict[str, dict[Direction, Tempo]] = {}
    for tempo in tempos:
        if not country or tempo.country == country:
            found.setdefault(tempo.country, {})[tempo.direction] = tempo
    views = [_tempo(code, of, end) for code, of in found.items()]
    return [one for one in sorted(views, key=lambda one: -sum(bar.count for bar in one.bars)) if one.bars]


def _tempo(code: str, of: dict[Direction, Tempo], end: int) -> TempoView:
    hours = {direction: tempo.hours for direction, tempo in of.items()}
    up, down = hours.get(Direction.ESCALATION, {}), hours.get(Direction.DE_ESCALATION, {})
    drawn = bars(up, down, end, HOURS)
    told = [
        f"{sum(bar.count for bar in drawn if bar.up is way)} of {word}"
        for way, word in ((True, "escalation"), (False, "de-escalation"))
    ]
    levels = tuple(
        f"{direction.value} {tempo.level.value}" for direction, tempo in of.items() if tempo.level.value != "usual"
    )
    return TempoView(code, _name(code), drawn, f"{', '.join(told)}, {HOURS} hours", levels)


def _name(code: str) -> str:
    return country_names().get(code, code)
