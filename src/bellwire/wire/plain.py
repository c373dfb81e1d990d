"""Plain text → Article: a headline, then paragraphs, the first of them usually with a dateline."""

from __future__ import annotations

import hashlib
from datetime import UTC, tzinfo

from bellwire.errors import BadCopy
from bellwire.wire.article import Article
from bellwire.wire.charset import decode
from bellwire.wire.layout import laid_out


def read(data: bytes, *, declared: bool, charset: str = "", zone: tzinfo = UTC) -> Article:
    """One article. `declared`: somebody said that this is plain text; otherwise only a dateline makes it copy.
    `charset`: what was said of its bytes.

    The uri is a digest of the text, since plain text has no name. Its time is that of its time group, if it has one;
    `zone`: of times that name none. Raises BadCopy.
    """
    text = decode(data, charset).replace("\r\n", "\n").strip()
    layout = laid_out(text, zone)
    if not declared and not layout.dated:
        raise BadCopy("no wire format that this version knows (not JSON, no dateline)")
    if not (layout.headline or layout.body):
        raise BadCopy("an empty text, or one of header lines alone", reason="no-text")
    return Article(
        uri=named_by(text),
        headline=layout.headline,
        body=layout.body,
        version_time=layout.stamp,
        pubstatus=layout.pubstatus,
        urgency=layout.urgency,
        located=layout.place,
        provider=layout.provider,
        byline=layout.byline,
        slug=layout.slug,
        ednote=layout.ednote,
    )


def named_by(text: str) -> str:
    """A uri for copy without a name: a digest of its text."""
    return f"urn:sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
