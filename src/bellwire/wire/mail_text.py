"""Text out of mail: headers with encoded words, parts in whatever charset and transfer encoding, without signature."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from bellwire.errors import BadCopy
from bellwire.wire.text import clean, decode, from_html, one_line

#: Characters of a header that are read.
_HEADER = 2_000
_FOLD = re.compile(r"\r?\n[ \t]")
#: Lines behind two hyphens without their space that are a signature all the same.
_SIGNATURE = 8


def header_text(raw: str) -> str:
    """A header's clean text; bytes that are no ASCII are taken for what they are, encoded words as they say."""
    raw = _FOLD.sub(" ", raw[:_HEADER])
    if not raw.isascii():
        raw = _decoded(raw.encode("utf-8", "surrogateescape"), "")
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, ValueError):
        pieces = [(raw, None)]
    return one_line("".join(_piece(text, charset) for text, charset in pieces))


def _piece(text: str | bytes, charset: str | None) -> str:
    if isinstance(text, str):
        return text
    return _decoded(text, charset) if charset else text.decode("raw-unicode-escape", "replace")


def part_text(part: Message) -> str:
    """A part's text without signature: plain text with its line breaks, HTML as paragraphs."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    text = _decoded(content, part.get_content_charset() or "")
    if part.get_content_type() == "text/html":
        return from_html(text)
    if part.get_param("format") == "flowed":
        text = _unflowed(text, joint="" if part.get_param("delsp") == "yes" else " ")
    return clean(_signed_off(text))


def _decoded(content: bytes, charset: str) -> str:
    """The text; broken Unicode with marks where it is broken, since the rest of a mail can still be told."""
    try:
        return decode(content, charset)
    except BadCopy:
        return content.decode("utf-8", "replace")


def _unflowed(text: str, joint: str) -> str:
    """Lines that end with a space go on in the next (RFC 3676); a signature's mark does not."""
    pieces: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        flows = line.endswith(" ") and line != "-- "
        pieces += [line.rstrip(" "), joint] if flows else [line, "\n"]
    return "".join(pieces)


def _signed_off(text: str) -> str:
    """The text up to its signature."""
    lines = text.replace("\r\n", "\n").split("\n")
    for at, line in enumerate(lines):
        if line == "-- " or (line == "--" and len(lines) - at <= _SIGNATURE):
            return "\n".join(lines[:at])
    return text
