"""E-mail (RFC 5322, MIME) → Articles."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from email import policy
from email.message import Message
from email.utils import parseaddr

from bellwire.errors import BadCopy
from bellwire.wire.article import Article
from bellwire.wire.embargo import speaks_of
from bellwire.wire.layout import Layout, laid_out
from bellwire.wire.layout_lines import is_slug
from bellwire.wire.mail_head import tidied
from bellwire.wire.mail_text import header_text, is_footer, part_text
from bellwire.wire.plain import named_by
from bellwire.wire.status import NORMAL_URGENCY
from bellwire.wire.takes import keywords_of
from bellwire.wire.times import read_time
from bellwire.wire.xml_text import without_headline

#: Parts of one mail, and messages within messages, that are looked at.
_MOST_PARTS, _MOST_MESSAGES, _MOST_DEPTH = 500, 50, 5
#: Lines × parts within parts: the parser compares every line with the boundary of every part that it is in.
_MOST_WORK = 10_000_000
_BOUNDARY = re.compile(rb"boundary\s{0,4}=", re.IGNORECASE)
#: Characters of a header with parameters: the parser takes quadratic time over them.
_MOST_PARAMETERS = 4_000
_MIME_HEADER = re.compile(rb"^content-(?:type|disposition):(?:[^\n]|\n[ \t]){0,5000}", re.IGNORECASE | re.MULTILINE)
#: A part's beginning, whatever marks it.
_FIRST_PART = re.compile(
    rb"^--([!#-~](?:[ !#-~]{0,67}[!#-~])?)[ \t]{0,9}\r?\ncontent-[a-z-]{1,30}:", re.IGNORECASE | re.MULTILINE
)
_REPLY = re.compile(r"(?:(?:re|fwd?|aw|wg|tr)\s?:\s?){1,5}", re.IGNORECASE)
#: What mail programs say of importance → urgency; the middle is the normal one.
_URGENCIES = {
    "1": 1, "2": 3, "3": 5, "4": 7, "5": 9, "urgent": 1, "high": 1, "normal": 5, "non-urgent": 9, "low": 9,
}  # fmt: skip

_TEXTS = ("text/plain", "text/html")
#: How many times the words of the plain text, and how many more of them, HTML has that says much more.
_TIMES_MORE, _WORDS_MORE = 3, 30
#: Characters of a sender's line that are read.
_SENDER = 300

Headers = dict[str, str]


def read(data: bytes, *, zone: tzinfo = UTC) -> list[Article]:
    """The articles: the mail's own, or those of the messages that it forwards where it says nothing itself.

    `zone`: of times that name none. Raises BadCopy: `no-text`, `too-large` for too many parts within parts.
    """
    if len(_BOUNDARY.findall(data)) * data.count(b"\n") > _MOST_WORK:
        raise BadCopy("a mail of too many lines within too many parts", reason="too-large")
    if any(len(found.group()) > _MOST_PARAMETERS for found in _MIME_HEADER.finditer(data)):
        raise BadCopy("a mail whose part has a header without end", reason="too-large")
    try:
        # Not policy.default: it reads each header in quadratic time, and by recursion.
        message = _bounded(email.message_from_bytes(tidied(data), policy=policy.compat32))
        articles = [_article(found, text, zone) for found, text in _told(message)]
    except RecursionError:
        raise BadCopy("a mail of too many parts within parts", reason="too-large") from None
    if not articles:
        raise BadCopy("a mail without a text", reason="no-text")
    return articles


def _bounded(message: Message) -> Message:
    """The mail; one whose parts are marked otherwise than its header says with them, one without any as a text."""
    if message.get_content_maintype() != "multipart" or message.is_multipart():
        return message
    content, kind = message.get_payload(decode=True), message.get_content_type()
    del message["Content-Type"]
    if isinstance(content, bytes) and (mark := _FIRST_PART.search(content)):
        kind = "multipart/alternative" if kind.endswith("alternative") else "multipart/mixed"
        header = f'Content-Type: {kind}; boundary="{mark[1].decode()}"'
        parts = email.message_from_bytes(header.encode() + b"\n\n" + content, policy=policy.compat32)
        message["Content-Type"] = parts["Content-Type"]
        message.set_payload(parts.get_payload())
    return message


def _told(message: Message) -> Iterator[tuple[Message, str]]:
    """The messages that say something, with their text: the outermost, else those that it holds."""
    level = [message]
    for _ in range(_MOST_DEPTH):
        if len(level) > _MOST_MESSAGES:
            raise BadCopy(f"a mail of {len(level):,} messages; the limit is {_MOST_MESSAGES}", reason="too-large")
        found = [(one, *_parts(one)) for one in level]
        told = [(one, text) for one, text, inner in found if text or not inner]
        if told:
            yield from told
            return
        level = [one for _, _, inner in found for one in inner]


def _parts(message: Message) -> tuple[str, list[Message]]:
    """A message's text and the messages it holds: what stands in it in line, of alternatives the plain one; where that
    is nothing, the first text that is attached."""
    found = _Found()
    _look_at(message, found)
    attached = found.attached if not (found.inline or found.inner) else []
    return "\n\n".join(found.inline or attached[:1]), found.inner


@dataclass(slots=True)
class _Found:
    """What the parts of a message hold, in their order."""

    inline: list[str] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)
    inner: list[Message] = field(default_factory=list)
    parts: int = 0


def _look_at(part: Message, found: _Found) -> None:
    """Adds what a part holds. Raises BadCopy for too many, RecursionError for too deep ones."""
    found.parts += 1
    if found.parts > _MOST_PARTS:
        raise BadCopy(f"a mail of more than {_MOST_PARTS} parts", reason="too-large")
    kind = part.get_content_type()
    # Asked for of a part without parts, the payload is decoded by the charset it declares, which may be none.
    below = [one for one in part.get_payload() if isinstance(one, Message)] if part.is_multipart() else []
    if kind == "message/rfc822":
        found.inner += below
    elif kind == "multipart/alternative":
        _look_at_alternatives(below, found)
    elif below:
        for one in below:
            _look_at(one, found)
    elif kind in _TEXTS and (text := part_text(part)):
        if part.get_content_disposition() == "attachment" or (found.inline and part.get_filename()):
            found.attached.append(text)
        elif not (found.inline and is_footer(text)):
            found.inline.append(text)


def _look_at_alternatives(parts: list[Message], found: _Found) -> None:
    """Adds the plain one, unless another says much more: some only tell that the mail is to be read in a browser."""
    told: list[list[str]] = []
    for one in sorted(parts, key=lambda one: one.get_content_type() != "text/plain"):
        before = len(found.inline)
        _look_at(one, found)
        told.append(found.inline[before:])
        del found.inline[before:]
    texts = [texts for texts in told if texts]
    fullest = max(texts, key=_words_of, default=[])
    much_more = bool(texts) and _words_of(fullest) > _TIMES_MORE * _words_of(texts[0]) + _WORDS_MORE
    found.inline += fullest if much_more else next(iter(texts), [])


def _words_of(texts: list[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _article(message: Message, text: str, zone: tzinfo) -> Article:
    headers = _headers(message)
    subject = _REPLY.sub("", header_text(headers.get("subject", "")), count=1)
    layout = laid_out(text, zone, titled=bool(subject))
    headline, body = _headline(subject, layout)
    if not (headline or body):
        raise BadCopy("a mail without a text", reason="no-text")
    return Article(
        uri=header_text(headers.get("message-id", "")).strip("<> ") or named_by(f"{headline}\n{body}"),
        headline=headline,
        body=body,
        version_time=read_time(headers.get("date", ""), zone),
        pubstatus=layout.pubstatus,
        urgency=layout.urgency if layout.urgency != NORMAL_URGENCY else _urgency(headers),
        language=header_text(headers.get("content-language", "")).split(",")[0].lower(),
        located=layout.place,
        provider=layout.provider or _sender(headers.get("from", "")),
        byline=layout.byline,
        slug=layout.slug or header_text(headers.get("keywords", "")),
        ednote=layout.ednote,
    )


def _headers(message: Message) -> Headers:
    """The headers as they stand under their lower-case names, the first of each that says something."""
    found: Headers = {}
    for name, value in message.raw_items():
        found[name.lower()] = found.get(name.lower()) or str(value).strip()
    return found


def _headline(subject: str, layout: Layout) -> tuple[str, str]:
    """Headline and body: the subject is the headline, unless the text says what its own is or the subject is a slug."""
    own = layout.headline
    if own and speaks_of(subject):
        layout.notes.append(subject)
    if layout.labelled or not subject:
        return own, layout.body
    if own and layout.dated and is_slug(subject):
        layout.slug = layout.slug or keywords_of(subject)[0]
        return own, layout.body
    body = f"{own}\n\n{layout.body}".strip() if own else layout.body
    return subject, without_headline(body, subject)


def _urgency(headers: Headers) -> int:
    said = (headers.get(name, "").lower().split() for name in ("x-priority", "priority", "importance"))
    return next((_URGENCIES[words[0]] for words in said if words and words[0] in _URGENCIES), NORMAL_URGENCY)


def _sender(header: str) -> str:
    """The name of who sent it, "" where only an address is given."""
    name, _ = parseaddr(header[:_SENDER])
    return "" if "@" in name else header_text(name)
