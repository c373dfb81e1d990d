from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bellwire.stream.message import LetGo
from bellwire.stream.together import Together


class _Work:
    """Work that goes on when it is told to, and notes what it was given."""

    def __init__(self, *, fails: Sequence[str] = (), breaks: Exception | None = None) -> None:
        self.given: list[list[str]] = []
        self.go = asyncio.Event()
        self._fails = fails
        self._breaks = breaks

    async def __call__(self, some: Sequence[str]) -> list[Exception | None]:
        self.given.append(list(some))
        await self.go.wait()
        if self._breaks is not None:
            raise self._breaks
        return [LookupError(one) if one in self._fails else None for one in some]


async def _begun(together: Together[str], items: str) -> list[asyncio.Future[None]]:
    begun = [asyncio.ensure_future(together.do(item)) for item in items]
    await asyncio.sleep(0.01)
    return begun


async def test_what_comes_meanwhile_is_done_together_and_never_too_many_at_once() -> None:
    work = _Work()
    together = Together(work, 3)
    begun = await _begun(together, "a") + await _begun(together, "bcdef")
    work.go.set()
    await asyncio.gather(*begun)
    assert work.given == [["a"], ["b", "c", "d"], ["e", "f"]]


async def test_first_ones_come_before_all_that_wait() -> None:
    work = _Work()
    together = Together(work, 2)
    begun = await _begun(together, "abc")
    begun.append(asyncio.ensure_future(together.do("x", first=True)))
    await asyncio.sleep(0.01)
    work.go.set()
    await asyncio.gather(*begun)
    assert work.given == [["a", "b"], ["x", "c"]]


async def test_each_hears_of_its_own_failure() -> None:
    work = _Work(fails="b")
    together = Together(work, 9)
    work.go.set()
    told = await asyncio.gather(*await _begun(together, "abc"), return_exceptions=True)
    assert [type(one) for one in told] == [type(None), LookupError, type(None)]


async def test_an_item_that_nobody_waits_for_any_more_is_not_done() -> None:
    work = _Work()
    together = Together(work, 1)
    begun = await _begun(together, "abc")
    begun[1].cancel()
    await asyncio.sleep(0.01)
    work.go.set()
    await asyncio.gather(begun[0], begun[2])
    assert work.given == [["a"], ["c"]]


async def test_after_a_break_nothing_is_done_that_came_behind() -> None:
    work = _Work(breaks=OSError("gone"))
    together = Together(work, 1)
    begun = await _begun(together, "ab")
    work.go.set()
    told = await asyncio.gather(*begun, return_exceptions=True)
    assert [type(one) for one in told] == [OSError, LetGo]
    with pytest.raises(LetGo):
        await together.do("c")
    assert work.given == [["a"]]


async def test_it_works_on_when_all_was_done_and_more_comes() -> None:
    work = _Work()
    work.go.set()
    together = Together(work, 1)
    await together.do("a")
    await together.do("b")
    assert work.given == [["a"], ["b"]]
