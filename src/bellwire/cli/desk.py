"""`bellwire desk`: the page, the API and the event stream, until Ctrl-C."""

from __future__ import annotations

from typing import Annotated

import typer

from bellwire.cli.options import Brokers, LedgerUrl
from bellwire.settings import chosen_settings


def desk(
    brokers: Brokers = None,
    ledger: LedgerUrl = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on. [env: BELLWIRE_DESK_HOST]")] = None,
    port: Annotated[
        int | None,
        typer.Option(help="Port; a taken one is replaced by a free one. [env: BELLWIRE_DESK_PORT]", min=0, max=65535),
    ] = None,
    deliver: Annotated[
        bool | None, typer.Option(help="Send alerts to subscriptions meanwhile. [env: BELLWIRE_DELIVER]")
    ] = None,
) -> None:
    """Serve the page where alerts appear, with its JSON API and event stream, and send alerts to subscriptions."""
    from bellwire.desk import serve

    raise typer.Exit(
        serve(chosen_settings(brokers=brokers, ledger_url=ledger, desk_host=host, desk_port=port, deliver=deliver))
    )
