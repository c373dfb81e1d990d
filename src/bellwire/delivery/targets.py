"""One door for all routes: a parcel's alerts go to a subscription's target, and what came of it comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

from bellwire.delivery.destination import target_of
from bellwire.delivery.keys import Keys, missing
from bellwire.delivery.mail import NO_SERVER, Post, mail
from bellwire.delivery.payloads import request_of
from bellwire.delivery.posting import Outcome, Poster
from bellwire.delivery.subscriptions import Subscription
from bellwire.ledger import Target
from bellwire.watch.alert import Alert


class Targets(Protocol):
    """Sends what is to be sent; raises nothing."""

    async def send(self, subscription: Subscription, name: str, alerts: Sequence[Alert]) -> Outcome: ...

    def where(self, subscription: Subscription) -> Target: ...


class Network:
    """Targets on the network: HTTP by `poster`, mail by `post` (None: there is none)."""

    def __init__(self, poster: Poster, post: Post | None, keys: Mapping[str, Keys]) -> None:
        self._poster = poster
        self._post = post
        self._keys = keys

    def where(self, subscription: Subscription) -> Target:
        """Where a subscription is sent now."""
        return target_of(subscription, self._keys.get(subscription.name, Keys()))

    async def send(self, subscription: Subscription, name: str, alerts: Sequence[Alert]) -> Outcome:
        """One attempt. What the subscription's keys lack is an outcome too: they may come."""
        keys = self._keys.get(subscription.name, Keys())
        if lacking := missing(subscription, keys):
            return Outcome(False, False, lacking)
        now = datetime.now(UTC)
        if subscription.route != "mail":
            return await self._poster.send(request_of(subscription, keys, name, alerts, now))
        if self._post is None:
            return Outcome(False, False, NO_SERVER)
        return await self._post.send(mail(subscription, name, alerts, self._post.sender, now))
