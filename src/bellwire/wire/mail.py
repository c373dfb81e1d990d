"""E-mail (RFC 822) → Articles."""

from __future__ import annotations

from datetime import UTC, tzinfo

from bellwire.errors import BadCopy
from bellwire.wire.article import Article


def read(data: bytes, *, zone: tzinfo = UTC) -> list[Article]:
    """The articles in it. `zone`: of times that name none. Raises BadCopy."""
    raise BadCopy("not read yet")
