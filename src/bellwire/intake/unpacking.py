"""Packed bytes → bytes, as a stream, within limits; what is packed is known by its content, not by its name."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any, Literal

from bellwire.errors import BellwireError

#: Bytes that a stream is read by, and of its beginning that are looked at.
CHUNK = 128 * 1024

#: Bytes that may be unpacked from anything before the ratio counts: what is harmless is not asked how it packed.
HARMLESS = 16 * 1024**2

#: Bytes of memory that unpacking xz may take; `xz -9` takes 65 MiB.
_XZ_MEMORY = 128 * 1024**2

Packing = Literal["gzip", "bzip2", "xz"]

_PACKINGS: dict[bytes, Packing] = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz"}

#: Archives that are known so that they can be refused by name.
_FOREIGN = {
    b"7z\xbc\xaf\x27\x1c": "7-Zip",
    b"Rar!\x1a\x07": "RAR",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"\x1f\x9d": "compress",
}

#: What reading packed or archived bytes raises where they are broken or hostile.
BROKEN = (
    EOFError,
    ArithmeticError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)


class Exhausted(BellwireError):
    """A limit of a whole archive is reached: nothing more is taken out of it."""

    reason = "archive-limit"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of one item; members and unpacked bytes of one archive or packed file, and how many times its size."""

    item: int
    members: int = 100_000
    unpacked: int = 4 * 1024**3
    ratio: float = 200.0


@dataclass(slots=True)
class Budget:
    """What was taken out of one archive so far. `size` tells how many bytes it has, or has been read of it."""

    limits: Limits
    size: Callable[[], int]
    unpacked: int = field(default=0, init=False)
    members: int = field(default=0, init=False)

    def unpack(self, count: int) -> None:
        """Count unpacked bytes; raises Exhausted above a limit."""
        self.unpacked += count
        if self.unpacked > self.limits.unpacked:
            raise Exhausted(f"it unpacks to more than {self.limits.unpacked:,} bytes (BELLWIRE_MAX_ARCHIVE_BYTES)")
        if self.unpacked > HARMLESS and self.unpacked > self.limits.ratio * self.size():
            raise Exhausted(
                f"it unpacks to more than {self.limits.ratio:g} times its size (BELLWIRE_MAX_ARCHIVE_RATIO)"
            )

    def open_member(self) -> None:
        """Count a member; raises Exhausted above the limit."""
        self.members += 1
        if self.members > self.limits.members:
            raise Exhausted(f"it has more than {self.limits.members:,} members (BELLWIRE_MAX_ARCHIVE_MEMBERS)")


def packing_of(head: bytes) -> Packing | None:
    """How these bytes are packed, by how they begin."""
    for magic, packing in _PACKINGS.items():
        if head.startswith(magic) and (packing != "bzip2" or head[4:10] in (b"1AY&SY", b"\x17rE8P\x90")):
            return packing
    return None


def foreign(head: bytes) -> str | None:
    """The name of an archive that is not read."""
    return next((name for magic, name in _FOREIGN.items() if head.startswith(magic)), None)


def unpacked(file: IO[bytes], packing: Packing, budget: Budget) -> io.BufferedReader:
    """What is packed in `file`, counted in `budget`. Reading it raises one of BROKEN, or Exhausted."""
    if packing == "gzip":
        return metered(gzip.GzipFile(fileobj=file), budget)
    make = bz2.BZ2Decompressor if packing == "bzip2" else lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY)
    return metered(_Unpacker(file, make), budget)


def metered(file: Any, budget: Budget) -> io.BufferedReader:
    """`file`, with every byte that is read of it counted as unpacked; its buffer is full after the first look."""
    return io.BufferedReader(_Metered(file, budget), CHUNK)


class Counted(io.RawIOBase):
    """A stream that knows how many bytes were read of it, without asking the system."""

    def __init__(self, source: Any) -> None:
        self._source = source
        self.count = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._source.seekable())

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return int(self._source.seek(offset, whence))

    def readinto(self, into: Any) -> int:
        read: int = self._source.readinto(into)
        self.count += read
        return read


class _Metered(io.RawIOBase):
    """Fills what it is given as far as `source` goes."""

    def __init__(self, source: Any, budget: Budget) -> None:
        self._source = source
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        filled = 0
        while filled < len(into) and (data := self._source.read(len(into) - filled)):
            self._budget.unpack(len(data))
            into[filled : filled + len(data)] = data
            filled += len(data)
        return filled


class _Unpacker(io.RawIOBase):
    """One bzip2 or xz stream after another. The standard library's files of either set no bound to xz's memory."""

    def __init__(self, source: IO[bytes], make: Callable[[], Any]) -> None:
        self._source = source
        self._make = make
        self._one = make()
        self._packed = b""

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while True:
            if self._one.eof and not self._begin_next():
                return 0
            if not self._packed and self._one.needs_input:
                self._packed = self._source.read(CHUNK)
                if not self._packed:
                    raise EOFError("it is cut off")
            data, self._packed = self._one.decompress(self._packed, len(into)), b""
            if data:
                into[: len(data)] = data
                return len(data)

    def _begin_next(self) -> bool:
        """Whether another stream follows; null bytes between two are padding."""
        rest: bytes = self._one.unused_data.lstrip(b"\0")
        while not rest:
            data = self._source.read(CHUNK)
            if not data:
                return False
            rest = data.lstrip(b"\0")
        self._one, self._packed = self._make(), rest
        return True
