"""What subscriptions would have been sent of a run of alerts, with the alerts' own times as the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bellwire.delivery.decide import Decision, Why, decide
from bellwire.delivery.plan import plan
from bellwire.delivery.subscriptions import Subscription
from bellwire.ledger import Delivery, DeliveryState
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


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one alert version for one subscription: `state` is None where it was not to be sent."""

    verdict: Verdict
    state: DeliveryState | None = None
    at: datetime | None = None


class Run:
    """What each subscription is sent of a run of alerts, and when, if every target takes all at once: digests gather,
    later versions take the place of earlier ones, Cancels withdraw."""

    def __init__(self, subscriptions: Iterable[Subscription]) -> None:
        self._rehearsal = Rehearsal(subscriptions)
        self._waiting: list[Delivery] = []
        self._verdicts: dict[tuple[str, str], Verdict] = {}
        self._reached: set[tuple[str, str]] = set()

    def take(self, alert: Alert) -> Iterator[Fate]:
        """What comes to pass until this alert has been decided on."""
        yield from self._until(alert.updated)
        for verdict in self._rehearsal.decide(alert):
            if verdict.decision.due is None:
                yield Fate(verdict)
            else:
                waits = _delivery(verdict)
                self._verdicts[waits.subscription, waits.alert] = verdict
                self._waiting.append(waits)
        yield from self._until(alert.updated)

    def finish(self) -> Iterator[Fate]:
        """What still waits after the last alert."""
        yield from self._until(None)

    def _until(self, now: datetime | None) -> Iterator[Fate]:
        while self._waiting:
            at = min(one.due for one in self._waiting)
            if now is not None and at > now:
                return
            for name in sorted({one.subscription for one in self._waiting}):
                yield from self._turn(name, at)

    def _turn(self, name: str, at: datetime) -> Iterator[Fate]:
        mine = [one for one in self._waiting if one.subscription == name]
        due = {one.thread for one in mine if one.due <= at}
        told = [replace(one, reached_before=(name, one.thread) in self._reached) for one in mine if one.thread in due]
        todo = plan(told, at)
        sent = [one for parcel in todo.parcels for one in parcel.deliveries]
        self._reached.update((name, one.thread) for one in sent)
        over = [*((one, one.state) for one in todo.settled), *((one, DeliveryState.SENT) for one in sent)]
        gone = {(one.subscription, one.alert) for one, _ in over}
        self._waiting = [one for one in self._waiting if (one.subscription, one.alert) not in gone]
        for one, state in over:
            yield Fate(self._verdicts.pop((one.subscription, one.alert)), state, at)


def _delivery(verdict: Verdict) -> Delivery:
    alert, decision = verdict.alert, verdict.decision
    assert decision.due is not None
    return Delivery(
        subscription=verdict.subscription.name,
        alert=alert.id,
        thread=alert.thread,
        version=alert.version,
        msg_type=alert.msg_type,
        why=decision.why,
        queued=alert.updated,
        due=decision.due,
        batched=decision.batched,
        priority=alert.priority,
    )
