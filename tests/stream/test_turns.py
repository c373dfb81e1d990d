from __future__ import annotations

import asyncio

import pytest

from bellwire.stream.message import LetGo
from bellwire.stream.turns import Turns


async def test_the_same_key_speaks_in_the_order_of_queueing() -> None:
    turns = Turns()
    first, second = turns.queue(b"a"), turns.queue(b"a")
    waiting = asyncio.create_task(second.comes())
    await first.comes()
    assert not waiting.done()
    first.over()
    await asyncio.wait_for(waiting, 60)


async def test_other_keys_do_not_wait() -> None:
    turns = Turns()
    turns.queue(b"a")
    await asyncio.wait_for(turns.queue(b"b").comes(), 60)


async def test_messages_without_a_key_do_not_wait_for_each_other() -> None:
    turns = Turns()
    turns.queue(None)
    await asyncio.wait_for(turns.queue(None).comes(), 60)


async def test_nothing_is_kept_of_keys_that_are_over() -> None:
    turns = Turns()
    every = [turns.queue(b"a"), turns.queue(b"a"), turns.queue(b"b"), turns.queue(None)]
    for turn in every:
        await turn.comes()
        turn.over()
    assert len(turns) == 0


async def test_nobody_speaks_behind_one_that_was_let_go() -> None:
    turns = Turns()
    first, second, third = (turns.queue(b"a") for _ in range(3))
    first.let_go()
    with pytest.raises(LetGo):
        await second.comes()
    second.let_go()
    with pytest.raises(LetGo):
        await third.comes()
