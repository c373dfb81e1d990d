"""Where in its square of the map a thread plays, so that what is too far away is not looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of the threads that are live now nobody knows: until they next change all of their squares leads to them."""
    for side in ("south", "west", "north", "east"):
        op.add_column("thread_keys", sa.Column(side, sa.Double))
