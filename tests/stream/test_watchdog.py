from __future__ import annotations

import pytest

from bellwire.broker.admin import Place, Standing
from bellwire.stream.watchdog import Stall, Watchdog, steps

_OURS, _ALSO, _THEIRS = Place("articles", 0), Place("readings", 0), Place("articles", 1)


def _stands(ours: int, theirs: int = 0, end: int = 10, also: int = 0) -> dict[Place, Standing]:
    return {_OURS: Standing(0, end, ours), _ALSO: Standing(0, also, also), _THEIRS: Standing(0, end, theirs)}


def _looks(watchdog: Watchdog, standing: dict[Place, Standing], mine: list[Place], seconds: int = 600) -> str | None:
    """What it says at the end of so many seconds in which nothing moves, a look each five."""
    return next(
        (why for now in range(0, seconds + 1, 5) if (why := _say(watchdog.stalled(now, standing, mine, {})))), None
    )


def _say(stall: Stall | None) -> str | None:
    return stall.sentence if stall is not None else None


def test_lag_without_a_step_for_too_long_is_a_stall() -> None:
    assert _looks(Watchdog(60), _stands(4), [_OURS], 55) is None
    assert _looks(Watchdog(60), _stands(4), [_OURS]) == (
        "6 messages of articles[0] wait and nothing has moved for 60 s"
    )


def test_a_commit_is_a_step() -> None:
    watchdog = Watchdog(60)
    for second in range(0, 600, 25):
        assert watchdog.stalled(second, _stands(second // 50, end=100), [_OURS], {}) is None


def test_an_acknowledgement_is_a_step() -> None:
    watchdog = Watchdog(60)
    for second in range(0, 600, 25):
        assert watchdog.stalled(second, _stands(4), [_OURS], {_OURS: second // 50}) is None


@pytest.mark.parametrize("moves", [_ALSO, _THEIRS])
@pytest.mark.parametrize("mine", [[_OURS, _ALSO], [_ALSO, _THEIRS, _OURS]])
def test_a_partition_that_stands_still_is_a_stall_though_another_moves(moves: Place, mine: list[Place]) -> None:
    watchdog, said = Watchdog(60), None
    for second in range(0, 90, 5):
        standing = _stands(4, theirs=10) | {moves: Standing(0, 1000, second)}
        said = said or _say(watchdog.stalled(second, standing, mine, {moves: second}))
    assert said == "6 messages of articles[0] wait and nothing has moved for 60 s"


def test_it_says_where_messages_should_wait_and_counts_anew_once_it_has() -> None:
    watchdog = Watchdog(60)
    standing = {_OURS: Standing(5, 10, 4), _ALSO: Standing(0, 10, 10), _THEIRS: Standing(0, 10, 0)}
    stalls = [watchdog.stalled(now, standing, [_OURS, _ALSO], {}) for now in range(0, 181, 5)]
    assert [5 * n for n, stall in enumerate(stalls) if stall is not None] == [60, 120, 180]
    assert stalls[12] == Stall({_OURS: 5}, "5 messages of articles[0] wait and nothing has moved for 60 s")


@pytest.mark.parametrize(("first", "committed", "at"), [(2, 4, 4), (5, 4, 5), (3, None, 3)])
def test_messages_should_wait_behind_what_was_committed_or_deleted(first: int, committed: int | None, at: int) -> None:
    watchdog, standing = Watchdog(60), {_OURS: Standing(first, 10, committed)}
    [stall] = [stall for now in range(0, 61, 5) if (stall := watchdog.stalled(now, standing, [_OURS], {}))]
    assert stall.waiting == {_OURS: at}


def test_without_lag_there_is_nothing_to_wait_for() -> None:
    assert _looks(Watchdog(60), _stands(10, 0), [_OURS]) is None


def test_a_partition_that_is_not_ours_is_no_stall_of_ours() -> None:
    assert _looks(Watchdog(60), _stands(10, 0), [_OURS, _ALSO]) is None


def test_a_partition_that_comes_to_us_has_its_time() -> None:
    watchdog = Watchdog(60)
    for second in range(0, 600, 20):
        mine = [_OURS, _ALSO] if second % 80 else [_ALSO]
        assert watchdog.stalled(second, _stands(4), mine, {}) is None


def test_time_in_which_nobody_looked_is_no_stall() -> None:
    watchdog = Watchdog(60)
    watchdog.stalled(0, _stands(4), [_OURS], {})
    assert watchdog.stalled(900, _stands(4), [_OURS], {}) is None
    assert watchdog.stalled(930, _stands(4), [_OURS], {}) is not None


def test_a_worker_in_reserve_is_no_stall_while_others_move() -> None:
    watchdog = Watchdog(60)
    for second in range(0, 600, 5):
        assert watchdog.stalled(second, _stands(0, second // 50, end=100), [], {}) is None


def test_a_group_that_nobody_serves_is_a_stall_for_those_in_reserve() -> None:
    assert _looks(Watchdog(60), _stands(0, 0), []) == "20 messages wait and nothing has moved for 60 s"


def test_a_flood_of_urgent_copy_is_no_stall_of_what_waits_behind_it() -> None:
    urgent, plain, told = Place("urgent", 0), Place("articles", 0), Place("readings", 0)
    before = steps({urgent: 5, told: 2}, [urgent, plain, told], first="urgent", behind="articles")
    after = steps({urgent: 6, told: 2}, [urgent, plain, told], first="urgent", behind="articles")
    assert (before, after) == ({urgent: 5, plain: 5, told: 2}, {urgent: 6, plain: 6, told: 2})
