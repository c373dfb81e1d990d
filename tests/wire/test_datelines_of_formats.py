"""Where no field says where copy was filed and whose it is, its dateline does, whatever the format."""

from __future__ import annotations

import json

import pytest

from bellwire.wire import read_copy

TEXT = "ALEPPO, Syria, Dec 4 (Reuters) - Troops took the hospital."
MARKUP = f"<p>(Adds denial)</p><p>By Jane Roe</p><p>{TEXT}</p><p>LONDON (AP) - Not this one.</p>"
NINJS = {"uri": "urn:x:1", "headline": "h", "body_html": MARKUP}
XML = {
    "NITF": '<nitf><head><docdata><doc-id id-string="x"/></docdata></head><body><body.head><hedline><hl1>h</hl1>'
    f"</hedline></body.head><body.content>{MARKUP}</body.content></body></nitf>",
    "NewsML-G2": '<newsItem guid="x"><itemMeta/><contentMeta><headline>h</headline></contentMeta><contentSet>'
    f"<inlineXML><html><body>{MARKUP}</body></html></inlineXML></contentSet></newsItem>",
    "NewsML 1.2": "<NewsML><NewsItem><Identification><NewsIdentifier><NewsItemId>x</NewsItemId></NewsIdentifier>"
    "</Identification><NewsComponent><NewsLines><HeadLine>h</HeadLine></NewsLines><ContentItem><DataContent>"
    f"{MARKUP}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>",
    "RSS": "<rss version='2.0'><channel><title>f</title><item><title>h</title><guid>x</guid>"
    f"<description><![CDATA[{MARKUP}]]></description></item></channel></rss>",
}
COPY = {name: text.encode() for name, text in XML.items()} | {"ninjs": json.dumps(NINJS).encode()}


@pytest.mark.parametrize("name", COPY)
def test_the_dateline_tells_where_and_whose(name: str) -> None:
    (article,) = read_copy(COPY[name])
    assert (article.located, article.provider) == ("Aleppo, Syria", "Reuters")


def test_a_field_counts_before_the_dateline() -> None:
    item = NINJS | {"located": "Beirut", "source": "Example Press"}
    (article,) = read_copy(json.dumps(item).encode())
    assert (article.located, article.provider) == ("Beirut", "Example Press")


def test_a_dateline_far_below_the_beginning_is_another_story_s() -> None:
    item = NINJS | {"body_html": "<p>Troops came.</p>" * 5 + f"<p>{TEXT}</p>"}
    (article,) = read_copy(json.dumps(item).encode())
    assert (article.located, article.provider) == ("", "")
