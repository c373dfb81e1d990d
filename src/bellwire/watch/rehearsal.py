"""A run of readings through the watcher in memory: what a stretch of wire would have rung."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bellwire.reading.reading import Reading
from bellwire.watch.alert import Alert
from bellwire.watch.memory import MemoryLedger
from bellwire.watch.thread import Changes
from bellwire.watch.watcher import Watcher

#: Until the first article with a time has come there is no clock.
_BEFORE_ALL = datetime(1, 1, 1, tzinfo=UTC)


class Rehearsal:
    """Watches readings in the order given, with their own arrival as the clock, and ticks it in between."""

    def __init__(self, watcher: Watcher, ledger: MemoryLedger) -> None:
        self._watcher = watcher
        self._ledger = ledger
        self.now = _BEFORE_ALL
        self.decisions: list[tuple[str, str]] = []

    def read(self, reading: Reading) -> Iterator[Alert]:
        """The alert versions of all that came due before this reading arrived, then its own. The clock never goes
        back: what arrives without a time arrives with the last one."""
        arrived = reading.article.received or reading.article.version_time or self.now
        yield from self.run_on(arrived)
        yield from self._watch(reading)

    def run_on(self, until: datetime) -> Iterator[Alert]:
        """The alert versions that the clock makes up to `until`, each at its due time."""
        while (due := self._ledger.next_due()) is not None and due <= until:
            self.now = max(self.now, due)
            yield from self._tick()
        self.now = max(self.now, until)

    def _watch(self, reading: Reading) -> Iterator[Alert]:
        known = self._ledger.known(reading.uri, self._watcher.keys(reading), self._watcher.candidates)
        yield from self._apply(self._watcher.watch(reading, known, self.now), reading.uri)

    def _tick(self) -> Iterator[Alert]:
        changes = self._watcher.tick(self._ledger.due(self.now), self.now)
        yield from self._apply(changes, "")
        for reading in changes.released:
            yield from self._watch(reading)
        if not changes.threads and not changes.released and not changes.tempos:
            self.now += timedelta(seconds=1)

    def _apply(self, changes: Changes, uri: str) -> Iterator[Alert]:
        self._ledger.apply(changes)
        self.decisions.extend((uri, decision.reason) for decision in changes.decisions)
        yield from changes.alerts
