"""`bellwire review export`: reading errors that were marked at the desk, as rows of gold."""

from __future__ import annotations

import json
from contextlib import closing

import typer

from bellwire.cli.options import LedgerUrl
from bellwire.settings import chosen_settings

review = typer.Typer(help="Sentences that were marked as read wrongly.", no_args_is_help=True, rich_markup_mode=None)


@review.callback()
def group() -> None:
    """Sentences that were marked as read wrongly at the desk."""


@review.command()
def export(
    ledger: LedgerUrl = None,
) -> None:
    """Write a row a mark, JSON, one a line: the sentence as an article, and the `signals` that should be read in it.

    A row is both what `bellwire read --jsonl` reads and what its reading is scored against; `review` tells who marked
    it, when, what had been read, and the note.
    """
    from bellwire.desk.review import gold_rows
    from bellwire.ledger import open_ledger

    with closing(open_ledger(chosen_settings(ledger_url=ledger).ledger_url, there=True)) as opened:
        marks = opened.desk.marks()
    for row in gold_rows(marks):
        typer.echo(json.dumps(row, ensure_ascii=False))
