"""New alerts off the ledger, each decided once for every subscription."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from bellwire.delivery.decide import Decision, Why, decide
from bellwire.delivery.filters import Filter
from bellwire.delivery.office import Office
from bellwire.delivery.presumed import presumed
from bellwire.delivery.silences import hiding
from bellwire.delivery.subscriptions import Subscription
from bellwire.ledger import Delivery
from bellwire.metrics.desk import DELIVERY_DECISIONS
from bellwire.watch.alert import Alert, MsgType

#: Alerts that are decided at once, and seconds after which what is left of them waits: the sender has other duties,
#: and subscriptions may be slow to ask.
_BATCH, _LONG = 500, 5.0


class Inbox:
    """Stands in the sequence of alerts, and looks back for as long as a number in it may come late.

    Where it stood is written with what it decided, so that a restart repeats no decision but those of the last moments,
    which come out the same.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._position: int | None = None
        self._unknown = 0
        self._decided: set[int] = set()
        self._order: deque[tuple[float, int]] = deque()

    async def take(
        self, subscriptions: Mapping[str, Subscription], targets: Mapping[str, str] = MappingProxyType({})
    ) -> set[tuple[str, str]]:
        """Decide on what is new; which subscriptions have more to send, and where ("": where they point). `targets`:
        the ids of where they point."""
        found = await self._new()
        silences = await self._silences() if found and any(one.silences for one in subscriptions.values()) else []
        queued: list[Delivery] = []
        decided: list[int] = []
        began = time.monotonic()
        for seq, alert in found:
            queued += await self._decide(alert, subscriptions, queued, silences)
            queued += await self._taken_back(alert, targets)
            decided.append(seq)
            if time.monotonic() - began > _LONG:
                break
        self._note(decided)
        if found:
            await self._office.ask(self._office.deliveries.queue, queued, self._settled())
        return {(delivery.subscription, delivery.target) for delivery in queued}

    async def _new(self) -> list[tuple[int, Alert]]:
        sequence = self._office.sequence
        if self._position is None:
            self._position = await self._office.ask(sequence.position)
            self._unknown = await self._office.ask(sequence.unknown)
        high = max(self._decided, default=self._position)
        taken = await self._office.ask(sequence.taken, self._position, high) if self._decided else []
        late = next((seq for seq in taken if seq not in self._decided), None)
        after = high if late is None else late - 1
        rows = await self._office.ask(sequence.alerts_after, after, _BATCH)
        return [(seq, alert) for seq, alert in rows if seq not in self._decided]

    async def _silences(self) -> list[Filter]:
        """What is hidden now."""
        found = await self._office.ask(self._office.silences, datetime.now(UTC))
        return [hides for _, hides in hiding(found)]

    async def _decide(
        self,
        alert: Alert,
        subscriptions: Mapping[str, Subscription],
        queued: list[Delivery],
        silences: list[Filter],
    ) -> list[Delivery]:
        told = await self._office.ask(self._office.deliveries.told, alert.thread)
        told |= {one.subscription: one.version for one in queued if one.thread == alert.thread}
        now = datetime.now(UTC)
        found = await self._presumed(alert, subscriptions, told, now)
        told |= {one.subscription: one.version for one in found}
        return found + await asyncio.to_thread(_wanted, alert, subscriptions, told, silences, now)

    async def _taken_back(self, alert: Alert, targets: Mapping[str, str]) -> list[Delivery]:
        """A Cancel for wherever a version went and no subscription of that name points now."""
        if alert.msg_type is not MsgType.CANCEL:
            return []
        places = await self._office.ask(self._office.deliveries.told_at, alert.thread)
        now = datetime.now(UTC)
        decision = Decision(Why.TAKES_BACK, now)
        elsewhere = sorted((name, target) for name, target in places if targets.get(name) != target)
        return [_delivery(alert, name, decision, now, target) for name, target in elsewhere]

    async def _presumed(
        self, alert: Alert, subscriptions: Mapping[str, Subscription], told: Mapping[str, int], now: datetime
    ) -> list[Delivery]:
        """Whom nothing is known of, and who will have had an earlier version before the ledger was built anew."""
        unheard = {name: one for name, one in subscriptions.items() if name not in told}
        if not (self._unknown and unheard and alert.version > 1):
            return []
        versions = await self._office.ask(self._office.sequence.versions, alert.thread, self._unknown)
        earlier = [one for one in versions if one.version < alert.version]
        return await asyncio.to_thread(presumed, unheard, earlier, now)

    def _note(self, seqs: Iterable[int]) -> None:
        now = time.monotonic()
        for seq in seqs:
            self._decided.add(seq)
            self._order.append((now, seq))

    def _settled(self) -> int:
        """Up to where no number can come late any more."""
        before = time.monotonic() - self._office.sequence.late
        while self._order and self._order[0][0] <= before:
            _, seq = self._order.popleft()
            self._position = max(self._position or 0, seq)
        self._decided = {seq for seq in self._decided if seq > (self._position or 0)}
        return self._position or 0


def _wanted(
    alert: Alert,
    subscriptions: Mapping[str, Subscription],
    told: Mapping[str, int],
    silences: list[Filter],
    now: datetime,
) -> list[Delivery]:
    """To whom an alert goes, and when. Asking many subscriptions takes its time: not for the event loop."""
    found = []
    for name, subscription in subscriptions.items():
        last = told.get(name, 0)
        if last >= alert.version:
            continue
        decision = decide(subscription, alert, told=last > 0, now=now, silences=silences)
        DELIVERY_DECISIONS.labels(decision.why).inc()
        if decision.due is not None:
            found.append(_delivery(alert, name, decision, now))
    return found


def _delivery(alert: Alert, subscription: str, decision: Decision, now: datetime, target: str = "") -> Delivery:
    assert decision.due is not None
    return Delivery(
        subscription=subscription,
        alert=alert.id,
        thread=alert.thread,
        version=alert.version,
        msg_type=alert.msg_type,
        why=decision.why,
        queued=now,
        due=decision.due,
        batched=decision.batched,
        target=target,
    )
