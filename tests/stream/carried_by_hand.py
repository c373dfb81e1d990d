"""What a carrier is tried with: a stream that notes what is acknowledged, and an agent that obeys."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from bellwire.errors import StopWorker
from bellwire.stream.carry import Carrier
from bellwire.stream.dead_letters import Limits
from bellwire.stream.message import Message, Output

TOPIC = "bellwire.articles.v1"


class Stream:
    """As Faust's: `noack().events()` and `ack`."""

    def __init__(self, *offsets: int, generation: int = 1, committed: int | None = None) -> None:
        at = (TOPIC, 0)
        consumer = SimpleNamespace(_committed_offset=defaultdict(lambda: None, {at: committed}))
        self._events = [
            SimpleNamespace(
                app=SimpleNamespace(consumer=consumer, conf=SimpleNamespace(id="group")),
                message=SimpleNamespace(
                    topic=TOPIC,
                    partition=0,
                    tp=at,
                    offset=offset,
                    generation_id=generation,
                    timestamp=1.5,
                    key=b"k%d" % offset,
                    value=b"%d" % offset,
                    headers=(),
                ),
            )
            for offset in offsets
        ]
        self.messages = [event.message for event in self._events]
        self.acknowledged: list[int] = []

    def noack(self) -> Stream:
        return self

    async def events(self) -> AsyncIterator[Any]:
        for event in self._events:
            yield event

    async def ack(self, event: Any) -> None:
        self.acknowledged.append(event.message.offset)


@dataclass
class Agent:
    """Does as it is told by offset: in prepare `gates` are awaited, `errors` raised, `once` the first time only; in
    deliver `undeliverable`."""

    gates: dict[int, asyncio.Event] = field(default_factory=dict)
    errors: dict[int, BaseException] = field(default_factory=dict)
    once: dict[int, BaseException] = field(default_factory=dict)
    undeliverable: dict[int, BaseException] = field(default_factory=dict)
    same_order: bool = False
    begun: list[int] = field(default_factory=list)
    delivered: list[int] = field(default_factory=list)
    name: str = "test"

    def order(self, message: Message) -> bytes | None:
        return b"one" if self.same_order else message.key

    async def prepare(self, message: Message) -> int:
        self.begun.append(message.offset)
        if message.offset in self.gates:
            await self.gates[message.offset].wait()
        if message.offset in self.errors:
            raise self.errors[message.offset]
        if message.offset in self.once:
            raise self.once.pop(message.offset)
        return message.offset

    async def deliver(self, message: Message, prepared: int) -> None:
        if message.offset in self.undeliverable:
            raise self.undeliverable[message.offset]
        self.delivered.append(prepared)


class Harness:
    """A carrier without a broker: what it publishes, and the faults that it tells of."""

    def __init__(self, agent: Agent, *, window: int = 8, run: int = 100, publish_fails: bool = False) -> None:
        self.published: list[Output] = []
        self.faults: list[BaseException] = []
        self._publish_fails = publish_fails
        self.carrier: Carrier[int] = Carrier(
            agent,
            publish=self._publish,
            fail=self._fail,
            limits=Limits(1.0, run),
            window=window,
            brokers="",
            version="test",
        )
        self.carrier._next_offset = lambda at, offset: offset  # type: ignore[method-assign]
        self.carrier._first_offset = lambda at: 0  # type: ignore[method-assign]

    async def _publish(self, *outputs: Output) -> None:
        if self._publish_fails:
            raise StopWorker("no broker")
        self.published += outputs

    def _fail(self, error: BaseException) -> None:
        self.faults.append(error)
        self.carrier.abandon()

    async def settle(self) -> None:
        for _ in range(50):
            await asyncio.sleep(0)
