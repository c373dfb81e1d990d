"""The way to one subscription's target. Each has its own, so that one which hangs delays no other."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from bellwire.delivery.destination import LOST
from bellwire.delivery.office import Office
from bellwire.delivery.patience import Circuit, Patience
from bellwire.delivery.plan import Parcel, plan
from bellwire.delivery.posting import Outcome
from bellwire.delivery.subscriptions import Subscription
from bellwire.delivery.targets import Targets
from bellwire.errors import Unavailable
from bellwire.ledger import Delivery, DeliveryState, Held, Target
from bellwire.metrics.desk import DELIVERIES, TARGETS_HELD
from bellwire.watch.alert import Alert, MsgType

#: Seconds after which a lane looks for work that nobody told it of.
_LOOK = 5.0

_log = structlog.get_logger(__name__)


class Lane:
    """Sends what waits for one subscription, each thread's versions in their order. `target`: where it points, or
    where it once did (not `current`): then Cancels of what went there alone."""

    def __init__(
        self,
        subscription: Subscription,
        office: Office,
        targets: Targets,
        patience: Patience,
        target: Target,
        *,
        current: bool = True,
    ) -> None:
        self.subscription = subscription
        self.current = current
        self._target = target
        self._here = (target.id, current)
        self._held: Held | None = None
        self._office = office
        self._targets = targets
        self._patience = patience
        self._circuit = Circuit(patience)
        self._woken = asyncio.Event()
        DELIVERIES.labels(subscription.route, "dead")  # From 0, or Prometheus would not see the first.
        self._targets_held = TARGETS_HELD.labels(subscription.route)
        self._ended = False

    def wake(self) -> None:
        """There is something new."""
        self._woken.set()

    def try_now(self) -> None:
        """Try what waits at once, though the target is spared."""
        self._circuit.try_now()
        self._woken.set()

    def end(self) -> None:
        """Begin nothing more."""
        self._ended = True
        self._woken.set()

    async def run(self) -> None:
        """Until ended or cancelled; a ledger that is out of reach is asked again."""
        try:
            await self._turns()
        finally:
            if self._held:
                self._targets_held.dec()

    async def _turns(self) -> None:
        while not self._ended:
            self._woken.clear()
            try:
                wait = await self._turn()
            except Unavailable as error:
                _log.warning("the ledger does not answer; trying on", error=str(error))
                wait = _LOOK
            except Exception:  # Of whatever sort: a lane that ended would hold back everything behind it.
                _log.exception("a lane failed; trying on", subscription=self.subscription.name)
                wait = _LOOK
            if self._ended:
                return
            try:
                await asyncio.wait_for(self._woken.wait(), max(wait, 0.01))
            except TimeoutError:
                continue

    async def _turn(self) -> float:
        """Send what is due, as much as the circuit lets; the seconds until more may be."""
        now = datetime.now(UTC)
        waiting = partial(self._office.deliveries.waiting, target=self._here)
        todo = plan(await self._office.ask(waiting, self._target.subscription, now), now)
        await self._also([*todo.settled, *(one for parcel in todo.parcels for one in parcel.deliveries)])
        if todo.settled:
            await self._office.ask(self._office.deliveries.change, [replace(one, at=now) for one in todo.settled])
        room = self._circuit.room(time.monotonic())
        await asyncio.gather(*(self._send(parcel) for parcel in todo.parcels[:room]))
        if todo.parcels:
            return self._circuit.opens_in(time.monotonic())
        next_due = partial(self._office.deliveries.next_due, target=self._here)
        after = await self._office.ask(next_due, self._target.subscription, now)
        return min(_LOOK, (after - now).total_seconds()) if after else _LOOK

    async def _also(self, deliveries: Sequence[Delivery]) -> None:
        """A Cancel of what came elsewhere, while it was being decided on, goes there too."""
        for one in deliveries:
            if one.msg_type is MsgType.CANCEL and not one.target:
                await self._office.ask(self._office.deliveries.also, replace(one, target=self._target.id))

    async def _send(self, parcel: Parcel) -> None:
        ids = [delivery.alert for delivery in parcel.deliveries]
        alerts = await self._office.ask(self._office.sequence.alerts, ids)
        kept = [delivery for delivery in parcel.deliveries if delivery.alert in alerts]
        gone = [delivery for delivery in parcel.deliveries if delivery.alert not in alerts]
        outcome = None
        if kept:
            begin = self._office.deliveries.begin
            kept = await self._office.ask(begin, kept, self._target, datetime.now(UTC))
            outcome = await self._attempt(parcel.id, [alerts[delivery.alert] for delivery in kept])
        now = datetime.now(UTC)
        pruned = [
            replace(one, state=DeliveryState.DEAD, at=now, detail="the ledger no longer has the alert") for one in gone
        ]
        after = [self._after(delivery, outcome, now) for delivery in kept] if outcome else []
        await self._office.ask(self._office.deliveries.change, [*pruned, *_together(after)])
        if outcome:
            await self._tell(outcome)  # Last: whoever then asks for another try must not be overwritten.

    async def _attempt(self, name: str, alerts: Sequence[Alert]) -> Outcome:
        """One attempt, counted."""
        try:
            outcome = Outcome(False, False, LOST, gone=True)
            if self._targets.where(self.subscription).id == self._target.id:
                outcome = await self._targets.send(self.subscription, name, alerts)
        except Exception as error:
            _log.exception("an attempt to deliver failed in itself")
            outcome = Outcome(False, True, f"the attempt failed ({type(error).__name__})")
        if outcome.taken:
            self._circuit.answered()
        else:
            self._circuit.failed(time.monotonic())
        DELIVERIES.labels(self.subscription.route, "taken" if outcome.taken else "failed").inc()
        return outcome

    async def _tell(self, outcome: Outcome) -> None:
        """Note for people whether the target is spared from now on, or is no more."""
        ledger, now = self._office.targets, datetime.now(UTC)
        if self._circuit.is_open:
            wait = timedelta(seconds=self._circuit.opens_in(time.monotonic()))
            since = self._held.since if self._held else now
            self._targets_held.inc(0 if self._held else 1)
            self._held = Held(self._target.subscription, self._target.id, since, now + wait, outcome.detail)
            await self._office.ask(ledger.hold, self._held)
        elif self._held:
            self._held = None
            self._targets_held.dec()
            await self._office.ask(ledger.release, self._target.subscription, self._target.id)

    def _after(self, delivery: Delivery, outcome: Outcome, now: datetime) -> Delivery:
        """How the delivery stands after an attempt."""
        tried = replace(
            delivery,
            attempts=delivery.attempts + 1,
            reached=delivery.reached or outcome.reached,
            at=now,
            detail=outcome.detail,
        )
        if outcome.taken:
            return replace(tried, state=DeliveryState.SENT)
        if outcome.gone or now - delivery.queued > self._patience.give_up:
            DELIVERIES.labels(self.subscription.route, "dead").inc()
            _log.error("a delivery is given up", subscription=delivery.subscription, alert=delivery.alert)
            return replace(tried, state=DeliveryState.DEAD)
        wait = max(self._patience.wait(tried.attempts) * random.uniform(0.8, 1.2), outcome.wait or 0.0)
        return replace(tried, due=now + timedelta(seconds=wait))


def _together(deliveries: list[Delivery]) -> list[Delivery]:
    """What was in one digest comes due at one time again."""
    due = max((one.due for one in deliveries if one.state is DeliveryState.WAITING), default=None)
    return [replace(one, due=due) if due and one.state is DeliveryState.WAITING else one for one in deliveries]
