from __future__ import annotations

from typing import Any

import pytest

from bellwire.stream.line import TOGETHER, TOGETHER_BYTES, Line, Wanted


def _work(_tool: Any, _argument: Any) -> None: ...


def _wanted(argument: Any, **more: Any) -> Wanted:
    return Wanted(_work, argument, **more)


@pytest.fixture
def line() -> Line:
    return Line()


def _taken(line: Line, *, urgent_only: bool = False, processes: int = 1) -> list[Any]:
    return [wanted.argument for wanted in line.take(urgent_only=urgent_only, processes=processes)]


async def test_what_waits_longest_is_next_and_one_at_a_time_where_few_wait(line: Line) -> None:
    for number in range(3):
        line.add(_wanted(number))
    assert [_taken(line) for _ in range(4)] == [[0], [1], [2], []]


async def test_some_go_together_where_many_wait_and_fewer_as_the_line_grows_shorter(line: Line) -> None:
    for number in range(2 * TOGETHER + 10):
        line.add(_wanted(number))
    assert [len(_taken(line)) for _ in range(8)] == [TOGETHER, 13, 6, 3, 2, 1, 1, 0]


async def test_long_ones_do_not_share_a_deadline_with_many(line: Line) -> None:
    for number, size in enumerate([TOGETHER_BYTES, 1, TOGETHER_BYTES // 2, TOGETHER_BYTES // 2, *[100] * 8]):
        line.add(_wanted(number, size=size))
    assert [_taken(line) for _ in range(3)] == [[0], [1, 2], [3, 4, 5, 6]]


async def test_where_there_are_more_processes_something_is_left_for_each(line: Line) -> None:
    for number in range(9):
        line.add(_wanted(number))
    assert [_taken(line, processes=2) for _ in range(4)] == [[0, 1, 2], [3, 4], [5], [6]]


async def test_urgent_work_goes_before_all_that_waits_and_alone(line: Line) -> None:
    for number in range(8):
        line.add(_wanted(number))
    for name in ("a", "b"):
        line.add(_wanted(name, urgent=True))
    assert [_taken(line) for _ in range(3)] == [["a"], ["b"], [0, 1, 2, 3]]


async def test_a_reserved_process_gets_urgent_work_alone(line: Line) -> None:
    line.add(_wanted(1))
    assert _taken(line, urgent_only=True) == []
    line.add(_wanted("a", urgent=True))
    assert _taken(line, urgent_only=True) == ["a"]


async def test_what_nobody_waits_for_any_more_is_not_done(line: Line) -> None:
    some = [_wanted(number) for number in range(8)]
    for wanted in some:
        line.add(wanted)
    for gone in (0, 2):
        some[gone].done.cancel()
    assert _taken(line) == [1, 3, 4, 5]


async def test_what_is_put_back_comes_first_in_its_order_and_each_alone(line: Line) -> None:
    for number in range(8):
        line.add(_wanted(number))
    some = line.take(urgent_only=False, processes=1)
    for wanted in some:
        wanted.alone = True
    line.put_back(some)
    assert [_taken(line) for _ in range(5)] == [[0], [1], [2], [3], [4, 5]]
