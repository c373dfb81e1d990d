"""The name of XML's first element, found without parsing: behind declaration, comments and document type."""

from __future__ import annotations

import re

_SPACE = re.compile(rb"\s{0,4096}")
_NAME = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})(?=[\s/>]|\Z)")
#: What may stand before the first element → how it ends.
_SKIPPED = ((b"<?", b"?>"), (b"<!--", b"-->"))
_INTERNAL_SUBSET_END = re.compile(rb"\]\s{0,64}>")


def root_of(start: bytes) -> str:
    """The local name of the first element in a document's beginning; "" where there is none."""
    at = 0
    while at < len(start):
        at = _space_end(start, at)
        end = _skipped_end(start, at)
        if end is None:
            name = _NAME.match(start, at)
            return name[1].decode("ascii", "replace") if name else ""
        at = end
    return ""


def _space_end(start: bytes, at: int) -> int:
    found = _SPACE.match(start, at)
    return found.end() if found else at


def _skipped_end(start: bytes, at: int) -> int | None:
    """Where the declaration, comment or document type that begins here ends; None where none begins here."""
    for opening, closing in _SKIPPED:
        if start.startswith(opening, at):
            return _after(start, closing, at + len(opening))
    if not start.startswith(b"<!", at):
        return None
    end, subset = start.find(b">", at), start.find(b"[", at)
    if 0 <= subset < end:
        closed = _INTERNAL_SUBSET_END.search(start, subset)
        return closed.end() if closed else len(start)
    return _after(start, b">", at)


def _after(start: bytes, closing: bytes, at: int) -> int:
    end = start.find(closing, at)
    return end + len(closing) if end >= 0 else len(start)
