"""Who was told of a thread before the ledger was built anew, where nobody knows? Pure; too many rather than too few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bellwire.delivery.rehearsal import Rehearsal, Verdict
from bellwire.delivery.subscriptions import Subscription
from bellwire.ledger import Delivery, DeliveryState
from bellwire.watch.alert import Alert


def presumed(subscriptions: Mapping[str, Subscription], versions: Sequence[Alert], now: datetime) -> list[Delivery]:
    """Of each subscription that would have been sent any of these versions of a thread, the last one, as if it had
    come: so what follows goes there too, and a Cancel. `versions`: eldest first."""
    last: dict[str, Verdict] = {}
    rehearsal = Rehearsal(subscriptions.values())
    for alert in versions:
        last |= {one.subscription.name: one for one in rehearsal.decide(alert) if one.decision.due is not None}
    return [
        Delivery(
            subscription=name,
            alert=one.alert.id,
            thread=one.alert.thread,
            version=one.alert.version,
            msg_type=one.alert.msg_type,
            why=one.decision.why,
            queued=now,
            due=now,
            state=DeliveryState.PRESUMED,
            reached=True,
            detail="the ledger was built anew since",
        )
        for name, one in last.items()
    ]
