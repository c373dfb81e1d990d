"""`bellwire feeds`: the feeds, and whether they speak; `bellwire feeds check`: what is wrong with their file."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bellwire.cli.options import LedgerUrl
from bellwire.errors import BellwireError
from bellwire.settings import chosen_settings

feeds = typer.Typer(
    help="Show each feed with its latest article, its rate and whether it is silent.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@feeds.callback()
def show(
    context: typer.Context,
    ledger: LedgerUrl = None,
) -> None:
    """Show each feed with its latest article, its rate over a day and whether it is silent.

    Feeds are those of feeds.toml (BELLWIRE_FEEDS_FILE), and whatever else articles came by.
    """
    if context.invoked_subcommand is not None:
        return
    from bellwire.cli.columns import Columns
    from bellwire.intake.feeds import known_feeds
    from bellwire.intake.silence import silence_of
    from bellwire.ledger import open_ledger

    settings, now = chosen_settings(ledger_url=ledger), datetime.now(UTC)
    known = known_feeds(settings)
    with closing(open_ledger(settings.ledger_url)) as opened:
        came = {one.feed: one for one in opened.feeds(now)}
    rows = Columns({"feed": 20, "state": 8, "latest article": 20, "ago": -7, "a day": -8, "silence": -7, "grade": 12})
    for name in [*known, *(name for name in came if name not in known)]:
        feed, arrivals = known.get(name), came.get(name)
        latest = arrivals.latest if arrivals else None
        rows.row(
            name or "(unnamed)",
            silence_of(feed, latest, now),
            f"{latest:%Y-%m-%dT%H:%M:%SZ}" if latest else "–",
            short(now - latest) if latest else "–",
            arrivals.day if arrivals else 0,
            short(feed.silence) if feed and feed.silence else "–",
            feed.grade.value if feed else "–",
        )


@feeds.command()
def check(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="The file of feeds; without it the one of BELLWIRE_FEEDS_FILE."),
    ] = None,
) -> None:
    """Tell what is wrong with the file of feeds, line by line, and what to write; exit 1 where anything is."""
    from bellwire.intake.feeds import read_feeds
    from bellwire.toml_file import text_of

    path = file or Path(chosen_settings().feeds_file)
    found, problems = read_feeds(text_of(path, "bad-feeds"))
    for problem in problems:
        typer.echo(f"{path}:{problem.line}: {problem.sentence}")
    if problems:
        raise BellwireError(f"{path}: {len(problems)} to mend", reason="bad-feeds")
    typer.echo(f"{path}: {len(found)} feed{'' if len(found) == 1 else 's'}, nothing wrong")


def short(span: timedelta) -> str:
    """ "2d 4h", "3h 20m", "40s": the two largest units."""
    seconds = max(0, int(span.total_seconds()))
    parts = ((seconds // 86400, "d"), (seconds // 3600 % 24, "h"), (seconds // 60 % 60, "m"), (seconds % 60, "s"))
    first = next((place for place, (count, _) in enumerate(parts) if count), len(parts) - 1)
    return " ".join(f"{count}{unit}" for count, unit in parts[first : first + 2] if count) or "0s"
