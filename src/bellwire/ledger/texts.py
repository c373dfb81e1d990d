"""Texts: the copy that threads tell of, so that a page can show a sentence where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, exists, or_, select

from bellwire.ledger.rows import lookup, put
from bellwire.ledger.tables import TEXTS, TOUCHED


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """What one article version says; evidence spans are slices of `headline` and `body`."""

    uri: str
    version: str
    headline: str
    body: str


def keep(connection: Connection, copy: Copy) -> None:
    """Write the copy of an article version."""
    row: dict[str, Any] = {"uri": lookup(copy.uri), "version": lookup(copy.version)}
    put(connection, TEXTS, [{**row, "body": msgspec.json.encode(copy).decode()}], key=("uri", "version"))


def of(connection: Connection, versions: Sequence[tuple[str, str]]) -> list[Copy]:
    """The copy of these (uri, version), as far as it is kept."""
    if not versions:
        return []
    wanted = [(TEXTS.c.uri == lookup(uri)) & (TEXTS.c.version == lookup(version)) for uri, version in versions]
    return [
        msgspec.json.decode(body, type=Copy) for body in connection.scalars(select(TEXTS.c.body).where(or_(*wanted)))
    ]


def forget(connection: Connection, uris: Sequence[str]) -> None:
    """Drop the copy of those of these articles (as looked up) that no thread tells of any more."""
    told = exists().where(TOUCHED.c.uri == TEXTS.c.uri)
    connection.execute(delete(TEXTS).where(TEXTS.c.uri.in_(uris), ~told))
