"""Alerts as they pass, off the Kafka topic: a consumer without a group, in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec
import structlog
from kafka import TopicPartition

from bellwire.broker.clients import FETCH_WAIT_MS, consumer_of
from bellwire.broker.ends import bounds, made_anew
from bellwire.broker.topic_ids import TopicIds, heard_ids
from bellwire.desk.live import RING, Live, State
from bellwire.settings import Settings
from bellwire.watch.alert import Alert

#: Seconds without a record after which the broker is asked whether it is still there.
_ASK_EVERY = 3.0
_RETRY = 1.0
#: Seconds between lines of the log in an outage.
_SAY_EVERY = 60.0

Before = Callable[[Alert], tuple[Alert, ...] | None]

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Stood:
    """Where a connection that broke had come to, and in which topic."""

    at: dict[TopicPartition, int] = field(default_factory=dict)
    ids: TopicIds = field(default_factory=TopicIds)


class Feed(Protocol):
    """Where alerts come from: runs in a thread until `stop` is set, and tells `door` what it sees."""

    def __call__(self, door: Door, stop: threading.Event) -> None: ...


class Door:
    """The way from the feed's thread into the event loop where `Live` lives. `before`: the versions that a Cancel takes
    back, which are looked up here, once for all listeners."""

    def __init__(self, live: Live, loop: asyncio.AbstractEventLoop, before: Before = lambda alert: ()) -> None:
        self._live = live
        self._loop = loop
        self._before = before

    def begin(self, starts: dict[int, int]) -> None:
        """The feed (again) begins at these offsets."""
        self._call(self._live.begin, starts)

    def caught_up(self) -> None:
        """Everything older than the feed's start has been told."""
        self._call(self._live.caught_up)

    def state(self, state: State) -> None:
        """Whether alerts can come."""
        self._call(self._live.tell_state, state)

    def message(self, partition: int, offset: int, body: bytes) -> None:
        """One message of the topic; what is no alert is skipped and logged."""
        try:
            alert = msgspec.json.decode(body, type=Alert)
        except msgspec.MsgspecError as error:
            _log.warning("no alert on the alerts topic", partition=partition, offset=offset, error=str(error))
            self._call(self._live.skipped, partition, offset)
            return
        self._call(self._live.passed, partition, offset, alert, body, self._before(alert))

    def _call(self, function: Callable[..., None], *args: object) -> None:
        try:
            self._loop.call_soon_threadsafe(function, *args)
        except RuntimeError:
            _log.debug("the desk has closed")


def kafka_feed(settings: Settings) -> Feed:
    """The alerts topic of a broker: first as much of its end as the ring holds, then all that comes."""

    def run(door: Door, stop: threading.Event) -> None:
        stood = _Stood()
        said = -_SAY_EVERY
        while not stop.is_set():
            try:
                _follow(settings, door, stop, stood)
            except Exception as error:  # Of whatever sort: a feed that ended in silence would look live.
                if time.monotonic() - said > _SAY_EVERY:
                    said = time.monotonic()
                    _log.warning("the alerts topic cannot be read; trying on", error=f"{type(error).__name__}: {error}")
            if not stop.is_set():
                door.state("lost")
                stop.wait(_RETRY)

    return run


def _follow(settings: Settings, door: Door, stop: threading.Event, stood: _Stood) -> None:
    """Follow the topic until asked to stop, or raise; `stood` is where a broken connection goes on."""
    consumer = consumer_of(
        settings.cluster,
        auto_offset_reset="none",
        max_partition_fetch_bytes=settings.max_message_bytes,
        bootstrap_timeout_ms=3_000,
        request_timeout_ms=8_000,
        reconnect_backoff_max_ms=1_000,
        fetch_max_wait_ms=FETCH_WAIT_MS,
    )
    try:
        topic = settings.topic("alerts")
        partitions = _partitions(consumer, topic, stop)
        if not partitions:
            return
        missing = _seek(consumer, partitions, door, stood)
        _poll(consumer, missing, door, stop, stood)
    finally:
        consumer.close()


def _partitions(consumer: Any, topic: str, stop: threading.Event) -> list[TopicPartition]:
    """The topic's partitions, once it exists."""
    while not stop.is_set():
        if found := consumer.partitions_for_topic(topic):
            return [TopicPartition(topic, partition) for partition in sorted(found)]
        stop.wait(_RETRY)
    return []


def _seek(consumer: Any, partitions: list[TopicPartition], door: Door, stood: _Stood) -> dict[TopicPartition, int]:
    """Go on where we stood, or begin so far back that the ring fills; returns up to where messages are the past."""
    consumer.assign(partitions)
    heard = heard_ids(consumer, {at.topic for at in partitions})
    there = bounds(consumer)
    within = set(stood.at) == set(there) and all(first <= stood.at[at] <= end for at, (first, end) in there.items())
    if within and not stood.ids.changed(heard):
        missing = {}
    else:
        share = max(1, RING // len(partitions))
        stood.at = {at: max(first, end - share) for at, (first, end) in there.items()}
        missing = {at: end for at, (_, end) in there.items() if end > stood.at[at]}
        door.begin({at.partition: offset for at, offset in stood.at.items()})
    stood.ids.known = heard
    for at, offset in stood.at.items():
        consumer.seek(at, offset)
    return missing


def _poll(
    consumer: Any,
    missing: dict[TopicPartition, int],
    door: Door,
    stop: threading.Event,
    stood: _Stood,
) -> None:
    """Tell the door each message; what `missing` names must have passed before it has caught up."""
    caught_up, heard = False, time.monotonic()
    while not stop.is_set():
        if not caught_up and all(consumer.position(at) >= end for at, end in missing.items()):
            caught_up = True
            door.caught_up()
            door.state("live")
        polled = consumer.poll(timeout_ms=250)
        if others := stood.ids.changed(heard_ids(consumer, stood.ids.known)):
            raise ValueError(f"{', '.join(others)} was made anew")
        for at, records in polled.items():
            heard = time.monotonic()
            for record in records:
                door.message(at.partition, record.offset, record.value or b"")
            stood.at[at] = consumer.position(at)
        if time.monotonic() - heard > _ASK_EVERY:
            _still_there(consumer)
            heard = time.monotonic()


def _still_there(consumer: Any) -> None:
    """Raise when the broker is gone, or its topic is shorter than where we stand: another topic by the same name."""
    if anew := made_anew(consumer):
        raise ValueError(f"{', '.join(anew)} ends before where we stand")
