"""subscription-keys.toml: the secrets of subscriptions, apart from what may be read by everybody.

Keys are bound to the name of a subscription. The operator who wrote them wrote subscriptions.toml too; what is made at
the desk may take the name of any keys, so it gets them only for the host that the keys name themselves.

[night-desk]
secret = ["whsec_…new", "whsec_…old"]   # a webhook is signed with each, so that one can go after the other came
url = "https://…"                       # of a chat whose address is its secret; the host of what is made at the desk
token = "…"                             # of the Matrix account that writes
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bellwire.delivery.subscriptions import Subscription
from bellwire.errors import BellwireError
from bellwire.settings import Settings
from bellwire.toml_fields import url
from bellwire.toml_file import tables_of_keys

_WEBHOOK = "whsec_"
#: Bytes of a secret. Source: the Standard Webhooks specification.
_BYTES = range(24, 65)


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one subscription. They show nowhere."""

    secrets: tuple[str, ...] = field(default=(), repr=False)
    url: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


def load_keys(path: Path) -> dict[str, Keys]:
    """The keys in a file, by subscription. Raises BellwireError, which names the subscription and never the secret."""
    return {name: _keys(f"{path}: [{name}]", table) for name, table in tables_of_keys(path).items()}


def known_keys(settings: Settings) -> dict[str, Keys]:
    """Those of the setting `subscription_keys_file`; none where it was not set and there is no such file."""
    path = settings.known_file("subscription_keys_file")
    return load_keys(path) if path else {}


def missing(subscription: Subscription, keys: Keys) -> str | None:
    """What the keys lack for this route, as a sentence; None where nothing does. With a sentence nothing is sent."""
    if elsewhere := misled(subscription, keys):
        return elsewhere
    lacks = {
        "webhook": ("url", not (subscription.url or keys.url)) if keys.secrets else ("secret", True),
        "slack": ("url", not (subscription.url or keys.url)),
        "matrix": ("token", not keys.token),
        "mail": ("", False),
    }
    key, lacking = lacks[subscription.route]
    name, route = subscription.name, subscription.route
    return f"{name}: the route {route} needs {key} in the file of keys, under [{name}]" if lacking else None


def misled(subscription: Subscription, keys: Keys) -> str | None:
    """Why the keys are not shown to the address that somebody at the desk gave, as a sentence; None where they may."""
    if not (subscription.stored and subscription.url) or keys == Keys():
        return None
    there = _origin(subscription.url)
    if keys.url and _origin(keys.url) == there:
        return None
    name = subscription.name
    where = "{}://{}:{}".format(*there)
    return f"{name}: the keys of this name are not for {where}: say so by url in the file of keys, under [{name}]"


def _origin(address: str) -> tuple[str, str, int]:
    """Scheme, host and port."""
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}[parts.scheme]


def _keys(where: str, table: Any) -> Keys:
    if not isinstance(table, Mapping) or set(table) - {"secret", "url", "token"}:
        raise BellwireError(f"{where} may have secret, url and token", reason="bad-keys")
    secret = table.get("secret", [])
    try:
        address = url(table["url"]) if "url" in table else ""
    except ValueError:
        raise BellwireError(f"{where}: url is no address", reason="bad-keys") from None
    token = table.get("token", "")
    if not isinstance(token, str) or not token.isprintable() or not token.isascii():
        raise BellwireError(f"{where}: token is no text of ASCII", reason="bad-keys")
    texts = secret if isinstance(secret, list) else [secret]
    return Keys(secrets=tuple(_secret(where, text) for text in texts), url=address, token=token)


def _secret(where: str, text: Any) -> str:
    try:
        if not isinstance(text, str) or len(base64.b64decode(text.removeprefix(_WEBHOOK), validate=True)) not in _BYTES:
            raise ValueError
    except (ValueError, binascii.Error):
        sentence = f"{where}: secret is none of Standard Webhooks: {_WEBHOOK} and 24 to 64 bytes in base64"
        raise BellwireError(sentence, reason="bad-keys") from None
    return text
