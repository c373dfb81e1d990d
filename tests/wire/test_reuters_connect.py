"""Items as Reuters Connect tells them, and as Reuters writes them for machines (MRN)."""

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


def test_reuters_machine_readable_news_is_read() -> None:
    item = {
        "altId": "nL8N1E00001", "id": "L8N1E00001_1612042vVKQ", "audiences": ["NP:MTL"], "instancesOf": [],
        "firstCreated": "2016-12-04T21:00:00.000Z", "versionCreated": "2016-12-04T21:30:00.000Z", "takeSequence": 2,
        "headline": "UPDATE 1-Army takes bridge",
        "body": "    ALEPPO, Dec 4 (Reuters) - Troops\ncame.\n    Rebels left.\n",
        "mimeType": "text/plain", "messageType": 2, "language": "en", "provider": "NS:RTRS",
        "pubStatus": "stat:usable", "subjects": ["N2:SY"], "urgency": 3,
    }  # fmt: skip
    assert read_copy(json.dumps(item).encode()) == [
        Article(
            uri="nL8N1E00001",
            version="2",
            headline="UPDATE 1-Army takes bridge",
            body="ALEPPO, Dec 4 (Reuters) - Troops\ncame.\n\nRebels left.",
            version_time=datetime(2016, 12, 4, 21, 30, tzinfo=UTC),
            urgency=3,
            language="en",
            located="Aleppo",
            provider="RTRS",
        )
    ]


def test_an_alert_of_machine_readable_news_has_a_headline_alone() -> None:
    item = {"altId": "n1", "headline": "ARMY TAKES BRIDGE", "body": "", "mimeType": "text/plain", "urgency": 1}
    (article,) = read_copy(json.dumps(item).encode())
    assert (article.uri, article.headline, article.body, article.urgency) == ("n1", "ARMY TAKES BRIDGE", "", 1)
