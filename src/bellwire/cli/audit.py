"""`bellwire audit`: proves from the topics that every article has its reading or its dead letter."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from bellwire.cli.options import Brokers, LedgerUrl
from bellwire.errors import BellwireError
from bellwire.settings import chosen_settings

#: Articles in flight that are named at most.
_NAMED = 20


def audit(
    brokers: Brokers = None,
    ledger: LedgerUrl = None,
    group: Annotated[str | None, typer.Option(help="Consumer group of the workers.")] = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait until nothing is in flight.", min=0)] = 0,
) -> None:
    """Articles − readings − dead letters = in flight: exit 0 when that is empty, and all is watched and published."""
    from bellwire.stream.audit import Auditor

    settings = chosen_settings(brokers=brokers, ledger_url=ledger, group=group)
    end = time.monotonic() + wait
    with Auditor(settings) as auditor:
        while not (account := auditor.account()).balanced and time.monotonic() < end:
            time.sleep(0.5)
    typer.echo(f"articles      {account.articles:>9,}")
    typer.echo(f"readings      {account.readings:>9,}  ({account.repeated:,} repeated)")
    typer.echo(f"dead letters  {account.dead_letters:>9,}")
    typer.echo(f"in flight     {len(account.in_flight):>9,}")
    typer.echo(f"unwatched     {account.unwatched:>9,}")
    typer.echo(f"unpublished   {account.unpublished:>9,}")
    for topic, partition, offset in account.in_flight[:_NAMED]:
        typer.echo(f"in flight: {topic} partition {partition} offset {offset}", err=True)
    if not account.balanced:
        raise BellwireError("not everything is accounted for yet", reason="in-flight")
