"""Indexes by which ended threads are found and dropped."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    ended = sa.column("due").is_(None)
    op.create_index("ix_threads_last_news", "threads", ["last_news"], sqlite_where=ended, postgresql_where=ended)
    op.create_index("ix_touched_thread", "touched", ["thread"])
