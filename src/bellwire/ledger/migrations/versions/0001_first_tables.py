"""The first tables: articles, threads, events, alerts, outbox."""

import sqlalchemy as sa
from alembic import op

from bellwire.ledger.rows import UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_sequence = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make them."""
    op.create_table("theatres", sa.Column("country", sa.Text, primary_key=True))
    _articles()
    _threads()
    _events()
    _alerts()
    _outbox()


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("seq", _sequence, sa.Identity(), primary_key=True),
        sa.Column("uri", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("decisions", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_articles_uri_version", "articles", ["uri", "version"], unique=True)


def _threads() -> None:
    op.create_table(
        "threads",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("theatre", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("first_seen", UtcTime, nullable=False),
        sa.Column("last_news", UtcTime, nullable=False),
        sa.Column("due", UtcTime),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_threads_due", "threads", ["due"])
    op.create_table(
        "thread_keys",
        sa.Column("country", sa.Text, primary_key=True),
        sa.Column("kind_group", sa.Text, primary_key=True),
        sa.Column("thread", sa.Text, primary_key=True),
    )
    op.create_index("ix_thread_keys_thread", "thread_keys", ["thread"])
    op.create_table(
        "touched",
        sa.Column("uri", sa.Text, primary_key=True),
        sa.Column("thread", sa.Text, primary_key=True),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("thread", sa.Text),
        sa.Column("theatre", sa.Text, nullable=False),
        sa.Column("uri", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_events_thread", "events", ["thread"])
    op.create_index("ix_events_uri", "events", ["uri"])


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("seq", _sequence, sa.Identity(), primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("thread", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("msg_type", sa.Text, nullable=False),
        sa.Column("priority", sa.Text, nullable=False),
        sa.Column("updated", UtcTime, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alerts_id", "alerts", ["id"], unique=True)
    op.create_index("ix_alerts_thread_version", "alerts", ["thread", "version"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", _sequence, sa.Identity(), primary_key=True),
        sa.Column("lookup_key", sa.Text, nullable=False),
        sa.Column("published", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("envelope", sa.Text, nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sqlite_autoincrement=True,
    )
    unpublished = sa.column("published", sa.Boolean) == sa.false()
    op.create_index("ix_outbox_unpublished", "outbox", ["seq"], sqlite_where=unpublished, postgresql_where=unpublished)
