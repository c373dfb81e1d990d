"""The watcher's steps, each in one transaction of the ledger: readings, or what the clock alone changes.

hold the theatres → what is known → watch, or tick → write, with the messages that tell of it → commit

The worker and a rebuild of the ledger take the same steps; only what becomes of the messages differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bellwire.ledger import Copy, OutboxMessage
from bellwire.reading.reading import Reading
from bellwire.watch.corrections import BY_NAME
from bellwire.watch.thread import Changes, Known, Tempo, Thread, ThreadKey, ThreadState

#: Steps that one tick takes at most; where it took as many, another goes on.
MOST_STEPS = 1000

#: Threads, and tempos, that one step changes at most, so that no transaction is long; the next step takes the rest.
AT_ONCE = 200

#: From how long after its time on a step is taken as of now: nobody ran the clock when it was due, and "near" is no
#: news any more when the hour has passed.
LATE = timedelta(minutes=1)


class Watcher(Protocol):
    """Decides (bellwire.watch): pure."""

    @property
    def candidates(self) -> int: ...
    def keys(self, reading: Reading) -> tuple[ThreadKey, ...]: ...
    def watch(self, reading: Reading, known: Known, now: datetime) -> Changes: ...
    def tick(self, due: list[Thread | Tempo], now: datetime) -> Changes: ...


class Watching(Protocol):
    """One transaction of the ledger."""

    def known(self, uri: str, keys: Iterable[ThreadKey], most: int | None = None) -> Known: ...
    def due(self, now: datetime, most: int | None = None) -> list[Thread | Tempo]: ...
    def next_due(self, after: datetime | None = None) -> datetime | None: ...
    def arrived(self, feed: str, at: datetime) -> None: ...
    def cited(self, copy: Copy) -> None: ...
    def apply(self, changes: Changes, messages: Sequence[OutboxMessage] = ()) -> None: ...


class Ledger(Protocol):
    """Remembers (bellwire.ledger)."""

    def watching(
        self, countries: Iterable[str], *, uris: Iterable[str] = (), names: Iterable[str] = ()
    ) -> AbstractContextManager[Any]: ...


@dataclass(frozen=True, slots=True)
class Told:
    """What one decision of the watcher changed, and the messages that tell of it."""

    changes: Changes
    messages: list[OutboxMessage]


class Steps:
    """`messages` makes of changes what the outbox is to publish."""

    def __init__(
        self, ledger: Ledger, watcher: Watcher, messages: Callable[[Changes, datetime], list[OutboxMessage]]
    ) -> None:
        self._ledger = ledger
        self._watcher = watcher
        self._messages = messages

    def watch(self, reading: Reading, now: datetime) -> Told:
        """A reading that arrived at `now`."""
        [told] = self.watch_all([(reading, now)])
        return told

    def watch_all(self, arrived: Sequence[tuple[Reading, datetime]]) -> list[Told]:
        """Readings with when each arrived, in this order, in one transaction: all of them or none."""
        keys = [self._watcher.keys(reading) for reading, _ in arrived]
        countries = {key.country for some in keys for key in some} - BY_NAME
        # A story and a kill notice that names it, taken by two workers at one moment, must not pass each other by.
        names = {key.kind_group for some in keys for key in some if key.country in BY_NAME}
        with self._ledger.watching(countries, uris=[reading.uri for reading, _ in arrived], names=names) as known_to:
            return [self._watch(known_to, *one, some) for one, some in zip(arrived, keys, strict=True)]

    def _watch(self, known_to: Watching, reading: Reading, now: datetime, keys: Sequence[ThreadKey]) -> Told:
        known = known_to.known(reading.uri, keys, self._watcher.candidates)
        changes = self._watcher.watch(reading, known, now)
        if changes.version is not None:
            known_to.arrived(reading.article.feed, now)
        if reading.body and any(thread.state is not ThreadState.HELD for thread in changes.threads):
            known_to.cited(_copy(reading))
        return self._apply(known_to, changes, now)

    def tick(self, until: datetime, late: timedelta | None = None) -> list[Told]:
        """All that comes due up to `until`, each at the time at which it does: whenever somebody looks, the same comes
        of it. But what came due more than `late` before `until` is taken as of `until`; None: nothing is late."""
        told: list[Told] = []
        after: datetime | None = None
        for _ in range(MOST_STEPS):
            with self._ledger.watching(()) as known_to:
                due = known_to.next_due(after)
            if due is None or due > until:
                break
            stepped = self._step(until if late is not None and until - due > late else due)
            told += stepped
            if not any(one.changes.threads or one.changes.tempos for one in stepped):
                after = due  # Another worker holds it, or nothing comes of it: what is due later must not wait.
        return told

    def _step(self, now: datetime) -> list[Told]:
        with self._ledger.watching(()) as known_to:
            seen: list[Thread | Tempo] = known_to.due(now, AT_ONCE)
        countries = {key.country for one in seen for key in one.keys} - BY_NAME
        names = {one.id for one in seen}
        with self._ledger.watching(countries) as known_to:
            # Between the two another worker may have dealt with some, and others may have come that are not held.
            due = [one for one in known_to.due(now, AT_ONCE) if one.id in names]
            told = [self._apply(known_to, self._watcher.tick(due, now), now)]
        # Each in a transaction that holds its own theatres; until that is done it stays held, and due.
        return told + [self.watch(reading, now) for reading in told[0].changes.released]

    def _apply(self, known_to: Watching, changes: Changes, now: datetime) -> Told:
        messages = self._messages(changes, now)
        known_to.apply(changes, messages)
        return Told(changes, messages)


def _copy(reading: Reading) -> Copy:
    return Copy(uri=reading.uri, version=reading.version, headline=reading.article.headline, body=reading.body)
