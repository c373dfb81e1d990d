"""Who may use the desk: bearer tokens, of which only a hash is kept, and the sessions that they open.

A token's text is `bw_ID_SECRET`. The secret is 256 random bits, so one SHA-256 of it is as good as any slow hash. A
session is a token too, short-lived and opened by another one, its `parent`: what ends the parent ends it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import Engine, delete, or_, select, update

from bellwire.errors import BellwireError
from bellwire.ledger.engine import reachable
from bellwire.ledger.rows import put
from bellwire.ledger.tables import TOKENS

#: Each may do what those before it may.
Scope = Literal["read", "acknowledge", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)

_MARK = "bw"

#: Characters of a secret that cannot be guessed.
_LEAST_SECRET = 32


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token but its secret. `revoked`: when, or None."""

    id: str
    name: str
    scope: Scope
    created: datetime
    expires: datetime
    revoked: datetime | None
    parent: str | None

    def state(self, now: datetime) -> str:
        """ "valid", "expired" or "revoked"."""
        if self.revoked is not None:
            return "revoked"
        return "valid" if now < self.expires else "expired"


class TokenMemory:
    """The tokens in a ledger; safe to use from several threads. Every method may raise Unavailable."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(reading=True)

    def create(
        self, name: str, scope: Scope, now: datetime, expires: datetime, parent: str | None = None
    ) -> tuple[Token, str]:
        """A new token and its text, which is told here and never again."""
        made, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
        token = Token(made, name, scope, now, expires, None, parent)
        with reachable(), self._engine.begin() as connection:
            put(connection, TOKENS, [asdict(token) | {"digest": _digest(secret)}], key=("id",))
        return token, f"{_MARK}_{made}_{secret}"

    def admit(self, text: str, name: str, scope: Scope, now: datetime, expires: datetime) -> bool:
        """Let in a token that was made elsewhere; false where its id is known already, revoked or not.

        Raises BellwireError where the text is no token of ours, or its secret too short to be one.
        """
        made, secret = _parts(text)
        if not made or len(secret) < _LEAST_SECRET:
            raise BellwireError(f"{name}: a token is bw_ID_SECRET, the secret of {_LEAST_SECRET} characters and more")
        token = Token(made, name, scope, now, expires, None, None)
        with reachable(), self._engine.begin() as connection:
            if connection.execute(select(TOKENS.c.id).where(TOKENS.c.id == made)).first() is not None:
                return False
            put(connection, TOKENS, [asdict(token) | {"digest": _digest(secret)}], key=("id",))
        return True

    def valid(self, text: str, now: datetime) -> Token | None:
        """The token whose text this is, if it is known, not expired and not revoked, nor the one that opened it: that
        may have been revoked just as it did."""
        made, secret = _parts(text)
        if not made:
            return None
        opener = TOKENS.alias()
        query = select(TOKENS, opener.c.revoked.label("ended")).outerjoin(opener, TOKENS.c.parent == opener.c.id)
        with reachable(), self._reader.begin() as connection:
            row = connection.execute(query.where(TOKENS.c.id == made)).one_or_none()
        fits = hmac.compare_digest(row.digest if row is not None else "", _digest(secret))
        if row is None or not fits or row.ended is not None:
            return None
        found = _token(row)
        return found if found.state(now) == "valid" else None

    def all(self) -> list[Token]:
        """Every token but sessions, eldest first."""
        with reachable(), self._reader.begin() as connection:
            query = select(TOKENS).where(TOKENS.c.parent.is_(None)).order_by(TOKENS.c.created, TOKENS.c.id)
            return [_token(row) for row in connection.execute(query)]

    def any(self) -> bool:
        """Whether there ever was one."""
        with reachable(), self._reader.begin() as connection:
            return connection.execute(select(TOKENS.c.id).limit(1)).first() is not None

    def revoke(self, token: str, now: datetime) -> bool:
        """End a token, by its id, and the sessions that it opened; false where there is none that was valid."""
        meant = or_(TOKENS.c.id == token, TOKENS.c.parent == token)
        with reachable(), self._engine.begin() as connection:
            known = connection.execute(select(TOKENS.c.id).where(TOKENS.c.id == token, TOKENS.c.revoked.is_(None)))
            found = known.first() is not None
            connection.execute(update(TOKENS).where(meant, TOKENS.c.revoked.is_(None)).values(revoked=now))
            return found

    def sweep(self, now: datetime) -> None:
        """Forget sessions that have expired."""
        with reachable(), self._engine.begin() as connection:
            connection.execute(delete(TOKENS).where(TOKENS.c.parent.is_not(None), TOKENS.c.expires < now))


def _parts(text: str) -> tuple[str, str]:
    """Id and secret of a token's text; both empty where it is none."""
    mark, _, rest = text.partition("_")
    made, _, secret = rest.partition("_")
    return (made, secret) if mark == _MARK and made.isascii() and made.isalnum() and len(made) <= 32 else ("", "")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _token(row: Any) -> Token:
    return Token(row.id, row.name, row.scope, row.created, row.expires, row.revoked, row.parent)
