"""A body as it comes over the network, unpacked as its Content-Encoding says, within a limit."""

from __future__ import annotations

import zlib

from bellwire.errors import BellwireError

#: Gzip streams in one body.
_STREAMS = 100

_GZIP, _ZLIB, _RAW = 31, 15, -15
_ENCODINGS = {"": None, "identity": None, "gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}

#: What we say we can read.
ACCEPT_ENCODING = "gzip, deflate"


class BodyRefused(BellwireError):
    """A body that is not taken; `reason` is too-large, bad-encoding (one that is not read) or broken."""

    reason = "broken"


class Body:
    """Collects what comes; never holds more than `limit` bytes, packed or unpacked."""

    def __init__(self, encoding: str, limit: int) -> None:
        name = encoding.strip().lower()
        if name not in _ENCODINGS:
            raise BodyRefused(f"the content encoding {name[:40]!r} is not read", reason="bad-encoding")
        self._window = _ENCODINGS[name]
        self._unpacking = zlib.decompressobj(self._window) if self._window is not None else None
        self._streams = 1
        self._limit = limit
        self._taken = 0
        self._pieces: list[bytes] = []
        self._size = 0

    def add(self, chunk: bytes) -> None:
        """The next bytes. Raises BodyRefused."""
        self._taken += len(chunk)
        if self._taken > self._limit:
            raise self._too_large()
        if self._unpacking is None:
            self._keep(chunk)
            return
        if self._window == _ZLIB and self._taken == len(chunk) and chunk[:1] and chunk[0] & 0x0F != 8:
            self._unpacking = zlib.decompressobj(_RAW)  # what some servers call deflate
        try:
            self._unpack(chunk)
        except zlib.error as error:
            raise BodyRefused(f"it is not packed as it says: {error}") from None

    def _unpack(self, chunk: bytes) -> None:
        assert self._unpacking is not None
        while chunk:
            if self._unpacking.eof:
                self._streams += 1
                if self._window != _GZIP or self._streams > _STREAMS:
                    raise BodyRefused("more follows on what is packed")
                self._unpacking = zlib.decompressobj(_GZIP)
            self._keep(self._unpacking.decompress(chunk, self._limit - self._size + 1))
            chunk = self._unpacking.unconsumed_tail or self._unpacking.unused_data

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._limit:
            raise self._too_large()
        self._pieces.append(data)

    def _too_large(self) -> BodyRefused:
        return BodyRefused(f"more than {self._limit:,} bytes (BELLWIRE_MAX_BODY_BYTES)", reason="too-large")

    def whole(self) -> bytes:
        """All of it, once everything has come. Raises BodyRefused for what is packed and cut off."""
        if self._unpacking is not None and self._taken and not self._unpacking.eof:
            raise BodyRefused("it is packed, and cut off")
        return b"".join(self._pieces)
