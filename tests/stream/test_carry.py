"""The loop without a broker: a stream that hands out events and notes what is acknowledged."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
import structlog

from bellwire.errors import BadCopy, BellwireError, StopWorker, Unavailable
from bellwire.metrics.worker import SERVED
from bellwire.stream.carry import Carrier
from bellwire.stream.dead_letters import Limits
from bellwire.stream.message import LetGo, Message, Output

_TOPIC = "bellwire.articles.v1"


class _Stream:
    """As Faust's: `noack().events()` and `ack`."""

    def __init__(self, *offsets: int, generation: int = 1, committed: int | None = None) -> None:
        at = (_TOPIC, 0)
        consumer = SimpleNamespace(_committed_offset=defaultdict(lambda: None, {at: committed}))
        self._events = [
            SimpleNamespace(
                app=SimpleNamespace(consumer=consumer, conf=SimpleNamespace(id="group")),
                message=SimpleNamespace(
                    topic=_TOPIC,
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

    def noack(self) -> _Stream:
        return self

    async def events(self) -> AsyncIterator[Any]:
        for event in self._events:
            yield event

    async def ack(self, event: Any) -> None:
        self.acknowledged.append(event.message.offset)


@dataclass
class _Agent:
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


class _Harness:
    def __init__(self, agent: _Agent, *, window: int = 8, run: int = 100, publish_fails: bool = False) -> None:
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


async def test_a_message_is_acknowledged_after_its_output_is_delivered() -> None:
    agent, stream = _Agent(), _Stream(0, 1, 2)
    harness = _Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert agent.delivered == stream.acknowledged == [0, 1, 2]


async def test_nothing_behind_a_slow_head_is_acknowledged() -> None:
    gate = asyncio.Event()
    agent, stream = _Agent(gates={0: gate}), _Stream(0, 1, 2)
    harness = _Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert agent.delivered == [1, 2] and stream.acknowledged == []
    gate.set()
    await harness.settle()
    assert stream.acknowledged == [0, 1, 2]


async def test_bad_copy_is_a_dead_letter_and_the_next_goes_on() -> None:
    agent, stream = _Agent(errors={1: BadCopy("no text", reason="no-text")}), _Stream(0, 1, 2)
    harness = _Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert [(o.topic, o.value, dict(o.headers)["reason"]) for o in harness.published] == [
        ("dead-letters", b"1", b"no-text")
    ]
    assert stream.acknowledged == [0, 1, 2]
    assert harness.faults == []


@pytest.mark.parametrize("where", ["errors", "undeliverable"])
@pytest.mark.parametrize("error", [ValueError("5000 digits"), OverflowError(), RecursionError(), LookupError("x")])
async def test_what_nobody_expected_is_tried_once_more_and_then_a_dead_letter_and_the_next_goes_on(
    where: str, error: Exception
) -> None:
    agent, stream = _Agent(**{where: {1: error}}), _Stream(0, 1, 2)
    harness = _Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert agent.begun.count(1) == 2
    assert [(o.value, dict(o.headers)["reason"]) for o in harness.published] == [(b"1", b"work-failed")]
    assert (stream.acknowledged, harness.faults) == ([0, 1, 2], [])


async def test_what_goes_wrong_once_only_costs_a_second_try() -> None:
    agent, stream = _Agent(once={1: ValueError("passing")}), _Stream(0, 1, 2)
    harness = _Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert (stream.acknowledged, harness.faults, harness.published) == ([0, 1, 2], [], [])


@pytest.mark.parametrize("error", [StopWorker("no pool"), Unavailable("no ledger"), BellwireError("a broken file")])
async def test_what_is_not_about_the_message_stops_the_worker_and_nothing_is_acknowledged(error: Exception) -> None:
    agent, stream = _Agent(undeliverable={1: error}, same_order=True), _Stream(0, 1, 2)
    harness = _Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert (harness.faults, harness.published) == ([error], [])
    assert stream.acknowledged == [0]


async def test_a_bad_deploy_that_fails_unexpectedly_stops_at_the_limit() -> None:
    agent, stream = _Agent(errors={n: AttributeError("renamed") for n in range(5)}), _Stream(*range(5))
    harness = _Harness(agent, run=3)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert len(harness.published) == 2
    assert harness.faults[0].reason == "too-many-dead-letters"  # type: ignore[attr-defined]


@pytest.mark.parametrize("timestamp", [-1.0, 1e14, 9e15])
async def test_a_record_of_an_impossible_time_is_buried_as_any_other(timestamp: float) -> None:
    agent, stream = _Agent(errors={0: BadCopy("x")}), _Stream(0, 1)
    stream.messages[0].timestamp = timestamp
    harness = _Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert (len(harness.published), stream.acknowledged, harness.faults) == (1, [0, 1], [])


async def test_a_dead_letter_that_is_not_confirmed_is_not_acknowledged() -> None:
    agent, stream = _Agent(errors={0: BadCopy("x")}), _Stream(0)
    harness = _Harness(agent, publish_fails=True)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert stream.acknowledged == []
    assert len(harness.faults) == 1


async def test_too_many_dead_letters_stop_before_the_last_is_buried() -> None:
    agent, stream = _Agent(errors={n: BadCopy("x") for n in range(5)}), _Stream(*range(5))
    harness = _Harness(agent, run=3)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert len(harness.published) == 2
    assert harness.faults[0].reason == "too-many-dead-letters"  # type: ignore[attr-defined]


async def test_no_more_than_the_window_is_under_way() -> None:
    gates = {n: asyncio.Event() for n in range(5)}
    agent, stream = _Agent(gates=gates), _Stream(*range(5))
    harness = _Harness(agent, window=2)
    carrying = asyncio.create_task(harness.carrier.carry(stream))
    await harness.settle()
    assert agent.begun == [0, 1]
    gates[0].set()
    await harness.settle()
    assert agent.begun == [0, 1, 2]
    for gate in gates.values():
        gate.set()
    await carrying
    await harness.settle()
    assert stream.acknowledged == [0, 1, 2, 3, 4]


async def test_messages_of_one_order_are_delivered_in_the_order_of_taking() -> None:
    gate = asyncio.Event()
    agent, stream = _Agent(gates={0: gate}, same_order=True), _Stream(0, 1, 2)
    harness = _Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert agent.begun == [0, 1, 2] and agent.delivered == []
    gate.set()
    await harness.settle()
    assert agent.delivered == [0, 1, 2]


async def test_a_message_that_never_came_stops_the_worker() -> None:
    agent, stream = _Agent(), _Stream(0, 2)
    harness = _Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert str(harness.faults[0]).endswith("came at offset 2, and 1 was not seen")
    assert 2 not in stream.acknowledged


@pytest.mark.parametrize(("committed", "ends"), [(3, 0), (4, 0), (2, 1)])
async def test_a_partition_that_comes_back_goes_on_behind_what_others_committed(committed: int, ends: int) -> None:
    """Faust may hand out its first message before it has looked up what the group has committed."""
    agent, stream = _Agent(), _Stream(3, committed=None)
    harness = _Harness(agent)
    harness.carrier._next_offset = lambda at, offset: offset  # type: ignore[method-assign]
    harness.carrier._committed = lambda group, at: committed  # type: ignore[method-assign]
    await harness.carrier.carry(stream)
    await harness.settle()
    assert len(harness.faults) == ends
    assert stream.acknowledged == ([] if ends else [3])


async def test_a_hole_that_the_broker_has_too_is_none() -> None:
    agent, stream = _Agent(), _Stream(0, 7)
    harness = _Harness(agent)
    harness.carrier._next_offset = lambda at, offset: 7  # type: ignore[method-assign]
    await harness.carrier.carry(stream)
    await harness.settle()
    assert stream.acknowledged == [0, 7] and harness.faults == []


def _deleted() -> float:
    return SERVED.registry.get_sample_value("bellwire_deleted_unread_total", {"topic": _TOPIC}) or 0.0


@pytest.mark.parametrize(
    ("offsets", "committed", "first", "unread"),
    [
        ((500, 501), 100, 500, 400),  # Retention deleted what nobody had read.
        ((500,), 100, 300, 200),  # And what is behind it was compacted, or markers of transactions.
        ((500,), 100, 100, 0),
        ((0, 7), None, 5, 4),  # While we read.
        ((500,), None, 500, 0),  # A group that never committed begins where the topic does.
        ((500,), 0, 500, 500),
    ],
)
async def test_what_its_topic_deleted_before_it_was_read_is_counted_and_logged_and_the_next_goes_on(
    offsets: tuple[int, ...], committed: int | None, first: int, unread: int
) -> None:
    agent, stream = _Agent(), _Stream(*offsets, committed=committed)
    harness, before = _Harness(agent), _deleted()
    harness.carrier._next_offset = lambda at, offset: next(n for n in offsets if n >= offset)  # type: ignore[method-assign]
    harness.carrier._first_offset = lambda at: first  # type: ignore[method-assign]
    with structlog.testing.capture_logs() as logs:
        await harness.carrier.carry(stream)
        await harness.settle()
        await harness.carrier.carry(_Stream(*offsets, generation=2, committed=committed))
        await harness.settle()
    assert (stream.acknowledged, harness.faults) == (list(offsets), [])
    assert _deleted() - before == unread
    told = [line for line in logs if line["log_level"] == "error"]
    assert [line["messages"] for line in told] == ([unread] if unread else [])


async def test_a_generation_that_begins_behind_what_is_committed_stops_the_worker() -> None:
    agent, stream = _Agent(), _Stream(6, committed=5)
    harness = _Harness(agent)
    await harness.carrier.carry(stream)
    assert len(harness.faults) == 1


async def test_after_a_fault_nothing_more_is_acknowledged() -> None:
    gate = asyncio.Event()
    agent, stream = _Agent(gates={1: gate}), _Stream(0, 1, 2)
    harness = _Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    harness.carrier.abandon()
    gate.set()
    await harness.settle()
    assert stream.acknowledged == [0]


async def test_a_finished_carrier_has_acknowledged_what_was_under_way_and_let_go_of_the_rest() -> None:
    gate = asyncio.Event()
    agent, stream = _Agent(gates={0: gate}, errors={1: LetGo()}), _Stream(0, 1, 2)
    harness = _Harness(agent)
    await harness.carrier.carry(stream)
    finishing = asyncio.create_task(harness.carrier.finish())
    await harness.settle()
    assert not finishing.done()
    gate.set()
    await finishing
    assert (stream.acknowledged, harness.faults) == ([0], [])
    await harness.carrier.carry(_Stream(3))
    await finishing
    assert stream.acknowledged == [0]
