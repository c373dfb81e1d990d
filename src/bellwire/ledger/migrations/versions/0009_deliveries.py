"""Who subscribes, who was sent what version when, and how far the sender has come."""

import sqlalchemy as sa
from alembic import op

from bellwire.ledger.rows import UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_sequence = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "subscriptions",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
    )
    op.create_table(
        "senders",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("until", UtcTime, nullable=False),
    )
    op.create_table(
        "deliveries",
        sa.Column("seq", _sequence, sa.Identity(), primary_key=True),
        sa.Column("subscription", sa.Text, nullable=False),
        sa.Column("alert", sa.Text, nullable=False),
        sa.Column("thread", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("msg_type", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("queued", UtcTime, nullable=False),
        sa.Column("due", UtcTime, nullable=False),
        sa.Column("batched", sa.Boolean, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("reached", sa.Boolean, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_subscription_alert", "deliveries", ["subscription", "alert"], unique=True)
    op.create_index("ix_deliveries_thread", "deliveries", ["thread"])
    waiting = sa.column("state", sa.Text) == sa.literal_column("'waiting'")
    op.create_index(
        "ix_deliveries_waiting", "deliveries", ["subscription", "seq"], sqlite_where=waiting, postgresql_where=waiting
    )
