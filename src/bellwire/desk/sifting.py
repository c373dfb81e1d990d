"""Filters asked for listeners without holding up the event loop that serves everybody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from bellwire.delivery.filters import LIGHT

_P = ParamSpec("_P")
_T = TypeVar("_T")

#: Light questions after which others get their turn.
_REST = 20


class Sieve:
    """What is heavy is asked on one thread of its own, one question after the other: heavy filters wait for each other
    and for nobody else. What is light is asked here, with a rest now and then: a listener may ask of a whole ring."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="filters")
        self._asked = 0

    async def ask(self, weight: int, question: Callable[_P, _T], *args: _P.args, **named: _P.kwargs) -> _T:
        """The answer. `weight`: of all the filters that it asks."""
        if weight > LIGHT:
            return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: question(*args, **named))
        self._asked += 1
        if self._asked % _REST == 0:
            await asyncio.sleep(0)
        return question(*args, **named)

    def close(self) -> None:
        """Answer nothing more."""
        self._thread.shutdown(wait=False, cancel_futures=True)
