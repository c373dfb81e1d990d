"""The sender: alerts off the ledger, decided by subscription, each on its own lane to its target.

At least once: a delivery is marked when its target has taken it, so a crash between the two repeats it under the same
name. One process of all that serve a ledger sends; another takes over where it ends.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import structlog

from bellwire.delivery.destination import LOST, recalled
from bellwire.delivery.inbox import Inbox
from bellwire.delivery.keys import known_keys
from bellwire.delivery.lane import Lane
from bellwire.delivery.mail import post_of
from bellwire.delivery.office import Office
from bellwire.delivery.patience import Patience
from bellwire.delivery.posting import Poster
from bellwire.delivery.subscriptions import Subscription, known_subscriptions, stored_subscription
from bellwire.delivery.targets import Network, Targets
from bellwire.errors import Unavailable
from bellwire.ledger import Delivery, DeliveryState, Ledger, StoredSubscription, Target
from bellwire.settings import Settings
from bellwire.toml_file import Wrong

#: Seconds between two looks for new alerts; for stored subscriptions; for which the turn is taken, and how often.
_LOOK = 0.5
_READ = 5.0
_TURN = 30.0
_RENEW = 10.0

#: Seconds that an attempt under way may take to end when its lane does.
_GRACE = 2.0

#: A lane: the name of a subscription, and the id of a target.
Key = tuple[str, str]

_log = structlog.get_logger(__name__)


class Sender:
    """Sends until it is told to stop. `listed`: the subscriptions of the file; those that are stored come to them."""

    def __init__(
        self,
        ledger: Ledger,
        listed: Mapping[str, Subscription],
        targets: Targets,
        patience: Patience,
    ) -> None:
        self._office = Office(ledger)
        self._listed = listed
        self._targets = targets
        self._patience = patience
        self._name = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._lanes: dict[Key, tuple[Lane, asyncio.Task[None]]] = {}
        self._known: dict[str, Subscription] = {}
        self._now_at: dict[str, str] = {}
        self._refused: dict[str, str] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`: while another process has the turn it stands by; a ledger out of reach is asked again."""
        try:
            while not stop.is_set():
                try:
                    await self._serve(stop)
                except Unavailable as error:
                    _log.warning("the ledger does not answer; trying on", error=str(error))
                except Exception:  # Of whatever sort: a sender that ended would look like one with nothing to send.
                    _log.exception("the sender failed; trying on")
                await self._leave()
                await _pause(stop, _READ)
        finally:
            await self._leave()
            with suppress(Unavailable):
                await self._office.ask(self._office.sequence.take_turn, self._name, datetime.now(UTC), 0.0)
            self._office.close()

    async def _serve(self, stop: asyncio.Event) -> None:
        """Send for as long as it is this process's turn."""
        inbox, renewed, read = Inbox(self._office), float("-inf"), float("-inf")
        while not stop.is_set():
            if time.monotonic() - renewed > _RENEW:
                if not await self._office.ask(self._office.sequence.take_turn, self._name, datetime.now(UTC), _TURN):
                    return
                if renewed == float("-inf"):
                    await self._office.ask(self._office.targets.release)
                renewed = time.monotonic()
            if time.monotonic() - read > _READ:
                await self._read()
                read = time.monotonic()
            if not self._wake(await inbox.take(self._known, self._now_at)):
                read = float("-inf")
            await _pause(stop, _LOOK)

    def _wake(self, found: Iterable[Key]) -> bool:
        """Tell lanes that there is more to send; whether there is a lane for each."""
        keys = {(name, target or self._now_at[name]) for name, target in found}
        for key in keys & self._lanes.keys():
            self._lanes[key][0].wake()
        return keys <= self._lanes.keys()

    async def _read(self) -> None:
        """The subscriptions as they are now, each with its lane; and a lane to wherever else a Cancel must go."""
        stored = await self._office.ask(self._office.subscriptions)
        known = {**await asyncio.to_thread(self._stored, stored), **self._listed}
        places = {name: self._targets.where(one) for name, one in known.items()}
        elsewhere = await self._elsewhere(places)
        wanted = {(name, target.id) for name, target in places.items()}
        for key, (lane, _) in list(self._lanes.items()):
            changed = known.get(key[0]) != lane.subscription if key in wanted else key not in elsewhere
            if changed or lane.current != (key in wanted):
                await self._end(key)
        for name, one in known.items():
            self._begin(one, places[name], current=True)
        for target in elsewhere.values():
            there = next((one for name, one in known.items() if places[name].id == target.id), None)
            self._begin(there or recalled(target) or Subscription(target.subscription), target, current=False)
        self._known, self._now_at = known, {name: target.id for name, target in places.items()}
        for key in await self._office.ask(self._office.targets.asked):
            if key in self._lanes:
                self._lanes[key][0].try_now()

    async def _elsewhere(self, places: Mapping[str, Target]) -> dict[Key, Target]:
        """Where a Cancel waits to go, and no subscription of its name points any more."""
        found: dict[Key, Target] = {}
        for one in await self._office.ask(self._office.deliveries.cancels):
            if one.target and (one.subscription not in places or places[one.subscription].id != one.target):
                of = await self._office.ask(self._office.targets.of, one.subscription)
                gone = Target(one.subscription, one.target, {})
                found[one.subscription, one.target] = of.get(one.target, gone)
            elif not one.target and one.subscription not in places:
                await self._bereft(one)
        return found

    async def _bereft(self, cancel: Delivery) -> None:
        """The subscription of a Cancel went before it did: it goes where versions went."""
        if await self._office.ask(self._office.deliveries.also, cancel) or not cancel.reached_before:
            settled = replace(cancel, state=DeliveryState.UNNEEDED)
        else:
            settled = replace(cancel, state=DeliveryState.DEAD, detail=LOST)
        await self._office.ask(self._office.deliveries.change, [replace(settled, at=datetime.now(UTC))])

    def _begin(self, subscription: Subscription, target: Target, *, current: bool) -> None:
        key = target.subscription, target.id
        if key not in self._lanes:
            lane = Lane(subscription, self._office, self._targets, self._patience, target, current=current)
            self._lanes[key] = (lane, asyncio.create_task(lane.run(), name=f"deliver to {target.subscription}"))

    def _stored(self, stored: Mapping[str, StoredSubscription]) -> dict[str, Subscription]:
        """Those that can be read; of the others the log tells why, once."""
        found = {}
        for name, one in stored.items():
            wrong: Wrong = []
            subscription = stored_subscription(name, one.fields, wrong)
            why = "; ".join(sentence for _, sentence in wrong)
            if not why:
                found[name] = subscription
            elif self._refused.get(name) != why:
                _log.error("a stored subscription cannot be read", subscription=name, why=why)
            self._refused[name] = why
        return found

    async def _leave(self) -> None:
        await asyncio.gather(*(self._end(key) for key in list(self._lanes)))
        self._known, self._now_at = {}, {}

    async def _end(self, key: Key) -> None:
        """End a lane: what is under way gets a moment to be marked; what is not by then is repeated by the next."""
        if key in self._lanes:
            lane, task = self._lanes.pop(key)
            lane.end()
            await asyncio.wait({task}, timeout=_GRACE)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            with suppress(Unavailable):
                await self._office.ask(self._office.targets.release, *key)


def prepared(settings: Settings) -> Callable[[Ledger, asyncio.Event], Coroutine[None, None, None]]:
    """Sends what the settings' subscriptions and the ledger's ask for, until the event. Raises BellwireError, now,
    where the files are not sound."""
    patience = Patience(timeout=settings.delivery_seconds)
    listed, keys = known_subscriptions(settings), known_keys(settings)

    async def deliver(ledger: Ledger, stop: asyncio.Event) -> None:
        async with Poster(patience.timeout, allow_private=settings.deliver_to_private_addresses) as poster:
            targets = Network(poster, post_of(settings, patience.timeout), keys)
            await Sender(ledger, listed, targets, patience).run(stop)

    return deliver


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
