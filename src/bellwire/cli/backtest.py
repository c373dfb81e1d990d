"""`bellwire backtest`: reader and watcher over files, with the articles' own arrival as the clock."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bellwire.cli.progress import Progress
from bellwire.errors import BadCopy, BellwireError
from bellwire.settings import Settings, chosen_settings

if TYPE_CHECKING:
    from bellwire.intake.pieces import Piece
    from bellwire.watch.alert import Alert
    from bellwire.wire import Article


def backtest(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help='Files of wire copy; "-" is standard input.')],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="FILE holds one article a line (.gz too).")] = False,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="Let the clock run on to this time (ISO 8601).")
    ] = None,
) -> None:
    """Print every alert version that these articles would have made, one a line, in the order published.

    The clock is each article's own `received`, else its `versioncreated`; it stops wherever a deadline, an embargo or
    a thread's end comes due. No Kafka, nothing is kept.
    """
    from msgspec.json import encode

    for alert in alerts_of(files, jsonl=jsonl, settings=chosen_settings(), end=read_time(until)):
        sys.stdout.write(encode(alert).decode() + "\n")


def alerts_of(files: list[str], *, jsonl: bool, settings: Settings, end: datetime | None = None) -> Iterator[Alert]:
    """The alert versions that the articles in these files would have made, in order, and those that the clock makes
    until `end`."""
    from bellwire.intake.feeds import known_feeds
    from bellwire.intake.folders import missing
    from bellwire.intake.pieces import lines, whole_files
    from bellwire.reading import load_reader
    from bellwire.watch import MemoryLedger, load_watcher
    from bellwire.watch.rehearsal import Rehearsal

    if problem := missing(files):
        raise BellwireError(problem)
    reader = load_reader(settings.model, max_chars=settings.max_article_chars, recency_days=settings.recency_days)
    grades = {feed.name: feed.grade for feed in known_feeds(settings).values()}
    rehearsal = Rehearsal(load_watcher(grades), MemoryLedger())
    pieces = (lines if jsonl else whole_files)(files, settings.max_article_bytes)
    with Progress("watched", "articles") as progress:
        for article in _articles(pieces, settings.max_article_bytes):
            yield from rehearsal.read(reader.read(article))
            progress.step()
    if end is not None:
        yield from rehearsal.run_on(end)


def _articles(pieces: Iterable[Piece], limit: int) -> Iterator[Article]:
    """The articles of all pieces; a line on stderr where a piece is no copy, as the wire goes on too."""
    from bellwire.wire import read_copy

    for piece in pieces:
        try:
            if piece.cut:
                raise BadCopy(f"more than {limit:,} bytes", reason="too-large")
            yield from read_copy(piece.data, max_bytes=limit)
        except BadCopy as error:
            typer.echo(f"bellwire: {piece.name}: {error} ({error.reason})", err=True)


def read_time(text: str | None) -> datetime | None:
    """A time of the command line, UTC where no zone is given. Exit status 2 where it is none."""
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text} is no ISO 8601 time", param_hint="--until") from error
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
