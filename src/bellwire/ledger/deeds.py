"""Deeds: who did what at the desk, and when. The audit trail; acknowledgements and marks are read out of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

import msgspec
from sqlalchemy import Connection, Row, Select, func, insert, select

from bellwire.ledger.rows import lookup
from bellwire.ledger.tables import DEEDS

#: Threads that are asked for at once.
_BATCH = 500


class DeedKind(StrEnum):
    """What can be done at the desk."""

    ACKNOWLEDGE = "acknowledge"
    SILENCE = "silence"
    END_SILENCE = "end-silence"
    MARK_WRONG = "mark-wrong"
    SAVE_VIEW = "save-view"
    DROP_VIEW = "drop-view"
    SAVE_SUBSCRIPTION = "save-subscription"
    DROP_SUBSCRIPTION = "drop-subscription"
    TRY_SUBSCRIPTION = "try-subscription"


class Deed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that somebody did. `thread` and `alert`: to what; `note`: in their words; `more`: what its kind needs.

    `seq` is its place among all deeds, 0 until it is written.
    """

    what: DeedKind
    by: str
    at: datetime
    thread: str = ""
    alert: str = ""
    note: str = ""
    more: dict[str, str] = {}
    seq: int = 0


def write(connection: Connection, deed: Deed) -> int:
    """Write a deed; its place."""
    row = {"what": deed.what.value, "thread": lookup(deed.thread), "body": msgspec.json.encode(deed).decode()}
    seq: int = connection.execute(insert(DEEDS).values(row).returning(DEEDS.c.seq)).scalar_one()
    return seq


def last(connection: Connection) -> int:
    """The place of the latest deed; 0 where there is none."""
    return connection.execute(select(func.max(DEEDS.c.seq))).scalar() or 0


def after(connection: Connection, seq: int, limit: int) -> list[Deed]:
    """Deeds behind this place, eldest first."""
    return _deeds(connection, select(DEEDS).where(DEEDS.c.seq > seq).order_by(DEEDS.c.seq).limit(limit))


def before(connection: Connection, seq: int | None, limit: int) -> list[Deed]:
    """Deeds before this place (None: the end), latest first."""
    query = select(DEEDS).order_by(DEEDS.c.seq.desc()).limit(limit)
    return _deeds(connection, query if seq is None else query.where(DEEDS.c.seq < seq))


def of_thread(connection: Connection, thread: str) -> list[Deed]:
    """What was done to a thread, latest first."""
    return _deeds(connection, select(DEEDS).where(DEEDS.c.thread == lookup(thread)).order_by(DEEDS.c.seq.desc()))


def of_kind(connection: Connection, what: DeedKind) -> list[Deed]:
    """Every deed of one kind, eldest first."""
    return _deeds(connection, select(DEEDS).where(DEEDS.c.what == what.value).order_by(DEEDS.c.seq))


def acknowledged(connection: Connection, threads: Sequence[str]) -> dict[str, Deed]:
    """Of each thread that somebody acknowledged, when that was done last."""
    found: dict[str, Deed] = {}
    for some in _batches(threads):
        mine = (DEEDS.c.thread.in_([lookup(thread) for thread in some]), DEEDS.c.what == DeedKind.ACKNOWLEDGE.value)
        latest = select(func.max(DEEDS.c.seq)).where(*mine).group_by(DEEDS.c.thread)
        for deed in _deeds(connection, select(DEEDS).where(DEEDS.c.seq.in_(latest))):
            found[deed.thread] = deed
    return found


def _deeds(connection: Connection, query: Select[tuple[object, ...]]) -> list[Deed]:
    return [_deed(row) for row in connection.execute(query)]


def _deed(row: Row[tuple[object, ...]]) -> Deed:
    return msgspec.structs.replace(msgspec.json.decode(row.body, type=Deed), seq=row.seq)


def _batches(names: Sequence[str]) -> Iterable[Sequence[str]]:
    return (names[start : start + _BATCH] for start in range(0, len(names), _BATCH))
