"""How long a listener bears with a connection, and with how many: for all that listens to HTTP here.

A head that does not come, and an answer that nobody reads, end their connection. Of more connections than may be, the
one that has waited longest for its request gives way, so that who holds many open without asking shuts nobody out.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

#: Seconds in which a request's head must have come, and in which something of an answer must be read.
HEAD_SECONDS = 15.0


class PatientProtocol(H11Protocol):
    """uvicorn's, but that its patience ends. At most `limit_concurrency` connections; with as many under way, one more
    is answered 503."""

    _head: asyncio.TimerHandle | None = None
    _unread = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.limit_concurrency is not None and len(self.connections) >= self.limit_concurrency:
            self._make_room()
        self._await_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_busy():
            self._stop_waiting()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self._is_busy():
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._stop_waiting()

    def _is_busy(self) -> bool:
        """Whether a request is being answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def _await_head(self) -> None:
        self._stop_waiting()
        self._unread = self.transport.get_write_buffer_size()
        self._head = self.loop.call_later(HEAD_SECONDS, self._lose_patience)

    def _stop_waiting(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _lose_patience(self) -> None:
        """Close; an answer that is still being read may be read on."""
        unread, before = self.transport.get_write_buffer_size(), self._unread
        if not unread:
            self.transport.close()
        elif unread < before:
            self._await_head()
        else:
            self.transport.abort()

    def _make_room(self) -> None:
        """End the connection that has waited longest for a request; none where all have one."""
        waiting = [
            (one._head.when(), one)
            for one in self.connections
            if isinstance(one, PatientProtocol) and one is not self and one._head is not None
        ]
        if waiting:
            _, longest = min(waiting, key=lambda pair: pair[0])
            longest._stop_waiting()
            longest.transport.abort()
