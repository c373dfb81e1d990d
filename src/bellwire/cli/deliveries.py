"""`bellwire deliveries`: who was sent what version of a thread when; `dead`: what was given up, and once more."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bellwire.cli.options import LedgerUrl
from bellwire.settings import chosen_settings

if TYPE_CHECKING:
    from bellwire.ledger import Delivery, Ledger

deliveries = typer.Typer(help="Show who was sent which alerts when.", no_args_is_help=True, rich_markup_mode=None)


@deliveries.command()
def told(thread: Annotated[str, typer.Argument(metavar="THREAD")], ledger: LedgerUrl = None) -> None:
    """Show who was sent what version of a thread when and where, and how what is not yet sent stands."""
    from bellwire.ledger import open_ledger

    with closing(open_ledger(chosen_settings(ledger_url=ledger).ledger_url, there=True)) as opened:
        _show(opened, opened.deliveries.of_thread(thread))


@deliveries.command()
def dead(
    again: Annotated[
        bool, typer.Option("--again", help="Have each tried once more that nothing has overtaken.")
    ] = False,
    limit: Annotated[int, typer.Option(help="At most so many, the last first.", min=1)] = 200,
    ledger: LedgerUrl = None,
) -> None:
    """Show what was given up, with what the target said last."""
    from bellwire.ledger import DeliveryState, open_ledger

    with closing(open_ledger(chosen_settings(ledger_url=ledger).ledger_url, there=True)) as opened:
        found = opened.deliveries.dead(limit)
        _show(opened, found)
        if again:
            now = datetime.now(UTC)
            fit = [one for one in found if not one.overtaken]
            opened.deliveries.change(replace(one, state=DeliveryState.WAITING, due=now, at=now) for one in fit)
            typer.echo(f"{len(fit)} to be tried once more", err=True)
            if len(fit) < len(found):
                typer.echo(f"{len(found) - len(fit)} not: a later version or a Cancel has overtaken them", err=True)


def _show(ledger: Ledger, found: Sequence[Delivery]) -> None:
    from bellwire.cli.columns import Columns
    from bellwire.delivery.destination import words

    places = {one.subscription: ledger.targets.of(one.subscription) for one in found}
    widths = {"subscription": 20, "alert": 24, "state": 10, "at": 20, "tries": -5, "why": 10, "to": 28, "detail": 40}
    rows = Columns(widths)
    for one in found:
        at = f"{one.at:%Y-%m-%dT%H:%M:%SZ}" if one.at else "–"
        place = places[one.subscription].get(one.target)
        to = words(place.fields) if place else "–"
        rows.row(one.subscription, one.alert, one.state.value, at, one.attempts, one.why, to, one.detail)
