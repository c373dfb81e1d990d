"""Members of zip and tar archives as streams: nothing is written to disk, nothing in an archive is believed.

A member is its name and its content, or why it is not taken: a name that leads out of the archive, a link, a device,
a password. What is broken in a zip costs the member, what is broken in a tar costs all that follows, and is told.
"""

from __future__ import annotations

import io
import re
import stat
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Literal

from bellwire.intake.unpacking import BROKEN, CHUNK, Budget, Exhausted, metered

Archive = Literal["zip", "tar"]

#: Bytes of headers that belong to one member of a tar: long names, attributes.
_TAR_HEADERS = 16 * 1024

#: More digits than stand in any header: tarfile before Python 3.11.10 takes a time that grows with their square
#: (CVE-2024-6232).
_DIGITS = re.compile(rb"[0-9]{100}")

#: Bytes of a zip's directory, a member.
_ZIP_ENTRY = 160

#: Bytes of a zip that is not a file of its own which are held in memory; more go to a temporary file without a name.
_IN_MEMORY = 8 * 1024**2

_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ZIP_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_ENCRYPTED = 0x1 | 0x40
_PARTS = re.compile(r"[/\\]")
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: to be read before the next one is asked for. `refused`: why it has no content."""

    name: str
    content: io.BufferedReader | None = None
    refused: str = ""


def archive_of(head: bytes) -> Archive | None:
    """What archive begins so; at least 512 bytes of it are needed."""
    if head.startswith(_ZIP_MAGIC):
        return "zip"
    try:
        tarfile.TarInfo.frombuf(head[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return None
    return "tar"


def members(file: IO[bytes], kind: Archive, budget: Budget) -> Iterator[Member]:
    """The files in an archive, in its order; folders and hidden files are passed over. Reading one raises as well.

    Raises Exhausted at a limit, or one of BROKEN where the archive itself cannot be read.
    """
    found = _zip_members(file, budget) if kind == "zip" else _tar_members(file, budget)
    for member in found:
        if not _hidden(member.name):
            yield member


def _hidden(name: str) -> bool:
    """What a Mac or a version control leaves: nobody's copy."""
    return any((part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in _PARTS.split(name))


def _astray(name: str) -> str | None:
    """Why a name is none of a file in this archive."""
    parts = _PARTS.split(name)
    if "\0" in name or not parts[-1]:
        return "it has no name that a file could have"
    if not parts[0] or _DRIVE.match(name):
        return "its name is absolute"
    return "its name leads out of the archive" if ".." in parts else None


def _tar_members(file: IO[bytes], budget: Budget) -> Iterator[Member]:
    forward = _Forward(file)
    tar = tarfile.TarFile(fileobj=forward, mode="r", encoding="utf-8", errors="surrogateescape")  # type: ignore[arg-type]
    while (info := tar.next()) is not None:
        tar.members.clear()  # type: ignore[attr-defined]
        if not info.isdir():
            budget.open_member()
            why = _astray(info.name) or _no_tar_file(info)
            yield Member(info.name, refused=why) if why else Member(info.name, forward.content(info.size))
        forward.allow_headers()
    if any(forward.last) or not forward.last:
        raise EOFError("it is cut off or broken: what may follow is lost")


def _no_tar_file(info: tarfile.TarInfo) -> str | None:
    if info.issym() or info.islnk():
        return "it is a link"
    if not info.isreg():
        return "it is a device or another thing that is no file"
    return "it is a file with holes (sparse)" if info.issparse() else None


class _Forward:
    """A tar as tarfile wants it, but that it goes forward only and headers have a bound. tarfile by itself would read
    a header of any length into memory."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._at = 0
        self._headers = _TAR_HEADERS
        self.last = b""

    def allow_headers(self) -> None:
        """The next member's may be read."""
        self._headers = _TAR_HEADERS

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int) -> None:
        while self._at < offset:
            skipped = len(self._source.read(min(CHUNK, offset - self._at)))
            if not skipped:
                raise EOFError("it is cut off")
            self._at += skipped
        if offset < self._at:
            raise ValueError("it leads back")

    def read(self, size: int) -> bytes:
        """What tarfile reads: headers."""
        self._headers -= size
        if self._headers < 0:
            raise ValueError(f"a header of more than {_TAR_HEADERS:,} bytes")
        self.last = self._source.read(size)
        self._at += len(self.last)
        if _DIGITS.search(self.last):
            raise ValueError("a header full of digits")
        return self.last

    def content(self, size: int) -> io.BufferedReader:
        """The next `size` bytes, which count as read when they are."""
        return io.BufferedReader(_Content(self, size), CHUNK)

    def take(self, size: int) -> bytes:
        """Content of a member."""
        data = self._source.read(size)
        if size and not data:
            raise EOFError("it is cut off")
        self._at += len(data)
        return data


class _Content(io.RawIOBase):
    """So many bytes from here on."""

    def __init__(self, forward: _Forward, size: int) -> None:
        self._forward = forward
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        filled = 0
        while filled < len(into) and self._left > 0:
            data = self._forward.take(min(len(into) - filled, self._left))
            into[filled : filled + len(data)] = data
            filled += len(data)
            self._left -= len(data)
        return filled


def _zip_members(file: IO[bytes], budget: Budget) -> Iterator[Member]:
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
        if not file.seekable():
            _copy(file, spool, budget.limits.unpacked)
        found = _Directory(file if file.seekable() else spool, _ZIP_ENTRY * budget.limits.members)
        with zipfile.ZipFile(found) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    budget.open_member()
                    yield from _zip_member(archive, info, budget)


def _copy(file: IO[bytes], to: IO[bytes], most: int) -> None:
    while data := file.read(CHUNK):
        if to.tell() + len(data) > most:
            raise Exhausted(f"it has more than {most:,} bytes (BELLWIRE_MAX_ARCHIVE_BYTES)")
        to.write(data)


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Iterator[Member]:
    name = info.orig_filename
    if why := _astray(name) or _no_zip_file(info):
        yield Member(name, refused=why)
        return
    try:
        with archive.open(info) as content:
            yield Member(name, metered(content, budget))
    except BROKEN as error:
        yield Member(name, refused=f"it is broken: {error}")


def _no_zip_file(info: zipfile.ZipInfo) -> str | None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted: unpack it with its password, and send what was in it"
    if kind == stat.S_IFLNK:
        return "it is a link"
    if kind not in (0, stat.S_IFREG):
        return "it is a device or another thing that is no file"
    return (
        None
        if info.compress_type in _ZIP_METHODS
        else f"it is packed by a method that is not read ({info.compress_type})"
    )


class _Directory:
    """A zip as zipfile wants it, but that it never reads much at once, as it would a directory of any length."""

    def __init__(self, file: Any, most: int) -> None:
        self._file = file
        self._most = max(most, CHUNK)
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > self._most:
            raise ValueError(f"its directory has more than {self._most:,} bytes")
        data: bytes = self._file.read(self._most if size < 0 else size)
        return data
