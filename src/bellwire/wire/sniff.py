"""Bytes and a content type → the format's reader → Articles. Content decides, never a name alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from itertools import islice
from typing import Literal

import msgspec

from bellwire.errors import BadCopy
from bellwire.wire import (
    ap,
    dialects,
    dpa,
    feed,
    mail,
    mail_head,
    mbox,
    newsml_1,
    newsml_g2,
    ninjs,
    nitf,
    plain,
    signatures,
    teletype,
    templates,
)
from bellwire.wire.article import Article
from bellwire.wire.captions import without_captions
from bellwire.wire.charset import decode
from bellwire.wire.credit import byline_of
from bellwire.wire.dateline import NONE as NO_DATELINE
from bellwire.wire.dateline import dateline_of
from bellwire.wire.embargo import held
from bellwire.wire.json_fields import Item, associations_of
from bellwire.wire.layout_lines import is_name_line, reserves_rights
from bellwire.wire.limits import check_count
from bellwire.wire.xml_root import root_of

#: The largest copy that is decoded, in bytes; the setting `max_article_bytes` overrides it.
MAX_BYTES = 2 * 1024 * 1024

Format = Literal["ninjs", "ap", "dpa", "newsml-g2", "newsml-1", "nitf", "feed", "teletype", "mail", "plain"]

#: Root elements (local names) of XML formats.
_ROOTS: Mapping[str, Format] = {
    "newsItem": "newsml-g2",
    "newsMessage": "newsml-g2",
    "packageItem": "newsml-g2",
    "NewsML": "newsml-1",
    "nitf": "nitf",
    "rss": "feed",
    "RDF": "feed",
    "feed": "feed",
    "entry": "feed",
    "sATOM": "feed",
}
#: Root elements of XML that is known and is no copy.
_NO_COPY = {
    **dict.fromkeys(("html", "HTML"), "an HTML page"),
    **dict.fromkeys(("conceptItem", "knowledgeItem", "catalogItem", "planningItem"), "a NewsML-G2 item without copy"),
    **dict.fromkeys(("urlset", "sitemapindex"), "a sitemap"),
    "opml": "a list of feeds (OPML)",
    "svg": "an SVG picture",
    "alert": "a CAP alert",
}
#: Elements of HTML with which a piece of it begins.
_HTML = frozenset(
    "head body p div span section article main header footer h1 h2 h3 h4 h5 h6 a b i em strong br hr ul ol li table img"
    " script style title meta link iframe center font blockquote pre".split()
)
_XML = {"newsml-g2": newsml_g2.read, "newsml-1": newsml_1.read, "nitf": nitf.read, "feed": feed.read}
_JSON_DIALECTS = {"ninjs": ninjs.read, "ap": ap.read, "dpa": dpa.read}
#: The charset in a content type, and the longest type in which it is looked for.
_CHARSET = re.compile(r";\s{0,9}charset\s{0,3}=\s{0,3}[\"']?([\w.:-]{1,40})")
_LONGEST_TYPE = 500
#: Bytes in which a root element, or a header, is looked for.
_START = 64 * 1024
#: Lines in which a dateline is looked for.
_LINES = 24
#: With which a message of a transmission begins.
_SOH = b"\x01"
_RSS_1 = (b"purl.org/rss/1.0", b"netscape.com/rdf/simple")
#: How JSON begins, unlike "[31-JUL-97 00:00]" or "[Editors: …".
_JSON = re.compile(rb"\{|\[\s{0,64}(?:[{\[\"\]]|[-+.\deE, \r\n\t]{1,64}\]|(?:true|false|null)\b|\Z)")
#: Header fields of mail (RFC 5322, RFC 2045): two must stand at the top, one of them one that only mail has.
_ONLY_MAIL = frozenset(
    b"from to received return-path message-id mime-version delivered-to x-mailer content-type".split()
)
_MAIL = _ONLY_MAIL | frozenset(b"subject date reply-to sender cc content-transfer-encoding".split())


def read_copy(
    data: bytes, content_type: str | None = None, *, max_bytes: int = MAX_BYTES, zone: tzinfo = UTC
) -> list[Article]:
    """The articles in one message or file, one or more.

    `content_type` is a media type as in a header, or None (its charset counts for text that is no Unicode); `zone`: of
    times that name none. Raises BadCopy with one of BAD_COPY_REASONS; a message is read whole or refused whole.
    """
    return articles_in(sniffed(data, content_type or "", max_bytes=max_bytes), zone=zone)


def format_of(data: bytes, content_type: str = "") -> Format:
    """What the bytes are, by content; the content type only says that words without a dateline are copy.

    Raises BadCopy that says what else they are: a PDF document, an HTML page, JSON of no wire format…
    """
    return sniffed(data, content_type).format


@dataclass(frozen=True, slots=True)
class Sniffed:
    """Bytes whose format is known. `items`: of JSON, so that it is decoded once; `charset`: "" where none is declared;
    `declared`: somebody said that they are plain text."""

    format: Format
    data: bytes = field(repr=False)
    items: Sequence[Item] = field(default=(), repr=False)
    charset: str = ""
    declared: bool = False

    @property
    def associations(self) -> int:
        """How many pictures, films and other items are associated with those in it: they are counted, not read."""
        return sum(map(associations_of, self.items))


def sniffed(data: bytes, content_type: str = "", *, max_bytes: int = MAX_BYTES) -> Sniffed:
    """The bytes with their format. Raises BadCopy as `format_of` does, and `too-large`."""
    if len(data) > max_bytes:
        raise BadCopy(f"{len(data):,} bytes; the limit is {max_bytes:,}", reason="too-large")
    content_type = content_type.lower()
    found = _CHARSET.search(content_type[:_LONGEST_TYPE])
    charset, declared = found[1] if found else "", content_type.startswith("text/plain")
    if (text := teletype.telegraphed(data) or teletype.typeset(data)) is not None:
        data = text.encode()
    elif teletype.is_six_bit(data):
        raise BadCopy("bytes of six bits that make no words, as five-bit code or that of typesetting machines (TTS)")
    start = _start(data)
    if what := signatures.kind_of(data) or signatures.kind_of(start) or templates.kind_of(start):
        raise BadCopy(f"{what}, no copy")
    if start.startswith(b"<"):
        return Sniffed(_xml_format(start), data)
    if _JSON.match(start):
        dialect, items = dialects.items_of(data)
        return Sniffed(dialect, data, items)
    if "json" in content_type:
        raise BadCopy("the content type says JSON and the bytes are none", reason="not-json")
    if signatures.is_program_data(data):
        raise BadCopy("bytes that are no text")
    if teletype.is_teletype(data):
        return Sniffed("teletype", data, charset=charset)
    if mbox.is_mbox(start) or _is_mail(start, 1 if content_type.startswith("message/") else 2):
        return Sniffed("mail", data)
    if not declared:
        _demand_dateline(data, start, charset)
    return Sniffed("plain", data, charset=charset, declared=declared)


def articles_in(copy: Sniffed, *, zone: tzinfo = UTC) -> list[Article]:
    """The articles in it, one or more. Raises BadCopy: what is read whole or refused whole."""
    read = _read(copy, zone)
    check_count(len(read))
    articles = [held(_story_alone(article), zone) for article in read]
    for article in articles:
        _check(article)
    return articles


def _story_alone(article: Article) -> Article:
    """Without captions, a line of rights below the story, and a byline above it, which is one where no field names the
    writer."""
    body, byline = without_captions(article.body), article.byline
    while (parts := body.rpartition("\n\n"))[0] and reserves_rights(parts[2]):
        body = parts[0]
    while (parts := body.partition("\n\n"))[2] and is_name_line(parts[0]):
        body, byline = parts[2], byline or byline_of(parts[0])
    return article if body == article.body else msgspec.structs.replace(article, body=body, byline=byline)


def _read(copy: Sniffed, zone: tzinfo) -> list[Article]:
    if copy.format in _XML:
        return _XML[copy.format](copy.data, zone=zone)
    if copy.format in _JSON_DIALECTS:
        return _JSON_DIALECTS[copy.format](copy.items, zone=zone)
    if copy.format == "teletype":
        check_count(copy.data.count(_SOH), "headings of messages")
        return teletype.read(copy.data, charset=copy.charset, zone=zone)
    if copy.format == "mail":
        return _mails(copy.data, zone)
    return [plain.read(copy.data, charset=copy.charset, declared=copy.declared, zone=zone)]


def _mails(data: bytes, zone: tzinfo) -> list[Article]:
    """Those of one mail, or of each in a mailbox."""
    mails = [mbox.unquoted(one) for one in mbox.mails_of(data)] if mbox.is_mbox(data) else [data]
    check_count(len(mails), "mails")
    return [article for one in mails for article in mail.read(one, zone=zone)]


def _start(data: bytes) -> bytes:
    """The beginning in ASCII where it is such, whatever Unicode it is in, without mark and white space."""
    start = data[:_START]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in start[:2]:
        start = start.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return start.lstrip(b"\xef\xbb\xbf \t\r\n")


def _xml_format(start: bytes) -> Format:
    """Raises BadCopy for XML, or HTML, that is no copy."""
    root = root_of(start)
    if root in _ROOTS and (root != "RDF" or any(name in start for name in _RSS_1)):
        return _ROOTS[root]
    if root in _NO_COPY:
        raise BadCopy(f"{_NO_COPY[root]}, no copy")
    if root.lower() in _HTML:
        raise BadCopy("a piece of HTML, no copy by itself")
    raise BadCopy(f"XML of no wire format: its root is <{root or '?'}>")


def _demand_dateline(data: bytes, start: bytes, charset: str) -> None:
    """Raises BadCopy for text that nobody declared to be copy and that has no dateline near its beginning."""
    if not start:
        raise BadCopy("nothing but null bytes" if data and not data.strip(b"\0") else "nothing but white space")
    if signatures.is_binary(start):
        raise BadCopy("bytes that are no text")
    lines = (line.strip() for line in decode(data, charset).lstrip()[:_START].split("\n", 100))
    if not any(dateline_of(line) is not NO_DATELINE for line in islice(filter(None, lines), _LINES)):
        if _are_mail_s(mail_head.first_fields_of(start), 2):
            raise BadCopy("a mail with too many lines in its header that are no fields")
        raise BadCopy("text of no wire format: no header of one and no dateline")


def _is_mail(start: bytes, least: int) -> bool:
    """Whether header fields of mail stand at the top, `least` of them, and nothing else does."""
    return _are_mail_s(mail_head.fields_of(start), least)


def _are_mail_s(fields: frozenset[bytes], least: int) -> bool:
    return len(fields & _MAIL) >= least and bool(fields & _ONLY_MAIL)


def _check(article: Article) -> None:
    """Refuse what no later step can use."""
    if not article.uri:
        raise BadCopy("an article without a uri", reason="no-uri")
    if templates.is_blank(article):
        raise BadCopy(f"{templates.UNFILLED}, no copy")
    if article.pubstatus == "usable" and not (article.headline.strip() or article.body.strip()):
        raise BadCopy(f"{article.uri} is usable and has no text", reason="no-text")
