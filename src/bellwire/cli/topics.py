"""`bellwire topics`: what topics there are, and whether they are as the contract says."""

from __future__ import annotations

from typing import Annotated

import typer

from bellwire.cli.options import Brokers
from bellwire.errors import BellwireError
from bellwire.settings import chosen_settings


def topics(
    create: Annotated[bool, typer.Option("--create", help="Create those that are missing.")] = False,
    brokers: Brokers = None,
) -> None:
    """List the topics with key, cleanup and retention; exit 1 when one is missing or not as it must be."""
    from bellwire.broker.topics import ensure_topics, topic_states

    settings = chosen_settings(brokers=brokers)
    if create:
        for name in ensure_topics(settings.cluster, settings):
            typer.echo(f"created {name}", err=True)
    states = topic_states(settings.cluster, settings)
    for one in states:
        kept = f"{one.spec.days} d" if one.spec.days is not None else "latest of a key"
        state = "there" if one.there else "missing"
        typer.echo(f"{one.name}\t{state}\t{one.spec.key}\t{one.spec.cleanup}\t{kept}\t{one.spec.value}")
    if wrong := [sentence for one in states for sentence in one.wrong]:
        raise BellwireError("; ".join(wrong) + " (--create makes what is missing)", reason="topics")
