"""One story in every format is one article: what a field means does not depend on how it came."""

from __future__ import annotations

import pytest

from bellwire.wire import Article, encode, read_copy
from kit.one_story import FORMATS, STORY


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
