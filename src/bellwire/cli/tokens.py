"""`bellwire tokens`: who may use the desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bellwire.cli.options import LedgerUrl
from bellwire.errors import BellwireError
from bellwire.settings import chosen_settings

if TYPE_CHECKING:
    from bellwire.ledger import TokenMemory

tokens = typer.Typer(help="Make, list and revoke the tokens that open the desk.", no_args_is_help=True)


@tokens.command()
def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose it is: a person, a desk, a program.")],
    scope: Annotated[
        Literal["read", "acknowledge", "admin"], typer.Option(help="What it may do; each may what those before may.")
    ] = "read",
    days: Annotated[int, typer.Option(help="Days until it expires.", min=1, max=3650)] = 90,
    ledger: LedgerUrl = None,
) -> None:
    """Print a new token, once: only a hash of it is kept."""
    if not name.strip() or not name.isprintable() or len(name) > 100:
        raise typer.BadParameter("a name of up to 100 printable letters", param_hint="NAME")
    now = datetime.now(UTC)
    with _memory(ledger, there=False) as memory:
        token, text = memory.create(name.strip(), scope, now, now + timedelta(days=days))
    typer.echo(f"{token.id} of {token.name}: {scope}, until {token.expires:%Y-%m-%d}; shown this once:", err=True)
    typer.echo(text)


@tokens.command("list")
def list_tokens(ledger: LedgerUrl = None) -> None:
    """A line each: its id, whose it is, what it may do, since when and until when. Never the token."""
    from bellwire.cli.columns import Columns

    columns = Columns({"id": 12, "name": 24, "scope": 11, "created": 10, "expires": 10, "state": 8})
    now = datetime.now(UTC)
    with _memory(ledger) as memory:
        for token in memory.all():
            dates = f"{token.created:%Y-%m-%d}", f"{token.expires:%Y-%m-%d}"
            columns.row(token.id, token.name, token.scope, *dates, token.state(now))


@tokens.command()
def revoke(
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="Ids of tokens, as listed.")], ledger: LedgerUrl = None
) -> None:
    """End tokens, and the sessions that they opened, within seconds."""
    with _memory(ledger) as memory:
        unknown = [one for one in ids if not memory.revoke(one, datetime.now(UTC))]
    if unknown:
        raise BellwireError(f"no token that could be revoked: {', '.join(unknown)}; `bellwire tokens list` has them")


@contextmanager
def _memory(ledger: str | None, *, there: bool = True) -> Iterator[TokenMemory]:
    """The tokens of a ledger, which must be `there`."""
    from bellwire.ledger import open_ledger

    opened = open_ledger(chosen_settings(ledger_url=ledger).ledger_url, there=there)
    try:
        yield opened.tokens
    finally:
        opened.close()
