"""What a pool process does with copy. It imports wire and reading only, so that a fresh process is soon at work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

import msgspec

from bellwire.reading.reading import Reading
from bellwire.wire import Article, read_copy


@dataclass(frozen=True, slots=True)
class Copy:
    """What a child begins with. `arrival` is what its articles' `received` becomes, None where theirs stays; `feed`:
    the name of the feed that raw copy came by, and `zone` that of times in it that name none."""

    data: bytes
    content_type: str | None
    max_bytes: int
    arrival: datetime | None
    feed: str = ""
    zone: tzinfo = UTC


def open_copy(reader: Any, copy: Copy) -> Reading | list[Article]:
    """In the pool: the reading of the one article in the copy; or, where there are several, those articles.

    Decoding what strangers wrote can crash or hang as reading can. Each of several articles has a deadline of its own;
    one alone saves the way back and forth.
    """
    articles = read_copy(copy.data, copy.content_type, max_bytes=copy.max_bytes, zone=copy.zone)
    if copy.feed:
        articles = [msgspec.structs.replace(article, feed=article.feed or copy.feed) for article in articles]
    if copy.arrival is not None:
        articles = [msgspec.structs.replace(article, received=copy.arrival) for article in articles]
    return read(reader, articles[0]) if len(articles) == 1 else articles


def read(reader: Any, article: Article) -> Reading:
    """In the pool: an article → its reading."""
    reading: Reading = reader.read(article)
    return reading
