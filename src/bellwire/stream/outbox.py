"""Publishing what the ledger has queued: in order, confirmed, then marked; again and again until it is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection
from typing import Any, Protocol

from bellwire.ledger import OutboxMessage, OutboxRow
from bellwire.ledger.outbox import VIEWS
from bellwire.metrics.worker import OUTBOX_UNPUBLISHED
from bellwire.stream.carry import Publish
from bellwire.stream.message import Output, as_headers

#: Rows published at once.
_AT_ONCE = 500

#: Seconds after which the last words of a process have reached the broker: of one that was killed, and, the later ones,
#: of one that was frozen for so long and is killed as it goes on.
SETTLE = (10.0, 60.0, 600.0, 3600.0)


class Queue(Protocol):
    """What the outbox needs of the ledger."""

    def unpublished(self, keys: Any = None, limit: int = 1000) -> list[OutboxRow]:
        """Rows that wait, in sequence."""

    def mark_published(self, seqs: Any) -> list[OutboxRow]:
        """Note them as confirmed; those to publish once more."""


class Outbox:
    """The ledger's queue on its way to the broker. One at a time in this process, so that its order is kept."""

    def __init__(self, ledger: Queue, publish: Publish) -> None:
        self._ledger = ledger
        self._publish = publish
        self._one = asyncio.Lock()
        self._waited: set[int] = set()
        self._eldest: tuple[int, float] | None = None
        self._of_others: dict[int, tuple[float, int]] = {}

    def waiting_seconds(self) -> float:
        """For how long the row that waits longest has been seen to wait; it grows while a sweep itself is held up."""
        return time.monotonic() - self._eldest[1] if self._eldest else 0.0

    async def publish(self, keys: Collection[str], ours: Collection[OutboxMessage] = ()) -> int:
        """Publish all that waits for these keys; returns how many. `ours` was written by this process."""
        if not keys:
            return 0
        async with self._one:
            return await self._drain(keys, frozenset(ours))

    async def publish_all(self) -> int:
        """Publish all that waits: at the start, what a worker that died had committed and not published."""
        async with self._one:
            return await self._drain(None)

    async def sweep(self) -> int:
        """Publish what has waited since the last sweep: its worker died, or gave up, between commit and publication."""
        async with self._one:
            await self._settle()
            rows = await asyncio.to_thread(self._ledger.unpublished, None, _AT_ONCE)
            OUTBOX_UNPUBLISHED.set(len(rows))
            self._see(rows)
            old = [row for row in rows if row.seq in self._waited]
            self._waited = {row.seq for row in rows}
            if not old:
                return 0
            # All that waits for the same keys goes along, so that nothing overtakes within a key.
            return await self._drain({row.message.key for row in old})

    def _see(self, rows: list[OutboxRow]) -> None:
        if not rows:
            self._eldest = None
        elif self._eldest is None or self._eldest[0] != rows[0].seq:
            self._eldest = (rows[0].seq, time.monotonic())

    async def settle(self) -> None:
        """Before this process ends: publish once more now what a sweep would have published later."""
        async with self._one:
            await self._settle(last=True)

    async def _settle(self, *, last: bool = False) -> None:
        """Publish the newest view once more of each thread of which we published, a while ago, a view that another
        process wrote: it may have sent its own behind a newer one of ours, and been killed before it found out."""
        now = time.monotonic()
        settled = [seq for seq, (at, times) in self._of_others.items() if last or now - at >= SETTLE[times]]
        if not settled:
            return
        again = await asyncio.to_thread(self._ledger.mark_published, settled)
        await self._publish(*(output_of(row) for row in again))
        for seq in settled:
            at, times = self._of_others.pop(seq)
            if times + 1 < len(SETTLE):
                self._of_others[seq] = (at, times + 1)

    async def _drain(self, keys: Collection[str] | None, ours: frozenset[OutboxMessage] = frozenset()) -> int:
        count = 0
        while rows := await asyncio.to_thread(self._ledger.unpublished, keys, _AT_ONCE):
            await self._publish(*(output_of(row) for row in rows))
            again = await asyncio.to_thread(self._ledger.mark_published, [row.seq for row in rows])
            # A worker that was frozen publishes late: an older view of a thread must not be the last on its topic.
            await self._publish(*(output_of(row) for row in again))
            others = [row.seq for row in rows if row.message.topic == VIEWS and row.message not in ours]
            self._of_others.update(dict.fromkeys(others, (time.monotonic(), 0)))
            count += len(rows)
            if len(rows) < _AT_ONCE:
                break
        return count


def output_of(row: OutboxRow) -> Output:
    """A row as it is sent."""
    message = row.message
    return Output(message.topic, message.key.encode("utf-8", "replace"), message.value, as_headers(message.headers))
