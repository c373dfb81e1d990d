"""What people do at the desk (deeds, silences, views), and the texts that alerts cite."""

import sqlalchemy as sa
from alembic import op

from bellwire.ledger.rows import UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_sequence = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "deeds",
        sa.Column("seq", _sequence, sa.Identity(), primary_key=True),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("thread", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deeds_thread_what_seq", "deeds", ["thread", "what", "seq"])
    op.create_index("ix_deeds_what_seq", "deeds", ["what", "seq"])
    op.create_table(
        "silences",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("ends", UtcTime, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_silences_ends", "silences", ["ends"])
    op.create_table(
        "views",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("query", sa.Text, nullable=False),
    )
    op.create_table(
        "texts",
        sa.Column("uri", sa.Text, primary_key=True),
        sa.Column("version", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
