"""Running migrations with Alembic: imported where there are any to run, since it takes longer than to look."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bellwire.errors import BellwireError
from bellwire.ledger.migrate import SCRIPTS, revision_of


def upgrade(connection: Connection, to: str) -> None:
    """Run what migrations are missing up to this one. Raises BellwireError where a newer us wrote the ledger."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    found, scripts = revision_of(connection), ScriptDirectory.from_config(config)
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        raise BellwireError(f"the ledger was written by a newer Bellwire (revision {found}): use that one")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
