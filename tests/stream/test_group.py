"""How a worker joins its group and leaves it, whatever Faust does meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.errors import KafkaConnectionError

from bellwire.broker.topic_ids import TopicIds
from bellwire.errors import StopWorker
from bellwire.stream.dead_letters import Limits
from bellwire.stream.group import Group, raised_by
from kit.workers import settings_for


def _group(folder: Path, do: Callable[[], Coroutine[Any, Any, None]], **more: Any) -> Group:
    """A group whose Faust does so as it starts and as it stops."""
    settings = settings_for("127.0.0.1:1", folder, **more)
    group = Group(settings, folder, TopicIds(), Limits(1.0, 1), fail=lambda error: None)
    group._app = SimpleNamespace(start=do, stop=do)
    return group


async def _hang() -> None:
    await asyncio.sleep(600)


async def _lose_the_broker() -> None:
    raise KafkaConnectionError("Unable to bootstrap")


async def _cancel_itself() -> None:
    """As a part of Faust does that waits for another which is being stopped."""
    waited_for = asyncio.get_running_loop().create_future()
    waited_for.cancel()
    await waited_for


async def test_a_start_that_does_not_join_the_group_ends_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bellwire.stream.group.JOIN", 0.1)
    with pytest.raises(StopWorker, match="did not join the group within 0 s") as stopped:
        await _group(tmp_path, _hang, stall_seconds=0.1).join()
    assert stopped.value.reason == "stalled"


async def test_a_broker_that_goes_while_it_joins_is_the_reason_why_it_ends(tmp_path: Path) -> None:
    with pytest.raises(StopWorker, match=r"cannot join the group: .*Unable to bootstrap") as stopped:
        await _group(tmp_path, _lose_the_broker).join()
    assert stopped.value.reason == "broker-unavailable"


async def test_a_start_that_faust_itself_cancels_ends_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(StopWorker) as stopped:
        await _group(tmp_path, _cancel_itself).join()
    assert stopped.value.reason == "faust-crashed"


@pytest.mark.parametrize("do", [_lose_the_broker, _cancel_itself])
async def test_whatever_faust_does_as_it_stops_the_worker_ends_of_its_own_reason(
    tmp_path: Path, do: Callable[[], Coroutine[Any, Any, None]]
) -> None:
    await _group(tmp_path, do).leave()


async def test_a_stop_is_not_waited_for_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bellwire.stream.group.HASTE", 0.1)
    await _group(tmp_path, _hang).leave()


async def test_what_was_done_in_order_raised_nothing() -> None:
    task = asyncio.create_task(asyncio.sleep(0))
    await asyncio.wait({task})
    assert raised_by(task) is None
