"""Files → articles topic, piece by piece, with an account of what became of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bellwire.intake.feeds import NO_FEED, Feed
from bellwire.intake.folders import Found
from bellwire.intake.messages import parcel
from bellwire.intake.pieces import Piece, Source
from bellwire.intake.producer import ArticleProducer, Delivery
from bellwire.intake.resume import Journal
from bellwire.intake.unpacking import Limits

#: Items that are named one by one; the rest are only counted.
NAMED = 20


@dataclass(slots=True)
class Tally:
    """What came in: pieces, articles in them, pieces (or items of them) that could not be read, and pieces that are not
    sent: too large for any message, or `refused` as they stood in an archive. `before`: pieces that an earlier run had
    confirmed.

    `stopped`: the rest was left, since the broker no longer takes any.
    """

    pieces: int = 0
    articles: int = 0
    unreadable: int = 0
    oversized: int = 0
    refused: int = 0
    before: int = 0
    stopped: bool = False


class Sending:
    """Sends pieces as articles of a feed. What cannot be read is sent as it is, counted and named; what no message can
    hold, or could not be had, is named and left."""

    def __init__(
        self,
        producer: ArticleProducer,
        talk: Callable[[str], None],
        *,
        feed: Feed = NO_FEED,
        max_article_bytes: int,
    ) -> None:
        self.producer = producer
        self.tally = Tally()
        self.talk = talk
        self._feed = feed
        self._max_article_bytes = max_article_bytes

    def send(self, piece: Piece, delivery: Delivery) -> str:
        """Hand over its messages, counted in `delivery`; why there are none, "" where there are."""
        self.tally.pieces += 1
        if reason := unsent(piece):
            self.tally.oversized += piece.cut
            self.tally.refused += not piece.cut
            self._name(self.tally.oversized + self.tally.refused, f"{piece.name}: not sent: {reason}")
            return f"{piece.name}: not sent: {reason}"
        made = parcel(
            piece.data, name=piece.name, feed=self._feed, now=datetime.now(UTC), max_bytes=self._max_article_bytes
        )
        self.tally.articles += made.articles
        for why in made.refused:
            self.tally.unreadable += 1
            self._name(
                self.tally.unreadable, f"{piece.name}: sent as it is, for the dead letters ({why.reason}): {why}"
            )
        for message in made.messages:
            self.producer.send(message, delivery)
        return ""

    def _name(self, number: int, sentence: str) -> None:
        if number <= NAMED:
            self.talk(sentence)


def unsent(piece: Piece) -> str:
    """Why nothing can be sent of a piece, "" where something can."""
    if piece.cut:
        return f"more than {len(piece.data):,} bytes, which no message may have"
    return piece.refused


def send_files(
    files: Iterable[Found],
    sending: Sending,
    limits: Limits,
    *,
    jsonl: bool = False,
    journal: Journal | None = None,
    step: Callable[[int], None] = lambda position: None,
) -> Tally:
    """Send every piece of the files but those that `journal` knows as confirmed; return when each message is confirmed
    or reported. `step` is told after each piece how many bytes of all files were read."""
    read, tally = 0, sending.tally
    try:
        for file in files:
            done, over = journal.done(file) if journal else (0, False)
            tally.before += done
            source = Source(file, limits, jsonl=jsonl)
            number = 0
            for number, piece in enumerate(() if over else source, 1):
                if number <= done:
                    continue
                if sending.producer.broken:
                    sending.talk(f"{piece.name}: stopped here; this and what follows is not sent")
                    tally.stopped = True
                    return tally
                delivery = Delivery()
                lost = sending.send(piece, delivery)
                if journal:
                    journal.under_way(file, number, delivery, lost)
                step(read + source.position)
            if journal and not over:
                journal.ended(file, number)
            read += file.size
    finally:
        sending.producer.flush()
        if journal:
            journal.write()
    return tally


def summary(tally: Tally, producer: ArticleProducer) -> list[str]:
    """What to say at the end: what was not delivered, then one line of counts."""
    undelivered = producer.total.undelivered
    said = [f"{one.label}: {one.sentence}" for one in undelivered[:NAMED]]
    if len(undelivered) > NAMED:
        said.append(f"… and {len(undelivered) - NAMED:,} more")
    parts = [f"{_counted(tally.articles, 'article')} read"]
    if tally.before:
        parts.append(f"{_counted(tally.before, 'item')} confirmed before")
    if tally.unreadable:
        parts.append(f"{tally.unreadable:,} unreadable and sent as is")
    if tally.oversized:
        parts.append(f"{tally.oversized:,} too large and not sent")
    if tally.refused:
        parts.append(f"{tally.refused:,} refused and not sent")
    if undelivered:
        parts.append(f"{len(undelivered):,} not delivered")
    parts.append(f"{_counted(producer.total.confirmed, 'message')} confirmed on {producer.topic}")
    return [*said, ", ".join(parts)]


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def all_delivered(tally: Tally, producer: ArticleProducer) -> bool:
    """Whether the broker has every piece, the unreadable ones too."""
    return not (tally.oversized or tally.refused or tally.stopped or producer.total.undelivered)
