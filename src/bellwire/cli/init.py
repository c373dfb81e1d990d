"""`bellwire init`: what must be there before the first worker starts."""

from __future__ import annotations

from typing import Annotated

import typer

from bellwire.settings import chosen_settings


def init(
    brokers: Annotated[str | None, typer.Option(help="Kafka bootstrap servers, comma between them.")] = None,
    ledger: Annotated[str | None, typer.Option(help="The ledger's URL.")] = None,
) -> None:
    """Create the topics that are missing and bring the ledger up to date; before each upgrade, any number of times."""
    from bellwire.broker.topics import ensure_topics
    from bellwire.ledger import open_ledger

    settings = chosen_settings(brokers=brokers, ledger_url=ledger)
    for name in ensure_topics(settings.brokers, settings):
        typer.echo(f"created {name}", err=True)
    open_ledger(settings.ledger_url).close()
    typer.echo("topics and ledger are ready", err=True)
