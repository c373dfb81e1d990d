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
    from bellwire.broker.topics import TOPICS, check_topics, ensure_topics, topics_there

    settings = chosen_settings(brokers=brokers)
    if create:
        for name in ensure_topics(settings.cluster, settings):
            typer.echo(f"created {name}", err=True)
    wrong = check_topics(settings.cluster, settings)
    there = topics_there(settings.cluster)
    for spec in TOPICS:
        name = settings.topic(spec.name)
        kept = f"{spec.days} d" if spec.days is not None else "latest of a key"
        state = "there" if name in there else "missing"
        typer.echo(f"{name}\t{state}\t{spec.key}\t{spec.cleanup}\t{kept}\t{spec.value}")
    if wrong:
        raise BellwireError("; ".join(wrong) + " (--create makes what is missing)", reason="topics")
