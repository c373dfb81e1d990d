"""What an old ledger remembers and no topic holds, taken over by one that was built anew: what people did, who may come
in, who was sent what, how far intake has read."""

from __future__ import annotations

import math

from sqlalchemy import Connection, Engine, Table, select

from bellwire.errors import BellwireError
from bellwire.ledger.rows import put
from bellwire.ledger.sequence import SENDER
from bellwire.ledger.tables import (
    ALERTS,
    DEEDS,
    DELIVERIES,
    SEEN,
    SENDERS,
    SILENCES,
    SOURCES,
    SUBSCRIPTIONS,
    TARGETS,
    TOKENS,
    VIEWS,
)

#: All that does not follow from copy.
TAKEN = (DEEDS, SILENCES, VIEWS, SUBSCRIPTIONS, TOKENS, TARGETS, DELIVERIES, SOURCES, SEEN)

#: Rows that are read and written at once.
_AT_ONCE = 1000


def take_over(new: Engine, old: Engine) -> dict[str, int]:
    """Copy these tables, in one transaction, into a ledger where they are empty; how many rows of each. The sender
    goes on with the first alert that the old one had not decided on."""
    reader = old.execution_options(reading=True)
    with reader.begin() as source, new.begin() as target:
        counts = {}
        for table in TAKEN:
            if target.execute(select(table).limit(1)).first() is not None:
                raise BellwireError(f"the new ledger has {table.name} already", reason="not-empty")
            counts[table.name] = _copy(table, source, target)
        _take_positions(source, target)
        return counts


def _copy(table: Table, source: Connection, target: Connection) -> int:
    """Every row, in order; the places in a sequence are given anew."""
    count = 0
    columns = [column for column in table.c if column.name != "seq"]
    rows = source.execute(select(*columns).order_by(*table.primary_key))
    for some in rows.mappings().partitions(_AT_ONCE):
        batch = [dict(row) for row in some]
        for each in [[row] for row in batch] if "seq" in table.c else [batch]:  # A batch may be numbered in any order.
            target.execute(table.insert(), each)
        count += len(batch)
    return count


def _take_positions(source: Connection, target: Connection) -> None:
    """The places of the sender, which are other numbers here: alerts of one moment may have come in another order, and
    some may be in one ledger alone."""
    places = {row.name: row for row in source.execute(select(SENDERS))}
    old = {name: seq for name, seq in source.execute(select(ALERTS.c.id, ALERTS.c.seq))}
    both = [(seq, old[name]) for name, seq in target.execute(select(ALERTS.c.id, ALERTS.c.seq)) if name in old]
    for name, row in places.items():
        first = min((seq for seq, before in both if before > row.position and name == SENDER), default=math.inf)
        position = max((seq for seq, before in both if before <= row.position and seq < first), default=0)
        put(target, SENDERS, [{"name": name, "position": position, "holder": "", "until": row.until}], key=("name",))
