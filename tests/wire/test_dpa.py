"""dpa digitalwires: entries and feeds, and what in them is no story."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import BAD_COPY_REASONS, BadCopy
from bellwire.wire import Article, dpa, read_copy
from kit.xml_story import MARKUP, STORY

WIRE = Path(__file__).parents[3] / "shared" / "wire" / "dpa-digitalwires"
DATELINE = "Beirut (Example Press) - "
ENTRY = {
    "format": "digitalwires@0.9.1",
    "type": "composite",
    "urn": STORY.uri,
    "version": 3,
    "version_created": "2016-12-04T22:30:00+01:00",
    "pubstatus": "usable",
    "signal": "sig:update",
    "embargoed": None,
    "language": "EN",
    "urgency": 2,
    "headline": STORY.headline,
    "dateline": DATELINE,
    "byline": "By A. Reporter",
    "article_html": f'<section class="main">{MARKUP}</section>',
    "creditline": "Example Press",
    "ednotes": [
        {"role": "dpaednoterole:closingline", "ednote": "dpa abc yydd n1 sku"},
        {"role": "dpaednoterole:correction", "ednote": "RECASTS with rebel denial"},
        {"role": "dpaednoterole:correctionshort", "ednote": "RECASTS with rebel denial"},
        {"role": "dpaednoterole:dpacontacts", "ednote": "+49 30 0", "is_publishable": False},
    ],
    "associations": [{"type": "image", "caption": "A bridge."}],
    "categories": [{"type": "dnltype:provider", "name": "Example Holding", "qcode": "dnlprov:ex"}],
}
PICTURE = {**ENTRY, "article_html": None, "descriptions": [{"role": "drol:caption", "description": "A bridge."}]}


def one(**changes: object) -> Article:
    (article,) = read_copy(json.dumps({**ENTRY, **changes}).encode())
    return article


def test_an_entry_is_an_article_with_its_dateline_in_front_as_in_dpa_s_other_formats() -> None:
    article = one()
    assert article == Article(
        **{name: getattr(STORY, name) for name in STORY.__struct_fields__ if name not in ("body", "slug")},
        body=DATELINE + STORY.body,
    )


def test_a_dateline_that_stands_in_the_text_is_not_doubled() -> None:
    marked = f'<p><span class="dateline">Beirut <span>(Example Press)</span> - </span>{MARKUP[3:]}'
    assert one(article_html=marked).body == one().body


def test_an_entry_that_names_no_credit_is_its_provider_s() -> None:
    assert one(creditline=None).provider == "Example Holding"


def test_version_zero_is_a_version() -> None:
    assert one(version=0).version == "0"


def test_an_embargo_holds_until_its_time() -> None:
    article = one(embargoed="2016-12-05T19:00:00+01:00")
    assert (article.pubstatus, article.embargoed is not None) == ("usable", True)


def test_an_embargo_whose_time_nobody_can_read_is_withheld() -> None:
    assert one(embargoed="this evening").pubstatus == "withheld"


def test_a_kill_needs_no_text() -> None:
    article = one(pubstatus="canceled", article_html=None, headline=None, associations=[])
    assert (article.pubstatus, article.headline, article.body) == ("canceled", "", "")


def test_a_flash_of_one_line_is_an_article() -> None:
    assert one(article_html=None, associations=[]).headline == STORY.headline


def test_a_feed_holds_several_and_its_pictures_are_passed_over() -> None:
    feed = {"entries": [PICTURE, ENTRY, {**ENTRY, "urn": "urn:newsml:dpa.com:20090101:161204-2"}]}
    assert len(read_copy(json.dumps(feed).encode())) == 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"article_html": None}, "no-story"),
        ({"urn": ""}, "no-uri"),
        ({"headline": None, "article_html": None, "associations": []}, "no-text"),
        ({"headline": {"de": "x"}}, "not-an-article"),
        ({"pubstatus": "perhaps"}, "not-an-article"),
    ],
)
def test_what_is_no_article_is_refused_with_its_reason(changes: dict[str, object], why: str) -> None:
    with pytest.raises(BadCopy) as refused:
        one(**changes)
    assert refused.value.reason == why


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*ENTRY, "role", "ednote", "name"]), inner)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*ENTRY]), VALUES))
def test_any_values_are_an_article_or_bad_copy(values: dict[str, object]) -> None:
    try:
        dpa.read([{"urn": "urn:x", **values}])
    except BadCopy as refused:
        assert refused.reason in BAD_COPY_REASONS


@pytest.mark.shared
@pytest.mark.skipif(not WIRE.is_dir(), reason="needs ../shared")
@pytest.mark.parametrize("name", ["eil", "embargoed", "nsb_n1", "with_dateline"])
def test_json_and_newsml_g2_of_one_item_are_the_same_article(name: str) -> None:
    (entry,) = read_copy((WIRE / f"{name}.json").read_bytes())
    (item,) = read_copy((WIRE / f"{name}.xml").read_bytes())
    assert {field: getattr(entry, field) for field in entry.__struct_fields__ if field != "profile"} == {
        field: getattr(item, field) for field in item.__struct_fields__ if field != "profile"
    }


def category(kind: str, name: str) -> dict[str, str]:
    return {"type": f"dnltype:{kind}", "name": name}


def test_other_agencies_copy_is_located_by_its_category() -> None:
    found = one(dateline=None, categories=[category("geosubject", "Asia"), category("located", "New Delhi")])
    assert found.located == "New Delhi"
    assert one(categories=[category("located", "New Delhi")]).located == "Beirut"


@pytest.mark.parametrize(
    ("name", "status"), [("kill", "canceled"), ("correction", "usable"), ("newscontent", "usable")]
)
def test_a_category_that_is_a_signal_says_what_the_copy_is(name: str, status: str) -> None:
    found = one(signal=None, categories=[category("signal", name)])
    assert found.pubstatus == status
    assert found.ednote.startswith(name.capitalize()) is (name != "newscontent")
