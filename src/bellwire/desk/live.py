"""What passes now: the last alerts in a ring, and whoever listens.

A place in the stream is told in Kafka's own terms, so that it holds across a restart of the desk and between several
desks: for each partition the offset of the next message, and a mark of the last alert that was seen. A listener that
comes back with a place gets what passed since, exactly, from the ring; where the ring no longer reaches (or the topic
is another one by now) it is told to load afresh.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bellwire.watch.alert import Alert

State = Literal["connecting", "live", "lost"]

#: Alerts kept for those who come back: hours of a busy night.
RING = 2000
#: Alerts that may wait for one slow listener before it is let go; it resumes from where it was.
QUEUE = 256
#: Threads whose last id is remembered, to drop what a worker's restart publishes again.
_THREADS = 50_000

#: The place of one who has seen nothing that he could name: everything in the ring is new to him.
NOWHERE = "none"


@dataclass(frozen=True, slots=True)
class Passed:
    """An alert that passed, its exact bytes, and the place just after it. `before`: the versions that a Cancel takes
    back, None where nobody knows."""

    partition: int
    offset: int
    alert: Alert
    body: bytes
    place: str
    before: tuple[Alert, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Reload:
    """Told to a listener whose place the ring cannot serve."""

    why: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """Told last to a listener that is let go because it is too slow."""

    why: str = f"{QUEUE} alerts waited for you: come back with the last id that you have seen"


@dataclass(frozen=True, slots=True)
class Done:
    """People did something at the desk: what a page is to know of it, as JSON."""

    told: str


#: What waits in a listener's queue; a tuple is what it missed, in one piece.
Told = Passed | Reload | State | Done | tuple[Passed | Reload, ...]


@dataclass(slots=True, eq=False)
class Listener:
    """One connected page or program. None in the queue ends it. `waits_from` is its place until the ring is filled."""

    waits_from: str | None = None
    queue: asyncio.Queue[Told | None] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    slow: bool = False


class Live:
    """The ring and its listeners; lives in the event loop, and every call is made there."""

    def __init__(self, ring: int = RING) -> None:
        self.state: State = "connecting"
        self.ready = False
        self._size = ring
        self._ring: deque[Passed] = deque()
        self._start: dict[int, int] = {}
        self._next: dict[int, int] = {}
        self._last: OrderedDict[str, str] = OrderedDict()
        self._listeners: set[Listener] = set()
        self._closed = False

    @property
    def listeners(self) -> int:
        """How many are connected."""
        return len(self._listeners)

    @property
    def place(self) -> str:
        """The place of one who has seen all that passed so far."""
        if not self.ready:
            return NOWHERE
        return _place(self._next, self._ring[-1].alert.id if self._ring else None)

    def begin(self, starts: Mapping[int, int]) -> None:
        """A new feed begins at these offsets: what was in the ring no longer fits, so listeners load afresh."""
        if self._start:
            self._tell(Reload("the alerts topic has begun anew"))
        self._start, self._next = dict(starts), dict(starts)
        self._ring.clear()
        self._last.clear()
        self.ready = False

    def caught_up(self) -> None:
        """All that had passed before the feed began is in the ring: places can be served."""
        self.ready = True
        for listener in list(self._listeners):
            if listener.waits_from is not None:
                place, listener.waits_from = listener.waits_from, None
                self._put(listener, tuple(self._since(place)))

    def tell_state(self, state: State) -> None:
        """Whether alerts can come at all; told to every listener when it changes."""
        if state != self.state:
            self.state = state
            self._tell(state)

    def passed(
        self, partition: int, offset: int, alert: Alert, body: bytes, before: tuple[Alert, ...] | None = ()
    ) -> None:
        """An alert passed: to the ring, and (while it is news, not the filling of the ring) to every listener.

        What is not greater than the last id of its thread passed before, and is dropped.
        """
        self._next[partition] = offset + 1
        if alert.id <= self._last.get(alert.thread, ""):
            return
        self._last[alert.thread] = alert.id
        self._last.move_to_end(alert.thread)
        if len(self._last) > _THREADS:
            self._last.popitem(last=False)
        passed = Passed(partition, offset, alert, body, _place(self._next, alert.id), before)
        self._ring.append(passed)
        if len(self._ring) > self._size:
            gone = self._ring.popleft()
            self._start[gone.partition] = gone.offset + 1
        if self.ready:
            self._tell(passed)

    def tell_done(self, done: Done) -> None:
        """People did something at the desk; told to every listener."""
        self._tell(done)

    def skipped(self, partition: int, offset: int) -> None:
        """A message that is no alert: nobody is told, but the place moves on."""
        self._next[partition] = offset + 1

    def listen(self, place: str | None) -> tuple[list[State | Passed | Reload], Listener]:
        """What a listener from `place` has missed, and its queue for all that follows, with no gap between them."""
        listener = Listener(waits_from=None if self.ready else place)
        if self._closed:
            listener.queue.put_nowait(None)
        self._listeners.add(listener)
        return [self.state, *(self._since(place) if self.ready else ())], listener

    def leave(self, listener: Listener) -> None:
        """A listener is gone."""
        self._listeners.discard(listener)

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        for listener in list(self._listeners):
            _end(listener)

    def _since(self, place: str | None) -> list[Passed | Reload]:
        if place is None:
            return []
        if place == NOWHERE:
            return list(self._ring)
        known = _read(place)
        if known is None or set(known[0]) != set(self._start):
            return [Reload("this place is not one of this stream")]
        at, mark = known
        if any(not self._start[p] <= offset <= self._next[p] for p, offset in at.items()):
            return [Reload("too much has passed since")]
        if mark and all(_mark(held.alert.id) != mark for held in self._ring if held.offset < at[held.partition]):
            return [Reload("the last alert seen is no longer at hand")]
        return [held for held in self._ring if held.offset >= at[held.partition]]

    def _tell(self, told: Told) -> None:
        for listener in list(self._listeners):
            self._put(listener, told)

    def _put(self, listener: Listener, told: Told) -> None:
        try:
            listener.queue.put_nowait(told)
        except asyncio.QueueFull:
            listener.slow = True
            self._listeners.discard(listener)
            _end(listener)


def is_place(text: str) -> bool:
    """Whether this names a place of some stream, if not of this one."""
    return text == NOWHERE or _read(text) is not None


def _end(listener: Listener) -> None:
    """What still waits is dropped: the listener has not seen it, so that its place brings it again."""
    while not listener.queue.empty():
        listener.queue.get_nowait()
    listener.queue.put_nowait(None)


def _place(offsets: Mapping[int, int], last: str | None) -> str:
    at = ",".join(f"{partition}:{offset}" for partition, offset in sorted(offsets.items()))
    return f"{at}.{_mark(last) if last else ''}"


def _mark(alert: str) -> str:
    return hashlib.blake2b(alert.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


def _read(place: str) -> tuple[dict[int, int], str] | None:
    at, dot, mark = place.partition(".")
    try:
        pairs = [pair.split(":") for pair in at.split(",")] if at else []
        return ({int(partition): int(offset) for partition, offset in pairs}, mark) if dot else None
    except ValueError:
        return None
