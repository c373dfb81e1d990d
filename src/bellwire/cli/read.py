"""`bellwire read`: what is read in wire copy, without Kafka."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bellwire.cli.progress import Progress
from bellwire.errors import BadCopy, BellwireError
from bellwire.settings import Settings, chosen_settings

if TYPE_CHECKING:
    from bellwire.intake.pieces import Piece
    from bellwire.reading import Reader
    from bellwire.reading.reading import Reading
    from bellwire.wire import Article

    Shows = Callable[[Article], None]


def read(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help='Files of wire copy; "-" is standard input.')],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="FILE holds one article a line (.gz too).")] = False,
    articles: Annotated[bool, typer.Option("--articles", help="Print the normalised articles instead.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show how each event was found.")] = False,
) -> None:
    """Read wire copy of any format: one reading a line, or on a terminal the text with its evidence marked."""
    from bellwire.intake.folders import missing
    from bellwire.intake.pieces import lines, whole_files

    if problem := missing(files):
        raise BellwireError(problem)
    settings = chosen_settings()
    pieces = (lines if jsonl else whole_files)(files, settings.max_article_bytes)
    show = _show_article if articles else _shows(settings, explain=explain, terminal=sys.stdout.isatty() and not jsonl)
    refused = 0
    with Progress("read", "articles") as progress:
        for piece in pieces:
            for article in _articles(piece, settings.max_article_bytes):
                if article is None:
                    refused += 1
                else:
                    show(article)
                    progress.step()
    if refused:
        raise BellwireError(f"{refused} of {refused + progress.done} could not be read; see above")


def _articles(piece: Piece, limit: int) -> Iterator[Article | None]:
    """The articles of a piece; None, and a line on stderr, where it is no copy."""
    from bellwire.wire import read_copy
    from bellwire.wire.parts import holds_lines

    try:
        if piece.cut:
            raise BadCopy(f"more than {limit:,} bytes", reason="too-large")
        declared = None if piece.data.lstrip()[:1] in (b"{", b"[", b"<") else "text/plain"
        yield from read_copy(piece.data, declared, max_bytes=limit)
    except BadCopy as error:
        hint = ": is it an item a line? Then add --jsonl" if holds_lines(piece.data) else ""
        typer.echo(f"bellwire: {piece.name}: {error} ({error.reason}){hint}", err=True)
        yield None


def _show_article(article: Article) -> None:
    from bellwire.wire import encode

    sys.stdout.write(encode(article).decode() + "\n")


def _shows(settings: Settings, *, explain: bool, terminal: bool) -> Shows:
    """How a reading is shown: as a line of JSON, or rendered for eyes."""
    from msgspec.json import encode

    from bellwire.reading import load_reader

    reader = load_reader(settings.model, max_chars=settings.max_article_chars, recency_days=settings.recency_days)

    def show_line(article: Article) -> None:
        sys.stdout.write(encode(_timed(reader, article)).decode() + "\n")

    def show_rendered(article: Article) -> None:
        from rich.console import Console

        from bellwire.cli.render import harmless, show
        from bellwire.reading import explain as explained
        from bellwire.reading import rendered

        console = Console()
        show(console, article, _timed(reader, article))
        if explain:
            why = rendered(explained(reader, article), console.width)
            console.print(harmless(why), markup=False, highlight=False)

    return show_rendered if terminal or explain else show_line


def _timed(reader: Reader, article: Article) -> Reading:
    """The reading with the clock's part filled in."""
    from msgspec.structs import replace

    began = time.perf_counter()
    reading = reader.read(article)
    took = round((time.perf_counter() - began) * 1000)
    return replace(reading, read_at=datetime.now(UTC), took_ms=took)
