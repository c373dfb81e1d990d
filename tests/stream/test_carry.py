"""The loop without a broker: what is acknowledged, buried, tried again, and what stops the worker."""

from __future__ import annotations

import asyncio

import pytest
from carried_by_hand import Agent, Harness, Stream

from bellwire.errors import BadCopy, BellwireError, StopWorker, Unavailable
from bellwire.stream.message import LetGo


async def test_a_message_is_acknowledged_after_its_output_is_delivered() -> None:
    agent, stream = Agent(), Stream(0, 1, 2)
    harness = Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert agent.delivered == stream.acknowledged == [0, 1, 2]


async def test_nothing_behind_a_slow_head_is_acknowledged() -> None:
    gate = asyncio.Event()
    agent, stream = Agent(gates={0: gate}), Stream(0, 1, 2)
    harness = Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert agent.delivered == [1, 2] and stream.acknowledged == []
    gate.set()
    await harness.settle()
    assert stream.acknowledged == [0, 1, 2]


async def test_bad_copy_is_a_dead_letter_and_the_next_goes_on() -> None:
    agent, stream = Agent(errors={1: BadCopy("no text", reason="no-text")}), Stream(0, 1, 2)
    harness = Harness(agent)
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
    agent, stream = Agent(**{where: {1: error}}), Stream(0, 1, 2)
    harness = Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert agent.begun.count(1) == 2
    assert [(o.value, dict(o.headers)["reason"]) for o in harness.published] == [(b"1", b"work-failed")]
    assert (stream.acknowledged, harness.faults) == ([0, 1, 2], [])


async def test_what_goes_wrong_once_only_costs_a_second_try() -> None:
    agent, stream = Agent(once={1: ValueError("passing")}), Stream(0, 1, 2)
    harness = Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert (stream.acknowledged, harness.faults, harness.published) == ([0, 1, 2], [], [])


@pytest.mark.parametrize("error", [StopWorker("no pool"), Unavailable("no ledger"), BellwireError("a broken file")])
async def test_what_is_not_about_the_message_stops_the_worker_and_nothing_is_acknowledged(error: Exception) -> None:
    agent, stream = Agent(undeliverable={1: error}, same_order=True), Stream(0, 1, 2)
    harness = Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert (harness.faults, harness.published) == ([error], [])
    assert stream.acknowledged == [0]


async def test_a_bad_deploy_that_fails_unexpectedly_stops_at_the_limit() -> None:
    agent, stream = Agent(errors={n: AttributeError("renamed") for n in range(5)}), Stream(*range(5))
    harness = Harness(agent, run=3)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert len(harness.published) == 2
    assert harness.faults[0].reason == "too-many-dead-letters"  # type: ignore[attr-defined]


@pytest.mark.parametrize("timestamp", [-1.0, 1e14, 9e15])
async def test_a_record_of_an_impossible_time_is_buried_as_any_other(timestamp: float) -> None:
    agent, stream = Agent(errors={0: BadCopy("x")}), Stream(0, 1)
    stream.messages[0].timestamp = timestamp
    harness = Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert (len(harness.published), stream.acknowledged, harness.faults) == (1, [0, 1], [])


async def test_a_dead_letter_that_is_not_confirmed_is_not_acknowledged() -> None:
    agent, stream = Agent(errors={0: BadCopy("x")}), Stream(0)
    harness = Harness(agent, publish_fails=True)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert stream.acknowledged == []
    assert len(harness.faults) == 1


async def test_too_many_dead_letters_stop_before_the_last_is_buried() -> None:
    agent, stream = Agent(errors={n: BadCopy("x") for n in range(5)}), Stream(*range(5))
    harness = Harness(agent, run=3)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert len(harness.published) == 2
    assert harness.faults[0].reason == "too-many-dead-letters"  # type: ignore[attr-defined]


async def test_no_more_than_the_window_is_under_way() -> None:
    gates = {n: asyncio.Event() for n in range(5)}
    agent, stream = Agent(gates=gates), Stream(*range(5))
    harness = Harness(agent, window=2)
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
    agent, stream = Agent(gates={0: gate}, same_order=True), Stream(0, 1, 2)
    harness = Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert agent.begun == [0, 1, 2] and agent.delivered == []
    gate.set()
    await harness.settle()
    assert agent.delivered == [0, 1, 2]


async def test_after_a_fault_nothing_more_is_acknowledged() -> None:
    gate = asyncio.Event()
    agent, stream = Agent(gates={1: gate}), Stream(0, 1, 2)
    harness = Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    harness.carrier.abandon()
    gate.set()
    await harness.settle()
    assert stream.acknowledged == [0]


async def test_a_finished_carrier_has_acknowledged_what_was_under_way_and_let_go_of_the_rest() -> None:
    gate = asyncio.Event()
    agent, stream = Agent(gates={0: gate}, errors={1: LetGo()}), Stream(0, 1, 2)
    harness = Harness(agent)
    await harness.carrier.carry(stream)
    finishing = asyncio.create_task(harness.carrier.finish())
    await harness.settle()
    assert not finishing.done()
    gate.set()
    await finishing
    assert (stream.acknowledged, harness.faults) == ([0], [])
    await harness.carrier.carry(Stream(3))
    await finishing
    assert stream.acknowledged == [0]
