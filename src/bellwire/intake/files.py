"""Pieces of copy → articles topic, with a running account of what became of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bellwire.intake.feeds import Feed
from bellwire.intake.messages import parcel
from bellwire.intake.pieces import Piece
from bellwire.intake.producer import ArticleProducer

#: Seconds between two lines of progress.
PROGRESS_SECONDS = 2.0

#: Items that are named one by one; the rest are only counted.
NAMED = 20


@dataclass(slots=True)
class Tally:
    """What came in: pieces, articles in them, pieces that could not be read, pieces too large to send at all.

    `stopped`: the rest was left, since the broker no longer takes any.
    """

    pieces: int = 0
    articles: int = 0
    unreadable: int = 0
    oversized: int = 0
    stopped: bool = False


def send_pieces(
    pieces: Iterable[Piece],
    producer: ArticleProducer,
    *,
    feed: Feed,
    max_article_bytes: int,
    talk: Callable[[str], None],
    clock: Callable[[], float] = time.monotonic,
) -> Tally:
    """Send every piece; return when each message is confirmed or reported. Raises what reading a file raises.

    What cannot be read is sent as it is, counted and named. What is larger than any message is named and left.
    """
    tally = Tally()
    began = said = clock()
    try:
        for piece in pieces:
            if producer.broken:
                talk(f"{piece.name}: stopped here; this and what follows is not sent")
                tally.stopped = True
                break
            _send(piece, producer, tally, feed=feed, max_article_bytes=max_article_bytes, talk=talk)
            if (now := clock()) - said >= PROGRESS_SECONDS:
                said = now
                talk(f"… {producer.total.confirmed:,} confirmed, {producer.total.sent / (now - began):,.0f} a second")
    finally:
        producer.flush()
    return tally


def _send(
    piece: Piece,
    producer: ArticleProducer,
    tally: Tally,
    *,
    feed: Feed,
    max_article_bytes: int,
    talk: Callable[[str], None],
) -> None:
    tally.pieces += 1
    if piece.cut:
        tally.oversized += 1
        talk(f"{piece.name}: not sent: more than {len(piece.data):,} bytes, which no message may have")
        return
    made = parcel(piece.data, name=piece.name, feed=feed, now=datetime.now(UTC), max_bytes=max_article_bytes)
    if made.refused is None:
        tally.articles += len(made.messages)
    else:
        tally.unreadable += 1
        if tally.unreadable <= NAMED:
            talk(f"{piece.name}: sent as it is, for the dead letters ({made.refused.reason}): {made.refused}")
    for message in made.messages:
        producer.send(message)


def summary(tally: Tally, producer: ArticleProducer) -> list[str]:
    """What to say at the end: what was not delivered, then one line of counts."""
    undelivered = producer.total.undelivered
    said = [f"{one.label}: {one.sentence}" for one in undelivered[:NAMED]]
    if len(undelivered) > NAMED:
        said.append(f"… and {len(undelivered) - NAMED:,} more")
    parts = [f"{_counted(tally.articles, 'article')} read"]
    if tally.unreadable:
        parts.append(f"{tally.unreadable:,} unreadable and sent as is")
    if tally.oversized:
        parts.append(f"{tally.oversized:,} too large and not sent")
    if undelivered:
        parts.append(f"{len(undelivered):,} not delivered")
    parts.append(f"{_counted(producer.total.confirmed, 'message')} confirmed on {producer.topic}")
    return [*said, ", ".join(parts)]


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def all_delivered(tally: Tally, producer: ArticleProducer) -> bool:
    """Whether the broker has every piece, the unreadable ones too."""
    return not (tally.oversized or tally.stopped or producer.total.undelivered)
