"""Where alerts went, and which targets are held back: what a Cancel must find again, and what people must see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, and_, delete, exists, select, update

from bellwire.ledger import deeds
from bellwire.ledger.deeds import Deed, DeedKind
from bellwire.ledger.engine import reachable
from bellwire.ledger.rows import lookup, put
from bellwire.ledger.tables import DELIVERIES, TARGETS, WAITING


@dataclass(frozen=True, slots=True)
class Target:
    """One place to which a subscription is sent. `id`: a digest of the whole address, with what stands with the keys;
    `fields`: what of it may be kept."""

    subscription: str
    id: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """A target that is spared after failures in a row: since when, when it is tried next, what it said last."""

    subscription: str
    target: str
    since: datetime
    next_try: datetime
    said: str


class TargetLedger:
    """What is remembered of targets; safe to use from several threads. Every method may raise Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def of(self, subscription: str) -> dict[str, Target]:
        """Every place that a subscription is known to have been sent to, by id."""
        with reachable(), self._reader.begin() as connection:
            rows = connection.execute(select(TARGETS).where(TARGETS.c.subscription == lookup(subscription)))
            return {row.id: Target(subscription, row.id, msgspec.json.decode(row.body)) for row in rows}

    def held(self) -> list[Held]:
        """Those that are held back now, the longest first."""
        with reachable(), self._reader.begin() as connection:
            query = select(TARGETS).where(TARGETS.c.held_since.is_not(None)).order_by(TARGETS.c.held_since)
            rows = connection.execute(query)
            return [Held(row.subscription, row.id, row.held_since, row.next_try, row.said) for row in rows]

    def hold(self, held: Held) -> None:
        """Note that one is held back, or for longer."""
        values = {"held_since": held.since, "next_try": held.next_try, "said": held.said}
        with reachable(), self._engine.begin() as connection:
            connection.execute(update(TARGETS).where(*_is(held.subscription, held.target)).values(values))

    def release(self, subscription: str | None = None, target: str = "") -> None:
        """Note that one is held back no more; without a name, that none is."""
        which = () if subscription is None else _is(subscription, target)
        free = {"held_since": None, "next_try": None, "said": "", "asked": False}
        held = TARGETS.c.held_since.is_not(None) | TARGETS.c.asked
        with reachable(), self._engine.begin() as connection:
            connection.execute(update(TARGETS).where(*which, held).values(free))

    def ask(self, subscription: str, *, by: str, at: datetime) -> int:
        """Have what failed there tried again at once, whatever is held back; how many deliveries that are."""
        name = lookup(subscription)
        failed = (DELIVERIES.c.subscription == name, WAITING, DELIVERIES.c.attempts > 0)
        with reachable(), self._engine.begin() as connection:
            count = connection.execute(update(DELIVERIES).where(*failed).values(due=at)).rowcount
            connection.execute(update(TARGETS).where(TARGETS.c.subscription == name).values(asked=True))
            deed = Deed(what=DeedKind.TRY_SUBSCRIPTION, by=by, at=at, more={"subscription": subscription})
            deeds.write(connection, deed)
            return count

    def asked(self) -> set[tuple[str, str]]:
        """Subscriptions and targets that somebody asked to be tried at once; each is told once."""
        with reachable(), self._reader.begin() as connection:
            if connection.execute(select(TARGETS.c.id).where(TARGETS.c.asked).limit(1)).first() is None:
                return set()
        with reachable(), self._engine.begin() as connection:
            change = update(TARGETS).where(TARGETS.c.asked).values(asked=False)
            rows = connection.execute(change.returning(TARGETS.c.subscription, TARGETS.c.id))
            return {(subscription, target) for subscription, target in rows}


def keep(connection: Connection, target: Target, at: datetime) -> None:
    """Remember where something is about to be sent."""
    row = {"subscription": lookup(target.subscription), "id": target.id}
    body = msgspec.json.encode(dict(target.fields)).decode()
    put(connection, TARGETS, [{**row, "body": body, "at": at}], key=("subscription", "id"))


def forget(connection: Connection, before: datetime) -> None:
    """Forget targets last used before this, of which no delivery tells any more."""
    told = exists().where(
        and_(DELIVERIES.c.subscription == TARGETS.c.subscription, DELIVERIES.c.target == TARGETS.c.id)
    )
    connection.execute(delete(TARGETS).where(TARGETS.c.at < before, ~told))


def _is(subscription: str, target: str) -> tuple[Any, Any]:
    return TARGETS.c.subscription == lookup(subscription), TARGETS.c.id == target
