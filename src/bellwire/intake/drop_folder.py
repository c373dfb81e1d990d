"""What becomes of the files of a drop folder: sent, confirmed, then moved to done/ or failed/.

Why this loses nothing: a file leaves the folder only when the broker has all of it. A kill between the confirmation
and the move sends the file once more at the next start, under the same uri and version, which the watcher knows; a
clean stop finishes the files under way first, so nothing is sent twice.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bellwire.errors import BellwireError, Unavailable
from bellwire.intake.feeds import Feed
from bellwire.intake.messages import parcel
from bellwire.intake.pieces import whole_files
from bellwire.intake.producer import ArticleProducer, Delivery

#: Names that mean "still being written": the writer renames the file when it is whole.
UNFINISHED = (".tmp", ".part", ".filepart", ".partial")

#: Bytes of a file's name that the name of its reason keeps; file systems allow 255 in all.
LONGEST_NAME = 240

#: What tells whether a file still changes: its size and the nanosecond of its last change.
Stamp = tuple[int, int]


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

    def __init__(self, folder: Path, *, feed: Feed, max_article_bytes: int, max_message_bytes: int) -> None:
        self.folder = folder
        self._feed = feed
        self._max_article_bytes = max_article_bytes
        self._max_message_bytes = max_message_bytes
        for name in ("done", "failed"):
            try:
                (folder / name).mkdir(exist_ok=True)
            except OSError as error:
                raise BellwireError(f"cannot make {folder / name}: {error.strerror}") from error

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
                _note(moved, reason)
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
    try:
        return path.rename(target)
    except OSError as error:
        raise BellwireError(f"cannot move {path.name} to {to}: {error.strerror}") from error


def _note(path: Path, reason: str) -> None:
    """The reason, in a file beside it whose name tells whose. A name that is too long is cut."""
    name = os.fsencode(path.name)[:LONGEST_NAME] + b".reason.txt"
    path.with_name(os.fsdecode(name)).write_text(reason + "\n", encoding="utf-8", errors="replace")
