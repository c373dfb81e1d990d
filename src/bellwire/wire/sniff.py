"""Bytes and a content type → the format's reader → Articles. Content decides, never a name alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import Any, Literal

from bellwire.errors import BadCopy
from bellwire.wire import ap, dpa, feed, mail, newsml_1, newsml_g2, ninjs, nitf, plain, teletype
from bellwire.wire.article import Article

#: The largest copy that is decoded, in bytes; the setting `max_article_bytes` overrides it.
MAX_BYTES = 2 * 1024 * 1024

Format = Literal["ninjs", "ap", "dpa", "newsml-g2", "newsml-1", "nitf", "feed", "teletype", "mail", "plain"]

#: Root elements (local names) of XML formats.
_ROOTS: Mapping[bytes, Format] = {
    b"newsItem": "newsml-g2",
    b"newsMessage": "newsml-g2",
    b"packageItem": "newsml-g2",
    b"NewsML": "newsml-1",
    b"nitf": "nitf",
    b"rss": "feed",
    b"RDF": "feed",
    b"feed": "feed",
    b"entry": "feed",
}
_XML = {"newsml-g2": newsml_g2.read, "newsml-1": newsml_1.read, "nitf": nitf.read, "feed": feed.read}
#: The first element's local name, behind declaration, comments and document type.
_ROOT = re.compile(rb"<(?![?!])(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})")
#: Bytes in which the root element is looked for.
_PROLOG = 4096


def read_copy(
    data: bytes, content_type: str | None = None, *, max_bytes: int = MAX_BYTES, zone: tzinfo = UTC
) -> list[Article]:
    """The articles in one message or file, one or more.

    `content_type` is a media type as in a header, or None; `zone`: of times that name none. Raises BadCopy with one
    of BAD_COPY_REASONS; a message is read whole or refused whole.
    """
    if len(data) > max_bytes:
        raise BadCopy(f"{len(data):,} bytes; the limit is {max_bytes:,}", reason="too-large")
    articles = _read(data, content_type or "", zone)
    for article in articles:
        _check(article)
    return articles


def format_of(data: bytes, content_type: str = "") -> Format:
    """What the bytes look like. Raises BadCopy for XML of a kind that Bellwire does not read."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:_PROLOG]
    if start[:1] in (b"{", b"["):
        return "ninjs"
    if start[:1] == b"<":
        root = _ROOT.search(start)
        if root is None or root[1] not in _ROOTS:
            raise BadCopy(f"XML of no wire format: <{root[1].decode() if root else '?'}>")
        return _ROOTS[root[1]]
    if "json" in content_type:
        raise BadCopy("the content type says JSON and the bytes are none", reason="not-json")
    return "plain"


def _read(data: bytes, content_type: str, zone: tzinfo) -> list[Article]:
    name = format_of(data, content_type)
    if name in _XML:
        return _XML[name](data, zone=zone)
    if name == "teletype":
        return teletype.read(data, zone=zone)
    if name == "mail":
        return mail.read(data, zone=zone)
    if name == "plain":
        return [plain.read(data, declared=content_type.startswith("text/plain"))]
    return _read_json(data, zone)


def _read_json(data: bytes, zone: tzinfo) -> list[Article]:
    items = ninjs.items_of(data)
    first: Mapping[str, Any] = items[0]
    if "data" in first or "altids" in first:
        return ap.read(items, zone=zone)
    if "dpa_title" in first or "article_html" in first or "entries" in first:
        return dpa.read(items, zone=zone)
    return ninjs.read(items)


def _check(article: Article) -> None:
    """Refuse what no later step can use."""
    if not article.uri:
        raise BadCopy("an article without a uri", reason="no-uri")
    if article.pubstatus == "usable" and not (article.headline.strip() or article.body.strip()):
        raise BadCopy(f"{article.uri} is usable and has no text", reason="no-text")
