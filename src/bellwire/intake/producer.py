"""Puts messages on the topics for copy and knows of each whether the broker has it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self

from kafka import KafkaProducer
from kafka.errors import KafkaError, MessageSizeTooLargeError

from bellwire.broker.clients import Brokers, connected
from bellwire.errors import Unavailable
from bellwire.intake.messages import Message

#: Bytes under way at once. kafka-python's own buffer has no bound, and a file can be larger than the memory.
UNCONFIRMED_BYTES = 32 * 1024 * 1024

#: Milliseconds that a message waits for others to go with it: where somebody waits for it, and where there are many,
#: of which a fifth more a second are sent so.
_LINGER_MS, _LINGER_MS_OF_MANY = 5, 50

#: Seconds in which a broker must answer before the command gives up with a clear line.
CONNECT_SECONDS = 10.0

#: Seconds in which a message must be confirmed, retries included, before it is reported as not delivered.
DELIVERY_SECONDS = 60.0

#: Seconds in which the client may hang up when nothing is under way any more; cut short it would leave its sockets.
_HANG_UP_SECONDS = 5.0

_connect = partial(connected, KafkaProducer)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that the broker does not have. `lasting`: no retry would help (it is too large). `ce_id` tells which
    where several have one label, as versions of an article do."""

    label: str
    sentence: str
    lasting: bool
    ce_id: str


@dataclass(slots=True)
class Delivery:
    """How far some messages are: sent, confirmed, undelivered. Settled when nothing is under way."""

    sent: int = 0
    confirmed: int = 0
    undelivered: list[Undelivered] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        return self.sent == self.confirmed + len(self.undelivered)


class ArticleProducer:
    """An idempotent producer with acks=all. As a context manager it flushes on leaving.

    `send` never raises for one message: its fate is in `total`, and in the Delivery that was handed in. It blocks
    while too many bytes are under way. `urgent_topic`: where urgent messages go; without it nothing overtakes. `many`:
    nobody waits for any one of them. Raises Unavailable when no broker answers.
    """

    def __init__(
        self,
        brokers: Brokers,
        topic: str,
        *,
        max_message_bytes: int,
        urgent_topic: str | None = None,
        connect: Callable[..., Any] = _connect,
        unconfirmed_bytes: int = UNCONFIRMED_BYTES,
        many: bool = False,
    ) -> None:
        self.topic = topic
        self._urgent_topic = urgent_topic or topic
        self.total = Delivery()
        self._limit = unconfirmed_bytes
        self._under_way = 0
        self._changed = threading.Condition()
        try:
            self._kafka = connect(brokers=brokers, **_options(max_message_bytes, many))
        except KafkaError as error:
            raise Unavailable(
                f"no Kafka broker answers at {brokers}; start one (bellwire up) or name one with --brokers"
            ) from error

    def send(self, message: Message, delivery: Delivery | None = None) -> None:
        """Hand over one message; count it in `total` and in `delivery`."""
        deliveries = [self.total] if delivery is None else [self.total, delivery]
        size = len(message.value)
        with self._changed:
            self._changed.wait_for(lambda: self._under_way == 0 or self._under_way + size <= self._limit)
            self._under_way += size
            for one in deliveries:
                one.sent += 1

        def settle(error: BaseException | None) -> None:
            with self._changed:
                self._under_way -= size
                for one in deliveries:
                    if error is None:
                        one.confirmed += 1
                    else:
                        one.undelivered.append(_undelivered(message, error))
                self._changed.notify_all()

        topic = self._urgent_topic if message.urgent else self.topic
        try:
            future = self._kafka.send(topic, value=message.value, key=message.key, headers=list(message.headers))
        except (KafkaError, ValueError) as error:
            settle(error)
        else:
            future.add_callback(lambda _: settle(None))
            future.add_errback(settle)

    def flush(self) -> None:
        """Wait until every message sent is confirmed or reported. Raises Unavailable when that takes too long."""
        try:
            self._kafka.flush(timeout=2 * DELIVERY_SECONDS)
        except KafkaError as error:
            raise Unavailable(f"the broker confirms nothing: {error}") from error
        with self._changed:
            self._changed.wait_for(lambda: self.total.settled, timeout=DELIVERY_SECONDS)

    def settled(self, delivery: Delivery, patience: float) -> bool:
        """Whether nothing of a delivery is under way any more, at the latest after `patience` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: delivery.settled, timeout=patience)

    @property
    def broken(self) -> bool:
        """Whether a message could not be delivered for a reason that the next one will meet too."""
        with self._changed:
            return any(not one.lasting for one in self.total.undelivered)

    def close(self) -> None:
        """Flush and end. Raises Unavailable where not everything was confirmed in time."""
        try:
            self.flush()
        except BaseException:
            self.abandon()
            raise
        self.abandon(_HANG_UP_SECONDS)

    def abandon(self, seconds: float = 0.5) -> None:
        """End without waiting for what is under way."""
        with suppress(KafkaError):
            self._kafka.close(timeout=seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _options(max_message_bytes: int, many: bool) -> dict[str, Any]:
    return {
        "client_id": "bellwire-intake",
        "acks": "all",
        "enable_idempotence": True,
        "allow_auto_create_topics": False,
        "max_request_size": max_message_bytes,
        "batch_size": 256 * 1024,
        "linger_ms": _LINGER_MS_OF_MANY if many else _LINGER_MS,
        "delivery_timeout_ms": int(DELIVERY_SECONDS * 1000),
        "max_block_ms": int(CONNECT_SECONDS * 1000),
        "bootstrap_timeout_ms": int(CONNECT_SECONDS * 1000),
    }


def _undelivered(message: Message, error: BaseException) -> Undelivered:
    if isinstance(error, MessageSizeTooLargeError):
        sentence = f"{len(message.value):,} bytes: larger than a message may be"
        return Undelivered(message.label, sentence, lasting=True, ce_id=message.ce_id)
    return Undelivered(message.label, f"not confirmed: {error}", lasting=False, ce_id=message.ce_id)
