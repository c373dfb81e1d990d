"""`bellwire intake NAME`: feeds → articles topic. One command a kind of source."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bellwire.cli.options import Brokers
from bellwire.errors import BellwireError

if TYPE_CHECKING:
    from bellwire.intake.feeds import Feed as KnownFeed
    from bellwire.intake.folders import Found
    from bellwire.intake.producer import ArticleProducer
    from bellwire.intake.unpacking import Limits
    from bellwire.settings import Settings

intake = typer.Typer(
    help="Take wire copy in from a source and put it on the articles topic.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Feed = Annotated[
    str, typer.Option(help="Name of the feed, put into each article: one of feeds.toml where there is such a file.")
]


@intake.command()
def files(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH…", help='Files of wire copy, packed ones, zip and tar archives, folders; "-" reads stdin.'
        ),
    ],
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One article a line; without it lines of JSON are known by themselves.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what each item is; send nothing.")] = False,
    feed: Feed = "",
    resume: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Keep in FILE what is confirmed, and send only what is not. [default: PATH.bellwire-resume, beside "
            "the first PATH, removed at the end]",
            show_default=False,
        ),
    ] = None,
    afresh: Annotated[bool, typer.Option("--afresh", help="Send all, whatever an earlier run has sent.")] = False,
    brokers: Brokers = None,
) -> None:
    """Send the articles in files, any format, one article a file or a line.

    What cannot be read is sent as it is, named and counted: the worker makes a dead letter of it. Stopped or killed,
    the same command goes on where it was. Exits 1 when the broker does not have everything.
    """
    from bellwire.intake.feeds import feed_named
    from bellwire.intake.folders import files_in, missing
    from bellwire.settings import chosen_settings

    if problem := missing(paths, folders=True):
        raise BellwireError(problem)
    settings = chosen_settings(brokers=brokers)
    told, found = feed_named(feed, settings), list(files_in(paths))
    if dry_run:
        _look(found, told, settings, jsonl=jsonl)
    else:
        _send(found, told, settings, jsonl=jsonl, resume=resume, beside=paths, afresh=afresh)


def _look(found: list[Found], feed: KnownFeed, settings: Settings, *, jsonl: bool) -> None:
    """Print a row an item."""
    from bellwire.cli.columns import Columns
    from bellwire.intake.look import look
    from bellwire.intake.pieces import Source

    rows = Columns(
        {
            "format": 10,
            "articles": -8,
            "version": 8,
            "status": 9,
            "characters": -10,
            "associations": -12,
            "item": 40,
            "headline or reason": 60,
        }
    )
    items = unread = unsent = beside = 0
    for file in found:
        for piece in Source(file, _limits(settings), jsonl=jsonl):
            seen = look(piece, feed=feed, max_article_bytes=settings.max_article_bytes)
            items, unread, unsent = items + 1, unread + bool(seen.reason), unsent + (not seen.sent)
            beside += seen.associations
            told = (seen.articles, seen.version, seen.status, seen.characters, seen.associations)
            rows.row(seen.format or "–", *(value or "–" for value in told), seen.name, seen.reason or seen.headline)
    say(f"{items:,} items: {items - unread:,} can be read, {unread:,} cannot, {unsent:,} of these would not be sent")
    if beside:
        say(f"{beside:,} associations (pictures, films, other items) are passed over")
    if unsent:
        raise typer.Exit(1)


def _send(
    found: list[Found],
    feed: KnownFeed,
    settings: Settings,
    *,
    jsonl: bool,
    resume: Path | None,
    beside: list[str],
    afresh: bool,
) -> None:
    """Send what is not known to be confirmed, and say what became of it."""
    from bellwire.broker.admin import Admin
    from bellwire.cli.progress import Progress
    from bellwire.intake.files import Sending, all_delivered, send_files, summary
    from bellwire.intake.resume import Journal
    from bellwire.intake.resume import beside as path_beside

    whole = sum(file.size for file in found) or None
    with connected(settings, many=True) as producer, Progress("sent", "items") as progress:
        with Admin(settings.cluster) as admin:
            purpose = {"topic": producer.topic, "id": admin.topic_id(producer.topic), "feed": feed.name, "jsonl": jsonl}
        path = resume or path_beside(beside)
        give_up = None if resume else progress.aside
        journal = Journal(path, purpose, afresh=afresh, give_up=give_up) if path else None
        if journal and journal.resumed:
            progress.aside(f"Going on where an earlier run was ({journal.path}); --afresh sends all again.")
        sending = Sending(producer, progress.aside, feed=feed, max_article_bytes=settings.max_article_bytes)
        tally = send_files(
            found,
            sending,
            _limits(settings),
            jsonl=jsonl,
            journal=journal,
            step=lambda read: progress.step(read / whole if whole else None),
        )
    lost = journal.lost if journal else []
    for line in [*lost, *summary(tally, producer)]:
        say(line)
    if journal:
        journal.close()
        if not resume and not tally.stopped and not producer.broken:
            journal.remove()
    if lost or not all_delivered(tally, producer):
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
        limits=_limits(settings),
        max_article_bytes=settings.max_article_bytes,
    )
    say(f"Watching {folder}; Ctrl-C stops.")
    taken = watch(drop, lambda: connected(settings), stop=stop, settle=settle, talk=say)
    say(f"Files: {taken.done:,} done, {taken.failed:,} failed.")


def _limits(settings: Settings) -> Limits:
    from bellwire.intake.unpacking import Limits

    return Limits(
        item=settings.max_message_bytes,
        members=settings.max_archive_members,
        unpacked=settings.max_archive_bytes,
        ratio=settings.max_archive_ratio,
    )


def connected(settings: Settings, *, many: bool = False) -> ArticleProducer:
    """Connected, on topics that exist. Kafka's own log is silenced: every failure is reported by us.

    By the articles' clock nothing overtakes: a replay is told in order.
    """
    import logging

    from bellwire.broker.admin import Admin
    from bellwire.broker.topics import COPY, ensure_topics
    from bellwire.intake.producer import ArticleProducer

    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    ordinary, urgent = (settings.topic(name) for name in COPY)
    producer = ArticleProducer(
        settings.cluster,
        ordinary,
        max_message_bytes=settings.max_message_bytes,
        urgent_topic=urgent if settings.clock == "wall" else None,
        many=many,
    )
    with Admin(settings.cluster) as admin:  # Who may only write articles sees no other topic.
        missing = {ordinary, urgent} - admin.topics().keys()
    if missing:
        ensure_topics(settings.cluster, settings)
    return producer


def say(line: str) -> None:
    typer.echo(line, err=True)


from bellwire.cli import sources as sources  # noqa: E402
