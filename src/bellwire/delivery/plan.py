"""What of all that waits for a subscription is sent now, in which parcels, and what needs no sending any more. Pure."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bellwire.ledger import Delivery, DeliveryState
from bellwire.watch.alert import MsgType


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes in one message: one alert version, or a digest of several. `id` is the same whenever it is tried."""

    id: str
    deliveries: tuple[Delivery, ...]


@dataclass(slots=True)
class Plan:
    """`parcels` to send now, `settled` deliveries that need no sending, `next`: when something else is due."""

    parcels: list[Parcel] = field(default_factory=list)
    settled: list[Delivery] = field(default_factory=list)
    next: datetime | None = None


def plan(waiting: Sequence[Delivery], now: datetime) -> Plan:
    """`waiting`: in sequence. Of each thread only the first is sent, so that its versions keep their order."""
    found = Plan()
    batches: dict[datetime, list[Delivery]] = defaultdict(list)
    for versions in _by_thread(waiting):
        head = _head(versions, found)
        if head is None:
            continue
        if head.due > now:
            found.next = min(head.due, found.next or head.due)
        elif head.batched:
            batches[head.due].append(head)
        else:
            found.parcels.append(Parcel(head.alert, (head,)))
    found.parcels += [_digest(deliveries) for deliveries in batches.values()]
    return found


def _by_thread(waiting: Iterable[Delivery]) -> Iterable[list[Delivery]]:
    threads: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in waiting:
        threads[delivery.thread].append(delivery)
    return threads.values()


def _head(versions: list[Delivery], found: Plan) -> Delivery | None:
    """The delivery whose turn it is in one thread; those before it that it makes needless are settled.

    A Cancel withdraws what still waits before it, and goes only where a version may have come. What waits for a digest
    gives way to a later version, in the same digest or sent at once.
    """
    cancels = [at for at, one in enumerate(versions) if one.msg_type is MsgType.CANCEL]
    if cancels:
        before, cancel = versions[: cancels[-1]], versions[cancels[-1]]
        found.settled += [replace(one, state=DeliveryState.WITHDRAWN) for one in before]
        if cancel.reached_before or cancel.reached:
            return cancel
        found.settled.append(replace(cancel, state=DeliveryState.UNNEEDED))
        versions = versions[cancels[-1] + 1 :]
    while len(versions) > 1 and versions[0].batched:
        found.settled.append(replace(versions[0], state=DeliveryState.SUPERSEDED))
        versions = versions[1:]
    return versions[0] if versions else None


def _digest(deliveries: list[Delivery]) -> Parcel:
    if len(deliveries) == 1:
        return Parcel(deliveries[0].alert, tuple(deliveries))
    names = "\x1f".join(delivery.alert for delivery in deliveries)
    return Parcel(f"digest-{hashlib.sha256(names.encode()).hexdigest()[:24]}", tuple(deliveries))
