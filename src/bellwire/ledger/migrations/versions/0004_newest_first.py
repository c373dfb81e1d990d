"""Keys of threads in the order of their news, so that the newest of a key are found without the rest."""

import sqlalchemy as sa
from alembic import op

from bellwire.ledger.rows import UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: The groups under which threads were kept → the kinds that each stood for.
_KINDS = {
    "diplomacy": "rejection sanction talks agreement withdrawal release",
    "ground": "advance capture clash strike mobilization siege withdrawal casualties shortage",
    "incident": "clash strike bombing attack violation unrest casualties shortage damage",
    "posture": "mobilization siege threat weapons",
    "relief": "siege withdrawal release aid shortage",
    "threat": "advance strike attack mobilization threat rejection withdrawal",
    "truce": "violation rejection truce talks agreement",
    "unrest": "advance capture clash attack mobilization siege unrest casualties damage",
}
#: Threads that are live now are found from every place of their country until they next change, under every kind that
#: may have led to them; tests and exercises ("test:ground") among themselves. "~" holds names.
_COPY = """
INSERT INTO thread_keys (country, kind_group, last_news, thread)
SELECT DISTINCT before.country, renamed.after, threads.last_news, threads.id
FROM before JOIN threads ON threads.id = before.thread
JOIN (
    SELECT kind_group AS was, kind_group AS after FROM before
    UNION SELECT kind_group, kind_group || '@' FROM before WHERE country <> '~'
    UNION SELECT kind_group, after FROM before JOIN kinds ON kind_group = kinds.was WHERE country <> '~'
) AS renamed ON renamed.was = before.kind_group AND (before.country <> '~' OR renamed.after = before.kind_group)
"""


def upgrade() -> None:
    """Make the table anew, with what was in it."""
    op.drop_index("ix_thread_keys_thread", "thread_keys")
    op.rename_table("thread_keys", "before")
    key = [sa.Column(name, kind, primary_key=True) for name, kind in _KEY]
    op.create_table("thread_keys", *key, sqlite_with_rowid=False)
    kinds = op.create_table("kinds", sa.Column("was", sa.Text), sa.Column("after", sa.Text))
    marks = ("", "test:", "exercise:")
    op.bulk_insert(
        kinds,
        [
            {"was": mark + group, "after": f"{mark}{kind}@"}
            for mark in marks
            for group, names in _KINDS.items()
            for kind in names.split()
        ],
    )
    op.execute(_COPY)
    op.drop_table("kinds")
    op.drop_table("before")
    op.create_index("ix_thread_keys_thread", "thread_keys", ["thread"])


_KEY = (("country", sa.Text), ("kind_group", sa.Text), ("last_news", UtcTime), ("thread", sa.Text))
