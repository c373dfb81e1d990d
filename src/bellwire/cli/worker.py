"""`bellwire worker`: the reader and the watcher on the topics."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from bellwire.cli.options import Brokers, LedgerUrl
from bellwire.settings import chosen_settings


def worker(
    brokers: Brokers = None,
    ledger: LedgerUrl = None,
    processes: Annotated[int | None, typer.Option(help="Pool processes; one a core.", min=1)] = None,
    clock: Annotated[
        Literal["wall", "article"] | None, typer.Option(help="The watcher's now: arrival at Kafka, or the article's.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="The installed spaCy pipeline.")] = None,
    group: Annotated[str | None, typer.Option(help="Consumer group.")] = None,
    metrics_port: Annotated[int | None, typer.Option(help="Port of /metrics; 0: none.", min=0)] = None,
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"] | None, typer.Option(help="Least level that is logged.")
    ] = None,
    log_format: Annotated[Literal["text", "json"] | None, typer.Option(help="Form of the log on stderr.")] = None,
) -> None:
    """Read articles and watch their readings, until SIGTERM or Ctrl-C. Options not given come from BELLWIRE_…"""
    settings = chosen_settings(
        brokers=brokers,
        ledger_url=ledger,
        processes=processes,
        clock=clock,
        model=model,
        group=group,
        metrics_port=metrics_port,
        log_level=log_level,
        log_format=log_format,
    )
    from bellwire.stream.reading_pool import reading_pool

    pool = reading_pool(settings)  # Here, for it loads what reads while the rest of the worker is imported.

    from bellwire.stream.worker import leave, run

    leave(run(settings, pool))
