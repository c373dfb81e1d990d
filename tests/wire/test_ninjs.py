"""ninjs of every generation, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import BAD_COPY_REASONS, BadCopy
from bellwire.wire import Article, read_copy
from kit.xml_story import MARKUP, STORY

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
    item = {"uri": "u", "body_html": "<p>A &amp; B<script>steal()</script> &lt;3</p><!-- note --><p>C</p>"}
    assert one(item).body == "A & B <3\n\nC"


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


GENERATIONS = {
    "1": {
        "uri": STORY.uri, "version": "3", "type": "text", "versioncreated": "2016-12-04T22:30:00+01:00",
        "pubstatus": "usable", "urgency": 2, "language": "EN", "located": "BEIRUT", "headline": STORY.headline,
        "byline": "By A. Reporter", "slugline": "SYRIA-BRIDGE", "copyrightholder": "Example Press",
        "ednote": "RECASTS with rebel denial", "signal": [{"qcode": "sig:update"}], "body_xhtml": MARKUP,
        "renditions": {"pdf": {"href": "http://127.0.0.1:9/x"}}, "associations": {"photo": {"headline": "No story"}},
    },
    "2": {
        "standard": {"name": "ninjs", "version": "2.2"}, "uri": STORY.uri, "version": "3", "type": "text",
        "versioncreated": "2016-12-04T21:30:00Z", "pubstatus": "usable", "urgency": 2, "language": "en",
        "located": "Beirut", "by": "A. Reporter", "slugline": "SYRIA-BRIDGE",
        "infosources": [{"name": "Example Press"}], "ednote": "Update RECASTS with rebel denial",
        "headlines": [{"role": "main", "value": STORY.headline}],
        "bodies": [{"role": "main", "contenttype": "text/html", "value": MARKUP}], "associations": [{"name": "photo"}],
    },
    "3": {
        "standard": {"name": "ninjs", "version": "3.1"}, "uri": STORY.uri, "version": 3, "type": "text",
        "versionCreated": "2016-12-04T21:30:00Z", "pubStatus": "usable", "urgency": 2, "language": "en",
        "located": "Beirut", "by": "By A. Reporter", "slugline": "SYRIA-BRIDGE", "copyrightHolder": "Example Press",
        "headlines": [{"role": "short", "value": "Bridge"}, {"role": "main", "value": STORY.headline}],
        "edNote": "Update RECASTS with rebel denial", "rightsInfo": {"linkedrights": []},
        "bodies": [{"role": "main", "contentType": "text/plain", "value": STORY.body}],
    },
    "Superdesk": {
        "guid": STORY.uri, "version": "3", "type": "text", "versioncreated": "2016-12-04T21:30:00+0000",
        "pubstatus": "usable", "urgency": 2, "priority": 6, "language": "en", "located": {"name": "Beirut"},
        "headline": STORY.headline, "byline": "A. Reporter", "slugline": "SYRIA-BRIDGE", "source": "Example Press",
        "copyrightholder": "A Publisher", "signal": [{"name": "Aktualisierung", "code": "sig:update"}],
        "ednote": "RECASTS with rebel denial", "body_html": MARKUP, "description_text": "A bridge.",
        "evolvedfrom": "urn:newsml:example.com:20161204:before", "ancestors": ["urn:a"], "keywords": ["bridge"],
    },
    "Fingerpost": {
        "uri": f"{STORY.uri}/2016-12-04T21:30:00.000Z/3", "usn": "deir-hassan", "version": "3", "status": "",
        "versionCreated": "2016-12-04T21:30:00.000Z", "slug": "SYRIA-BRIDGE", "headline": STORY.headline,
        "byline": "A. Reporter", "priority": "2", "subjects": {"code": ["news"]}, "keywords": "", "language": "en",
        "ednote": "Update RECASTS with rebel denial", "location": "Beirut", "copyrightHolder": "Example Press",
        "abstract": "", "body_text": MARKUP, "mimeType": "application/ninjs+json", "type": "text",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", GENERATIONS)
def test_each_generation_and_dialect_of_one_story_is_the_same_article(name: str) -> None:
    assert one(GENERATIONS[name]) == STORY


def test_plain_text_that_is_not_ours_is_cleaned() -> None:
    body = "A&nbsp;first para\u00adgraph of R&amp;amp;D.\n\nIt\u2019s the ﬁrst one."
    article = one({**NINJS_3, "bodies": [{"role": "main", "contentType": "text/plain", "value": body}]})
    assert article.body == "A first paragraph of R&D.\n\nIt’s the first one."


def test_plain_text_without_paragraphs_takes_those_of_its_markup() -> None:
    article = one({**NINJS_1, "body_text": "One. Two.", "body_xhtml": "<p>One.</p><p>Two.</p>"})
    assert article.body == "One.\n\nTwo."


def test_plain_text_that_says_more_than_its_markup_stands() -> None:
    assert one({**NINJS_1, "body_text": "One. Two.", "body_xhtml": "<p>One.</p>"}).body == "One. Two."


def test_a_headline_that_the_body_repeats_is_no_paragraph_of_it() -> None:
    article = one({**NINJS_1, "body_text": "Army nears old city\n\nThe army is near."})
    assert article.body == "The army is near."


@pytest.mark.parametrize("text", ["<Cyclops Corp> said it agreed.", "Dixons <DXNS.L> rose: 3 < 4 & 5 > 2."])
def test_companies_in_brackets_are_text(text: str) -> None:
    article = one({**NINJS_1, "headline": text, "body_text": f"{text} More.\n\nMore."})
    assert (article.headline, article.body) == (text, f"{text} More.\n\nMore.")


def test_lines_of_plain_text_are_paragraphs() -> None:
    assert (
        one({**NINJS_1, "body_text": "One is told.\nTwo is told.\nThree."}).body
        == "One is told.\n\nTwo is told.\n\nThree."
    )


def test_lines_of_a_narrow_column_stay_lines_of_their_paragraph() -> None:
    wrapped = "Troops took the bridge at Deir\nHassan on Sunday, the army\nsaid.\n    Rebels denied\nit."
    article = one({**NINJS_1, "body_text": wrapped})
    assert article.body == "Troops took the bridge at Deir\nHassan on Sunday, the army\nsaid.\n\nRebels denied\nit."


def test_the_agency_is_named_as_the_wire_names_it() -> None:
    assert one({**NINJS_1, "provider": "Radio Free Europe/Radio Liberty"}).provider == "Radio Free Europe/Radio Liberty"


def test_of_several_sources_the_one_that_wrote_it_counts() -> None:
    parties = [{"name": "A Portal", "role": "distributor"}, {"name": "Example Press", "role": "originator"}]
    assert one({**NINJS_3, "infosources": None, "infoSources": parties}).provider == "Example Press"


def test_a_title_is_a_headline_only_where_there_is_none() -> None:
    assert one({**NINJS_3, "title": "item 7"}).headline == "Army nears old city"
    assert one({"uri": "u", "type": "text", "title": "Army nears old city"}).headline == "Army nears old city"


def test_markup_of_another_format_is_no_body() -> None:
    parts = [{"contenttype": "application/xml", "value": "<T>x</T>"}, {"contenttype": "text/html", "value": "y"}]
    assert one({"uri": "u", "headline": "h", "versioncreated": "2016-12-04", "bodies": parts}).body == "y"


@pytest.mark.parametrize(
    ("uri", "version", "family"),
    [
        ("urn:newsml:example.com:20161204:item:7U", "7", "urn:newsml:example.com:20161204:item"),
        ("urn:newsml:example.com:20161204:item:7", "7", "urn:newsml:example.com:20161204:item"),
        ("urn:newsml:example.com:10020931:1N", "1", "urn:newsml:example.com:10020931"),
        ("tag:example.com,2016:newsml_L1:7", "7", "tag:example.com,2016:newsml_L1"),
        ("urn:newsml:example.com:20161204:item-7", "7", "urn:newsml:example.com:20161204:item-7"),
        ("urn:newsml:dpa.com:20090101:161204-930-7", "7", "urn:newsml:dpa.com:20090101:161204-930-7"),
        ("urn:newsml:localhost:2016-12-04T21:30:00.1:7", "7", "urn:newsml:localhost:2016-12-04T21:30:00.1:7"),
        ("tag:example.com,2016:newsml_L1:7", "8", "tag:example.com,2016:newsml_L1:7"),
        ("http://example.com/item/7", "7", "http://example.com/item/7"),
        ("urn:x:7", "7", "urn:x:7"),
    ],
)
def test_a_family_s_uri_carries_no_revision(uri: str, version: str, family: str) -> None:
    assert one({**NINJS_1, "uri": uri, "version": version}).uri == family


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("published", "usable"),
        ("Usable", "usable"),
        ("killed", "canceled"),
        ("recalled", "canceled"),
        ("http://cv.iptc.org/newscodes/pubstatusg2/canceled", "canceled"),
        ("hold", "withheld"),
    ],
)
def test_pubstatus_of_newsroom_systems(written: str, means: str) -> None:
    assert one({**NINJS_1, "pubstatus": written}).pubstatus == means


def test_an_embargo_whose_end_nobody_can_read_is_withheld() -> None:
    assert one({**NINJS_1, "embargoed": "after the speech"}).pubstatus == "withheld"


@pytest.mark.parametrize("field", ["embargoed", "embargoedUntil"])
def test_an_embargo_is_read_under_either_name(field: str) -> None:
    assert one({**NINJS_1, field: "2016-12-05T00:00:00+02:00"}).embargoed == datetime(2016, 12, 4, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "means"), [(True, 5), (2.0, 2), (2.5, 5), (-3, 5), ("1e3", 5), ([2], 5), (10**30, 5)]
)
def test_no_urgency_but_a_digit_counts(value: object, means: int) -> None:
    assert one({**NINJS_1, "urgency": value}).urgency == means


@pytest.mark.parametrize("located", [["Beirut", "Geneva"], {"city": "Beirut"}, [{"name": "Beirut"}], "BEIRUT, Dec 4 -"])
def test_a_place_may_be_a_list_or_an_object(located: object) -> None:
    assert one({**NINJS_1, "located": located}).located == "Beirut"


def test_a_place_s_land_is_told_with_it() -> None:
    assert one({**NINJS_1, "located": {"city": "Beirut", "country": "Lebanon"}}).located == "Beirut, Lebanon"


def test_superdesk_s_own_items_have_their_place_in_the_dateline() -> None:
    dateline = {"text": "BEIRUT, Dec 4 Example Press -", "located": {"city": "Beirut", "country": "Lebanon"}}
    item = {name: value for name, value in NINJS_1.items() if name != "located"}
    assert one({**item, "dateline": dateline}).located == "Beirut, Lebanon"


@pytest.mark.parametrize("kind", ["picture", "video", "graphic", "composite", "planning", "agenda"])
def test_what_has_no_text_of_its_own_is_no_story(kind: str) -> None:
    item = {"uri": "u", "type": kind, "headline": "h", "description_text": "A caption."}
    assert reason(json.dumps(item).encode()) == "no-story"


def test_among_stories_a_picture_is_passed_over() -> None:
    picture = {"uri": "p", "type": "picture", "headline": "h"}
    assert [article.uri for article in read_copy(json.dumps([picture, NINJS_1]).encode())] == ["urn:x:1"]


def test_an_event_is_read_as_what_it_is() -> None:
    event = {"uri": "e", "type": "event", "title": "Summit", "descriptions": [{"value": "Talks."}], "eventDetails": {}}
    article = one(event)
    assert (article.headline, article.body, article.profile, article.version_time) == (
        "Summit",
        "Talks.",
        "event",
        None,
    )


def test_a_page_of_a_news_api_is_its_items() -> None:
    page = {"_items": [NINJS_1, NINJS_1 | {"uri": "urn:x:2"}], "_links": {"next": {"href": "x"}}, "_meta": {}}
    assert [article.uri for article in read_copy(json.dumps(page).encode())] == ["urn:x:1", "urn:x:2"]


FIELDS = ["uri", "guid", "type", "standard", *NINJS_1, *NINJS_3, *GENERATIONS["Superdesk"], *GENERATIONS["Fingerpost"]]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "role", "contentType", "name", "qcode"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), VALUES), max_size=3))
def test_any_values_are_articles_or_bad_copy(items: list[dict[str, object]]) -> None:
    try:
        read_copy(json.dumps([{"uri": "urn:x", **item} for item in items]).encode())
    except BadCopy as refused:
        assert refused.reason in BAD_COPY_REASONS


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_bad_copy(data: bytes) -> None:
    try:
        read_copy(data)
    except BadCopy as refused:
        assert refused.reason in BAD_COPY_REASONS


WIRE = Path(__file__).parents[3] / "shared" / "wire"


@pytest.mark.shared
@pytest.mark.skipif(not WIRE.is_dir(), reason="needs ../shared")
class TestRealCopy:
    @pytest.mark.parametrize("name", ["1_6", "2_2", "3_1"])
    def test_iptc_s_three_generations_of_one_text(self, name: str) -> None:
        (article,) = read_copy((WIRE / "iptc-ninjs" / f"userguide_{name}__004_simple_text_article.json").read_bytes())
        assert article.headline == "Captain of wrecked cruise ship on trial in Italy"
        assert (article.body.count("\n\n"), article.byline) == (3, "Paulo Santalucia and Frances d'Emilio")

    @pytest.mark.parametrize(
        ("old", "new"), [("v2_1__dpa_text", "v3_0__dpa_text"), ("v2_1__ntb_text", "v3_0__ntb_text")]
    )
    def test_an_agency_s_item_in_two_generations_is_the_same_article(self, old: str, new: str) -> None:
        before, after = (read_copy((WIRE / "iptc-ninjs" / f"{name}.json").read_bytes()) for name in (old, new))
        assert before == after

    def test_tt_s_text_has_neither_its_headline_nor_its_caption(self) -> None:
        (article,) = read_copy((WIRE / "iptc-ninjs" / "v2_1__tt_text_image_2.json").read_bytes())
        assert article.headline not in article.body and "Arkivbild" not in article.body

    def test_fingerpost_s_uri_is_the_story_s(self) -> None:
        (article,) = read_copy((WIRE / "guardian-fingerpost" / "PA_API.json").read_bytes())
        assert article.uri == "http://PA_API/8d588e55-f20e-4647-ad46-7d0e9d63e4b5"
        assert (article.version, article.pubstatus, article.urgency, article.feed) == ("1", "usable", 6, "PA_API")

    @pytest.mark.parametrize("generation", ["1.6", "2.2", "3.1"])
    def test_a_schema_is_refused_as_one(self, generation: str) -> None:
        with pytest.raises(BadCopy, match="a JSON Schema"):
            read_copy((WIRE / "iptc-ninjs" / f"ninjs-schema_{generation}.json").read_bytes())


def test_an_item_of_superdesk_s_database_has_its_name_as_its_key() -> None:
    item = {name: value for name, value in NINJS_1.items() if name != "uri"}
    assert one(item | {"_id": "urn:newsml:localhost:2016-12-04:1"}).uri == "urn:newsml:localhost:2016-12-04:1"
    assert one(NINJS_1 | {"_id": "584a"}).uri == NINJS_1["uri"]
