"""The ledger in memory, for backtests and tests: the same answers as the database, nothing kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import nlargest

from bellwire.reading.reading import Direction
from bellwire.watch.alert import Alert
from bellwire.watch.corrections import NAMED
from bellwire.watch.keys import likeliest, searches
from bellwire.watch.thread import Changes, Known, KnownVersion, Tempo, Thread, ThreadKey


class MemoryLedger:
    """Versions and threads, found by uri and by key without a scan."""

    def __init__(self) -> None:
        self.threads: dict[str, Thread] = {}
        self.alerts: list[Alert] = []
        self._versions: dict[str, dict[str, KnownVersion]] = defaultdict(dict)
        self._by_key: dict[tuple[str, str], dict[str, ThreadKey]] = defaultdict(dict)
        self._by_uri: dict[str, dict[str, None]] = defaultdict(dict)
        self._due: dict[str, datetime] = {}
        self._tempos: dict[tuple[str, Direction], Tempo] = {}
        self._since: datetime | None = None

    def known(self, uri: str, keys: Iterable[ThreadKey], most: int | None = None) -> Known:
        """What the watcher must know before it judges a reading of `uri`: the threads that it told of, and those that
        `keys` lead to: all that names do, of each country the `most` likely ones (None: all)."""
        found, keys = dict(self._by_uri.get(uri, {})), list(keys)
        for some in searches(keys):
            wanted = None if some[0].country == NAMED else most
            found.update(dict.fromkeys(likeliest(self._under(some, wanted), wanted)))
        threads = sorted((self.threads[name] for name in found), key=lambda thread: (thread.first_seen, thread.id))
        countries = {key.country for key in keys}
        return Known(
            versions=tuple(self._versions.get(uri, {}).values()),
            threads=tuple(threads),
            tempos=tuple(tempo for tempo in self.tempos if tempo.country in countries),
            since=self._since,
        )

    def due(self, now: datetime) -> list[Thread | Tempo]:
        """Threads for which the clock matters now, then tempos; the longest due first."""
        found = sorted((due, self.threads[name].first_seen, name) for name, due in self._due.items() if due <= now)
        waiting = sorted((due, key) for key, due in self._tempos_due() if due <= now)
        return [*(self.threads[name] for _, _, name in found), *(self._tempos[key] for _, key in waiting)]

    def next_due(self, after: datetime | None = None) -> datetime | None:
        """When the clock next matters to anything; with `after`, what is later than that."""
        times = (*self._due.values(), *(due for _, due in self._tempos_due()))
        return min((due for due in times if after is None or due > after), default=None)

    @property
    def tempos(self) -> list[Tempo]:
        """All tempos, by country and direction."""
        return [tempo for _, tempo in sorted(self._tempos.items())]

    def _tempos_due(self) -> Iterator[tuple[tuple[str, Direction], datetime]]:
        return ((key, tempo.due) for key, tempo in self._tempos.items() if tempo.due is not None)

    def apply(self, changes: Changes) -> None:
        """Write all that changed."""
        if changes.version is not None:
            self._versions[changes.version.uri][changes.version.version] = changes.version
            self._since = self._since or changes.version.received or changes.version.version_time
        for thread in changes.threads:
            self._keep(thread)
        self._tempos.update(((tempo.country, tempo.direction), tempo) for tempo in changes.tempos)
        self.alerts.extend(changes.alerts)

    def _under(self, keys: list[ThreadKey], most: int | None) -> Iterator[tuple[str, tuple[datetime, str], int]]:
        """Of each key the `most` newest threads (None: all), as `likeliest` takes them."""
        for key in keys:
            kept = self._by_key.get(key.group, {})
            names: Iterable[str] = [name for name, under in kept.items() if key.leads_to(under)]
            if most is not None:
                names = nlargest(most, names, key=self._news)
            yield from ((name, self._news(name), key.weight) for name in names)

    def _news(self, name: str) -> tuple[datetime, str]:
        return self.threads[name].last_news, name

    def _keep(self, thread: Thread) -> None:
        before = self.threads.get(thread.id)
        for key in before.keys if before else ():
            self._by_key[key.group].pop(thread.id, None)
            if not self._by_key[key.group]:
                del self._by_key[key.group]
        for key in thread.keys:
            self._by_key[key.group][thread.id] = key
        for uri in thread.uris:
            self._by_uri[uri][thread.id] = None
        self.threads[thread.id] = thread
        self._due.pop(thread.id, None)
        if thread.due is not None:
            self._due[thread.id] = thread.due
