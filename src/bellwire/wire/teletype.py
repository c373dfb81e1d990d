"""IPTC 7901 and ANPA 1312: copy as the wire machines send it → Articles."""

from __future__ import annotations

from datetime import UTC, tzinfo

from bellwire.errors import BadCopy
from bellwire.wire.article import Article


def is_teletype(data: bytes) -> bool:
    return False


def read(data: bytes, *, zone: tzinfo = UTC) -> list[Article]:
    """The articles in it. `zone`: of times that name none. Raises BadCopy."""
    raise BadCopy("not read yet")
