"""Listening to topics without a consumer group."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Iterable
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, Self

import structlog
from kafka import TopicPartition
from kafka.errors import KafkaError

from bellwire.broker.clients import FETCH_WAIT_MS, consumer_of
from bellwire.broker.ends import ends, made_anew
from bellwire.broker.topic_ids import TopicIds, heard_ids
from bellwire.broker.topics import TOPICS
from bellwire.errors import BellwireError, Unavailable
from bellwire.settings import Settings, chosen_settings
from bellwire.subscribe.known import several
from bellwire.subscribe.marks import Marks
from bellwire.subscribe.message import Message, message_of
from bellwire.subscribe.since import Since, place_since
from bellwire.subscribe.wanted import Filter, Told

#: The topics by their short names; "events" is all families at once.
TOPIC_NAMES = (*(spec.name for spec in TOPICS), "events")

#: Seconds between two looks for partitions that were added to a topic.
PARTITION_LOOK = 60.0

#: Seconds between two looks whether a topic is as long as it was, for brokers that tell no ids.
ANEW_LOOK = 5.0

#: Seconds until a broker that failed is asked again.
_RETRY = 1.0

_log = structlog.get_logger(__name__)


class Subscription:
    """An endless iterator of messages; given `ends`, it ends when each partition has been read up to its own.

    It listens from the moment it is made, and outlives brokers that go and come. `close()` it, or use it as a context
    manager, to hang up early.
    """

    def __init__(
        self,
        consumer: Any,
        names: dict[str, str],
        want: Filter,
        *,
        once: bool,
        ends: dict[TopicPartition, int] | None,
        stop: Event | None,
        marks: Marks | None = None,
    ) -> None:
        self._consumer = consumer
        self._names = names
        self._want = want
        self._marks = marks
        self._told = Told(once=once, last=marks.last() if marks else None)
        self._ends = ends
        self._stop = stop or Event()
        self._ids = TopicIds(heard_ids(consumer, names))
        self._looked = self._compared = time.monotonic()
        self._messages = self._read()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Message:
        return next(self._messages)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up; a second time does nothing."""
        self._messages.close()
        self._hang_up()

    def _hang_up(self) -> None:
        self._consumer.close()
        if self._marks is not None:
            self._marks.close()

    def _read(self) -> Generator[Message, None, None]:
        while not self._at_end():
            for record in self._polled():
                message = message_of(record, self._names[record.topic], self._marking(record.topic))
                if self._passes(message):
                    yield message
        self._hang_up()

    def _polled(self) -> list[Any]:
        """What has come, in the order of each partition; nothing, after a while, where the broker is away."""
        try:
            self._look_for_partitions()
            self._begin_anew(self._shorter())
            polled = self._consumer.poll(timeout_ms=500)
            self._begin_anew(others := self._others())  # Before anything of another topic is handed on.
            return [record for at, records in polled.items() if at.topic not in others for record in records]
        except (KafkaError, Unavailable) as error:
            _log.warning("the broker does not answer; trying on", error=f"{type(error).__name__}: {error}")
            self._stop.wait(_RETRY)
            return []

    def _marking(self, topic: str) -> Callable[[Message], None] | None:
        return partial(self._marks.done, topic, self._ids.known.get(topic, "")) if self._marks else None

    def _passes(self, message: Message) -> bool:
        wanted = self._want.wants(message)
        return self._told.passes(message, wanted) if message.topic == "alerts" else wanted

    def _at_end(self) -> bool:
        return self._stop.is_set() or (
            self._ends is not None and all(self._consumer.position(at) >= end for at, end in self._ends.items())
        )

    def _look_for_partitions(self) -> None:
        """Partitions that were added are read from their beginning: all in them is new."""
        if time.monotonic() - self._looked < PARTITION_LOOK:
            return
        self._looked = time.monotonic()
        there = self._consumer.assignment()
        if added := [at for at in _partitions(self._consumer, self._names) if at not in there]:
            self._consumer.assign([*there, *added])
            self._consumer.seek_to_beginning(*added)

    def _begin_anew(self, topics: Collection[str]) -> None:
        """A topic that was deleted and made again, or whose broker forgets all, is read from its beginning: all in it
        is new, but for what is known by its id."""
        if not topics:
            return
        if self._ends is not None:
            raise BellwireError(f"{min(topics)} was made anew while it was read to its end: begin again")
        _log.warning("made anew, and read from the beginning", topics=sorted(topics))
        self._ids.known |= heard_ids(self._consumer, topics)
        self._consumer.seek_to_beginning(*(at for at in self._consumer.assignment() if at.topic in topics))
        if self._marks is not None:
            for topic in topics:
                self._marks.begin(topic, self._ids.known.get(topic, ""))

    def _others(self) -> list[str]:
        """The topics that have another id by now; asks nobody."""
        heard = heard_ids(self._consumer, self._names)
        changed = self._ids.changed(heard)
        self._ids.known = {**heard, **self._ids.known}
        return changed

    def _shorter(self) -> set[str]:
        if self._ends is not None or time.monotonic() - self._compared < ANEW_LOOK:
            return set()
        self._compared = time.monotonic()
        return made_anew(self._consumer)


