"""The header of a mail: which fields it has, without the lines that some program left among them."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: A field's name (RFC 5322: any printable character of ASCII but the colon), as in `X-Spam_score:`.
_FIELD = re.compile(rb"([!-9;-~]{1,80})[ \t]{0,3}:")
#: How mailboxes part their mails, also where that was quoted.
_MAILBOX = (b"From ", b">From ")
#: Lines among the fields that are none: what a mailbox or a filter left. Where so many fields stand above one that no
#: other text begins so, each may have one: its next line, which lost the space that it began with.
_MOST_ODD, _MANY = 3, 8
#: Lines and bytes of a header that are looked at.
_MOST_LINES, _LONGEST = 1_000, 256 * 1024
_SPACE = b"\xef\xbb\xbf \t\r\n"


def fields_of(start: bytes) -> frozenset[bytes]:
    """The lower-case names of the fields with which these bytes begin; none where something else stands before the
    first empty line, but for a few odd lines with a field behind them."""
    names: set[bytes] = set()
    odd = waiting = fields = 0
    before = b""
    for number, line in enumerate(start.lstrip(_SPACE)[:_LONGEST].split(b"\n", _MOST_LINES)[:_MOST_LINES]):
        if found := _FIELD.match(line):
            names.add(found[1].lower())
            odd, waiting, fields = odd + waiting, 0, fields + 1
        elif not line.strip():
            break
        elif not (line.startswith((b" ", b"\t", *_MAILBOX)) or _goes_on(before)):
            waiting += 1
            if number == 0 or odd + waiting > (fields if fields >= _MANY else _MOST_ODD):
                return frozenset()
        before = line
    return frozenset() if waiting else frozenset(names)


def first_fields_of(start: bytes) -> frozenset[bytes]:
    """The lower-case names of the fields above the first line that is none."""
    names: set[bytes] = set()
    for line in start.lstrip(_SPACE)[:_LONGEST].split(b"\n", _MOST_LINES)[:_MOST_LINES]:
        if found := _FIELD.match(line):
            names.add(found[1].lower())
        elif not line.startswith((b" ", b"\t")):
            break
    return frozenset(names)


def tidied(data: bytes) -> bytes:
    """The mail without the odd lines in its header, with which the standard library takes it to end."""
    data = data.lstrip(_SPACE)
    lines = data[:_LONGEST].split(b"\n", _MOST_LINES)
    rest = lines.pop() + data[_LONGEST:]
    end = next((at for at, line in enumerate(lines) if not line.strip()), len(lines))
    if end == len(lines) or not fields_of(data):
        return data
    return b"\n".join([*_told(lines[:end]), *lines[end:], rest])


def _goes_on(line: bytes) -> bool:
    """Whether a field's line ends before its value does, though the next has lost the space that would tell."""
    return line.rstrip().endswith((b",", b";")) or line.count(b"<") > line.count(b">")


def _told(lines: list[bytes]) -> Iterator[bytes]:
    """The fields' lines and those that go on from them; no space between name and colon."""
    before = b""
    for line in lines:
        if found := _FIELD.match(line):
            yield found[1] + line[found.end() - 1 :]
        elif line.startswith((b" ", b"\t")):
            yield line
        elif _goes_on(before):
            yield b" " + line
        before = line
