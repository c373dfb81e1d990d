"""Bring the database to the newest tables, whoever starts first."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from bellwire.errors import BellwireError

SCRIPTS = Path(__file__).with_name("migrations")

#: Any number that nobody else uses on this database: the advisory lock of migrations.
_LOCK = 0x62656C6C


def migrate(engine: Engine, to: str = "head") -> None:
    """Run what migrations are missing, in one transaction under a lock; raises BellwireError if a newer us wrote it."""
    newest = max(script.name.partition("_")[0] for script in (SCRIPTS / "versions").glob("[0-9]*_*.py"))
    with engine.execution_options(reading=True).connect() as connection:
        found = revision_of(connection)
        if found == newest:
            return
    try:
        _upgrade(engine, to)
    except DBAPIError as error:
        if not _forbidden(error):
            raise
        raise BellwireError(
            f"the ledger is at revision {found or 'none'}, this Bellwire needs {newest} and may "
            "not change it: start it once with a role that may",
            reason="ledger-behind",
        ) from error


def revision_of(connection: Connection) -> str | None:
    """The last migration that this database has seen; None where it has no tables of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _upgrade(engine: Engine, to: str) -> None:
    from bellwire.ledger.upgrading import upgrade  # Here, for the sake of all who find nothing to do.

    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        upgrade(connection, to)


def _forbidden(error: DBAPIError) -> bool:
    """Whether the database keeps us from changing its tables."""
    names = {kind.__name__ for kind in type(error.orig).__mro__}
    return bool(names & {"InsufficientPrivilege", "ReadOnlySqlTransaction"}) or "readonly database" in str(error.orig)
