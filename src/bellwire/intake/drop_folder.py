"""What becomes of the files of a drop folder: sent, confirmed, then moved to done/ or failed/.

Why this loses nothing: a file leaves the folder only when the broker has all of it. A kill between the confirmation
and the move sends the file once more at the next start, under the same uri and version, which the watcher knows; a
clean stop finishes the files under way first, so nothing is sent twice. A file that has been sent and cannot be moved
stays, is told of, and is sent no more until it changes or intake starts anew.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bellwire.errors import BellwireError, Unavailable
from bellwire.intake.feeds import Feed
from bellwire.intake.files import unsent
from bellwire.intake.folders import Found
from bellwire.intake.messages import parcel
from bellwire.intake.pieces import Piece, Source, shown
from bellwire.intake.producer import ArticleProducer, Delivery
from bellwire.intake.unpacking import Limits

#: Names that mean "still being written": the writer renames the file when it is whole.
UNFINISHED = (".tmp", ".part", ".filepart", ".partial")

#: Bytes of a file's name that the name of its reason keeps; file systems allow 255 in all.
LONGEST_NAME = 240

#: Reasons that are written beside a file that has failed; the rest are only counted.
MOST_REASONS = 100

#: Bytes of a file's beginning and end that are looked at, and how XML and JSON end that begin so.
_LOOKED_AT = 256
_ENDS = {b"<": b">", b"{": b"}", b"[": b"]"}
_SPACE = b"\xef\xbb\xbf\0 \t\r\n"

#: What tells whether a file is still the same: its size, the nanosecond of its last change, and its number on the disk,
#: which is another where one was put in its place.
Stamp = tuple[int, int, int]


@dataclass(slots=True)
class Taken:
    """Files sent whole, which go to done/, and others, which go to failed/."""

    done: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """A file whose messages are sent and not yet known to be confirmed; `reasons`: why it goes to failed/."""

    path: Path
    stamp: Stamp
    delivery: Delivery
    reasons: list[str]


class DropFolder:
    """The folder, with done/ and failed/ in it. Only files at its top are taken, no links."""

    def __init__(self, folder: Path, *, feed: Feed, limits: Limits, max_article_bytes: int) -> None:
        self.folder = folder
        self._feed = feed
        self._limits = limits
        self._max_article_bytes = max_article_bytes
        self._unmoved: dict[str, Stamp] = {}
        for name in ("done", "failed"):
            try:
                (folder / name).mkdir(exist_ok=True)
            except OSError as error:
                raise BellwireError(f"cannot make {folder / name}: {error.strerror}") from error

    def stamps(self) -> dict[str, Stamp]:
        """The files that may be taken once they are complete. Raises Unavailable where the folder is gone."""
        try:
            paths = list(self.folder.iterdir())
        except OSError as error:
            raise Unavailable(f"{self.folder} cannot be looked into: {error.strerror}") from error
        found = {}
        for path in paths:
            if path.name.startswith(".") or path.name.endswith(UNFINISHED) or path.is_symlink():
                continue
            if (stamp := _stamp(path)) is not None and self._unmoved.get(path.name) != stamp:
                found[path.name] = stamp
        return found

    def looks_unfinished(self, name: str) -> bool:
        """Whether a file is empty, or begins as XML or JSON and does not end as it."""
        try:
            with (self.folder / name).open("rb") as file:
                start = file.read(_LOOKED_AT).lstrip(_SPACE)
                file.seek(max(0, file.seek(0, os.SEEK_END) - _LOOKED_AT))
                end = file.read(_LOOKED_AT).rstrip(_SPACE)
        except OSError:
            return False
        return not end or not end.endswith(_ENDS.get(start[:1], b""))

    def take(
        self,
        names: list[str],
        producer: ArticleProducer,
        talk: Callable[[str], None],
        complete: Mapping[str, Stamp] | None = None,
    ) -> Taken:
        """Send these files and move each that the broker has. Raises Unavailable where it has not: those stay.

        `complete`: how they were when they were found to be complete; one that is not so any more is left.
        """
        sent = [one for name in names if (one := self._send(self.folder / name, producer, complete))]
        producer.flush()
        taken = Taken()
        for one in sent:
            lost = [lost.sentence for lost in one.delivery.undelivered if not lost.lasting]
            if lost:
                raise Unavailable(f"{shown(one.path.name)} stays where it is: {lost[0]}")
            reasons = [*one.reasons, *(lost.sentence for lost in one.delivery.undelivered)]
            if reasons:
                talk(f"{shown(one.path.name)}: failed: {reasons[0]}")
            if self._put_away(one, reasons, talk):
                taken.failed += bool(reasons)
                taken.done += not reasons
        if producer.broken:
            raise Unavailable("the broker takes no more; what was not sent stays where it is")
        return taken

    def _put_away(self, one: _UnderWay, reasons: list[str], talk: Callable[[str], None]) -> bool:
        """Move a file that is sent. False where another stands under its name since then, or more of it: that is not
        sent, so it stays, or comes back, to be taken when it is complete."""
        to = self.folder / ("failed" if reasons else "done")
        try:
            if _stamp(one.path) != one.stamp:
                return False
            moved = _move(one.path, to)
            if _stamp(moved) != one.stamp:
                _move(moved, self.folder)
                return False
        except OSError as error:
            self._unmoved[one.path.name] = one.stamp
            talk(f"{shown(one.path.name)} stays where it is, though it is sent: {error.strerror}; may we move it?")
            return True
        if reasons:
            _note(moved, reasons, talk)
        return True

    def _send(self, path: Path, producer: ArticleProducer, complete: Mapping[str, Stamp] | None) -> _UnderWay | None:
        """Send one file, or all that is in it; None where it is gone, still changes, or the broker takes no more."""
        before = _stamp(path)
        if before is None or (complete is not None and complete.get(path.name) != before):
            return None
        one = _UnderWay(path, before, Delivery(), [])
        for piece in Source(Found(str(path), *before[:2]), self._limits, name=path.name):
            if producer.broken or _stamp(path) != before:
                return None
            self._send_piece(piece, producer, one)
        return one

    def _send_piece(self, piece: Piece, producer: ArticleProducer, one: _UnderWay) -> None:
        where = "" if piece.name == shown(one.path.name) else f"{piece.name}: "
        if reason := unsent(piece):
            one.reasons.append(f"{where}{reason}")
            return
        now = datetime.now(UTC)
        made = parcel(piece.data, name=piece.name, feed=self._feed, now=now, max_bytes=self._max_article_bytes)
        one.reasons.extend(f"{where}{why.reason}: {why}" for why in made.refused)
        for message in made.messages:
            producer.send(message, one.delivery)


def _stamp(path: Path) -> Stamp | None:
    """None where there is no such file, or it is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return (status.st_size, status.st_mtime_ns, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def _move(path: Path, to: Path) -> Path:
    """Rename into `to`, under a free name: a.xml, then a.2.xml, a.3.xml. Who empties done/ may have removed it."""
    to.mkdir(exist_ok=True)
    target, number = to / path.name, 1
    while target.exists():
        number += 1
        target = to / f"{path.stem}.{number}{path.suffix}"
    return path.rename(target)


def _note(path: Path, reasons: list[str], talk: Callable[[str], None]) -> None:
    """Why, a line each, in a file beside it whose name tells whose. A name that is too long is cut. Where it cannot be
    written (the disk is full) that is told: the reason was."""
    name = os.fsencode(path.name)[:LONGEST_NAME] + b".reason.txt"
    lines = [f"{reason}\n" for reason in reasons[:MOST_REASONS]]
    if len(reasons) > MOST_REASONS:
        lines.append(f"… and {len(reasons) - MOST_REASONS:,} more\n")
    try:
        path.with_name(os.fsdecode(name)).write_text("".join(lines), encoding="utf-8", errors="replace")
    except OSError as error:
        talk(f"{shown(path.name)}: its reason cannot be kept beside it: {error.strerror}")
