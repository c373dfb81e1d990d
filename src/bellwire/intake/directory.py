"""A watched drop folder: each complete file is sent, confirmed, then moved to done/ or failed/.

Why this loses nothing: a file leaves the folder only when the broker has all of it. A kill between the confirmation
and the move sends the file once more at the next start, under the same uri and version, which the watcher knows; a
clean stop finishes the files under way first, so nothing is sent twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

from watchfiles import watch as watch_files

from bellwire.errors import BellwireError, Unavailable
from bellwire.intake.messages import parcel
from bellwire.intake.pieces import whole_files
from bellwire.intake.producer import ArticleProducer, Delivery

#: Names that mean "still being written": the writer renames the file when it is whole.
UNFINISHED = (".tmp", ".part", ".filepart", ".partial")

#: Seconds between two scans of the folder where nothing is reported changed: notifications can be lost.
SCAN_SECONDS = 5.0

#: Files that are sent before the broker is asked to confirm them all.
BATCH = 200

#: Seconds before the broker is tried again, first and at most.
RETRY_SECONDS = (1.0, 30.0)

#: What tells whether a file still changes: its size and the nanosecond of its last change.
Stamp = tuple[int, int]


class Settling:
    """Knows which files are complete: those whose stamp has not changed for `quiet` seconds between two looks."""

    def __init__(self, quiet: float) -> None:
        self._quiet = quiet
        self._since: dict[str, tuple[Stamp, float]] = {}

    def look(self, stamps: dict[str, Stamp], now: float) -> list[str]:
        """The complete ones among the files there now, oldest first."""
        self._since = {
            name: known if (known := self._since.get(name)) and known[0] == stamp else (stamp, now)
            for name, stamp in stamps.items()
        }
        complete = [name for name, (_, since) in self._since.items() if now - since >= self._quiet]
        return sorted(complete, key=lambda name: (stamps[name][1], name))

    @property
    def waiting(self) -> bool:
        """Whether some file was there at the last look."""
        return bool(self._since)


@dataclass(slots=True)
class Taken:
    """Files moved to done/ and to failed/."""

    done: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """A file whose messages are sent and not yet known to be confirmed; `reason`: why it goes to failed/."""

    path: Path
    delivery: Delivery
    reason: str | None


class DropFolder:
    """The folder, with done/ and failed/ in it. Only files at its top are taken, no links."""

    def __init__(self, folder: Path, *, feed: str, max_article_bytes: int, max_message_bytes: int) -> None:
        self.folder = folder
        self._feed = feed
        self._max_article_bytes = max_article_bytes
        self._max_message_bytes = max_message_bytes
        for name in ("done", "failed"):
            (folder / name).mkdir(exist_ok=True)

    def stamps(self) -> dict[str, Stamp]:
        """The files that may be taken once they are complete."""
        found = {}
        for path in self.folder.iterdir():
            if path.name.startswith(".") or path.name.endswith(UNFINISHED) or path.is_symlink():
                continue
            if (stamp := _stamp(path)) is not None:
                found[path.name] = stamp
        return found

    def take(self, names: list[str], producer: ArticleProducer, talk: Callable[[str], None]) -> Taken:
        """Send these files and move each that the broker has. Raises Unavailable where it has not: those stay."""
        sent = [one for name in names if (one := self._send(self.folder / name, producer))]
        producer.flush()
        taken = Taken()
        for one in sent:
            lost = [lost.sentence for lost in one.delivery.undelivered if not lost.lasting]
            if lost:
                raise Unavailable(f"{one.path.name} stays where it is: {lost[0]}")
            reason = one.reason or next((lost.sentence for lost in one.delivery.undelivered), None)
            if reason is None:
                _move(one.path, self.folder / "done")
                taken.done += 1
            else:
                moved = _move(one.path, self.folder / "failed")
                moved.with_name(moved.name + ".reason.txt").write_text(reason + "\n")
                talk(f"{one.path.name}: failed: {reason}")
                taken.failed += 1
        return taken

    def _send(self, path: Path, producer: ArticleProducer) -> _UnderWay | None:
        """Send one file; None where it is gone or still changes."""
        before = _stamp(path)
        try:
            piece = next(whole_files([str(path)], self._max_message_bytes))
        except BellwireError as error:
            return _UnderWay(path, Delivery(), str(error)) if path.exists() else None
        if before is None or _stamp(path) != before:
            return None
        delivery = Delivery()
        if piece.cut:
            return _UnderWay(path, delivery, f"more than {len(piece.data):,} bytes, which no message may have")
        now = datetime.now(UTC)
        made = parcel(piece.data, name=path.name, feed=self._feed, now=now, max_bytes=self._max_article_bytes)
        for message in made.messages:
            producer.send(message, delivery)
        return _UnderWay(path, delivery, f"{made.refused.reason}: {made.refused}" if made.refused else None)


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
    settling = Settling(settle)
    producer: ArticleProducer | None = connect()
    pause = RETRY_SECONDS[0]
    try:
        for _ in _wake_ups(drop.folder, settling, stop=stop, settle=settle):
            complete = settling.look(drop.stamps(), time.monotonic())
            try:
                for start in range(0, len(complete), BATCH):
                    producer = producer or connect()
                    taken = drop.take(complete[start : start + BATCH], producer, talk)
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
    """A wake-up at once, at each change, while files settle, and every SCAN_SECONDS besides; ends with `stop`."""
    yield
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


def _stamp(path: Path) -> Stamp | None:
    """None where there is no such file, or it is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return (status.st_size, status.st_mtime_ns) if path.is_file() else None


def _move(path: Path, to: Path) -> Path:
    """Rename into `to`, under a free name: a.xml, then a.2.xml, a.3.xml."""
    target, number = to / path.name, 1
    while target.exists():
        number += 1
        target = to / f"{path.stem}.{number}{path.suffix}"
    return path.rename(target)
