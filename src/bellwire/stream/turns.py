"""Work in any order, speak in order: messages of one key deliver in the order in which they were taken.

Two versions of an article are read side by side, but the reading of the first is published before that of the second.
"""

from __future__ import annotations

import asyncio

from bellwire.stream.message import LetGo


class Turn:
    """One place in the queue of a key. Await `comes`; call `over` when done, whatever happened, or `let_go`."""

    def __init__(self, turns: Turns, key: bytes, before: Turn | None) -> None:
        self._turns = turns
        self._key = key
        self._before = before
        self._over = asyncio.Event()
        self._gone = False

    async def comes(self) -> None:
        """Return when all that were taken before with the same key are over. Raises LetGo where one was let go."""
        if self._before is not None:
            await self._before._over.wait()
            if self._before._gone:
                raise LetGo
            self._before = None

    def let_go(self) -> None:
        """This one does not speak, so nobody behind it may."""
        self._gone = True
        self.over()

    def over(self) -> None:
        """Let the next one speak."""
        self._over.set()
        self._turns.forget(self._key, self)


class Turns:
    """The last turn of every key that has one under way."""

    def __init__(self) -> None:
        self._last: dict[bytes, Turn] = {}

    def __len__(self) -> int:
        return len(self._last)

    def queue(self, key: bytes | None) -> Turn:
        """A place behind those of the same key; without a key, a turn that comes at once."""
        if key is None:
            return Turn(self, b"", None)
        turn = Turn(self, key, self._last.get(key))
        self._last[key] = turn
        return turn

    def forget(self, key: bytes, turn: Turn) -> None:
        """Drop a key whose last turn is over."""
        if self._last.get(key) is turn:
            del self._last[key]
