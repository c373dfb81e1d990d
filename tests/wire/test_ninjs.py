"""ninjs of every generation, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import BAD_COPY_REASONS, BadCopy
from bellwire.wire import Article, encode, read_copy, to_ninjs

NINJS_1 = {
    "uri": "urn:x:1",
    "version": "3",
    "versioncreated": "2016-12-04T21:30:00Z",
    "pubstatus": "usable",
    "urgency": 2,
    "headline": "Army nears old city",
    "body_text": "First paragraph.\n\nSecond paragraph.",
    "byline": "A. Reporter",
    "located": "Beirut",
    "provider": "Reuters",
    "slugline": "SYRIA-ALEPPO/",
}
NINJS_3 = {
    "uri": "urn:x:1",
    "version": 3,
    "versionCreated": "2016-12-04T22:30:00+01:00",
    "pubStatus": "usable",
    "urgency": 2,
    "headlines": [{"role": "short", "value": "Army near"}, {"role": "main", "value": "Army nears old city"}],
    "bodies": [
        {"role": "html", "contentType": "text/html", "value": "<p>First <b>paragraph</b>.</p><p>Second paragraph.</p>"},
        {"role": "text", "contentType": "text/plain", "value": "First paragraph.\n\nSecond paragraph."},
    ],
    "by": "A. Reporter",
    "located": "Beirut",
    "infosources": [{"name": "Reuters"}],
    "slugline": "SYRIA-ALEPPO/",
}


def one(item: object) -> Article:
    (article,) = read_copy(json.dumps(item).encode())
    return article


def reason(data: bytes, **options: object) -> str:
    with pytest.raises(BadCopy) as refused:
        read_copy(data, **options)  # type: ignore[arg-type]
    assert refused.value.reason in BAD_COPY_REASONS
    return refused.value.reason


def test_two_generations_of_one_item_are_the_same_article() -> None:
    assert one(NINJS_1) == one(NINJS_3)


def test_the_version_time_is_in_utc() -> None:
    assert one(NINJS_3).version_time == datetime(2016, 12, 4, 21, 30, tzinfo=UTC)


def test_markup_becomes_paragraphs_when_there_is_no_plain_text() -> None:
    item = {**NINJS_3, "bodies": NINJS_3["bodies"][:1]}  # type: ignore[index]
    assert one(item).body == "First paragraph.\n\nSecond paragraph."


def test_scripts_and_entities_in_markup_are_text_or_nothing() -> None:
    item = {"uri": "u", "body_html": "<p>A &amp; B<script>steal()</script> &lt;i&gt;</p><!-- note --><p>C</p>"}
    assert one(item).body == "A & B <i>\n\nC"


def test_an_external_entity_is_never_expanded() -> None:
    hostile = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>&e;</p>'
    assert "root:" not in one({"uri": "u", "headline": "h", "body_xhtml": hostile}).body


def test_an_unreadable_time_is_none_and_never_now() -> None:
    assert one({**NINJS_1, "versioncreated": "yesterday-ish"}).version_time is None


@pytest.mark.parametrize(
    ("written", "means"), [("", "usable"), ("cancelled", "canceled"), ("stat:withheld", "withheld")]
)
def test_pubstatus_in_its_dialects(written: str, means: str) -> None:
    assert one({**NINJS_1, "pubstatus": written}).pubstatus == means


def test_embargoed_without_a_time_is_withheld() -> None:
    assert one({**NINJS_1, "pubstatus": "embargoed"}).pubstatus == "withheld"


@pytest.mark.parametrize(("written", "means"), [(0, 5), (None, 5), ("3", 3), (12, 5), ("high", 5)])
def test_urgency_is_one_to_nine_and_five_when_missing(written: object, means: int) -> None:
    assert one({**NINJS_1, "urgency": written}).urgency == means


def test_an_array_holds_several_articles() -> None:
    assert len(read_copy(json.dumps([NINJS_1, {**NINJS_1, "uri": "urn:x:2"}]).encode())) == 2


def test_a_canceled_item_needs_no_text() -> None:
    assert one({"uri": "u", "pubstatus": "canceled"}).pubstatus == "canceled"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{not json", "not-json"),
        (b'{"uri": "u", "headline": "\\ud800"}', "not-json"),
        (b"[" * 100_000, "not-json"),
        (b"[]", "not-an-article"),
        (b"[1]", "not-an-article"),
        (b'{"uri": "u", "headline": {"a": 1}}', "not-an-article"),
        (b'{"uri": "u", "headline": "h", "pubstatus": "maybe"}', "not-an-article"),
        (b'{"headline": "h"}', "no-uri"),
        (b'{"uri": "u", "headline": " ", "body_text": ""}', "no-text"),
        (b"\xff\xfe{", "not-utf8"),
        (b"<newsItem/>", "no-uri"),
        (b"just words", "not-an-article"),
        (b"", "not-an-article"),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(data: bytes, why: str) -> None:
    assert reason(data) == why


def test_more_bytes_than_the_limit_are_refused_before_they_are_decoded() -> None:
    assert reason(b"{" + b" " * 100, max_bytes=50) == "too-large"


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_bad_copy(data: bytes) -> None:
    try:
        read_copy(data)
    except BadCopy as refused:
        assert refused.reason in BAD_COPY_REASONS


@given(
    st.builds(
        Article,
        uri=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
        headline=st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(lambda text: "h" + text),
        body=st.text(st.characters(exclude_categories=["Cs"]), max_size=200).filter(
            lambda text: not text or text.strip()
        ),
        pubstatus=st.sampled_from(["usable", "withheld", "canceled"]),
        urgency=st.integers(1, 9),
        received=st.none() | st.datetimes(datetime(1980, 1, 1), timezones=st.just(UTC)),
    )
)
def test_the_articles_topic_gives_back_what_was_put_in(article: Article) -> None:
    (back,) = read_copy(encode(article))
    assert to_ninjs(back) == to_ninjs(article)
