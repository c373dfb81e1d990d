"""A ledger built anew from readings: the steps that a worker took, taken again. Nothing is queued, nothing published.

readings in the order of writing: what came due before one → watch it, as of its arrival → write
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from bellwire.errors import BadCopy, BellwireError
from bellwire.ledger import Ledger, Watching
from bellwire.stream import envelope
from bellwire.stream.clock import Clock, Kind
from bellwire.stream.message import Message
from bellwire.stream.steps import MOST_STEPS, Steps, Watcher

#: Readings of one transaction.
AT_ONCE = 200


class Rebuild:
    """Writes into an empty ledger, which nobody else uses meanwhile. `readings` are counted as they are watched,
    `refused` those of which a worker made dead letters; `refuse` is told of each with the reason. `old`: where it can
    be read, the ledger in whose place this one comes."""

    def __init__(
        self,
        ledger: Ledger,
        watcher: Watcher,
        kind: Kind,
        refuse: Callable[[Message, str], None] = lambda *_: None,
        old: Ledger | None = None,
    ) -> None:
        if ledger.counts()["articles"]:
            raise BellwireError("the ledger holds articles already; name a new one with --ledger", reason="not-empty")
        if old is not None and not old.counts()["articles"]:
            raise BellwireError("the old ledger holds no article: is it the right one?", reason="no-ledger")
        self._ledger = ledger
        self._old = old
        self._watcher = watcher
        self._clock = Clock(kind)
        self._refuse = refuse
        self.readings = self.refused = 0
        self.now: datetime | None = None

    def take(self, messages: Iterable[Message], step: Callable[[], None] = lambda: None) -> None:
        """Watch what was read, in the order given; `step` is called after each message."""
        waiting = iter(messages)
        while some := list(islice(waiting, AT_ONCE)):
            with self._steps() as steps:
                for message in some:
                    self._take(steps, message)
                    step()

    def run_on(self, until: datetime) -> None:
        """What the clock alone changes up to `until`."""
        with self._steps() as steps:
            self._tick(steps, until)

    def done(self) -> dict[str, int]:
        """Take over what no topic holds from the old ledger: rows by table. Without one nobody knows who was sent what,
        and the new ledger says so."""
        if self._old is not None:
            return self._ledger.take_over(self._old)
        self._ledger.sequence.forget()
        return {}

    def _take(self, steps: Steps, message: Message) -> None:
        try:
            reading = envelope.reading_of(message)
            now = self._clock.arrival(reading, message)
            # A worker's wall had come as far as this when the reading lay before it.
            self._tick(steps, message.arrival if self._clock.kind == "wall" else self._clock.latest or now)
            steps.watch(reading, now)
            self.readings += 1
        except BadCopy as error:
            self._dead(message, str(error))
        except BellwireError:
            raise
        except Exception as error:
            self._dead(message, f"{type(error).__name__}: {error}")

    def _tick(self, steps: Steps, until: datetime) -> None:
        while len(steps.tick(until)) >= MOST_STEPS:
            pass
        self.now = until if self.now is None else max(self.now, until)

    def _dead(self, message: Message, sentence: str) -> None:
        self.refused += 1
        self._refuse(message, sentence)

    @contextmanager
    def _steps(self) -> Iterator[Steps]:
        """Steps that are parts of one transaction."""
        with self._ledger.watching(()) as whole:
            yield Steps(_Parts(whole), self._watcher, lambda changes, now: [])


class _Parts:
    """A ledger of which each transaction is a part of one: it still leaves no trace where it fails."""

    def __init__(self, whole: Watching) -> None:
        self._whole = whole

    @contextmanager
    def watching(
        self, countries: Iterable[str], *, uris: Iterable[str] = (), names: Iterable[str] = ()
    ) -> Iterator[Any]:
        with self._whole.part():
            yield self._whole
