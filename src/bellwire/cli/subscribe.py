"""`bellwire subscribe TOPIC`: prints what passes."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from bellwire.cli.options import Brokers
from bellwire.errors import BellwireError


def subscribe(
    topic: Annotated[
        str, typer.Argument(metavar="TOPIC", help="Short name: alerts, threads, events.ground, events, …")
    ] = "alerts",
    kind: Annotated[list[str] | None, typer.Option(help="Only events of this kind; may be repeated.")] = None,
    place: Annotated[
        list[str] | None, typer.Option(help="Only what lies in this place path, such as SY or SY/Aleppo; repeatable.")
    ] = None,
    direction: Annotated[
        list[str] | None, typer.Option(help="Only this direction, such as escalation; may be repeated.")
    ] = None,
    least: Annotated[
        str, typer.Option(help="Only this priority and above: FLASH, BULLETIN, URGENT or ROUTINE.")
    ] = "ROUTINE",
    since: Annotated[
        str, typer.Option(help='"latest", "beginning", a time, how long ago (30m, 2h, 7d), or an offset.')
    ] = "latest",
    resume: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep in FILE what was printed, and go on there the next time."),
    ] = None,
    limit: Annotated[int | None, typer.Option(help="End after so many messages.", min=1)] = None,
    follow: Annotated[bool, typer.Option(help="Wait for more; without it, end with what is there now.")] = True,
    include_tests: Annotated[
        bool, typer.Option("--include-tests", help="Print test and exercise traffic too.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="JSON also on a terminal.")] = False,
    brokers: Brokers = None,
) -> None:
    """Print what passes on a topic, a line each: readable on a terminal, JSON elsewhere. Ctrl-C ends it."""
    import logging

    from bellwire.cli.lines import json_line, readable_line
    from bellwire.subscribe import subscribe as listen

    _check(topic, kind or (), place or (), direction or (), least.upper(), since)

    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    line = readable_line if sys.stdout.isatty() and not json else json_line
    try:
        with listen(
            topic,
            brokers=brokers,
            since=since,
            resume=resume,
            kinds=kind or (),
            places=place or (),
            directions=direction or (),
            least=least.upper(),
            include_tests=include_tests,
            follow=follow,
        ) as messages:
            for message in islice(messages, limit):
                sys.stdout.write(line(message) + "\n")
                sys.stdout.flush()
                message.mark_done()
    except KeyboardInterrupt:
        raise typer.Exit from None


def _check(
    topic: str, kinds: Iterable[str], places: Iterable[str], directions: Iterable[str], least: str, since: str
) -> None:
    """Bad use ends with 2, and before any broker is asked."""
    from datetime import UTC, datetime

    from bellwire.subscribe.since import place_since
    from bellwire.subscribe.subscription import topics_of
    from bellwire.subscribe.wanted import Filter

    try:
        topics_of(topic)
        place_since(since, datetime.now(UTC))
        Filter(tuple(kinds), tuple(places), tuple(directions), least=least)
    except BellwireError as error:
        raise typer.BadParameter(str(error)) from None
