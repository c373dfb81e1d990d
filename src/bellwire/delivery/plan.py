"""What of all that waits for a subscription is sent now, in which parcels, and what needs no sending any more. Pure."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bellwire.ledger import Delivery, DeliveryState
from bellwire.watch.alert import LOUDNESS, MsgType

#: Alerts of one digest: what a message of Slack (50 blocks) and an event of Matrix (64 KiB) surely hold.
MOST = 40


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes in one message: one alert version, or a digest of several. `id` is the same whenever it is tried."""

    id: str
    deliveries: tuple[Delivery, ...]


@dataclass(slots=True)
class Plan:
    """`parcels` to send now, `settled` deliveries that need no sending."""

    parcels: list[Parcel] = field(default_factory=list)
    settled: list[Delivery] = field(default_factory=list)


def plan(waiting: Sequence[Delivery], now: datetime) -> Plan:
    """`waiting`: in sequence. Of each thread only the first is sent, so that its versions keep their order. Parcels
    with a Cancel come first, then the loudest."""
    found = Plan()
    batches: dict[datetime, list[Delivery]] = defaultdict(list)
    for versions in _by_thread(waiting):
        head = _head(versions, now, found)
        if head is None or head.due > now:
            continue
        if head.batched:
            batches[head.due].append(head)
        else:
            found.parcels.append(Parcel(head.alert, (head,)))
    for batch in batches.values():
        found.parcels += [_digest(batch[start : start + MOST]) for start in range(0, len(batch), MOST)]
    found.parcels.sort(key=lambda parcel: min(map(_turn, parcel.deliveries)))
    return found


def _turn(delivery: Delivery) -> int:
    return -1 if delivery.msg_type is MsgType.CANCEL else LOUDNESS.get(delivery.priority, len(LOUDNESS))


def _by_thread(waiting: Iterable[Delivery]) -> Iterable[list[Delivery]]:
    threads: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in waiting:
        threads[delivery.thread].append(delivery)
    return [sorted(versions, key=lambda one: one.version) for versions in threads.values()]


def _head(versions: list[Delivery], now: datetime, found: Plan) -> Delivery | None:
    """The delivery whose turn it is in one thread; those before it that it makes needless are settled.

    A Cancel withdraws what still waits before it, and goes only where a version may have come. What waits for a digest
    gives way to a later version, in the same digest, in one that is late, or sent at once. What waits for its next
    attempt is tried when a later version has come since the last.
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
        first, later = versions[:2]
        if first.due < later.due and now < first.due:
            break
        found.settled.append(replace(first, state=DeliveryState.SUPERSEDED))
        versions = [replace(later, due=min(first.due, later.due)), *versions[2:]]
    if not versions:
        return None
    head = versions[0]
    fresh = any(one.due <= now and one.queued > (head.at or head.queued) for one in versions[1:])
    return replace(head, due=now) if fresh and head.due > now and not head.batched else head


def _digest(deliveries: list[Delivery]) -> Parcel:
    if len(deliveries) == 1:
        return Parcel(deliveries[0].alert, tuple(deliveries))
    names = "\x1f".join(delivery.alert for delivery in deliveries)
    return Parcel(f"digest-{hashlib.sha256(names.encode()).hexdigest()[:24]}", tuple(deliveries))
