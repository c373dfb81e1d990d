"""Files → pieces of copy: a file each, a line each, or a mail each, unpacked and taken out of archives. Content decides
what is packed, an archive, lines of JSON, or a mailbox; names do not."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from bellwire.errors import BellwireError
from bellwire.intake import archives
from bellwire.intake.folders import STDIN, Found
from bellwire.intake.unpacking import BROKEN, CHUNK, Budget, Counted, Exhausted, Limits, foreign, packing_of, unpacked
from bellwire.printable import printable
from bellwire.wire import mbox
from bellwire.wire.parts import begins_object, holds_lines

#: What a gzip file begins with (RFC 1952).
_GZIP = b"\x1f\x8b"

#: Archives within each other: one, and those in it.
_DEPTH = 2

#: Letters of a name that are shown.
_LONGEST_NAME = 240


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of one item of copy and where they come from. `cut`: there was more of it than the limit. `refused`: why
    there are none; nothing of it can be sent."""

    name: str
    data: bytes = b""
    cut: bool = False
    refused: str = ""


def whole_files(paths: list[str], limit: int) -> Iterator[Piece]:
    """One piece a file, gzip or not; "-" is standard input. At most `limit` bytes of each. Raises BellwireError."""
    for path in paths:
        with _opened(path) as file:
            yield from _whole(file, _name(path), limit)


def lines(paths: list[str], limit: int) -> Iterator[Piece]:
    """One piece a line that is not blank; a line over `limit` bytes is cut. Raises BellwireError."""
    for path in paths:
        with _opened(path) as file:
            yield from _lines(file, _name(path), limit)


class Source:
    """The pieces of one file, in an order that stays the same. Never raises for what is in it. They bear its path, or
    `name`, and in archives their own name behind it."""

    def __init__(self, file: Found, limits: Limits, *, jsonl: bool = False, name: str = "") -> None:
        self._file = file
        self._name = name or _name(file.path)
        self._limits = limits
        self._split = _lines if jsonl else _items
        self._read: Counted | None = None

    @property
    def position(self) -> int:
        """Bytes of the file that were read so far, about."""
        return self._read.count if self._read else 0

    def __iter__(self) -> Iterator[Piece]:
        name = self._name
        if self._file.refused:
            yield Piece(shown(name), refused=self._file.refused)
            return
        try:
            with self._open() as file:
                yield from self._unfold(file, name, Budget(self._limits, self._size), 0)
        except Exhausted as error:
            yield Piece(shown(name), refused=f"{error}; the rest of it is left")
        except BROKEN as error:
            yield Piece(shown(name), refused=_broken(error))

    @contextmanager
    def _open(self) -> Iterator[io.BufferedReader]:
        stdin = self._file.path == STDIN
        with nullcontext(sys.stdin.buffer) if stdin else Path(self._file.path).open("rb", buffering=0) as raw:
            self._read = Counted(raw)
            yield io.BufferedReader(self._read, CHUNK)

    def _size(self) -> int:
        return self._file.size or self.position

    def _unfold(self, file: io.BufferedReader, name: str, budget: Budget, depth: int) -> Iterator[Piece]:
        """Take off the packing, go into the archive, split what is there."""
        head = file.peek(CHUNK)
        if packing := packing_of(head):
            file = unpacked(file, packing, budget)
            head = file.peek(CHUNK)
            if packing_of(head):
                yield Piece(shown(name), refused="it is packed twice")
                return
        if kind := archives.archive_of(head):
            if depth == _DEPTH:
                yield Piece(shown(name), refused="it is an archive in an archive in an archive")
            else:
                yield from self._members(file, kind, name, budget, depth + 1)
        elif other := foreign(head):
            yield Piece(shown(name), refused=f"it is packed by {other}, which is not read")
        else:
            yield from self._split(file, shown(name), self._limits.item)

    def _members(
        self, file: io.BufferedReader, kind: archives.Archive, name: str, budget: Budget, depth: int
    ) -> Iterator[Piece]:
        for member in archives.members(file, kind, budget):
            inner = f"{name}/{member.name.removeprefix('./')}"
            if member.content is None:
                yield Piece(shown(inner), refused=member.refused)
                continue
            try:
                yield from self._unfold(member.content, inner, budget, depth)
            except Exhausted:
                raise
            except BROKEN as error:
                yield Piece(shown(inner), refused=_broken(error))


