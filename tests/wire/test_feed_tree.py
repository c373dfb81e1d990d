"""What a feed's tree is made regular from: texts under other names, entries within what was never closed."""

from __future__ import annotations

import pytest

from bellwire.wire import read_copy

YANDEX = (
    '<rss version="2.0"{names}><channel><title>Desk</title><item><guid>x</guid><title>Army nears</title>'
    "<description>Troops came.</description><yandex:full-text>Troops came at dawn.\n\nThey left at noon."
    "</yandex:full-text></item></channel></rss>"
)


@pytest.mark.parametrize(
    "names", [' xmlns:yandex="http://news.yandex.ru"', ' xmlns:yandex="https://news.yandex.ru/"', ""]
)
def test_yandex_s_full_text_is_the_story(names: str) -> None:
    [article] = read_copy(YANDEX.format(names=names).encode())
    assert article.body == "Troops came at dawn.\n\nThey left at noon."


def test_a_full_text_of_somebody_else_s_is_none_that_is_known() -> None:
    [article] = read_copy(YANDEX.format(names=' xmlns:yandex="urn:other"').encode())
    assert article.body == "Troops came."


def test_entries_within_an_element_that_was_never_closed_are_read_in_their_order() -> None:
    told = "".join(f"<item><guid>{number}</guid><title>Army nears</title></item>" for number in range(3))
    names = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    opened = "<itunes:category text='News'><itunes:category text='War'/>"
    found = read_copy(f"<rss version='2.0' {names}><channel><title>Desk</title>{opened}{told}</channel></rss>".encode())
    assert [article.uri for article in found] == ["0", "1", "2"]


@pytest.mark.parametrize("kind", ["application/xml", "application/nitf+xml", "text/xml"])
def test_nitf_in_an_entry_is_its_story(kind: str) -> None:
    story = "<nitf><body><body.content><p>Troops came.</p><p>They left.</p></body.content></body></nitf>"
    [article] = read_copy(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Desk</title><entry><id>x</id><title>Army nears</title>"
        f"<content type='{kind}'>{story}</content></entry></feed>".encode()
    )
    assert article.body == "Troops came.\n\nThey left."
