"""Where a subscription is sent, told apart from any other place, and found again when it points elsewhere. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import msgspec

from bellwire.delivery.keys import Keys
from bellwire.delivery.subscriptions import Subscription, read_subscription
from bellwire.ledger import Target

#: Of an address whose parts are not all remembered.
LOST = "where this went is not kept: its address stood with the keys, or was secret itself, and is another now"


def target_of(subscription: Subscription, keys: Keys) -> Target:
    """The place, by a digest of the whole address; remembered is what the subscription says of it itself."""
    parts = (subscription.route, subscription.url or keys.url, subscription.to, subscription.room)
    digest = hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:32]
    kept = {
        "route": subscription.route,
        "url": _kept(subscription),
        "to": list(subscription.to),
        "room": subscription.room,
        "stored": subscription.stored,
    }
    return Target(subscription.name, digest, {name: value for name, value in kept.items() if value})


def recalled(target: Target) -> Subscription | None:
    """A subscription that is sent there; None where nothing that was kept leads there any more."""
    fields = dict(target.fields)
    stored = bool(fields.pop("stored", False))
    if fields.get("route") == "matrix" and "url" not in fields:
        return None
    wrong: list[Any] = []
    found = read_subscription(target.subscription, fields, wrong)
    return None if wrong else replace(found, stored=stored)


def words(fields: Mapping[str, Any]) -> str:
    """Where that is, without what may be secret."""
    place = ", ".join(fields.get("to", ())) or fields.get("room") or urlsplit(fields.get("url", "")).hostname or ""
    return f"{fields.get('route', '')} {place}".strip()


def _kept(subscription: Subscription) -> str:
    """The address, where it is no secret: what was made at the desk the ledger has as it was given; of the file, a
    chat's is as good as a key, and so is what stands behind `?` or before `@`."""
    parts = urlsplit(subscription.url)
    secret = subscription.route == "slack" or parts.query or "@" in parts.netloc
    return subscription.url if subscription.stored or not secret else ""
