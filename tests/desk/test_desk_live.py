"""The ring: what a listener that comes back is told."""

from __future__ import annotations

import msgspec
import pytest

from bellwire.desk.live import NOWHERE, QUEUE, Listener, Live, Passed, Reload
from kit.alerts import alert


def _live(size: int = 10, starts: dict[int, int] | None = None) -> Live:
    live = Live(ring=size)
    live.begin(starts or {0: 100, 1: 7})
    live.caught_up()
    live.tell_state("live")
    return live


def _pass(live: Live, partition: int, offset: int, thread: str, version: int = 1) -> str:
    """An alert passes; the place just after it."""
    one = alert(thread, version)
    live.passed(partition, offset, one, msgspec.json.encode(one))
    return live.place


def _missed(live: Live, place: str | None) -> list[str]:
    """Ids that a listener from this place is told at once; "reload" for Reload."""
    told, listener = live.listen(place)
    live.leave(listener)
    return ["reload" if isinstance(one, Reload) else one.alert.id for one in told if not isinstance(one, str)]


def _waiting(listener: Listener) -> list[object]:
    return [listener.queue.get_nowait() for _ in range(listener.queue.qsize())]


def test_a_place_brings_exactly_what_passed_after_it() -> None:
    live = _live()
    before = live.place
    first = _pass(live, 0, 100, "a")
    second = _pass(live, 1, 7, "b")
    last = _pass(live, 0, 101, "c")
    assert _missed(live, before) == ["a-000001", "b-000001", "c-000001"]
    assert _missed(live, first) == ["b-000001", "c-000001"]
    assert _missed(live, second) == ["c-000001"]
    assert _missed(live, last) == []


def test_a_place_holds_in_another_desk_that_began_elsewhere() -> None:
    one = _live(starts={0: 100})
    _pass(one, 0, 100, "a")
    place = _pass(one, 0, 101, "b")
    restarted = Live()
    restarted.begin({0: 101})
    _pass(restarted, 0, 101, "b")
    _pass(restarted, 0, 102, "c")
    restarted.caught_up()
    assert _missed(restarted, place) == ["c-000001"]


@pytest.mark.parametrize("place", ["", "x", "0:1", "0:x.", "5:1.", "0:100.", "0:-1,1:7.", "0:999,1:7.", "0:99,1:7."])
def test_a_place_of_another_stream_loads_afresh(place: str) -> None:
    assert _missed(_live(), place) == ["reload"]


def test_a_place_that_the_ring_has_left_behind_loads_afresh() -> None:
    live = _live(size=2)
    place = _pass(live, 0, 100, "a")
    for offset in range(101, 105):
        _pass(live, 0, offset, f"t{offset}")
    assert _missed(live, place) == ["reload"]


def test_a_place_of_a_topic_that_was_made_anew_loads_afresh() -> None:
    live = _live()
    place = _pass(live, 0, 100, "a")
    live.begin({0: 100, 1: 7})
    _pass(live, 0, 100, "another")
    live.caught_up()
    assert _missed(live, place) == ["reload"]


def test_nowhere_is_told_all_that_is_at_hand_and_no_place_nothing() -> None:
    live = _live()
    _pass(live, 0, 100, "a")
    assert _missed(live, NOWHERE) == ["a-000001"]
    assert _missed(live, None) == []


def test_what_is_published_again_is_told_once() -> None:
    live = _live()
    _pass(live, 0, 100, "a", 1)
    _pass(live, 0, 101, "a", 2)
    place = live.place
    _pass(live, 0, 102, "a", 1)
    _pass(live, 0, 103, "a", 2)
    assert _missed(live, place) == []
    assert _missed(live, NOWHERE) == ["a-000001", "a-000002"]
    assert live.place != place, "the place moves on past what was dropped"


def test_a_listener_is_told_what_passes_and_how_the_feed_stands() -> None:
    live = _live()
    told, listener = live.listen(None)
    assert told == ["live"]
    _pass(live, 0, 100, "a")
    live.tell_state("lost")
    live.tell_state("lost")
    waiting = _waiting(listener)
    assert isinstance(waiting[0], Passed) and waiting[0].alert.id == "a-000001"
    assert waiting[1:] == ["lost"]


def test_who_comes_back_before_the_ring_is_filled_waits_for_it() -> None:
    live = Live()
    live.begin({0: 0})
    told, listener = live.listen(NOWHERE)
    _, fresh = live.listen(None)
    assert told == ["connecting"]
    _pass(live, 0, 0, "a")
    assert listener.queue.empty()
    live.caught_up()
    (missed,) = _waiting(listener)
    assert isinstance(missed, tuple) and len(missed) == 1
    assert fresh.queue.empty(), "what had passed before is no news to one who asked for none of it"


def test_a_slow_listener_is_let_go_and_the_others_are_not() -> None:
    live = _live(size=10_000)
    _, slow = live.listen(None)
    _, quick = live.listen(None)
    for offset in range(100, 100 + QUEUE + 1):
        _pass(live, 0, offset, f"t{offset}")
        if not quick.queue.empty():
            quick.queue.get_nowait()
    assert slow.slow and _waiting(slow) == [None]
    assert not quick.slow and live.listeners == 1


def test_a_feed_that_begins_anew_loads_everyone_afresh() -> None:
    live = _live()
    _, listener = live.listen(None)
    live.begin({0: 0})
    assert [type(told) for told in _waiting(listener)] == [Reload]


def test_closing_ends_every_stream_and_the_ones_that_come_after() -> None:
    live = _live()
    _, listener = live.listen(None)
    live.close()
    _, late = live.listen(None)
    assert _waiting(listener) == _waiting(late) == [None]
