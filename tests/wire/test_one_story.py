"""One story in every format is one article: what a field means does not depend on how it came."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bellwire.wire import Article, encode, read_copy
from kit.one_story import FORMATS, KEYWORDS, MARKABLE, STORY, marked, noted


def article_of(name: str) -> Article:
    (article,) = read_copy(FORMATS[name].copy)
    return article


@pytest.mark.parametrize("name", FORMATS)
def test_the_story_is_the_same_article_in_every_format(name: str) -> None:
    filing, article = FORMATS[name], article_of(name)
    default = Article(uri="")
    expected = {field: getattr(STORY, field) for field in STORY.__struct_fields__ if field not in filing.own}
    expected |= {field: getattr(default, field) for field in filing.lost}
    assert {field: getattr(article, field) for field in expected} == expected


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_format_names_in_its_own_way_is_named(name: str) -> None:
    article = article_of(name)
    assert all(getattr(article, field) for field in FORMATS[name].own)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_survives_the_articles_topic(name: str) -> None:
    article = article_of(name)
    assert read_copy(encode(article)) == [article]


@pytest.mark.parametrize("name", [name for name in FORMATS if KEYWORDS.encode() in FORMATS[name].copy])
@pytest.mark.parametrize(
    ("mark", "status"), [("KILL", "canceled"), ("Kill", "canceled"), ("WITHHOLD", "withheld"), ("CORRECTION", "usable")]
)
def test_a_slug_tells_of_a_kill_in_every_format(name: str, mark: str, status: str) -> None:
    copy = FORMATS[name].copy.replace(KEYWORDS.encode(), f"BC-{STORY.slug}, {mark}".encode())
    (article,) = read_copy(copy)
    assert (article.slug, article.pubstatus) == (STORY.slug, status)


@pytest.mark.parametrize("name", ["ninjs 1", "NewsML-G2 with XHTML", "NewsML 1.2", "NITF"])
@pytest.mark.parametrize(
    "slug", ["US-Afghanistan, withdrawal", "AFGHANISTAN, WITHDRAWAL", "Formula, 1", "ATP/2", "Syria, Aleppo"]
)
def test_a_slug_that_is_no_keyword_line_stays_as_it_is(name: str, slug: str) -> None:
    (article,) = read_copy(FORMATS[name].copy.replace(KEYWORDS.encode(), slug.encode()))
    assert (article.slug, article.pubstatus) == (slug, "usable")


@pytest.mark.parametrize("name", [name for name in FORMATS if b"sig:update" in FORMATS[name].copy])
@pytest.mark.parametrize("signal", ["sig:kill", "sig:withdrawal"])
def test_a_signal_of_a_kill_takes_the_story_back_in_every_format(name: str, signal: str) -> None:
    (article,) = read_copy(FORMATS[name].copy.replace(b"sig:update", signal.encode()))
    assert article.pubstatus == "canceled"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("note", ["Embargoed until 1900 GMT, Dec 5.", "Strictly embargoed until 2 p.m. EST Monday"])
def test_an_embargo_in_words_is_the_same_in_every_format(name: str, note: str) -> None:
    (article,) = read_copy(noted(name, note))
    assert (article.pubstatus, article.embargoed) == ("usable", datetime(2016, 12, 5, 19, tzinfo=UTC))
    assert (article.headline, article.body) == (STORY.headline, STORY.body)


@pytest.mark.parametrize("name", FORMATS)
def test_an_embargo_whose_end_nobody_knows_is_withheld_in_every_format(name: str) -> None:
    (article,) = read_copy(noted(name, "Embargoed until the speech"))
    assert (article.pubstatus, article.embargoed) == ("withheld", None)


@pytest.mark.parametrize("name", MARKABLE)
@pytest.mark.parametrize(("killed", "status"), [(True, "canceled"), (False, "withheld")])
def test_a_kill_and_a_hold_are_the_same_in_every_format(name: str, killed: bool, status: str) -> None:
    (article,) = read_copy(marked(name, killed=killed))
    assert article.pubstatus == status
    if FORMATS[name].own & {"uri"} == set():
        assert article.uri == article_of(name).uri


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("note", ["Embargoed until 1900 GMT, Dec 5.", "Embargoed until the speech"])
def test_held_copy_survives_the_articles_topic(name: str, note: str) -> None:
    (article,) = read_copy(noted(name, note))
    assert read_copy(encode(article)) == [article]
