"""AP Media API JSON (item and feed) → Articles."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import Any

from bellwire.errors import BadCopy
from bellwire.wire.article import Article


def read(items: list[dict[str, Any]], *, zone: tzinfo = UTC) -> list[Article]:
    """The articles in it. `zone`: of times that name none. Raises BadCopy."""
    raise BadCopy("not read yet")
