"""`bellwire replay --readings`: a new ledger from the readings topic."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Annotated, Any, Literal

import typer

from bellwire.cli.backtest import read_time
from bellwire.cli.options import Brokers
from bellwire.cli.progress import Progress
from bellwire.errors import BellwireError
from bellwire.settings import Settings, chosen_settings


def replay(
    readings: Annotated[
        bool, typer.Option("--readings", help="Build a new ledger from all of the readings topic.")
    ] = False,
    ledger: Annotated[str | None, typer.Option(help="The new ledger's URL; it must hold no article.")] = None,
    old: Annotated[
        str | None, typer.Option(metavar="URL", help="The old ledger, to take over what is on no topic.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="TIME", help="Let the clock run on to when the workers stopped (ISO 8601).")
    ] = None,
    clock: Annotated[
        Literal["wall", "article"] | None, typer.Option(help="The clock that the workers went by.")
    ] = None,
    group: Annotated[str | None, typer.Option(help="Consumer group of the workers.")] = None,
    brokers: Brokers = None,
) -> None:
    """Build the ledger anew from the readings topic: threads and alert ids as they were; nothing is published.

    Stop the workers first. What their group has not committed is left to them. Where the old ledger can still be read,
    --old takes over what people did, tokens, deliveries and how far intake has read: stop desk and intake too. Options
    not given come from BELLWIRE_…
    """
    if not readings:
        raise typer.BadParameter("say what to replay; so far readings only", param_hint="--readings")
    end = read_time(until)
    settings = chosen_settings(ledger_url=ledger, clock=clock, group=group, brokers=brokers)

    from bellwire.intake.feeds import known_feeds
    from bellwire.ledger import open_ledger
    from bellwire.stream.rebuild import Rebuild
    from bellwire.watch import load_watcher

    watcher = load_watcher({feed.name: feed.grade for feed in known_feeds(settings).values()})
    messages = _watched(settings)
    with ExitStack() as stack:
        before = stack.enter_context(closing(open_ledger(old, there=True))) if old is not None else None
        new = stack.enter_context(closing(open_ledger(settings.ledger_url)))
        rebuild = Rebuild(new, watcher, settings.clock, _say, before)
        try:
            with Progress("watched", "readings") as progress:
                rebuild.take(messages, progress.step)
            if end is not None:
                rebuild.run_on(end)
            taken = rebuild.done()
        except (BellwireError, KeyboardInterrupt):
            typer.echo("bellwire: the new ledger is half built: remove it before you try again", err=True)
            raise
        counts = new.counts()
    typer.echo(f"readings  {rebuild.readings:>9,}  ({rebuild.refused:,} refused)")
    typer.echo(f"articles  {counts['articles']:>9,}")
    typer.echo(f"threads   {counts['threads']:>9,}")
    typer.echo(f"alerts    {counts['alerts']:>9,}")
    for name, count in taken.items():
        typer.echo(f"{name:<9} {count:>9,}  (of the old ledger)")
    typer.echo(f"clock     {rebuild.now.isoformat().replace('+00:00', 'Z') if rebuild.now else 'never began'}")


def _watched(settings: Settings) -> Iterator[Any]:
    """The readings that the workers' group has committed, in the order of writing; all where it never committed."""
    from bellwire.broker.admin import Admin
    from bellwire.broker.past import past
    from bellwire.stream.message import Message

    topic = settings.topic("readings")
    with Admin(settings.cluster) as admin:
        partitions = admin.topics().get(topic)
        offsets = admin.committed(settings.group)
    if partitions is None:
        raise BellwireError(f"topic {topic} is missing", reason="topics")
    committed = {at.partition: offset for at, offset in offsets.items() if at.topic == topic}
    if not committed:
        typer.echo(f"bellwire: group {settings.group} has committed no readings: all count as watched", err=True)
    ends = dict.fromkeys(range(partitions), 0) | committed if committed else {}
    return map(Message.of_record, past(settings.cluster, topic, ends))


def _say(message: Any, sentence: str) -> None:
    typer.echo(f"bellwire: {message.topic}[{message.partition}] offset {message.offset}: {sentence}", err=True)
