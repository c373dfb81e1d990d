"""Bytes and a content type → the format's reader → Articles. Content decides, never a name alone."""

from __future__ import annotations

from bellwire.errors import BadCopy
from bellwire.wire import ninjs, plain
from bellwire.wire.article import Article

#: The largest copy that is decoded, in bytes; the setting `max_article_bytes` overrides it.
MAX_BYTES = 2 * 1024 * 1024


def read_copy(data: bytes, content_type: str | None = None, *, max_bytes: int = MAX_BYTES) -> list[Article]:
    """The articles in one message or file, one or more.

    `content_type` is a media type as in a header, or None. Raises BadCopy with a reason of BAD_COPY_REASONS; a message
    is read whole or refused whole.
    """
    if len(data) > max_bytes:
        raise BadCopy(f"{len(data):,} bytes; the limit is {max_bytes:,}", reason="too-large")
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"{", b"["):
        articles = ninjs.read(data)
    elif start == b"<":
        raise BadCopy("XML in a format that this version does not read")
    elif "json" in (content_type or ""):
        raise BadCopy("the content type says JSON and the bytes are none", reason="not-json")
    else:
        articles = [plain.read(data, declared=(content_type or "").startswith("text/plain"))]
    for article in articles:
        _check(article)
    return articles


def _check(article: Article) -> None:
    """Refuse what no later step can use."""
    if not article.uri:
        raise BadCopy("an article without a uri", reason="no-uri")
    if article.pubstatus == "usable" and not (article.headline.strip() or article.body.strip()):
        raise BadCopy(f"{article.uri} is usable and has no text", reason="no-text")
