"""ninjs as Bellwire itself writes it on the articles topic: what comes back is what was put in."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import BadCopy
from bellwire.wire import Article, encode, read_copy, to_ninjs
from bellwire.wire.text import clean, one_line

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
#: Text as every format gives it.
TEXT = ANY.map(clean).map(clean)


@given(
    st.builds(
        Article,
        uri=ANY.map(lambda text: "u" + text),
        version=ANY,
        headline=ANY.map(lambda text: "h" + text).map(one_line).map(one_line),
        body=TEXT | st.just("R&D <S>\n\na < b"),
        pubstatus=st.sampled_from(["usable", "withheld", "canceled"]),
        urgency=st.integers(1, 9),
        language=ANY,
        located=TEXT,
        provider=TEXT,
        byline=TEXT,
        slug=TEXT,
        ednote=TEXT,
        profile=TEXT,
        feed=ANY,
        version_time=st.none() | st.datetimes(datetime(1980, 1, 1), timezones=st.just(UTC)),
        received=st.none() | st.datetimes(datetime(1980, 1, 1), timezones=st.just(UTC)),
        embargoed=st.none() | st.datetimes(datetime(1980, 1, 1), timezones=st.just(UTC)),
    )
)
def test_the_articles_topic_gives_back_exactly_what_was_put_in(article: Article) -> None:
    (back,) = read_copy(encode(article))
    assert back == article and to_ninjs(back) == to_ninjs(article)


def test_a_kill_without_text_comes_back_exactly() -> None:
    kill = Article(uri="urn:newsml:example.com:20161204:item:7U", pubstatus="canceled", ednote="Kill it & all")
    assert read_copy(encode(kill)) == [kill]


def test_bellwire_s_own_form_with_a_wrong_value_is_refused() -> None:
    item = json.loads(encode(Article(uri="u", headline="h"))) | {"urgency": 12}
    with pytest.raises(BadCopy) as refused:
        read_copy(json.dumps(item).encode())
    assert refused.value.reason == "not-an-article"


def test_an_embargo_whose_end_nobody_can_read_is_withheld() -> None:
    item = json.loads(encode(Article(uri="u", headline="h"))) | {"embargoed": "5 Dec at noon GMT"}
    (article,) = read_copy(json.dumps(item).encode())
    assert (article.pubstatus, article.embargoed) == ("withheld", None)
