"""A mailbox (mbox, RFC 4155): several mails in one file, each behind a line that begins with "From " and bears a date.

Where a mail's own line begins so it stands quoted (">From "). A story's "From Aleppo he wrote" parts nothing: the line
that does ends with a date and has a header behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bellwire.wire.mail_head import fields_of

_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_TIME = rb"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
_ZONE = rb"(?:[A-Z]{1,5}|[+-][0-9]{4})"
#: "From desk@example.com Sun Dec  4 21:30:00 2016", and how some programs write the time: with a zone, as in a header.
_PARTING = re.compile(
    rb"From [^\r\n]{1,320}? {0,3}"
    + rb"(?:%s {1,2}%s {1,2}[0-9]{1,2} {1,2}%s(?: %s){0,2} [0-9]{4}(?: %s)?" % (_DAY, _MONTH, _TIME, _ZONE, _ZONE)
    + rb"|%s {1,2}[0-9]{1,2} %s [0-9]{4} %s(?: %s)?)(?: remote from [^\r\n]{1,320})?[ \t]{0,9}\r?\n"
    % (_DAY, _MONTH, _TIME, _ZONE)
)
_FIELD = re.compile(rb"[!-9;-~]{1,80}[ \t]{0,3}:|>From ")
_QUOTED = re.compile(rb"^>(?=>{0,99}From )", re.MULTILINE)
_SPACE = b"\xef\xbb\xbf \t\r\n"
#: Bytes of a beginning that are looked at.
_START = 64 * 1024


def is_mbox(data: bytes) -> bool:
    """Whether bytes begin with the line that parts mails, and a mail's header."""
    start = data[:_START].lstrip(_SPACE)
    found = _PARTING.match(start)
    return bool(found) and bool(fields_of(start[found.end() :]))  # type: ignore[union-attr]


def mails_in(lines: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Each mail as it stands in the mailbox, with the line before it; at most `most` bytes of it are kept.

    `lines`: with their ends; a long one may come in several pieces.
    """
    kept, size, parting, whole = list[bytes](), 0, b"", True
    for line in lines:
        if parting:
            if _FIELD.match(line) and kept:
                yield b"".join(kept)[:most]
                kept, size = [], 0
            if size < most:
                kept.append(parting)
                size += len(parting)
            parting = b""
        if whole and _PARTING.match(line):
            parting = line
        elif size < most:
            kept.append(line)
            size += len(line)
        whole = line.endswith(b"\n")
    kept += [parting] if parting else []
    if kept:
        yield b"".join(kept)[:most]


def mails_of(data: bytes) -> list[bytes]:
    """The mails of a whole mailbox, as `mails_in` gives them."""
    return list(mails_in(data.lstrip(_SPACE).splitlines(keepends=True), len(data)))


def unquoted(mail: bytes) -> bytes:
    """A mail of a mailbox as it was before: the lines that begin with "From " have no sign before it."""
    return _QUOTED.sub(b"", mail)
