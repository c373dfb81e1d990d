"""`bellwire intake NAME`: feeds → articles topic. One command a kind of source."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bellwire.errors import BellwireError

if TYPE_CHECKING:
    from bellwire.intake.producer import ArticleProducer
    from bellwire.settings import Settings

intake = typer.Typer(
    help="Take wire copy in from a source and put it on the articles topic.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Brokers = Annotated[
    str | None, typer.Option(help="Kafka bootstrap servers, host:port, comma between them. [env: BELLWIRE_BROKERS]")
]
Feed = Annotated[str, typer.Option(help="Name of the feed, put into each article; without it, what the copy says.")]


@intake.command()
def files(
    paths: Annotated[list[str], typer.Argument(metavar="FILE…", help='Files of wire copy, gzip too; "-" reads stdin.')],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="FILE holds one article a line.")] = False,
    feed: Feed = "",
    brokers: Brokers = None,
) -> None:
    """Send the articles in files, any format, one article a file or a line.

    What cannot be read is sent as it is, named and counted: the worker makes a dead letter of it. Exits 1 when the
    broker does not have everything.
    """
    from bellwire.intake.feeds import feed_named
    from bellwire.intake.files import all_delivered, send_pieces, summary
    from bellwire.intake.pieces import lines, missing, whole_files
    from bellwire.settings import chosen_settings

    if problem := missing(paths):
        raise BellwireError(problem)
    settings = chosen_settings(brokers=brokers)
    pieces = (lines if jsonl else whole_files)(paths, settings.max_message_bytes)
    with _producer(settings) as producer:
        tally = send_pieces(
            pieces, producer, feed=feed_named(feed, settings), max_article_bytes=settings.max_article_bytes, talk=_say
        )
    for line in summary(tally, producer):
        _say(line)
    if not all_delivered(tally, producer):
        raise typer.Exit(1)


@intake.command()
def directory(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The drop folder; done/ and failed/ are made in it.")],
    feed: Feed = "",
    brokers: Brokers = None,
    settle: Annotated[
        float, typer.Option(help="Seconds a file must stay unchanged to count as complete.", min=0.05)
    ] = 1.0,
) -> None:
    """Watch a drop folder: send each complete file, then move it to DIR/done, or to DIR/failed with the reason.

    Files whose names begin with "." or end in .tmp or .part are left until they are renamed. Ctrl-C ends it once the
    file under way is settled; what is not yet moved is taken at the next start.
    """
    from bellwire.intake.directory import watch
    from bellwire.intake.drop_folder import DropFolder
    from bellwire.intake.feeds import feed_named
    from bellwire.settings import chosen_settings

    if not folder.is_dir():
        raise BellwireError(f"{folder} is no directory")
    settings = chosen_settings(brokers=brokers)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    drop = DropFolder(
        folder,
        feed=feed_named(feed, settings),
        max_article_bytes=settings.max_article_bytes,
        max_message_bytes=settings.max_message_bytes,
    )
    _say(f"Watching {folder}; Ctrl-C stops.")
    taken = watch(drop, lambda: _producer(settings), stop=stop, settle=settle, talk=_say)
    _say(f"Files: {taken.done:,} done, {taken.failed:,} failed.")


def _producer(settings: Settings) -> ArticleProducer:
    """Connected, on a topic that exists. Kafka's own log is silenced: every failure is reported by us."""
    import logging

    from bellwire.broker.topics import ensure_topics
    from bellwire.intake.producer import ArticleProducer

    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    producer = ArticleProducer(
        settings.brokers, settings.topic("articles"), max_message_bytes=settings.max_message_bytes
    )
    ensure_topics(settings.brokers, settings)
    return producer


def _say(line: str) -> None:
    typer.echo(line, err=True)
