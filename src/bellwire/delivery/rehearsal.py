"""What subscriptions would have been sent of a run of alerts, with the alerts' own times as the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bellwire.delivery.decide import Decision, Why, decide
from bellwire.delivery.subscriptions import Subscription
from bellwire.watch.alert import Alert


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided on one alert version for one subscription."""

    subscription: Subscription
    alert: Alert
    decision: Decision


class Rehearsal:
    """Remembers who was told of which thread."""

    def __init__(self, subscriptions: Iterable[Subscription]) -> None:
        self._subscriptions = tuple(subscriptions)
        self._told: set[tuple[str, str]] = set()

    def decide(self, alert: Alert) -> Iterator[Verdict]:
        """The verdict of each subscription."""
        for subscription in self._subscriptions:
            key = (subscription.name, alert.thread)
            decision = decide(subscription, alert, told=key in self._told, now=alert.updated)
            if decision.due is not None and decision.why is not Why.TAKES_BACK:
                self._told.add(key)
            yield Verdict(subscription, alert, decision)