def subscribe(
    topic: str,
    *,
    brokers: str | None = None,
    prefix: str | None = None,
    since: Since = "latest",
    kinds: Iterable[str] = (),
    places: Iterable[str] = (),
    directions: Iterable[str] = (),
    least: str = "ROUTINE",
    include_tests: bool = False,
    once: bool = True,
    follow: bool = True,
    resume: str | Path | None = None,
    stop: Event | None = None,
) -> Subscription:
    """Listen to a topic, by its short name: "alerts", "threads", "readings", "events.ground", "events" for all, ….

    `brokers` and `prefix` default to the settings (BELLWIRE_BROKERS, BELLWIRE_TOPIC_PREFIX). `kinds`, `places` (paths
    such as "SY" or "SY/Aleppo"), `directions` and `least` (a priority) filter. `once` hands each alert version on a
    single time. Test and exercise traffic is left out unless asked for. `resume` names a file that keeps what was
    marked done: it begins after that, and `since` counts the first time only. Another thread may set `stop` to
    end the iteration. Raises BellwireError for a topic, time, kind, place, direction or priority that is none,
    Unavailable when no broker answers.
    """
    short = topics_of(topic)
    settings = chosen_settings()
    changed = {"topic_prefix": prefix or settings.topic_prefix, "brokers": brokers or settings.brokers}
    settings = settings.model_copy(update=changed)
    begin = place_since(since, datetime.now(UTC))
    names = {settings.topic(name): name for name in short}
    asked = (several("kinds", kinds), several("places", places), several("directions", directions))
    want = Filter(*asked, include_tests, least)
    marks = Marks(Path(resume)) if resume else None
    try:
        with ExitStack() as opened:
            if marks is not None:
                opened.callback(marks.close)
            consumer = _consumer(settings)
            opened.callback(consumer.close)
            there = _begin(consumer, names, begin, settings.brokers, marks)
            made = Subscription(
                consumer, names, want, once=once, ends=None if follow else there, stop=stop, marks=marks
            )
            opened.pop_all()
            return made
    except KafkaError as error:
        raise Unavailable(
            f"no Kafka broker answers at {settings.brokers}; name one with --brokers or BELLWIRE_BROKERS"
        ) from error


def topics_of(topic: str) -> list[str]:
    """The short names that a name stands for: "events" for several. Raises BellwireError where it is none."""
    if topic not in TOPIC_NAMES:
        raise BellwireError(f"no topic {topic!r}; there are: {', '.join(TOPIC_NAMES)}")
    return [
        spec.name for spec in TOPICS if spec.name == topic or (topic == "events" and spec.name.startswith("events."))
    ]


def _consumer(settings: Settings) -> Any:
    return consumer_of(
        settings.cluster,
        client_id="bellwire-subscribe",
        auto_offset_reset="earliest",
        fetch_max_wait_ms=FETCH_WAIT_MS,
        bootstrap_timeout_ms=10_000,
        max_partition_fetch_bytes=settings.max_message_bytes,
    )


def _partitions(consumer: Any, names: Iterable[str]) -> list[TopicPartition]:
    return [
        TopicPartition(name, number) for name in names for number in sorted(consumer.partitions_for_topic(name) or ())
    ]


def _begin(
    consumer: Any, names: Iterable[str], begin: str | int | datetime, brokers: str, marks: Marks | None
) -> dict[TopicPartition, int]:
    """Take every partition and stand where it begins: what is published after this is not missed. Where each ends."""
    partitions = _partitions(consumer, names)
    if not partitions:
        raise BellwireError(f"the broker at {brokers} has no topic {next(iter(names))}; has a worker run there?")
    consumer.assign(partitions)
    ids = TopicIds(heard_ids(consumer, names))
    there = ends(consumer)
    for at, offset in (_beginnings(consumer, there, begin) | _marked(there, ids, marks)).items():
        consumer.seek(at, offset)
    return there


def _beginnings(
    consumer: Any, there: dict[TopicPartition, int], begin: str | int | datetime
) -> dict[TopicPartition, int]:
    partitions = list(there)
    if begin == "beginning":
        return dict(consumer.beginning_offsets(partitions))
    if isinstance(begin, int):
        return {at: min(begin, end) for at, end in there.items()}
    offsets = dict(there)
    if isinstance(begin, datetime):
        found = consumer.offsets_for_times(dict.fromkeys(partitions, int(begin.timestamp() * 1000)))
        # The embedded broker answers -1 where Kafka answers nothing: all there is is older.
        offsets |= {at: known.offset for at, known in found.items() if known and known.timestamp >= 0}
    return offsets


def _marked(there: dict[TopicPartition, int], ids: TopicIds, marks: Marks | None) -> dict[TopicPartition, int]:
    """Where the partitions of a topic that has marks go on; what the broker no longer has begins with the eldest that
    it has, and so does a topic that was made anew: it has another id than its marks, or ends before them."""
    found: dict[TopicPartition, int] = {}
    for topic in {at.topic for at in there}:
        if marks is None or (marked := marks.topic_id(topic)) is None:
            continue
        places, mine = marks.places(topic), [at for at in there if at.topic == topic]
        if not ids.belongs(topic, marked) or any(places.get(at.partition, 0) > there[at] for at in mine):
            marks.begin(topic, ids.known.get(topic, ""))
            places = {}
        found |= {at: places.get(at.partition, 0) for at in mine}
    return found
