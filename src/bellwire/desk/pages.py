"""The list: threads as they stand, the newest first, or as the address asks for. Its script keeps it live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from bellwire.delivery.labels import known_values
from bellwire.desk.board import Board
from bellwire.desk.lists import GROUPS, SORTS, Wanted, groups, listing, read_wanted
from bellwire.desk.live import Live
from bellwire.desk.rendering import page
from bellwire.desk.views import AlertView, view
from bellwire.ledger import Deed, Ledger
from bellwire.reading.facts.tables import country_names
from bellwire.watch.alert import Alert

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Chip:
    """One value of the filter in force, and the address of the list without it."""

    name: str
    value: str
    without: str


@router.get("/")
def index(request: Request) -> HTMLResponse:
    """The live list."""
    wanted = read_wanted(request.query_params.multi_items())
    live: Live = request.app.state.live
    board: Board = request.app.state.board
    ledger: Ledger = request.app.state.ledger
    place = live.place  # Before the ledger is asked: what passes in between comes twice rather than never.
    silences = board.silences
    found = listing(ledger, wanted, silences)
    acknowledged = ledger.desk.acknowledged([alert.thread for alert in found.alerts])
    rows = [(view(alert), acknowledged.get(alert.thread)) for alert in found.alerts]
    return page(
        request,
        "index.html",
        place=place,
        groups=_groups(found.alerts, rows, wanted),
        tally=Counter(alert.direction for alert, _ in rows if not alert.canceled),
        canceled=sum(alert.canceled for alert, _ in rows),
        contested=sum(alert.contested for alert, _ in rows),
        wanted=wanted,
        stream=wanted.query(),
        chips=_chips(wanted),
        places=found.places,
        newest=next((place for place, _ in ledger.alerts_before(None, 1)), 0),
        older=None if found.older is None else _link(wanted, f"cursor={found.older}"),
        silenced=found.silenced,
        in_force=len(silences),
        show_silenced=replace(wanted, silenced=not wanted.silenced).link(),
        views=ledger.desk.views(),
        groupings=GROUPS.items(),
        sorts=[(name, words) for name, (words, _) in SORTS.items()],
        choices=known_values(),
        countries=country_names(),
    )


def _groups(
    alerts: Sequence[Alert], rows: list[tuple[AlertView, Deed | None]], wanted: Wanted
) -> list[tuple[str, list[tuple[AlertView, Deed | None]]]]:
    """Rows under their headings; all under none where that is not asked for."""
    by_id = {row[0].id: row for row in rows}
    return [(name, [by_id[alert.id] for alert in some]) for name, some in groups(alerts, wanted.group)]


def _chips(wanted: Wanted) -> list[Chip]:
    countries = country_names()
    return [
        Chip(
            name,
            countries.get(value, value) if name == "country" else value,
            wanted.link(wanted.filter.without(name, value)),
        )
        for name, value in wanted.filter.pairs()
    ]


def _link(wanted: Wanted, more: str) -> str:
    link = wanted.link()
    return f"{link}{'&' if '?' in link else '?'}{more}"
