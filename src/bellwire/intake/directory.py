"""Watches a drop folder: when a file is complete, and what happens when the broker goes away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

from watchfiles import watch as watch_files

from bellwire.errors import Unavailable
from bellwire.intake.drop_folder import DropFolder, Stamp, Taken
from bellwire.intake.producer import ArticleProducer

#: Seconds between two scans of the folder where nothing is reported changed: notifications can be lost.
SCAN_SECONDS = 5.0

#: Files that are sent before the broker is asked to confirm them all.
BATCH = 200

#: Seconds before the broker is tried again, first and at most.
RETRY_SECONDS = (1.0, 30.0)


#: Seconds that a file waits, whatever the quiet, that is empty or ends within XML or JSON: its writer may only pause.
PATIENCE_SECONDS = 60.0


class Settling:
    """Knows which files are complete: those whose stamp has not changed for `quiet` seconds between two looks, or for
    PATIENCE_SECONDS where `unfinished` tells of one that it may not be whole."""

    def __init__(self, quiet: float, unfinished: Callable[[str], bool] = lambda name: False) -> None:
        self._quiet = quiet
        self._unfinished = unfinished
        self._since: dict[str, tuple[Stamp, float]] = {}

    def look(self, stamps: dict[str, Stamp], now: float) -> list[str]:
        """The complete ones among the files there now, oldest first."""
        self._since = {
            name: known if (known := self._since.get(name)) and known[0] == stamp else (stamp, now)
            for name, stamp in stamps.items()
        }
        complete = [name for name, (_, since) in self._since.items() if self._is_complete(name, now - since)]
        return sorted(complete, key=lambda name: (stamps[name][1], name))

    def _is_complete(self, name: str, quiet: float) -> bool:
        return quiet >= self._quiet and (quiet >= PATIENCE_SECONDS or not self._unfinished(name))

    @property
    def waiting(self) -> bool:
        """Whether some file was there at the last look."""
        return bool(self._since)


def watch(
    drop: DropFolder,
    connect: Callable[[], ArticleProducer],
    *,
    stop: Event,
    settle: float,
    talk: Callable[[str], None],
) -> Taken:
    """Take files until `stop` is set; returns how many. A broker that goes away is tried again; the files wait.

    Raises Unavailable when no broker answers at the start.
    """
    total = Taken()
    settling = Settling(settle, drop.looks_unfinished)
    producer: ArticleProducer | None = connect()
    pause = RETRY_SECONDS[0]
    try:
        for _ in _wake_ups(drop.folder, settling, stop=stop, settle=settle):
            try:
                stamps = drop.stamps()
                complete = settling.look(stamps, time.monotonic())
                for start in range(0, len(complete), BATCH):
                    if stop.is_set():
                        break
                    producer = producer or connect()
                    taken = drop.take(complete[start : start + BATCH], producer, talk, stamps)
                    total.done += taken.done
                    total.failed += taken.failed
                    pause = RETRY_SECONDS[0]
            except Unavailable as error:
                talk(f"{error}; trying again in {pause:.0f} s")
                if producer is not None:
                    producer.abandon()
                    producer = None
                stop.wait(pause)
                pause = min(2 * pause, RETRY_SECONDS[1])
    finally:
        if producer is not None:
            producer.close()
    return total


def _wake_ups(folder: Path, settling: Settling, *, stop: Event, settle: float) -> Iterator[None]:
    """A wake-up at once, at each change, while files settle, and every SCAN_SECONDS besides; ends with `stop`.

    Where nothing can be watched (the folder is away just then, no notifications are left), the scans alone go on, and
    watching is tried again after each."""
    yield
    while not stop.is_set():
        with suppress(OSError, RuntimeError):  # watchfiles' own error, which it does not export, is the latter
            yield from _watched(folder, settling, stop=stop, settle=settle)
        if not stop.wait(max(settle / 2, 0.05) if settling.waiting else SCAN_SECONDS):
            yield


def _watched(folder: Path, settling: Settling, *, stop: Event, settle: float) -> Iterator[None]:
    scanned = time.monotonic()
    changes = watch_files(
        folder,
        watch_filter=None,
        recursive=False,
        debounce=200,
        stop_event=stop,
        rust_timeout=max(50, int(settle * 500)),
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    for change in changes:
        if change or settling.waiting or time.monotonic() - scanned >= SCAN_SECONDS:
            scanned = time.monotonic()
            yield
