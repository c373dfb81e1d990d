"""Who may use the desk: tokens, and the sessions that they opened."""

import sqlalchemy as sa
from alembic import op

from bellwire.ledger.rows import UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "tokens",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("created", UtcTime, nullable=False),
        sa.Column("expires", UtcTime, nullable=False),
        sa.Column("revoked", UtcTime),
        sa.Column("parent", sa.Text),
    )
    op.create_index("ix_tokens_parent", "tokens", ["parent"])
