"""The way to the articles topic for sources that go on for months: it outlives a broker's outages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from bellwire.errors import Unavailable
from bellwire.intake.messages import Message
from bellwire.intake.producer import DELIVERY_SECONDS, ArticleProducer, Delivery, Undelivered


class Outlet:
    """Delivers messages and knows that they are confirmed. Safe to use from several threads.

    `patience`: seconds in which a delivery must be confirmed. After one that was not, the next connects anew.
    Raises Unavailable where no broker answers at the start.
    """

    def __init__(self, connect: Callable[[], ArticleProducer], *, patience: float = DELIVERY_SECONDS) -> None:
        self._connect = connect
        self._patience = patience
        self._changing = threading.Lock()
        self._producer: ArticleProducer | None = connect()

    @property
    def connected(self) -> bool:
        """Whether the last delivery was confirmed."""
        return self._producer is not None

    def deliver(self, messages: Sequence[Message]) -> list[Undelivered]:
        """Send and wait until the broker has all, but for those returned: it will never have them (too large).

        Raises Unavailable where it does not confirm; some of them may have arrived.
        """
        producer, delivery = self._ready(), Delivery()
        for message in messages:
            producer.send(message, delivery)
        settled = producer.settled(delivery, self._patience)
        lost = [one.sentence for one in delivery.undelivered if not one.lasting]
        if lost or not settled:
            self._drop(producer)
            raise Unavailable(lost[0] if lost else f"the broker confirmed nothing within {self._patience:g} s")
        return delivery.undelivered

    def _ready(self) -> ArticleProducer:
        """The producer; a new one after an outage. One thread connects, others are refused in the meantime."""
        if (producer := self._producer) is not None:
            return producer
        if not self._changing.acquire(blocking=False):
            raise Unavailable("the broker is being connected to again")
        try:
            producer = self._producer = self._producer or self._connect()
            return producer
        finally:
            self._changing.release()

    def _drop(self, producer: ArticleProducer) -> None:
        with self._changing:
            if self._producer is producer:
                self._producer = None
        producer.abandon()

    def close(self) -> None:
        """End it. Raises Unavailable where something is not confirmed."""
        if self._producer is not None:
            self._producer.close()
