"""Events are listed by when they were told: when the article that tells of each arrived."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from bellwire.ledger.rows import UtcTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_EVENTS = sa.table("events", sa.column("id", sa.Text), sa.column("uri", sa.Text), sa.column("body", sa.Text))
_AT = sa.table("events", sa.column("id", sa.Text), sa.column("at", UtcTime))
_ARTICLES = sa.table("articles", sa.column("seq", sa.BigInteger), sa.column("uri", sa.Text), sa.column("body", sa.Text))
_AT_ONCE = 1000


def upgrade() -> None:
    """Add the column, read from what is known of the articles; then its index."""
    before = sa.text("'1970-01-01 00:00:00.000000'")
    if op.get_bind().dialect.name == "postgresql":
        before = sa.text("'1970-01-01 00:00:00+00'")
    op.add_column("events", sa.Column("at", UtcTime, nullable=False, server_default=before))
    for rows in _times(op.get_bind()):
        change = sa.update(_AT).where(_AT.c.id == sa.bindparam("event")).values(at=sa.bindparam("told"))
        op.get_bind().execute(change, rows)
    op.create_index("ix_events_at_id", "events", ["at", "id"])


def _times(connection: sa.Connection) -> Iterator[list[dict[str, object]]]:
    """Events by id with when they were told, so many at once; those of articles without a time are left as they are."""
    after = ""
    while True:
        query = sa.select(_EVENTS).where(_EVENTS.c.id > after).order_by(_EVENTS.c.id).limit(_AT_ONCE)
        events = connection.execute(query).all()
        if not events:
            return
        after = events[-1].id
        uris = {event.uri for event in events}
        known = connection.execute(sa.select(_ARTICLES.c.uri, _ARTICLES.c.body).where(_ARTICLES.c.uri.in_(uris)))
        arrived = {(uri, (version := json.loads(body))["version"]): _arrival(version) for uri, body in known}
        found = [(event.id, arrived.get((event.uri, json.loads(event.body)["version"]))) for event in events]
        if rows := [{"event": id_, "told": at} for id_, at in found if at is not None]:
            yield rows


def _arrival(version: dict[str, str | None]) -> datetime | None:
    text = version.get("received") or version.get("version_time")
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
