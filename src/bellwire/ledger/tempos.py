"""Tempos: one a country and direction, as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, func, select

from bellwire.ledger.rows import lookup, put
from bellwire.ledger.tables import TEMPOS
from bellwire.watch.thread import Tempo

#: A statement made once: making one costs more than running it.
_OF_COUNTRIES = (
    select(TEMPOS.c.body)
    .where(TEMPOS.c.country.in_(bindparam("countries", expanding=True)))
    .order_by(TEMPOS.c.country, TEMPOS.c.direction)
)


def find(connection: Connection, countries: Iterable[str]) -> tuple[Tempo, ...]:
    """The tempos of these countries, which the transaction holds."""
    wanted = sorted({lookup(country) for country in countries})
    return tuple(map(_tempo, connection.scalars(_OF_COUNTRIES, {"countries": wanted}))) if wanted else ()


def every(connection: Connection) -> list[Tempo]:
    """All of them, by country and direction."""
    query = select(TEMPOS.c.body).order_by(TEMPOS.c.country, TEMPOS.c.direction)
    return list(map(_tempo, connection.scalars(query)))


def due(connection: Connection, now: datetime, most: int | None = None) -> list[Tempo]:
    """Tempos whose `due` has come, the longest due first and at most `most`; those that another writer holds are that
    one's business."""
    query = select(TEMPOS.c.body).where(TEMPOS.c.due <= now)
    query = query.order_by(TEMPOS.c.due, TEMPOS.c.country, TEMPOS.c.direction).limit(most)
    return list(map(_tempo, connection.scalars(query.with_for_update(skip_locked=True))))


def next_due(connection: Connection, after: datetime | None) -> datetime | None:
    """When the clock next matters to any tempo; with `after`, what is later than that."""
    query = select(func.min(TEMPOS.c.due))
    found: datetime | None = connection.scalar(query if after is None else query.where(TEMPOS.c.due > after))
    return found


def keep(connection: Connection, tempos: Sequence[Tempo]) -> None:
    """Write tempos as they now stand."""
    put(connection, TEMPOS, [_row(tempo) for tempo in tempos], key=("country", "direction"))


def _tempo(body: str) -> Tempo:
    return msgspec.json.decode(body, type=Tempo)


def _row(tempo: Tempo) -> dict[str, object]:
    return {
        "country": lookup(tempo.country),
        "direction": tempo.direction.value,
        "due": tempo.due,
        "body": msgspec.json.encode(tempo).decode(),
    }
