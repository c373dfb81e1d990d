"""An article, or bytes that are none, as the message that the articles topic carries (design: contract, "Headers")."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from bellwire.broker.headers import FEED_SOURCE, in_order, schema_name, type_name
from bellwire.errors import BadCopy
from bellwire.intake.feeds import NO_FEED, Feed
from bellwire.intake.lane import overtakes
from bellwire.wire import MAX_BYTES, Article, encode, read_copy
from bellwire.wire.limits import MAX_ITEMS
from bellwire.wire.parts import parts_of
from bellwire.wire.sniff import format_of
from bellwire.wire.times import write_time

Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """One Kafka message. `label` names it to a person: an article's uri, else the file it came from. `urgent`: it goes
    ahead of what waits."""

    label: str
    key: bytes | None
    value: bytes
    headers: Headers
    urgent: bool = False

    @property
    def ce_id(self) -> str:
        """The same for the same bytes under the same key."""
        return dict(self.headers).get("ce_id", b"").decode()


@dataclass(frozen=True, slots=True)
class Refused:
    """Bytes that cannot be read, and why."""

    data: bytes
    why: BadCopy


@dataclass(frozen=True, slots=True)
class Parcel:
    """What became of one piece of copy: its messages, and why what of it could not be read."""

    messages: tuple[Message, ...]
    refused: tuple[BadCopy, ...] = ()

    @property
    def articles(self) -> int:
        """How many messages are articles."""
        return len(self.messages) - len(self.refused)


def read_items(
    data: bytes, content_type: str | None = None, *, feed: Feed = NO_FEED, max_bytes: int = MAX_BYTES
) -> list[Article | Refused]:
    """What is in a piece of copy, in its order: of a message of several items one that cannot be read costs no other.
    Items without a story are passed over where others have one."""
    try:
        return list(read_copy(data, content_type, max_bytes=max_bytes, zone=feed.zone))
    except BadCopy as error:
        whole = Refused(data, error)
        parts = parts_of(data) if len(data) <= max_bytes else []
    found: list[Article | Refused] = []
    for part in parts:
        try:
            found += read_copy(part, content_type, max_bytes=max_bytes, zone=feed.zone)
        except BadCopy as error:
            found += [] if _is_passed_over(part, error) else [Refused(part, error)]
    told = any(isinstance(one, Article) for one in found)
    return found if told and len(found) <= MAX_ITEMS else [whole]


def _is_passed_over(part: bytes, why: BadCopy) -> bool:
    """Whether an item only holds no story; entries of a feed that have no text are links, and hold none."""
    return why.reason == "no-story" or (why.reason == "no-text" and format_of(part) == "feed")


def parcel(
    data: bytes,
    *,
    name: str,
    feed: Feed = NO_FEED,
    now: datetime,
    content_type: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Parcel:
    """Copy in any format → messages: one an article, or an item's bytes as they are where they cannot be read.

    Unreadable bytes go on the topic all the same: the worker makes a dead letter of them, so that every item that
    came in is accounted for in one place. `name` (a file, a line) is then the key. `content_type`: as for read_copy.
    """
    found = read_items(data, content_type, feed=feed, max_bytes=max_bytes)
    messages = []
    for number, one in enumerate(found, 1):
        if isinstance(one, Article):
            messages.append(article_message(one, feed=feed, now=now))
        else:
            named = f"{name}#{number}" if len(found) > 1 else name
            messages.append(raw_message(one.data, named, feed=feed, content_type=content_type, now=now))
    return Parcel(tuple(messages), tuple(one.why for one in found if isinstance(one, Refused)))


def article_message(article: Article, *, feed: Feed = NO_FEED, now: datetime) -> Message:
    """The article as JSON under its uri, completed by its feed. Same article, same `ce_id`."""
    article = feed.completed(article)
    value = encode(article)
    return _message(
        article.uri,
        key=_key(article.uri),
        value=value,
        feed=article.feed,
        content_type="application/json",
        version_time=article.version_time,
        now=now,
        urgent=overtakes(article),
    )


def raw_message(data: bytes, name: str, *, feed: Feed, content_type: str | None, now: datetime) -> Message:
    """Bytes that cannot be read, as they are: the worker makes a dead letter of them."""
    return _message(
        name,
        key=_key(name),
        value=data,
        feed=feed.name,
        content_type=content_type or "application/octet-stream",
        version_time=None,
        now=now,
    )


def _message(
    label: str,
    *,
    key: bytes,
    value: bytes,
    feed: str,
    content_type: str,
    version_time: datetime | None,
    now: datetime,
    urgent: bool = False,
) -> Message:
    """With CloudEvents headers in binary mode. Copy without a readable time has no `ce_time`: now is no stand-in."""
    headers = in_order(
        {
            "content-type": content_type,
            "ce_specversion": "1.0",
            "ce_id": hashlib.sha256(key + b"\0" + value).hexdigest()[:32],
            "ce_source": f"{FEED_SOURCE}{quote(feed, safe='')}".rstrip("/"),
            "ce_type": type_name("article"),
            "ce_time": write_time(version_time),
            "ce_recordedtime": write_time(now),
            "ce_dataschema": schema_name("article") if content_type == "application/json" else None,
            "ce_partitionkey": key.decode(),
        }
    )
    return Message(label, key, value, tuple((name, text.encode()) for name, text in headers), urgent)


def _key(text: str) -> bytes:
    """UTF-8; a lone surrogate, which UTF-8 cannot hold, becomes a question mark."""
    return text.encode("utf-8", "replace")
