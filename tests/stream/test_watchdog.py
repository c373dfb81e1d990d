from __future__ import annotations

from bellwire.broker.admin import Place, Standing
from bellwire.stream.watchdog import Watchdog

_OURS, _THEIRS = Place("articles", 0), Place("articles", 1)


def _stands(ours: int, theirs: int = 0, end: int = 10) -> dict[Place, Standing]:
    return {_OURS: Standing(0, end, ours), _THEIRS: Standing(0, end, theirs)}


def test_lag_without_a_step_for_too_long_is_a_stall() -> None:
    watchdog = Watchdog(60)
    assert watchdog.stalled(0, _stands(4), [_OURS], 9) is None
    assert watchdog.stalled(59, _stands(4), [_OURS], 9) is None
    assert watchdog.stalled(60, _stands(4), [_OURS], 9) == "6 messages wait and nothing has moved for 60 s"


def test_a_commit_is_a_step() -> None:
    watchdog = Watchdog(60)
    for second in range(0, 600, 50):
        assert watchdog.stalled(second, _stands(second // 50, end=100), [_OURS], 9) is None


def test_an_acknowledgement_is_a_step() -> None:
    watchdog = Watchdog(60)
    for second in range(0, 600, 50):
        assert watchdog.stalled(second, _stands(4), [_OURS], second) is None


def test_without_lag_there_is_nothing_to_wait_for() -> None:
    watchdog = Watchdog(60)
    for second in range(0, 600, 50):
        assert watchdog.stalled(second, _stands(10, 0), [_OURS], 9) is None


def test_a_worker_in_reserve_is_no_stall_while_others_move() -> None:
    watchdog = Watchdog(60)
    for second in range(0, 600, 50):
        assert watchdog.stalled(second, _stands(0, second // 50, end=100), [], 0) is None


def test_a_group_that_nobody_serves_is_a_stall_for_those_in_reserve() -> None:
    watchdog = Watchdog(60)
    watchdog.stalled(0, _stands(0, 0), [], 0)
    assert watchdog.stalled(61, _stands(0, 0), [], 0) is not None
