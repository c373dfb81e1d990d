"""What intake remembers of a source that is asked again and again, so that a restart sends nothing twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from bellwire.addresses import shown
from bellwire.wire import Article, encode


class SourceState(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far a source has been read. `moved_to`: where it is now, for good; `cursor`: up to which time an API has
    been read, `since`: from when on, `looked_back`: when it was last asked far back; `unreadable`: its last body was,
    and is kept as a dead letter."""

    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    cursor: datetime | None = None
    since: datetime | None = None
    looked_back: datetime | None = None
    unreadable: bool = False


class Memory(Protocol):
    """Where it is remembered. Every method may raise Unavailable: nothing is remembered then."""

    def state(self, source: str) -> SourceState:
        """How far this source has been read."""

    def unseen(self, source: str, items: Sequence[str]) -> list[str]:
        """Those of the items that are new, each once, in their order."""

    def remember(self, source: str, state: SourceState, items: Iterable[str], now: datetime) -> None:
        """In one step: how far it has been read, and that these items are in it now."""

    def forget(self, before: datetime) -> int:
        """Drop items that no source has had since then; how many."""


def source_key(url: str) -> str:
    """A source's name in the memory: its address, without what may be a secret in it."""
    return f"{shown(url)} #{_digest(url)[:12]}"


def article_key(article: Article) -> str:
    """The same for the same version of an article. Where the wire gives no version, its content is the version,
    whenever it came."""
    version = article.version or _digest(encode(msgspec.structs.replace(article, received=None)).decode())
    return _digest(article.uri, version, article.pubstatus)


def bytes_key(data: bytes) -> str:
    """The same for the same bytes that are no article."""
    return hashlib.sha256(b"refused\0" + data).hexdigest()[:32]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
