"""Many sources asked again and again: none waits for another, none ends another, a stop loses nothing under way."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bellwire.errors import Unavailable
from bellwire.intake.pacing import Pace
from bellwire.intake.rounds import NotNow, Rounds, Turn, finished

QUICK = Pace(every=0.01, least=0.001)


@dataclass
class Source:
    """Does as the test says at each turn, then the last of it for ever."""

    turns: list[Callable[[], Awaitable[Turn]]]
    name: str = "source"
    host: str = "one"
    pace: Pace = QUICK
    asked: int = 0
    at_once: list[int] = field(default_factory=list)

    async def ask(self) -> Turn:
        self.asked += 1
        return await self.turns[min(self.asked, len(self.turns)) - 1]()


def says(turn: Turn) -> Callable[[], Awaitable[Turn]]:
    async def answer() -> Turn:
        return turn

    return answer


def raises(error: Exception) -> Callable[[], Awaitable[Turn]]:
    async def answer() -> Turn:
        raise error

    return answer


GONE = says(Turn(failed="gone", over=True))


def run(*sources: Source, jitter: float = 0.5) -> tuple[bool, list[str]]:
    """Until all are over: whether it was stopped, and what it told."""
    said: list[str] = []
    stopped = asyncio.run(Rounds(said.append, jitter=lambda: jitter).run(sources))
    return stopped, said


def test_a_source_is_asked_until_it_is_over() -> None:
    source = Source([says(Turn(sent=1200)), says(Turn()), GONE])
    assert run(source) == (False, ["source: 1,200 new", "source: gone; it is not asked again"])


def test_entries_that_are_left_out_are_told_with_what_is_new_and_not_again() -> None:
    _, said = run(Source([says(Turn(sent=1200, older=500)), says(Turn(older=500)), GONE]))
    assert said == ["source: 1,200 new; its 500 oldest entries are left out", "source: gone; it is not asked again"]


def test_whatever_goes_wrong_is_told_and_tried_again() -> None:
    wrong = [Unavailable("no answer"), NotNow("status 503", None), ZeroDivisionError("oh")]
    _, said = run(Source([*map(raises, wrong), GONE]))
    assert [line.partition(";")[0] for line in said] == [
        "source: no answer",
        "source: status 503",
        "source: a fault of ours: ZeroDivisionError: oh",
        "source: gone",
    ]


def test_each_failure_in_a_row_waits_longer_and_a_success_ends_the_row() -> None:
    failed = says(Turn(failed="x"))
    slept: list[float] = []

    class Noted(Pace):
        def wait(self, failures: int, asked: float | None, jitter: float) -> float:
            slept.append(failures)
            return 0.0

    run(Source([failed, failed, says(Turn()), failed, GONE], pace=Noted(1, 1)))
    assert slept == [1, 2, 0, 1]


def test_what_a_server_asks_for_reaches_the_pace() -> None:
    asked: list[float | None] = []

    class Noted(Pace):
        def wait(self, failures: int, seconds: float | None, jitter: float) -> float:
            asked.append(seconds)
            return 0.0

    run(Source([raises(NotNow("x", 7.0)), says(Turn(failed="x", wait=8.0)), GONE], pace=Noted(1, 1)))
    assert asked == [7.0, 8.0]


def test_one_that_hangs_holds_up_none_of_another_host() -> None:
    async def hang() -> Turn:
        await asyncio.sleep(60)
        return Turn()

    async def both() -> int:
        rounds = Rounds(lambda line: None)
        quick = Source([says(Turn()), says(Turn()), GONE], host="two")
        running = asyncio.create_task(rounds.run([Source([hang]), quick]))
        while quick.asked < 3:
            await asyncio.sleep(0.01)
        rounds.stop()
        assert await running
        return quick.asked

    assert asyncio.run(both()) == 3


def test_sources_of_one_host_are_asked_one_after_the_other() -> None:
    now, most = 0, 0

    async def counted() -> Turn:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.01)
        now -= 1
        return Turn(failed="gone", over=True)

    run(*(Source([counted]) for _ in range(5)))
    assert most == 1


def test_no_more_than_a_few_are_asked_at_once() -> None:
    now, most = 0, 0

    async def counted() -> Turn:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.05)
        now -= 1
        return Turn(failed="gone", over=True)

    run(*(Source([counted], host=str(number)) for number in range(40)))
    assert most == 16


def test_a_stop_lets_what_is_being_sent_come_to_its_end() -> None:
    begun, done = threading.Event(), threading.Event()

    def send() -> Turn:
        begun.set()
        time.sleep(0.3)
        done.set()
        return Turn(sent=1)

    async def stopped() -> bool:
        rounds = Rounds(lambda line: None)
        running = asyncio.create_task(rounds.run([Source([lambda: finished(send)])]))
        await asyncio.to_thread(begun.wait, 10)
        rounds.stop()
        return await running

    assert asyncio.run(stopped())
    assert done.is_set()
