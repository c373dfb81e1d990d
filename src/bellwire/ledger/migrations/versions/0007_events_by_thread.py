"""Events are found by their thread; nobody asks for them by uri, and each index costs a page a reading."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop the index."""
    op.drop_index("ix_events_uri", "events")
