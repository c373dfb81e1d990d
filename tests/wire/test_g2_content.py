"""What NewsML-G2 holds as data within it: text as it stands, or in base64."""

from __future__ import annotations

import base64

import pytest

from bellwire.errors import BadCopy
from bellwire.wire import read_copy

STORY = "Troops came to Aleppo’s bridge.\n\nThey left at noon."
MARKUP = "<p>Troops came to Aleppo’s bridge.</p><p>They left at noon.</p>"
NITF = f"<nitf><body><body.content>{MARKUP}</body.content></body></nitf>"


def item(data: str, attributes: str) -> bytes:
    return (
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:x:1' version='1'><itemMeta>"
        "<itemClass qcode='ninat:text'/><versionCreated>2016-12-04T21:30:00Z</versionCreated></itemMeta><contentMeta>"
        f"<headline>Army nears</headline></contentMeta><contentSet><inlineData {attributes}>{data}</inlineData>"
        "</contentSet></newsItem>"
    ).encode()


@pytest.mark.parametrize("encoding", ["encoding='encd:base64'", "encodinguri='http://cv.example/encd/base64'"])
@pytest.mark.parametrize(
    ("kind", "text"),
    [("text/plain", STORY), ("text/html", MARKUP), ("application/xhtml+xml", MARKUP), ("application/nitf+xml", NITF)],
)
@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "utf-16"])
def test_text_in_base64_is_read_as_the_type_says(encoding: str, kind: str, text: str, charset: str) -> None:
    data = base64.encodebytes(text.encode(charset)).decode()
    [article] = read_copy(item(data, f"contenttype='{kind}' {encoding}"))
    assert article.body == STORY


def test_nitf_that_is_escaped_is_read_as_nitf() -> None:
    [article] = read_copy(item(f"<![CDATA[{NITF}]]>", "contenttype='application/nitf+xml'"))
    assert article.body == STORY


@pytest.mark.parametrize(
    ("data", "attributes"),
    [
        (base64.b64encode(STORY.encode()).decode(), "contenttype='image/png' encoding='encd:base64'"),
        ("???", "contenttype='text/plain' encoding='encd:base64'"),
        ("Ünits", "contenttype='text/plain' encoding='encd:base64'"),
        (STORY, "contenttype='text/plain' encoding='encd:rot13'"),
    ],
    ids=["a picture", "no base64", "no ASCII", "another code"],
)
def test_what_is_no_text_in_a_known_code_is_no_story(data: str, attributes: str) -> None:
    [article] = read_copy(item(data, attributes))
    assert (article.headline, article.body) == ("Army nears", "")


def unclassed(content: str) -> bytes:
    meta = "<headline>A bridge</headline><description>Troops on a bridge.</description>"
    return (
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:x:2'>"
        f"<contentMeta>{meta}</contentMeta><contentSet>{content}</contentSet></newsItem>"
    ).encode()


def remote(kind: str) -> str:
    return f"<remoteContent href='http://x.example/1' contenttype='{kind}'/>"


@pytest.mark.parametrize(("kind", "told"), [("image/jpeg", "picture"), ("video/mp4", "video"), ("audio/mpeg", "audio")])
def test_an_item_of_no_class_is_what_the_files_are_that_it_points_at(kind: str, told: str) -> None:
    with pytest.raises(BadCopy, match=f"it holds {told}"):
        read_copy(unclassed(remote(kind) + remote(kind)))


@pytest.mark.parametrize("content", ["", remote("text/html"), remote("image/png") + remote("text/html")])
def test_an_item_of_no_class_that_may_be_a_story_is_one(content: str) -> None:
    [article] = read_copy(unclassed(content))
    assert (article.headline, article.body) == ("A bridge", "Troops on a bridge.")
