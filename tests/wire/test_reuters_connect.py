"""Items as Reuters Connect tells them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from bellwire.wire import Article, read_copy

REUTERS = {
    "uri": "tag:reuters.com,2016:newsml_L8N1E00001", "usn": "L8N1E00001", "version": "7", "type": "text",
    "versionedGuid": "tag:reuters.com,2016:newsml_L8N1E00001:7", "versionCreated": "2016-12-04T21:30:00.000Z",
    "slug": "SYRIA-BRIDGE/", "language": "en", "byLine": "A. Reporter", "headLine": "Army takes bridge", "urgency": 2,
    "pubStatus": "stat:usable", "caption": "not this", "subject": [{"code": "N2:SY", "name": None}],
    "bodyXhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><p>Dec 4 (Reuters) - Troops\n'
    "came.</p><p>Rebels left.</p></body></html>",
}  # fmt: skip


def test_items_of_reuters_connect_are_read() -> None:
    (article,) = read_copy(json.dumps({"data": {"item": REUTERS}}).encode())
    assert article == Article(
        uri="tag:reuters.com,2016:newsml_L8N1E00001",
        version="7",
        headline="Army takes bridge",
        body="Dec 4 (Reuters) - Troops came.\n\nRebels left.",
        version_time=datetime(2016, 12, 4, 21, 30, tzinfo=UTC),
        urgency=2,
        language="en",
        provider="Reuters",
        byline="A. Reporter",
        slug="SYRIA-BRIDGE/",
    )


def test_a_search_of_reuters_connect_is_a_page_of_items() -> None:
    page = {
        "data": {"search": {"pageInfo": {"hasNextPage": False}, "items": [REUTERS, REUTERS | {"usn": "", "uri": "u"}]}}
    }
    assert [article.uri for article in read_copy(json.dumps(page).encode())] == [REUTERS["uri"], "u"]
