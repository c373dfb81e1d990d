"""keys.toml: the secrets of feeds that come or are asked over the network, apart from what may be read by everybody.

    [reuters]
    bearer = "…"              # who pushes for this feed shows this token
    webhook = "whsec_…"       # or signs by Standard Webhooks with this secret
    superdesk = "…"           # or as Superdesk signs, with this secret
    token = "…"               # `bellwire intake poll` shows this token to the feed's API

Each may be a list, so that a new one can be taken before the old one goes.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from bellwire.errors import BellwireError
from bellwire.settings import Settings
from bellwire.toml_fields import bad_name
from bellwire.toml_file import tables_of_keys

KeyKind = Literal["bearer", "webhook", "superdesk", "token"]

#: Letters that a secret has at least.
SHORTEST = 16

#: What a secret of Standard Webhooks begins with; base64 follows.
_WEBHOOK = "whsec_"


@dataclass(frozen=True, slots=True)
class Key:
    """A secret of a feed. Its text shows nowhere."""

    feed: str
    kind: KeyKind
    secret: bytes = field(repr=False)


def load_keys(path: Path) -> list[Key]:
    """The keys in a file. Raises BellwireError, which names the feed and never the secret."""
    return [key for name, table in tables_of_keys(path).items() for key in _of_feed(name, table, path)]


def known_keys(settings: Settings) -> list[Key]:
    """Those of the setting `keys_file`; none where it was not set and there is no such file."""
    path = settings.known_file("keys_file")
    return load_keys(path) if path else []


def bearer_key(feed: str, token: str) -> Key:
    """A bearer token that is no key of a file. Raises BellwireError for one that is too short."""
    return Key(feed, "bearer", _secret("bearer", token, "BELLWIRE_HTTP_TOKEN"))


def _of_feed(name: str, table: Any, path: Path) -> Iterator[Key]:
    if bad_name(name) or not isinstance(table, Mapping):
        raise BellwireError(f"{path}: each feed's keys are a table [NAME]", reason="bad-keys")
    for kind, value in table.items():
        if kind not in get_args(KeyKind):
            wanted = ", ".join(get_args(KeyKind))
            raise BellwireError(f"{path}: [{name}] may have {wanted}", reason="bad-keys")
        for text in value if isinstance(value, list) else [value]:
            yield Key(name, kind, _secret(kind, text, f"{path}: {kind} of [{name}]"))


def _secret(kind: KeyKind, text: Any, where: str) -> bytes:
    if not isinstance(text, str) or len(text) < SHORTEST or not text.isprintable() or not text.isascii():
        raise BellwireError(f"{where} is no text of at least {SHORTEST} letters of ASCII", reason="bad-keys")
    if kind != "webhook":
        return text.encode()
    try:
        return base64.b64decode(text.removeprefix(_WEBHOOK), validate=True)
    except binascii.Error:
        raise BellwireError(f"{where} is no secret of Standard Webhooks: {_WEBHOOK} and base64") from None
