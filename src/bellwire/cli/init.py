"""`bellwire init`: what must be there before the first worker starts."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta

import typer
from pydantic import SecretStr

from bellwire.cli.options import Brokers, LedgerUrl
from bellwire.settings import chosen_settings

#: How long tokens of a deployment are valid: until they are revoked, as good as.
_VALID = timedelta(days=3650)


def init(
    brokers: Brokers = None,
    ledger: LedgerUrl = None,
) -> None:
    """Create the topics that are missing and bring the ledger up to date; before each upgrade, any number of times.

    Tokens of the desk that are given as settings (`BELLWIRE_DESK_ADMIN_TOKEN`, `BELLWIRE_DESK_READ_TOKEN`) are let in.
    """
    from bellwire.broker.topics import ensure_topics
    from bellwire.ledger import Scope, open_ledger

    now = datetime.now(UTC)
    settings = chosen_settings(brokers=brokers, ledger_url=ledger)
    for name in ensure_topics(settings.cluster, settings):
        typer.echo(f"created {name}", err=True)
    with closing(open_ledger(settings.ledger_url)) as opened:
        given: dict[Scope, SecretStr | None] = {"admin": settings.desk_admin_token, "read": settings.desk_read_token}
        for scope, token in given.items():
            text = token.get_secret_value().strip() if token is not None else ""
            if text and opened.tokens.admit(text, f"deployment {scope}", scope, now, now + _VALID):
                typer.echo(f"let the {scope} token in", err=True)
    typer.echo("topics and ledger are ready", err=True)
