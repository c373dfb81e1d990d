"""Text out of mail: headers with encoded words, parts in whatever charset and transfer encoding, without signature."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

from bellwire.errors import BadCopy
from bellwire.wire.charset import decode
from bellwire.wire.text import clean, from_html, one_line

#: A file within the text, as programs before MIME put it there: a line of lengths and letters after another.
_UUENCODED = re.compile(r"^begin [0-7]{3,4} [^\n]{1,200}\n(?:[ -`]{0,70}\r?\n)*+end[ \t\r]*$", re.MULTILINE)
#: Characters of a header that are read.
_HEADER = 2_000
_FOLD = re.compile(r"\r?\n[ \t]")
#: UTF-7, which is text of mail and of nothing else (RFC 2152).
_UTF_7 = frozenset(("utf-7", "utf7", "unicode-1-1-utf-7"))
#: What a list or a mail program adds to a mail, as a part of its own.
_FOOTER = re.compile(
    r"\bunsubscribe\b|\bmailing list\b|you (?:have )?received this (?:e-?mail|message) because|\bsubscribed to\b"
    r"|\bcheck(?:ed)? for viruses\b",
    re.IGNORECASE,
)
_LONGEST_FOOTER = 1_500
_RULE, _FOOTER_LINES = re.compile(r"[_=-]{20,100} *"), 12
#: How a mail that is forwarded within another begins, and the lines of its header.
_FORWARDED = re.compile(
    r"(?:-{2,20} ?(?:forwarded message|original message|forwarded by .{1,80}|weitergeleitete nachricht"
    r"|urspr.ngliche nachricht|message transf.r.|mensaje reenviado)\b.{0,80}|begin forwarded message ?:)",
    re.IGNORECASE,
)
_FORWARDED_FIELD = re.compile(
    r"[*_]{0,2}(?:from|sent|date|subject|to|cc|bcc|reply-to|importance|attachments|von|gesendet|datum|betreff|an|de|envoy.|objet"
    r"|enviado|asunto|para)[*_]{0,2} {0,2}:[*_]{0,2}(?: .{0,2000})?",
    re.IGNORECASE,
)
#: Such lines without a mark before them that are a header, as Outlook has it.
_LEAST_FIELDS = 3
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
        return without_forwarding(from_html(text))
    if part.get_param("format") == "flowed":
        text = _unflowed(text, delsp=part.get_param("delsp") == "yes")
    return without_forwarding(clean(_signed_off(_UUENCODED.sub("", text))))


def is_footer(text: str) -> bool:
    """Whether a part behind a mail's text is what a list or a mail program adds to it."""
    return len(text) <= _LONGEST_FOOTER and _FOOTER.search(text) is not None


def without_forwarding(text: str) -> str:
    """The text without the headers of mails that are forwarded in it."""
    lines = _without_quotes(text.split("\n"))
    kept: list[str] = []
    at = 0
    while at < len(lines):
        marked = _FORWARDED.fullmatch(lines[at]) is not None
        end, fields = _fields_end(lines, at + marked)
        if fields >= (1 if marked else _LEAST_FIELDS):
            at = end
            continue
        kept.append(lines[at])
        at += 1
    return "\n".join(kept).strip()


def _without_quotes(lines: list[str]) -> list[str]:
    """The lines, those of a mail that is forwarded at their end without the sign that quotes each."""
    at = next((at for at, line in enumerate(lines) if _FORWARDED.fullmatch(line)), len(lines))
    if not all(line.startswith(">") for line in lines[at + 1 :] if line):
        return lines
    return [*lines[: at + 1], *(line[1:].removeprefix(" ") for line in lines[at + 1 :])]


def _fields_end(lines: list[str], at: int) -> tuple[int, int]:
    """Where the header that begins here ends, empty lines within and behind it included, and how many fields it has."""
    fields, end, before = 0, at, ""
    for place in range(at, len(lines)):
        line = lines[place]
        if _FORWARDED_FIELD.fullmatch(line):
            fields += 1
        elif line and not (fields and "@" in line and (lines[place - 1] or before.endswith((",", ";")))):
            break
        end, before = place + 1, line or before
    return end, fields


def _decoded(content: bytes, charset: str) -> str:
    """The text; broken Unicode with marks where it is broken, since the rest of a mail can still be told."""
    try:
        return content.decode("utf-7") if charset.lower() in _UTF_7 else decode(content, charset)
    except (BadCopy, UnicodeDecodeError):
        return content.decode("utf-8", "replace")


def _unflowed(text: str, *, delsp: bool) -> str:
    """Lines that end with a space go on in the next that is quoted as deep (RFC 3676), without that space where the
    mail says so; a signature's mark does not."""
    pieces: list[str] = []
    depth, flows = 0, False
    for line in text.replace("\r\n", "\n").split("\n"):
        words = line.lstrip(">")
        quote = len(line) - len(words)
        goes_on = flows and quote == depth and line != "-- "
        depth, flows = quote, words.endswith(" ") and line != "-- "
        said = words.removeprefix(" ") if goes_on else f"\n{line}"
        pieces.append(said[:-1] if flows and delsp else said)
    return "".join(pieces)[1:]


def _signed_off(text: str) -> str:
    """The text up to its signature, or to what a list adds below a line."""
    lines = text.replace("\r\n", "\n").split("\n")
    for at, line in enumerate(lines):
        if line == "-- " or (line == "--" and len(lines) - at <= _SIGNATURE):
            return "\n".join(lines[:at])
        if len(lines) - at <= _FOOTER_LINES and _RULE.fullmatch(line) and is_footer("\n".join(lines[at + 1 :])):
            return "\n".join(lines[:at])
    return text
