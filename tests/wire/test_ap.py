"""AP Media API: items and feeds; what is inline is read, and no link is followed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import BAD_COPY_REASONS, BadCopy
from bellwire.wire import Article, ap, read_copy
from kit.xml_story import MARKUP, STORY

NITF = f"""<nitf><body><body.head><hedline><hl1>{STORY.headline}</hl1></hedline></body.head>
<body.content><block id="Main">{MARKUP}</block></body.content></body></nitf>"""
ITEM = {
    "uri": "https://api.ap.org/media/v/content/0a1b2c3d?qt=x&et=0a1b2c3d_3",
    "altids": {"itemid": "0a1b2c3d", "etag": "0a1b2c3d_3", "friendlykey": "1"},
    "version": 3,
    "type": "text",
    "urgency": 2,
    "editorialpriority": "b",
    "language": "en",
    "versioncreated": "2016-12-04T21:30:00Z",
    "pubstatus": "usable",
    "ednote": "Eds: RECASTS with rebel denial",
    "signals": ["newscontent"],
    "slugline": "BC-SYRIA-BRIDGE,1st Ld-Writethru",
    "headline": STORY.headline,
    "headline_extended": "A bridge changes hands.",
    "bylines": [{"by": "By A. Reporter", "title": ""}],
    "located": "BEIRUT",
    "datelinelocation": {"city": "Beirut", "countryname": "Lebanon"},
    "provider": "Example Press",
    "renditions": {"nitf": {"href": "http://127.0.0.1:9/nitf", "type": "text"}},
    "body_nitf": NITF,
}


def copy(item: object) -> bytes:
    return json.dumps({"api_version": "1.1", "data": {"meta": {}, "item": item}}).encode()


def one(**changes: object) -> Article:
    (article,) = read_copy(copy({**ITEM, **changes}))
    return article


def test_an_item_is_an_article() -> None:
    assert one() == Article(
        **{name: getattr(STORY, name) for name in STORY.__struct_fields__ if name != "uri"},
        uri="tag:ap.org,2011:0a1b2c3d",
    )


def test_an_item_without_its_wrapping_is_read_alike() -> None:
    assert read_copy(json.dumps(ITEM).encode()) == [one()]


@pytest.mark.parametrize(
    "inline",
    [
        {"body_nitf": "", "body_html": MARKUP},
        {"body_nitf": None, "nitf": {"body_html": f'<block id="Main">{MARKUP}</block>'}},
        {"body_nitf": None, "nitf": NITF},
        {"body_nitf": NITF.replace("<nitf>", '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">')},
        {"body_nitf": NITF.replace("</nitf>", "")},
    ],
    ids=["html", "beside", "beside as NITF", "namespace", "cut short"],
)
def test_the_story_is_read_wherever_it_stands_inline(inline: dict[str, object]) -> None:
    assert one(**inline).body.endswith(STORY.body)


def test_a_story_laid_beside_the_item_by_whoever_fetched_it_is_read() -> None:
    data = {"data": {"item": {**ITEM, "body_nitf": None}, "nitf": {"body_html": MARKUP}}}
    assert read_copy(json.dumps(data).encode())[0].body == STORY.body


def test_without_a_story_the_summary_stands_for_it() -> None:
    assert one(body_nitf=None, description_summary="In short.").body == "In short."
    assert one(body_nitf=None).body == "A bridge changes hands."


def test_version_zero_is_a_version() -> None:
    assert one(version=0).version == "0"


@pytest.mark.parametrize(
    ("urgency", "priority", "means"),
    [(None, "f", 1), (None, "r", 4), (None, "d", 5), (0, "b", 2), (None, None, 5), (8, "f", 8)],
)
def test_urgency_or_the_priority_beside_it(urgency: int | None, priority: str | None, means: int) -> None:
    assert one(urgency=urgency, editorialpriority=priority).urgency == means


@pytest.mark.parametrize(
    ("changes", "status", "ednote"),
    [
        ({"pubstatus": "canceled"}, "canceled", STORY.ednote),
        ({"pubstatus": "withheld"}, "withheld", STORY.ednote),
        ({"slugline": "BC-SYRIA-BRIDGE, BULLETIN KILL"}, "canceled", "Kill RECASTS with rebel denial"),
        ({"editorialtypes": ["Kill"]}, "canceled", "Kill RECASTS with rebel denial"),
        ({"editorialtypes": ["Correction"]}, "usable", "Correction RECASTS with rebel denial"),
        ({"embargoed": "2016-12-05T19:00:00Z"}, "usable", STORY.ednote),
        ({"embargoed": "tonight"}, "withheld", STORY.ednote),
    ],
)
def test_status_and_notes(changes: dict[str, object], status: str, ednote: str) -> None:
    article = one(**changes)
    assert (article.pubstatus, article.ednote) == (status, ednote)


def test_every_version_has_the_story_s_uri_and_slug() -> None:
    first = one(version=0, slugline="BC-SYRIA-BRIDGE", altids={"itemid": "0a1b2c3d", "etag": "0a1b2c3d_0"})
    assert (first.uri, first.slug) == (one().uri, one().slug)


def test_several_writers_are_one_byline() -> None:
    assert one(bylines=[{"by": "By A. Reporter"}, {"name": "B. Writer"}]).byline == "A. Reporter and B. Writer"


def test_a_feed_holds_several_and_its_pictures_are_passed_over() -> None:
    items = [{"meta": {}, "item": {**ITEM, "type": kind}} for kind in ("picture", "text", "video", "text")]
    assert len(read_copy(json.dumps({"data": {"items": items}}).encode())) == 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"type": "picture"}, "no-story"),
        ({"altids": {"etag": "x"}, "uri": ""}, "no-uri"),
        ({"headline": "", "title": "", "slugline": "", "body_nitf": "", "headline_extended": ""}, "no-text"),
        ({"pubstatus": "perhaps"}, "not-an-article"),
        ({"headline": ["a", 1]}, "not-an-article"),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(changes: dict[str, object], why: str) -> None:
    with pytest.raises(BadCopy) as refused:
        one(**changes)
    assert refused.value.reason == why


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*ITEM, "itemid", "by", "name"]), inner)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*ITEM, "editorialtypes", "infosource"]), VALUES))
def test_any_values_are_an_article_or_bad_copy(values: dict[str, object]) -> None:
    try:
        ap.read([{"altids": {"itemid": "a"}, **values}])
    except BadCopy as refused:
        assert refused.reason in BAD_COPY_REASONS