def shown(name: str) -> str:
    """A name as a line of a log may bear it: nothing in it moves a cursor, and it ends."""
    text = printable(name[: 2 * _LONGEST_NAME])
    return text if len(text) <= _LONGEST_NAME else f"…{text[1 - _LONGEST_NAME :]}"


def _items(file: io.BufferedReader, name: str, limit: int) -> Iterator[Piece]:
    """A piece a line where it holds JSON objects on a line each, a piece a mail of a mailbox, else one piece."""
    head = file.peek(CHUNK)
    if mbox.is_mbox(head):
        return _mails(file, name, limit)
    if begins_object(head) and b"\n" not in head.rstrip():
        return _behind_long_line(file, name, limit)
    return (_lines if holds_lines(head) else _whole)(file, name, limit)


def _behind_long_line(file: io.BufferedReader, name: str, limit: int) -> Iterator[Piece]:
    """The same where the first line has no end in what was looked at: the second tells."""
    line, cut, ends_object = _read_line(file, limit)
    if ends_object and file.peek(CHUNK).lstrip().startswith(b"{"):
        yield Piece(f"{name}:1", line.strip(), cut=cut)
        yield from _lines(file, name, limit, 1)
    else:
        data = line + file.read(limit + 1 - len(line))
        yield Piece(name, data[:limit], cut=cut or len(data) > limit)


def _whole(file: io.BufferedIOBase, name: str, limit: int) -> Iterator[Piece]:
    data = file.read(limit + 1)
    yield Piece(name, data[:limit], cut=len(data) > limit)


def _lines(file: io.BufferedIOBase, name: str, limit: int, number: int = 0) -> Iterator[Piece]:
    """The lines that are not blank. `number`: of those before."""
    while (read := _read_line(file, limit))[0]:
        number += 1
        if line := read[0].strip(b" \t\r\n"):
            yield Piece(f"{name}:{number}", line, cut=read[1])


def _read_line(file: io.BufferedIOBase, limit: int) -> tuple[bytes, bool, bool]:
    """A line, at most `limit` bytes of it; whether there was more; whether it ends as a JSON object does."""
    line = end = file.readline(limit + 1)
    cut = len(line) > limit and not line.endswith(b"\n")
    while cut and (rest := file.readline(1 << 20)):
        end = rest
        if rest.endswith(b"\n"):
            break
    return (line[:limit] if cut else line), cut, end.rstrip().endswith(b"}")


def _mails(file: io.BufferedIOBase, name: str, limit: int) -> Iterator[Piece]:
    lines = iter(lambda: file.readline(CHUNK), b"")
    for number, mail in enumerate(mbox.mails_in(lines, limit + 1), 1):
        yield Piece(f"{name}#{number}", mail[:limit], cut=len(mail) > limit)


@contextmanager
def _opened(path: str) -> Iterator[io.BufferedIOBase]:
    """The file's content, unpacked where it is gzip. What goes wrong in reading becomes one sentence."""
    try:
        with nullcontext(sys.stdin.buffer) if path == STDIN else Path(path).open("rb") as raw:
            file = io.BufferedReader(raw)  # type: ignore[type-var]
            yield gzip.GzipFile(fileobj=file) if file.peek(2)[:2] == _GZIP else file
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BellwireError(f"{_name(path)}: broken gzip: {error}") from error
    except OSError as error:
        raise BellwireError(f"{_name(path)}: {error.strerror or error}") from error


def _broken(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return f"it is broken: {str(error)[:200] or type(error).__name__}"


def _name(path: str) -> str:
    return "standard input" if path == STDIN else path
