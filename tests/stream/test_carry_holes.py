"""Offsets that did not come: stopped at, unless the broker has nothing there either or no longer."""

from __future__ import annotations

import pytest
import structlog
from carried_by_hand import TOPIC, Agent, Harness, Stream

from bellwire.metrics.worker import SERVED


async def test_a_message_that_never_came_stops_the_worker() -> None:
    agent, stream = Agent(), Stream(0, 2)
    harness = Harness(agent)
    await harness.carrier.carry(stream)
    await harness.settle()
    assert str(harness.faults[0]).endswith("came at offset 2, and 1 was not seen")
    assert 2 not in stream.acknowledged


@pytest.mark.parametrize(("committed", "ends"), [(3, 0), (4, 0), (2, 1)])
async def test_a_partition_that_comes_back_goes_on_behind_what_others_committed(committed: int, ends: int) -> None:
    """Faust may hand out its first message before it has looked up what the group has committed."""
    agent, stream = Agent(), Stream(3, committed=None)
    harness = Harness(agent)
    harness.carrier._next_offset = lambda at, offset: offset  # type: ignore[method-assign]
    harness.carrier._committed = lambda group, at: committed  # type: ignore[method-assign]
    await harness.carrier.carry(stream)
    await harness.settle()
    assert len(harness.faults) == ends
    assert stream.acknowledged == ([] if ends else [3])


async def test_a_hole_that_the_broker_has_too_is_none() -> None:
    agent, stream = Agent(), Stream(0, 7)
    harness = Harness(agent)
    harness.carrier._next_offset = lambda at, offset: 7  # type: ignore[method-assign]
    await harness.carrier.carry(stream)
    await harness.settle()
    assert stream.acknowledged == [0, 7] and harness.faults == []


def _deleted() -> float:
    return SERVED.registry.get_sample_value("bellwire_deleted_unread_total", {"topic": TOPIC}) or 0.0


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
    agent, stream = Agent(), Stream(*offsets, committed=committed)
    harness, before = Harness(agent), _deleted()
    harness.carrier._next_offset = lambda at, offset: next(n for n in offsets if n >= offset)  # type: ignore[method-assign]
    harness.carrier._first_offset = lambda at: first  # type: ignore[method-assign]
    with structlog.testing.capture_logs() as logs:
        await harness.carrier.carry(stream)
        await harness.settle()
        await harness.carrier.carry(Stream(*offsets, generation=2, committed=committed))
        await harness.settle()
    assert (stream.acknowledged, harness.faults) == (list(offsets), [])
    assert _deleted() - before == unread
    told = [line for line in logs if line["log_level"] == "error"]
    assert [line["messages"] for line in told] == ([unread] if unread else [])


async def test_a_generation_that_begins_behind_what_is_committed_stops_the_worker() -> None:
    agent, stream = Agent(), Stream(6, committed=5)
    harness = Harness(agent)
    await harness.carrier.carry(stream)
    assert len(harness.faults) == 1
