"""Where each delivery went, and which targets are held back."""

import sqlalchemy as sa
from alembic import op

from bellwire.ledger.rows import UtcTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what was delivered before, nobody knows where: it counts as where its subscription points."""
    op.create_table(
        "targets",
        sa.Column("subscription", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("at", UtcTime, nullable=False),
        sa.Column("held_since", UtcTime),
        sa.Column("next_try", UtcTime),
        sa.Column("said", sa.Text, nullable=False, server_default=""),
        sa.Column("asked", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.add_column("deliveries", sa.Column("target", sa.Text, nullable=False, server_default=""))
    op.drop_index("ix_deliveries_subscription_alert", "deliveries")
    columns = ["subscription", "alert", "target"]
    op.create_index("ix_deliveries_subscription_alert_target", "deliveries", columns, unique=True)
