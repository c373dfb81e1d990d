"""The dead letters as who runs it sees them: which there are, and sending them again as they came, each once.

A message that is sent again says in a header which message it repeats. So the topics tell what was sent again, whoever
did it, and sending twice needs no memory of ours to be harmless.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from kafka.errors import KafkaError

from bellwire.broker.follower import Follower
from bellwire.broker.topics import READ_BY_WORKERS
from bellwire.errors import Unavailable
from bellwire.intake.messages import Message as Sent
from bellwire.intake.producer import ArticleProducer, Delivery
from bellwire.settings import Settings
from bellwire.stream.dead_letters import ATTEMPT, BEHIND, RESENT_OF
from bellwire.stream.message import Headers, Message, as_headers

#: How far the clocks of two producers may be apart.
_APART = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Letter:
    """One dead letter without its bytes. `headers` are those that the message came with; `topic` is where, in full.

    `digest` is of key and bytes: where a topic was made anew, another message may have come from the same `origin`.
    `also`: where else the same message lies, if it became a dead letter twice.
    """

    place: str
    written: datetime
    headers: Headers
    size: int
    topic: str
    origin: str
    digest: str
    reason: str
    sentence: str
    error_class: str
    attempts: int
    first_seen: str
    version: str
    resent: bool = False
    also: tuple[str, ...] = ()

    @property
    def message(self) -> tuple[str, str]:
        """What tells the message that it was from all others."""
        return self.origin, self.digest


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters: of a topic (its short name), for a reason, written since, at places; nothing given is all."""

    topic: str = ""
    reason: str = ""
    since: datetime | None = None
    places: frozenset[str] = frozenset()

    def fits(self, letter: Letter, settings: Settings) -> bool:
        """Whether this letter is meant."""
        return (
            (not self.topic or letter.topic == settings.topic(self.topic))
            and (not self.reason or letter.reason == self.reason)
            and (self.since is None or letter.written >= self.since)
            and (not self.places or letter.place in self.places)
        )


def find(settings: Settings, wanted: Wanted) -> list[Letter]:
    """Those that are wanted, oldest first; of a message that became a dead letter twice the first one.

    `resent` is true where its topic holds the message again, read from the hour before the first of these letters on.
    """
    found: dict[tuple[str, str], Letter] = {}
    for record in _records(settings, settings.topic("dead-letters"), wanted.since):
        letter = letter_of(record)
        if letter is not None and wanted.fits(letter, settings):
            first = found.setdefault(letter.message, letter)
            if first is not letter:
                found[letter.message] = replace(first, also=(*first.also, letter.place))
    letters = sorted(found.values(), key=lambda letter: letter.written)
    again = _sent_again(settings, letters)
    return [replace(letter, resent=letter.message in again) for letter in letters]


def letter_of(record: Any) -> Letter | None:
    """A record of the dead letters' topic; None where somebody else wrote it."""
    message = Message.of_record(record)
    if tuple(name for name, _ in message.headers[-len(BEHIND) :]) != BEHIND:
        return None
    said = {name: value.decode("utf-8", "replace") for name, value in message.headers[-len(BEHIND) :]}
    return Letter(
        place=f"{record.partition}@{record.offset}",
        written=message.arrival.astimezone(UTC),
        headers=message.headers[: -len(BEHIND)],
        size=len(message.value),
        topic=said["topic"],
        origin=f"{said['topic']}/{said['partition']}@{said['offset']}",
        digest=_digest(record),
        reason=said["reason"],
        sentence=said["sentence"],
        error_class=said["error-class"],
        attempts=int(said["attempts"]) if said["attempts"].isdecimal() else 1,
        first_seen=said["first-seen"],
        version=said["version"],
    )


def messages(settings: Settings, letters: Collection[Letter]) -> Iterator[tuple[Letter, Sent]]:
    """Each letter with the message as it is sent again: key, bytes and headers as it came, and ours behind them."""
    by_place = {letter.place: letter for letter in letters}
    since = min((letter.written for letter in letters), default=None)
    for record in _records(settings, settings.topic("dead-letters"), since):
        letter = by_place.get(f"{record.partition}@{record.offset}")
        if letter is not None:
            kept = tuple(pair for pair in letter.headers if pair[0] not in (RESENT_OF, ATTEMPT))
            ours = as_headers(((RESENT_OF, letter.origin), (ATTEMPT, str(letter.attempts + 1))))
            yield letter, Sent(letter.place, record.key, record.value or b"", kept + ours)


def resend(settings: Settings, letters: Collection[Letter]) -> Delivery:
    """Send these to the topics that they came from; what the broker has confirmed when it returns, and what not.

    Raises Unavailable when no broker answers.
    """
    total = Delivery()
    with ExitStack() as stack:
        producers = {
            settings.topic(name): stack.enter_context(
                ArticleProducer(
                    settings.cluster, settings.topic(name), max_message_bytes=settings.max_message_bytes, many=True
                )
            )
            for name in READ_BY_WORKERS
            if any(letter.topic == settings.topic(name) for letter in letters)
        }
        for letter, message in messages(settings, letters):
            producers[letter.topic].send(message, total)
    return total


def ours(settings: Settings, letter: Letter) -> bool:
    """Whether it came from a topic that workers of these settings read."""
    return letter.topic in {settings.topic(name) for name in READ_BY_WORKERS}


def _sent_again(settings: Settings, letters: Iterable[Letter]) -> set[tuple[str, str]]:
    """The messages that their topics hold again."""
    since: dict[str, datetime] = {}
    for letter in letters:
        if ours(settings, letter):
            since.setdefault(letter.topic, letter.written - _APART)
    return {
        (value.decode("utf-8", "replace"), _digest(record))
        for topic, time in since.items()
        for record in _records(settings, topic, time)
        for name, value in record.headers or ()
        if name == RESENT_OF and value
    }


def _digest(record: Any) -> str:
    key, value = record.key, record.value or b""
    return hashlib.sha256(b"%d:%b%b" % (-1 if key is None else len(key), key or b"", value)).hexdigest()


def _records(settings: Settings, topic: str, since: datetime | None) -> Iterator[Any]:
    try:
        with closing(Follower(settings.cluster, topic, since)) as follower:
            yield from follower.new()
    except KafkaError as error:
        raise Unavailable(f"cannot read {topic} at {settings.brokers}: {error}") from error
