"""Files → pieces of copy: a file each, or a line each. Gzip is known by its content, not by its name."""

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

#: What a gzip file begins with (RFC 1952).
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of one item of copy and where they come from. `cut`: there was more of it than the limit."""

    name: str
    data: bytes
    cut: bool = False


def whole_files(paths: list[str], limit: int) -> Iterator[Piece]:
    """One piece a file; "-" is standard input. At most `limit` bytes of each are read. Raises BellwireError."""
    for path in paths:
        with _opened(path) as file:
            data = file.read(limit + 1)
        yield Piece(_name(path), data[:limit], cut=len(data) > limit)


def lines(paths: list[str], limit: int) -> Iterator[Piece]:
    """One piece a line that is not blank; a line over `limit` bytes is cut. Raises BellwireError."""
    for path in paths:
        with _opened(path) as file:
            number = 0
            while line := file.readline(limit + 1):
                number += 1
                cut = len(line) > limit and not line.endswith(b"\n")
                if cut:
                    _skip_line(file)
                if line := line[:limit].strip(b" \t\r\n"):
                    yield Piece(f"{_name(path)}:{number}", line, cut=cut)


def missing(paths: list[str]) -> str | None:
    """The first of `paths` that is no readable file, as a sentence; None where all are there."""
    for path in paths:
        if path != "-" and not Path(path).is_file():
            what = "is a directory" if Path(path).is_dir() else "does not exist"
            return f"{path} {what}"
    return None


@contextmanager
def _opened(path: str) -> Iterator[io.BufferedIOBase]:
    """The file's content, unpacked where it is gzip. What goes wrong in reading becomes one sentence."""
    try:
        with nullcontext(sys.stdin.buffer) if path == "-" else Path(path).open("rb") as raw:
            file = io.BufferedReader(raw)  # type: ignore[type-var]
            yield gzip.GzipFile(fileobj=file) if file.peek(2)[:2] == _GZIP else file
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BellwireError(f"{_name(path)}: broken gzip: {error}") from error
    except OSError as error:
        raise BellwireError(f"{_name(path)}: {error.strerror or error}") from error


def _skip_line(file: io.BufferedIOBase) -> None:
    while (rest := file.readline(1 << 20)) and not rest.endswith(b"\n"):
        pass


def _name(path: str) -> str:
    return "standard input" if path == "-" else path
