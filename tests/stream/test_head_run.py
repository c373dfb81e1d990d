from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bellwire.stream.head_run import HeadRun


def _run(*offsets: int) -> tuple[HeadRun[int], list]:
    run: HeadRun[int] = HeadRun()
    return run, [run.take("articles", 0, 1, offset, offset) for offset in offsets]


def test_one_done_early_waits_for_those_taken_before_it() -> None:
    run, (first, second, third) = _run(5, 6, 7)
    assert run.done(third) == []
    assert run.done(second) == []
    assert run.done(first) == [5, 6, 7]


def test_the_head_is_free_at_once() -> None:
    run, (first, second) = _run(5, 6)
    assert run.done(first) == [5]
    assert run.done(second) == [6]
    assert len(run) == 0


def test_partitions_do_not_wait_for_each_other() -> None:
    run: HeadRun[str] = HeadRun()
    run.take("articles", 0, 1, 1, "slow")
    other = run.take("articles", 1, 1, 1, "quick")
    assert run.done(other) == ["quick"]


def test_a_partition_that_comes_back_does_not_wait_for_its_earlier_generation() -> None:
    run: HeadRun[str] = HeadRun()
    run.take("articles", 0, 1, 1, "before")
    again = run.take("articles", 0, 2, 1, "again")
    assert run.done(again) == ["again"]


def test_a_message_delivered_twice_in_a_generation_is_freed_twice_in_order() -> None:
    run, (first, second, again) = _run(5, 6, 5)
    assert run.done(again) == []
    assert run.done(first) == [5]
    assert run.done(second) == [6, 5]


def test_the_last_offset_is_that_of_the_same_generation_only() -> None:
    run, _ = _run(5, 6)
    assert run.last_offset("articles", 0, 1) == 6
    assert run.last_offset("articles", 0, 2) is None


@given(st.permutations(range(12)))
def test_whatever_the_order_of_doing_what_is_freed_is_a_prefix_without_a_hole(order: list[int]) -> None:
    run, taken = _run(*range(12))
    freed: list[int] = []
    done: set[int] = set()
    for number in order:
        done.add(number)
        freed += run.done(taken[number])
        assert freed == list(range(len(freed)))
        assert len(freed) == next((n for n in range(12) if n not in done), 12)
    assert freed == list(range(12))
