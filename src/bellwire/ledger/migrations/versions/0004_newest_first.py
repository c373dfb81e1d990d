"""Keys of threads in the order of their news, so that the newest of a key are found without the rest."""

import sqlalchemy as sa
from alembic import op

from bellwire.ledger.tables import UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: Threads that are live now are found from every place of their country until they next change. "~" holds names.
_COPY = """
INSERT INTO thread_keys (country, kind_group, last_news, thread)
SELECT before.country, before.kind_group || suffixes.suffix, threads.last_news, threads.id
FROM before JOIN threads ON threads.id = before.thread
JOIN (SELECT '' AS suffix UNION ALL SELECT '@') AS suffixes ON suffixes.suffix = '' OR before.country <> '~'
"""


def upgrade() -> None:
    """Make the table anew, with what was in it."""
    op.drop_index("ix_thread_keys_thread", "thread_keys")
    op.rename_table("thread_keys", "before")
    key = [sa.Column(name, kind, primary_key=True) for name, kind in _KEY]
    op.create_table("thread_keys", *key, sqlite_with_rowid=False)
    op.execute(_COPY)
    op.drop_table("before")
    op.create_index("ix_thread_keys_thread", "thread_keys", ["thread"])


_KEY = (("country", sa.Text), ("kind_group", sa.Text), ("last_news", UtcTime), ("thread", sa.Text))
