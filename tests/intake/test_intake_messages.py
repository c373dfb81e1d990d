"""What intake puts on the articles topic."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import BadCopy
from bellwire.intake.feeds import Feed
from bellwire.intake.messages import article_message, parcel
from bellwire.wire import Article, read_copy

NOW = datetime(2016, 12, 4, 6, tzinfo=UTC)
ARTICLE = Article(uri="urn:a", version="2", headline="Army advances", version_time=NOW, feed="desk")


def headers(message: object) -> dict[str, str]:
    return {name: value.decode() for name, value in message.headers}  # type: ignore[attr-defined]


def test_an_article_goes_under_its_uri_and_comes_back_equal() -> None:
    message = article_message(ARTICLE, now=NOW)
    assert message.key == b"urn:a"
    assert read_copy(message.value) == [ARTICLE]


def test_the_headers_are_cloudevents_in_binary_mode() -> None:
    found = headers(article_message(ARTICLE, now=NOW))
    assert len(found.pop("ce_id")) == 32
    assert found == {
        "content-type": "application/json",
        "ce_specversion": "1.0",
        "ce_source": "/bellwire/intake/desk",
        "ce_type": "bellwire.article",
        "ce_time": "2016-12-04T06:00:00Z",
        "ce_recordedtime": "2016-12-04T06:00:00Z",
        "ce_dataschema": "urn:bellwire:article:v1",
        "ce_partitionkey": "urn:a",
    }


def test_the_same_article_has_the_same_id_whenever_it_is_sent() -> None:
    later = datetime(2017, 1, 1, tzinfo=UTC)
    assert headers(article_message(ARTICLE, now=NOW))["ce_id"] == headers(article_message(ARTICLE, now=later))["ce_id"]


def test_another_version_has_another_id() -> None:
    other = Article(uri="urn:a", version="3", headline="Army advances", version_time=NOW, feed="desk")
    assert headers(article_message(ARTICLE, now=NOW))["ce_id"] != headers(article_message(other, now=NOW))["ce_id"]


def test_copy_without_a_time_has_no_ce_time() -> None:
    assert "ce_time" not in headers(article_message(Article(uri="urn:a", headline="x"), now=NOW))


def test_the_feed_named_by_the_caller_becomes_the_article_s() -> None:
    message = article_message(ARTICLE, feed=Feed("AFP wire/1"), now=NOW)
    assert read_copy(message.value)[0].feed == "AFP wire/1"
    assert headers(message)["ce_source"] == "/bellwire/intake/AFP%20wire%2F1"


def test_an_array_of_articles_makes_a_message_each() -> None:
    made = parcel(b'[{"uri":"a","headline":"x"},{"uri":"b","headline":"y"}]', name="f", now=NOW)
    assert [message.key for message in made.messages] == [b"a", b"b"]


def test_what_cannot_be_read_is_sent_as_it_is_under_its_name() -> None:
    made = parcel(b"{broken", name="drop/a.json", now=NOW)
    assert [why.reason for why in made.refused] == ["not-json"]
    [message] = made.messages
    assert (message.key, message.value) == (b"drop/a.json", b"{broken")
    assert headers(message)["content-type"] == "application/octet-stream"


def test_a_lone_surrogate_in_a_uri_does_not_stop_it() -> None:
    made = parcel(b'{"uri":"urn:\\ud800","headline":"x"}', name="f", now=NOW)
    assert len(made.messages) == 1


@given(st.binary(max_size=200))
def test_any_bytes_become_at_least_one_message(data: bytes) -> None:
    assert parcel(data, name="f", now=NOW).messages


def test_language_and_provider_of_the_feed_are_those_of_copy_that_names_none() -> None:
    feed = Feed("afp", language="fr", provider="AFP")
    [plain] = parcel(b'{"uri":"a","headline":"x"}', name="f", feed=feed, now=NOW).messages
    [named] = parcel(
        b'{"uri":"a","headline":"x","language":"en","provider":"AP"}', name="f", feed=feed, now=NOW
    ).messages
    assert [(article.language, article.provider) for article in read_copy(plain.value)] == [("fr", "AFP")]
    assert [(article.language, article.provider) for article in read_copy(named.value)] == [("en", "AP")]


def test_a_time_that_names_no_zone_takes_the_feed_s() -> None:
    copy = b'{"uri":"a","headline":"x","versioncreated":"2016-12-04T07:00:00"}'
    [message] = parcel(copy, name="f", feed=Feed("afp", zone=ZoneInfo("Europe/Paris")), now=NOW).messages
    assert [article.version_time for article in read_copy(message.value)] == [NOW]


GOOD = {"uri": "urn:a", "headline": "x"}
BAD = {"uri": "urn:b", "headline": "x", "pubstatus": "maybe"}
EMPTY = {"uri": "urn:c"}
LAST = {"uri": "urn:d", "headline": "x"}
G2 = '<newsItem guid="{uri}"><itemMeta><pubStatus qcode="stat:{status}"/></itemMeta>{head}</newsItem>'
N1 = (
    "<NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:newsml:x:1:{uri}</PublicIdentifier>"
    '</NewsIdentifier></Identification><NewsManagement><Status FormalName="{status}"/></NewsManagement>'
    "<NewsComponent><NewsLines><HeadLine>h</HeadLine></NewsLines></NewsComponent></NewsItem>"
)
HEAD = "<contentMeta><headline>h</headline></contentMeta>"

AP_STATUS = (
    '<apnm:NewsManagement xmlns:apnm="http://ap.org/schemas/03/2005/apnm">'
    "<apnm:PublishingStatus>{status}</apnm:PublishingStatus></apnm:NewsManagement>"
)
ODD, SOUND = AP_STATUS.format(status="Maybe"), AP_STATUS.format(status="Usable")
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">{}</feed>'
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    "<channel><title>Desk</title></channel>{}</rdf:RDF>"
)
DELETED = (
    '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="urn:c" when="2016-12-04T12:00:00Z"/>'
)
MANY = " ".join(f'a{number}="1"' for number in range(101))


def rss_item(uri: str, status: str, title: str = "<title>x</title>") -> str:
    return f"<item><guid>{uri}</guid>{title}{status}</item>"


def atom_entry(uri: str, status: str) -> str:
    return f"<entry><id>{uri}</id><title>x</title>{status}</entry>"


def rdf_item(uri: str, status: str) -> str:
    return f'<item rdf:about="{uri}"><title>x</title><link>{uri}</link>{status}</item>'


def listed(*items: dict[str, str]) -> str:
    return ",".join(map(json.dumps, items))


def ap(*items: dict[str, str]) -> str:
    return ",".join(json.dumps({"item": {"altids": {"itemid": item["uri"]}, **item}}) for item in items)


@pytest.mark.parametrize(
    ("copy", "keys", "reasons"),
    [
        (f"[{listed(GOOD, BAD, EMPTY, LAST)}]", "urn:a f#2 f#3 urn:d", "not-an-article no-text"),
        (f'{{"_items":[{listed(BAD, LAST)}]}}', "f#1 urn:d", "not-an-article"),
        (
            f'{{"data":{{"items":[{ap(GOOD, BAD)}]}}}}',
            "tag:ap.org,2011:urn:a f#2",
            "not-an-article",
        ),
        ("\n".join(map(json.dumps, (GOOD, BAD))), "urn:a f#2", "not-an-article"),
        (
            '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>'
            + G2.format(uri="urn:a", status="usable", head=HEAD)
            + G2.format(uri="urn:b", status="maybe", head=HEAD)
            + G2.format(uri="urn:c", status="usable", head="")
            + '<packageItem guid="p"/></itemSet></newsMessage>',
            "urn:a f#2 f#3",
            "not-an-article no-text",
        ),
        (
            "<NewsML><NewsEnvelope/>"
            + N1.format(uri="a", status="Usable")
            + N1.format(uri="b", status="?")
            + "</NewsML>",
            "urn:newsml:x:1:a f#2",
            "not-an-article",
        ),
        (
            "<rss><channel>"
            + rss_item("urn:a", SOUND)
            + rss_item("urn:b", ODD)
            + rss_item("urn:d", "")
            # A link without a text is no item that cannot be read.
            + rss_item("urn:e", "", title="")
            + "</channel></rss>",
            "urn:a f#2 urn:d",
            "not-an-article",
        ),
        (
            "<rss><channel>"
            + rss_item("urn:a", "")
            + rss_item("urn:b", "").replace("<item>", f"<item {MANY}>")
            + "</channel></rss>",
            "urn:a f#2",
            "unsafe-xml",
        ),
        (
            ATOM.format(atom_entry("urn:a", ODD) + atom_entry("urn:b", SOUND) + DELETED),
            "f#1 urn:b urn:c",
            "not-an-article",
        ),
        (RDF.format(rdf_item("urn:a", SOUND) + rdf_item("urn:b", ODD)), "urn:a f#2", "not-an-article"),
        # Not well formed, as many feeds are not.
        (
            "<rss><channel>"
            + rss_item("urn:a", "", "<title>a & b</b></title>")
            + rss_item("urn:b", ODD)
            + "</channel></rss>",
            "urn:a f#2",
            "not-an-article",
        ),
    ],
)
def test_an_item_that_cannot_be_read_costs_no_other(copy: str, keys: str, reasons: str) -> None:
    made = parcel(copy.encode(), name="f", now=NOW)
    assert b" ".join(message.key or b"" for message in made.messages).decode() == keys
    assert " ".join(why.reason for why in made.refused) == reasons
    raw = [message for message in made.messages if message.label.startswith("f#")]
    for message, reason in zip(raw, reasons.split(), strict=True):
        with pytest.raises(BadCopy) as refused:
            read_copy(message.value)
        assert refused.value.reason == reason


@pytest.mark.parametrize("page", ["[{}]", '{{"_items": [{}]}}', '{{"items": [{}]}}'])
def test_an_item_of_an_array_or_a_page_that_is_no_json_costs_no_other(page: str) -> None:
    """NaN, and half a character, as many programs write them."""
    items = [
        '{"uri": "urn:a", "headline": "x"}',
        '{"uri": "urn:b", "n": NaN}',
        '{"uri": "\\ud83d"}',
        '{"uri": "urn:d", "headline": "x"}',
    ]
    made = parcel(page.format(", ".join(items)).encode(), name="f", now=NOW)
    assert [message.key for message in made.messages] == [b"urn:a", b"f#2", b"f#3", b"urn:d"]
    assert [why.reason for why in made.refused] == ["not-json", "not-json"]


def test_in_unicode_of_two_bytes_an_item_that_cannot_be_read_costs_no_other() -> None:
    lines = '{"uri": "urn:a", "headline": "é"}\n{"uri": 1\n{"uri": "urn:c", "headline": "c"}\n'
    array = '[{"uri": "urn:a", "headline": "é"}, {"uri": 1}, {"uri": "urn:c", "headline": "c"}]'
    for copy in (lines, array):
        made = parcel(copy.encode("utf-16"), name="f", now=NOW)
        assert [message.key for message in made.messages] == [b"urn:a", b"f#2", b"urn:c"]


def test_an_entry_of_a_feed_that_is_taken_apart_has_the_language_and_the_publisher_of_its_feed() -> None:
    copy = (
        '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title><language>en-GB</language>'
        "<dc:publisher>Reuters</dc:publisher>" + rss_item("urn:a", SOUND) + rss_item("urn:b", ODD) + "</channel></rss>"
    )
    first = parcel(copy.encode(), name="f", now=NOW).messages[0]
    assert [(one.language, one.provider) for one in read_copy(first.value)] == [("en-gb", "Reuters")]


def test_a_message_none_of_which_can_be_read_is_refused_whole() -> None:
    copy = f"[{listed(BAD, EMPTY)}]".encode()
    made = parcel(copy, name="f", now=NOW)
    assert [(message.key, message.value) for message in made.messages] == [(b"f", copy)]
    assert len(made.refused) == 1
