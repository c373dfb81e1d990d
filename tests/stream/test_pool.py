from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bellwire.errors import BadCopy, StopWorker, WorkCrashed, WorkFailed, WorkTimedOut
from bellwire.stream.child import Task
from bellwire.stream.message import LetGo
from bellwire.stream.pool import CRASHES, TIMEOUTS, Pool
from kit import pool_work
from kit.workers import children_of, wait_for


@pytest.fixture
async def pool() -> AsyncIterator[Pool]:
    made = Pool(Task(pool_work.tool, {"times": 2}), processes=2, deadline=2.0)
    await made.start()
    await made.complete()
    yield made
    made.stop()


async def test_work_gets_the_tool_and_gives_its_result(pool: Pool) -> None:
    result, seconds = await pool.do(pool_work.double, 21)
    assert result == 42
    assert 0 <= seconds < 2


async def test_as_many_work_at_once_as_there_are_processes(pool: Pool) -> None:
    results = await asyncio.gather(*(pool.do(pool_work.nap, 0.2) for _ in range(4)))
    assert len({pid for pid, _ in results}) == 2


async def test_urgent_work_waits_for_none_of_the_others() -> None:
    pool = Pool(Task(pool_work.tool, {"times": 2}), processes=1, deadline=600.0, urgent_processes=1)
    await pool.start()
    long = [asyncio.create_task(pool.do(pool_work.nap, 600.0)) for _ in range(3)]
    await asyncio.sleep(0)
    assert (await pool.do(pool_work.double, 21, urgent=True))[0] == 42
    assert not any(one.done() for one in long)
    pool.stop()
    for one in long:
        one.cancel()
    await asyncio.wait(long)


async def test_a_reserved_process_that_dies_is_replaced_by_a_reserved_one() -> None:
    pool = Pool(Task(pool_work.tool, {"times": 2}), processes=1, deadline=20.0, urgent_processes=1)
    await pool.start()
    await pool.complete()
    busy = asyncio.create_task(pool.do(pool_work.nap, 3.0))
    await asyncio.sleep(0)
    with pytest.raises(WorkCrashed):
        await pool.do(pool_work.die, None, urgent=True)
    assert sorted(child.reserved for child in pool._children) == [False, True]
    await busy
    pool.stop()


async def test_waiting_for_a_process_does_not_count_against_the_deadline(pool: Pool) -> None:
    results = await asyncio.gather(*(pool.do(pool_work.nap, 0.8) for _ in range(8)))
    assert len(results) == 8


async def test_each_of_those_that_go_together_has_its_own_result() -> None:
    pool = Pool(Task(pool_work.tool, {"times": 2}), processes=1, deadline=20.0)
    await pool.start()
    mixed = [pool.do(pool_work.double if number % 3 else pool_work.refuse, number) for number in range(12)]
    results = await asyncio.gather(*mixed, return_exceptions=True)
    assert [number for number, one in enumerate(results) if isinstance(one, BadCopy)] == [0, 3, 6, 9]
    assert [one[0] for one in results if isinstance(one, tuple)] == [2 * n for n in range(12) if n % 3]
    pool.stop()


@pytest.mark.parametrize(("culprit", "named"), [("die", WorkCrashed), ("hang", WorkTimedOut)])
async def test_of_those_that_went_together_the_one_that_did_it_is_named(culprit: str, named: type[Exception]) -> None:
    pool = Pool(Task(pool_work.tool, {"times": 2}), processes=1, deadline=1.0)
    await pool.start()
    work = {3: pool_work.die if culprit == "die" else pool_work.hang}
    results = await asyncio.gather(
        *(pool.do(work.get(number, pool_work.double), number) for number in range(12)), return_exceptions=True
    )
    assert [number for number, one in enumerate(results) if isinstance(one, named)] == [3]
    assert [one[0] for one in results if isinstance(one, tuple)] == [2 * n for n in range(12) if n != 3]
    pool.stop()


async def test_what_cannot_be_brought_to_a_process_fails_alone() -> None:
    pool = Pool(Task(pool_work.tool, {"times": 2}), processes=1, deadline=20.0)
    await pool.start()
    results = await asyncio.gather(
        *(pool.do(pool_work.who, (lambda: None) if number == 3 else number) for number in range(12)),
        return_exceptions=True,
    )
    assert [number for number, one in enumerate(results) if isinstance(one, Exception)] == [3]
    pool.stop()


async def test_an_error_of_ours_comes_home_with_its_reason(pool: Pool) -> None:
    with pytest.raises(BadCopy, match="no text in it") as error:
        await pool.do(pool_work.refuse, None)
    assert error.value.reason == "no-text"


async def test_an_exception_that_cannot_be_pickled_comes_home_in_words(pool: Pool) -> None:
    with pytest.raises(WorkFailed, match="Unpicklable at fail_to_say"):
        await pool.do(pool_work.fail_to_say, None)


async def test_work_that_ends_its_process_is_named_and_the_others_go_on(pool: Pool) -> None:
    crash = asyncio.create_task(pool.do(pool_work.die, None))
    others = [await pool.do(pool_work.double, number) for number in range(20)]
    with pytest.raises(WorkCrashed, match=f"{CRASHES} times"):
        await crash
    assert [result for result, _ in others] == [2 * number for number in range(20)]
    assert (await pool.do(pool_work.double, 1))[0] == 2


