"""Who may push: a bearer token, a signature by Standard Webhooks, or Superdesk's. Every comparison takes constant time.

Sources: the Standard Webhooks specification 1.0.0; Superdesk's http_push transmitter and Newsroom's receiver (sha1 of
the body, in hexadecimal). The library standardwebhooks is not used: it decodes every body as JSON.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping

from bellwire.intake.keys import Key, KeyKind

#: Seconds that a signature's time may differ from ours. Source: Standard Webhooks' libraries.
TOLERANCE = 300.0

SUPERDESK_HEADER = "x-superdesk-signature"

Headers = Mapping[str, str]


class Gate:
    """Knows the keys. Without any it is open, and only good for this machine."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = [key for key in keys if key.kind != "token"]

    @property
    def is_open(self) -> bool:
        """Whether nobody is asked for a key."""
        return not self._keys

    def bearer(self, headers: Headers) -> Key | None:
        """The key of the token that is shown, before any body has come."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() not in ("bearer", "token"):
            return None
        shown = token.strip().encode("utf-8", "replace")
        return self._matching("bearer", lambda key: hmac.compare_digest(key.secret, shown))

    def claims_signature(self, headers: Headers) -> bool:
        """Whether a signature is shown, which only the body can prove."""
        return "webhook-signature" in headers or SUPERDESK_HEADER in headers

    def signed(self, headers: Headers, body: bytes, now: float) -> Key | None:
        """The key that signed this body, as it came over the wire. `now`: Unix time."""
        if "webhook-signature" in headers:
            return self._matching("webhook", lambda key: _webhook(key, headers, body, now))
        return self._matching("superdesk", lambda key: _superdesk(key, headers, body))

    def _matching(self, kind: KeyKind, matches: Callable[[Key], bool]) -> Key | None:
        """All keys are tried, whichever matches."""
        found = [key for key in self._keys if key.kind == kind if matches(key)]
        return found[0] if found else None


def _webhook(key: Key, headers: Headers, body: bytes, now: float) -> bool:
    """Whether one of the signatures is base64 of HMAC-SHA256 over `id.timestamp.body`, not too long ago."""
    name, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not name or not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 16):
        return False
    signed = f"{name}.{stamp}.".encode("latin-1", "replace") + body
    expected = b"v1," + base64.b64encode(hmac.new(key.secret, signed, hashlib.sha256).digest())
    shown = headers.get("webhook-signature", "").split(" ")[:20]
    fits = [hmac.compare_digest(expected, one.encode("utf-8", "replace")) for one in shown]
    return any(fits) and abs(now - int(stamp)) <= TOLERANCE


def _superdesk(key: Key, headers: Headers, body: bytes) -> bool:
    expected = f"sha1={hmac.new(key.secret, body, hashlib.sha1).hexdigest()}".encode()
    return hmac.compare_digest(expected, headers.get(SUPERDESK_HEADER, "").encode("utf-8", "replace"))
