"""The ledger as the sender asks it: off the event loop, on threads that no target can hold up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from bellwire.ledger import Ledger

_T = TypeVar("_T")

#: Questions under way at once.
_THREADS = 4


class Office:
    """`await office.ask(office.deliveries.waiting, name)`."""

    def __init__(self, ledger: Ledger) -> None:
        self.sequence = ledger.sequence
        self.deliveries = ledger.deliveries
        self.targets = ledger.targets
        self.subscriptions = ledger.desk.subscriptions
        self.silences = ledger.desk.silences
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="deliveries")

    async def ask(self, function: Callable[..., _T], *args: Any) -> _T:
        """What the ledger answers. Raises Unavailable."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *args)

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False)