async def test_work_that_hangs_is_killed_and_named(pool: Pool) -> None:
    with pytest.raises(WorkTimedOut, match=f"{TIMEOUTS} times"):
        await pool.do(pool_work.hang, None)
    assert (await pool.do(pool_work.double, 1))[0] == 2


async def test_work_whose_process_is_killed_from_outside_is_done_again(pool: Pool) -> None:
    every = set(_pids(pool))
    running = asyncio.create_task(pool.do(pool_work.nap, 1.0))
    idle = {(await pool.do(pool_work.who, None))[0] for _ in range(3)}
    killed = (every - idle).pop()
    os.kill(killed, signal.SIGKILL)
    pid, _ = await running
    assert pid != killed


async def test_a_process_that_is_killed_as_it_begins_is_begun_again(tmp_path: Path) -> None:
    for number in range(8):
        folder = tmp_path / str(number)
        folder.mkdir()
        pool = Pool(Task(pool_work.slow_tool, {"folder": str(folder)}), processes=2, deadline=20.0)
        await pool.start()
        (ready,) = {(await pool.do(pool_work.who, None))[0] for _ in range(2)}
        (loading,) = set(_pids(pool)) - {ready}
        os.kill(loading, signal.SIGKILL)
        (folder / "go").touch()
        await pool.complete()
        assert len({pid for pid, _ in await asyncio.gather(*(pool.do(pool_work.nap, 0.2) for _ in range(4)))}) == 2
        pool.stop()


def _pids(pool: Pool) -> list[int]:
    """The processes of a pool, as soon as all are begun."""
    wait_for(lambda: all(child.pid for child in pool._children))
    return [child.pid for child in pool._children if child.pid is not None]


async def test_children_leave_signals_to_their_parent_and_use_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    pool = Pool(Task(pool_work.tool, {}), processes=1, deadline=2.0)
    await pool.start()
    (threads, term, interrupt), _ = await pool.do(pool_work.environment, None)
    pool.stop()
    assert threads == "1"
    assert term == interrupt == signal.SIG_IGN


async def test_a_pool_whose_tool_cannot_be_loaded_stops_the_worker() -> None:
    pool = Pool(Task(pool_work.broken_tool, {}), processes=1, deadline=2.0)
    with pytest.raises(StopWorker, match="could not begin"):
        await pool.start()
    pool.stop()


async def test_it_works_as_soon_as_one_process_can_and_the_others_come_later(tmp_path: Path) -> None:
    pool = Pool(Task(pool_work.slow_tool, {"folder": str(tmp_path)}), processes=2, deadline=20.0, urgent_processes=1)
    await pool.start()
    quick = {(await pool.do(pool_work.nap, 0.1))[0] for _ in range(3)}
    assert quick == {(await pool.do(pool_work.who, None, urgent=True))[0]}
    (tmp_path / "go").touch()
    await pool.complete()
    busy = [asyncio.create_task(pool.do(pool_work.nap, 0.5)) for _ in range(2)]
    await asyncio.sleep(0)
    busy.append(asyncio.create_task(pool.do(pool_work.nap, 0.5, urgent=True)))
    assert len({pid for pid, _ in await asyncio.gather(*busy)}) == 3
    pool.stop()


async def test_a_later_process_that_cannot_begin_stops_the_worker_too(tmp_path: Path) -> None:
    pool = Pool(Task(pool_work.tool_that_fails_later, {"folder": str(tmp_path)}), processes=2, deadline=20.0)
    await pool.start()
    with pytest.raises(StopWorker, match="could not begin"):
        await pool.complete()
    with pytest.raises(StopWorker, match="could not begin"):
        await pool.do(pool_work.double, 1)
    pool.stop()


async def test_a_process_that_still_loads_is_ended_at_once_when_all_is_stopped(tmp_path: Path) -> None:
    pool = Pool(Task(pool_work.slow_tool, {"folder": str(tmp_path)}), processes=2, deadline=20.0)
    await pool.start()
    loading = _pids(pool)
    pool.stop()
    wait_for(lambda: not any(_runs(pid) for pid in loading))


async def test_stopping_ends_every_process(pool: Pool) -> None:
    pids = _pids(pool)
    pool.stop()
    wait_for(lambda: not any(_runs(pid) for pid in pids))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_closed_pool_finishes_what_runs_and_begins_nothing(pool: Pool) -> None:
    running = [asyncio.create_task(pool.do(pool_work.nap, 0.5)) for _ in range(2)]
    waiting = asyncio.create_task(pool.do(pool_work.double, 21))
    await asyncio.sleep(0.1)
    pool.close()
    with pytest.raises(LetGo):
        await waiting
    with pytest.raises(LetGo):
        await pool.do(pool_work.double, 21)
    assert all([(await one)[0] for one in running])


async def test_a_closed_pool_does_not_try_again_what_hangs(pool: Pool) -> None:
    hanging = asyncio.create_task(pool.do(pool_work.hang, None))
    await asyncio.sleep(0.1)
    pool.close()
    with pytest.raises(LetGo):
        await hanging


def test_the_tool_is_made_once_for_all_and_all_end_with_the_worker(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kit.pool_process", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        [server] = {pid for pid in children_of(parent.pid) if children_of(pid)}
        parent.kill()
    assert len(pids) == 3
    assert len(list(tmp_path.glob("made-*"))) == 1
    wait_for(lambda: not any(map(_runs, [server, *pids])))
