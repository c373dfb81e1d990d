"""Bring the database to the newest tables, whoever starts first."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from bellwire.errors import BellwireError

_SCRIPTS = Path(__file__).with_name("migrations")

#: Any number that nobody else uses on this database: the advisory lock of migrations.
_LOCK = 0x62656C6C


def migrate(engine: Engine, to: str = "head") -> None:
    """Run what migrations are missing, in one transaction under a lock; raises BellwireError if a newer us wrote it."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    with engine.execution_options(reading=True).connect() as connection:
        found = _revision(connection)
        if found == scripts.get_current_head():
            return
    try:
        _upgrade(engine, config, scripts, to)
    except DBAPIError as error:
        if not _forbidden(error):
            raise
        raise BellwireError(
            f"the ledger is at revision {found or 'none'}, this Bellwire needs {scripts.get_current_head()} and may "
            "not change it: start it once with a role that may",
            reason="ledger-behind",
        ) from error


def _forbidden(error: DBAPIError) -> bool:
    """Whether the database keeps us from changing its tables."""
    names = {kind.__name__ for kind in type(error.orig).__mro__}
    return bool(names & {"InsufficientPrivilege", "ReadOnlySqlTransaction"}) or "readonly database" in str(error.orig)


def _upgrade(engine: Engine, config: Config, scripts: ScriptDirectory, to: str) -> None:
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        found = _revision(connection)
        if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
            raise BellwireError(f"the ledger was written by a newer Bellwire (revision {found}): use that one")
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
