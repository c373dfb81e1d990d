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


#: The same with a town of the desk's, or the same town in full, in the fields that tell where copy was filed.
LOCATED = {
    "ninjs": lambda town, land: json.dumps(NINJS | {"located": f"{town}, {land}"}).encode(),
    "NITF": lambda town, land: COPY["NITF"].replace(
        b"</hedline>", f"</hedline><dateline><location>{town}, {land}</location></dateline>".encode()
    ),
    "NewsML-G2": lambda town, land: COPY["NewsML-G2"].replace(
        b"<headline>",
        f"<located><name>{town}</name><broader><name>{land}</name></broader></located><headline>".encode(),
    ),
    "NewsML 1.2": lambda town, land: COPY["NewsML 1.2"].replace(
        b"</HeadLine>", f"</HeadLine><DateLine>{town}, {land}</DateLine>".encode()
    ),
    "AP": lambda town, land: json.dumps(
        {"altids": {"itemid": "x", "etag": "x"}, "type": "text", "version": 1, "headline": "h", "body_html": MARKUP,
         "located": f"{town}, {land}"}
    ).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", LOCATED)
def test_the_dateline_counts_before_the_town_of_the_desk(name: str) -> None:
    (article,) = read_copy(LOCATED[name]("Bangalore", "India"))
    assert article.located == "Aleppo, Syria"


@pytest.mark.parametrize("name", LOCATED)
def test_a_field_gives_the_land_that_the_dateline_leaves_out(name: str) -> None:
    (article,) = read_copy(LOCATED[name]("Aleppo", "Syria").replace(b"ALEPPO, Syria,", b"ALEPPO,"))
    assert article.located == "Aleppo, Syria"


@pytest.mark.parametrize("name", LOCATED)
def test_without_a_dateline_the_field_counts(name: str) -> None:
    (article,) = read_copy(
        LOCATED[name]("Beirut", "Lebanon")
        .replace(TEXT.encode(), b"Troops took the hospital.")
        .replace(b"LONDON (AP) - ", b"")
    )
    assert article.located == "Beirut, Lebanon"


def test_a_field_that_names_the_agency_counts_before_the_dateline() -> None:
    (article,) = read_copy(json.dumps(NINJS | {"source": "Example Press"}).encode())
    assert article.provider == "Example Press"


def test_a_dateline_far_below_the_beginning_is_another_story_s() -> None:
    item = NINJS | {"body_html": "<p>Troops came.</p>" * 5 + f"<p>{TEXT}</p>"}
    (article,) = read_copy(json.dumps(item).encode())
    assert (article.located, article.provider) == ("", "")
