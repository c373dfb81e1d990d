"""Plain text → Article: a headline line, then paragraphs, the first of them usually with a dateline."""

from __future__ import annotations

import hashlib
import re

from bellwire.errors import BadCopy
from bellwire.wire.article import Article
from bellwire.wire.text import decode

#: "ALEPPO, Syria, Dec 4 (Reuters) - " or "BEIRUT (AP) — ": capitals, then an agency in brackets, then a dash.
_DATELINE = re.compile(r"^([A-Z][A-Z.'’ -]{1,40})(?:, [^()\n]{1,60})? \(([A-Z][A-Za-z ]{1,30})\) ?[-–—]{1,2} ?")


def read(data: bytes, *, declared: bool) -> Article:
    """One article. `declared`: somebody said that this is plain text; otherwise only a dateline makes it copy.

    The uri is a digest of the text, since plain text has no name; it has no time of its own.
    """
    text = decode(data).replace("\r\n", "\n").strip()
    headline, _, body = text.partition("\n")
    if dateline := _DATELINE.match(headline):
        headline, body = "", text
    else:
        body = body.strip("\n")
        dateline = _DATELINE.match(body)
    if not declared and dateline is None:
        raise BadCopy("no wire format that this version knows (not JSON, no dateline)")
    if not text:
        raise BadCopy("an empty text", reason="no-text")
    return Article(
        uri=f"urn:sha256:{hashlib.sha256(text.encode()).hexdigest()[:32]}",
        headline=headline.strip(),
        body=body,
        located=dateline[1].title() if dateline else "",
        provider=dateline[2] if dateline else "",
    )
