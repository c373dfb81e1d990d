"""Options that several commands have, each told in one way."""

from __future__ import annotations

from typing import Annotated

import typer

Brokers = Annotated[
    str | None, typer.Option(help="Kafka bootstrap servers, host:port, comma between them. [env: BELLWIRE_BROKERS]")
]
LedgerUrl = Annotated[
    str | None, typer.Option(help="The ledger's URL: sqlite:///FILE or postgresql://… [env: BELLWIRE_LEDGER_URL]")
]
