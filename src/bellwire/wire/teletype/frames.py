"""A transmission → its messages: between SOH and EOT, or from header to header where the controls are lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bellwire.errors import BadCopy
from bellwire.wire.charset import decode
from bellwire.wire.teletype.headers import Header, header_at
from bellwire.wire.teletype.stamps import is_stamp

_SOH, _STX, _ETX, _EOT = "\x01", "\x02", "\x03", "\x04"
#: What machines fill pauses with, and what rings bells: nothing of it is copy.
_FILL = dict.fromkeys(map(ord, "\x00\x05\x06\x07\x0e\x0f\x15\x16\x7f"), "")
#: Unicode's pictures of controls, as archives have them.
_PICTURES = {0x2400 + code: chr(code) for code in range(0x20)}
_LINE_END = re.compile(r"\r+\n|\n\r(?!\n)|\r+|\n|\x0b|\x0c")
_SEVEN_BITS = bytes(code & 0x7F for code in range(256))
_EVEN_PARITY = frozenset(code for code in range(256) if not code.bit_count() & 1)
#: Bytes of the beginning that tell of parity bits, and the share of them that a bad line may have spoilt.
_SAMPLE, _LEAST, _SPOILT = 2048, 24, 0.02
#: Lines of the beginning in which a header must stand.
_HEAD = 8
_TELEX = re.compile(r"\s{0,20}ZCZC(?:\b|[0-9])")
#: What ends a message where ETX is lost: NNNN (telex), Belga's "./.", a form feed's rest.
_END_MARK = re.compile(r"(?:N{4}|(?:\./){1,2}\.\s?[A-Z/]{0,12}|[-=*#]{3,80})\s{0,4}", re.IGNORECASE)
#: "[31-JUL-97  00:00]": when a session began, in front of its messages.
_SESSION = re.compile(r"\[[^\[\]\n]{6,40}\]|ZCZC(?:\b|[0-9]).{0,20}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Frame:
    """A message: its header (None where it is lost), the header's other lines, its text, what stands behind that."""

    header: Header | None
    keywords: tuple[str, ...]
    text: str
    footer: str


def is_teletype(data: bytes) -> bool:
    """Whether the bytes are such a transmission: framed by SOH and STX, or headed by a header of either standard."""
    start = _text(data[:_SAMPLE])
    if _SOH in start[:200]:
        head, stx, _ = start.partition(_SOH)[2].partition(_STX)
        found = _header_in(head.split("\n"))
        return found is not None or (bool(stx) and not start.partition(_SOH)[0].strip() and _is_printable(head))
    lines = start.split("\n", 20)[:20]
    return bool(_TELEX.match(start)) or _header_in(_leading(lines)) is not None


def frames_of(data: bytes, charset: str = "") -> list[Frame]:
    """The messages of a transmission. Raises BadCopy for one without any."""
    text = _text(data, charset)
    frames = list(_framed(text) if _SOH in text or _STX in text else _headed(text))
    if not frames:
        raise BadCopy("a transmission without a message")
    return frames


def _text(data: bytes, charset: str = "") -> str:
    """The characters, one line end for all of them, without parity bits and fill."""
    data = _without_parity(data)
    try:
        text = decode(data, charset)
    except BadCopy:
        text = data.decode("cp850")
    if _SOH not in text and chr(0x2401) in text:
        text = text.translate(_PICTURES)
    return _LINE_END.sub("\n", text.translate(_FILL))


def _without_parity(data: bytes) -> bytes:
    sample = data[:_SAMPLE]
    if len(sample) < _LEAST or not any(byte & 0x80 for byte in sample):
        return data
    even = sum(byte in _EVEN_PARITY for byte in sample)
    marked = sum(byte >= 0x80 for byte in sample)
    allowed = _SPOILT * len(sample)
    if min(even, len(sample) - even, len(sample) - marked) <= allowed:
        return data.translate(_SEVEN_BITS)
    return data


def _is_printable(head: str) -> bool:
    return 0 < len(head) < 400 and head.isascii() and sum(char < " " and char not in "\n\t\x1f" for char in head) <= 4


def _leading(lines: list[str]) -> list[str]:
    """The first lines that are not blank, without a session's."""
    return [line for line in lines if line.strip() and not _SESSION.fullmatch(line.strip())][:2]


def _header_in(lines: list[str]) -> tuple[Header, int, int] | None:
    """A header among the first lines: it, where it begins, where it ends."""
    for at in range(min(len(lines), _HEAD)):
        if found := header_at(lines, at):
            return found[0], at, at + found[1]
    return None


def _framed(text: str) -> Iterator[Frame]:
    """By their controls; a message may lack any but its first."""
    messages = text.split(_SOH)[1:] if _SOH in text else [text]
    for message in messages:
        if not message.strip(" \n\t\x04"):
            continue
        head, stx, rest = message.partition(_STX)
        if not stx:
            head, rest = "", message
        found = _header_in((head or rest).split("\n"))
        lines = (head or rest).split("\n")
        header, end = (found[0], found[2]) if found else (None, 0)
        keywords = lines[end if found else 1 :] if stx else []
        body = rest if stx else "\n".join(lines[end:])
        told, _, behind = body.partition(_EOT)[0].partition(_ETX)
        yield Frame(header, tuple(line.strip() for line in keywords if line.strip()), told, behind)


def _headed(text: str) -> Iterator[Frame]:
    """By their headers, each behind the end of the message before."""
    lines = text.split("\n")
    starts: list[tuple[int, int, Header]] = []
    ended = True
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        found = header_at(lines, at) if ended and line else None
        if found:
            starts.append((at, at + found[1], found[0]))
            at += found[1]
            ended = False
            continue
        ended = ended if not line else _ends(line) or bool(_SESSION.fullmatch(line))
        at += 1
    if not starts:
        yield _without_header(lines)
    for place, (_, begin, header) in enumerate(starts):
        end = starts[place + 1][0] if place + 1 < len(starts) else len(lines)
        yield _cut(header, lines[begin:end])


def _ends(line: str) -> bool:
    return bool(_END_MARK.fullmatch(line)) or is_stamp(line)


def _cut(header: Header, lines: list[str]) -> Frame:
    """A message's lines behind its header: keywords, text, footer."""
    while lines and not lines[0].strip():
        lines = lines[1:]
    keywords: list[str] = []
    if header.standard == "iptc" and lines and _is_keywords(lines[0]):
        keywords, lines = [lines[0].strip()], lines[1:]
    end = len(lines)
    while end and (not (line := lines[end - 1].strip()) or _ends(line) or _SESSION.fullmatch(line)):
        end -= 1
    return Frame(header, tuple(keywords), "\n".join(lines[:end]), "\n".join(lines[end:]))


def _is_keywords(line: str) -> bool:
    """ "Syria-Aleppo/", "SYRIA ALEPPO": no line of a story."""
    line = line.strip()
    return line.endswith("/") or (len(line) <= 40 and not line.endswith((".", "=")) and len(line.split()) <= 3)


def _without_header(lines: list[str]) -> Frame:
    """Telex of which nothing but ZCZC and NNNN is left."""
    inner = [line for line in lines if not _SESSION.fullmatch(line.strip())]
    end = len(inner)
    while end and (not (line := inner[end - 1].strip()) or _ends(line)):
        end -= 1
    return Frame(None, (), "\n".join(inner[:end]), "\n".join(inner[end:]))
