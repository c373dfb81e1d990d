"""How much is told of each country, by direction."""

import sqlalchemy as sa
from alembic import op

from bellwire.ledger.rows import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "tempos",
        sa.Column("country", sa.Text, primary_key=True),
        sa.Column("direction", sa.Text, primary_key=True),
        sa.Column("due", UtcTime),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_tempos_due", "tempos", ["due"])
