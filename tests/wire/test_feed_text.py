"""What feeds put around a story is none of it: footers, buttons, lists of who has the story."""

from __future__ import annotations

import html

import pytest

from bellwire.wire import read_copy
from bellwire.wire.article import Article

RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>A desk</title><item>{}</item></channel></rss>'
STORY = "<p>Troops took the hill, officials said.</p><p>Shelling went on.</p>"
BODY = "Troops took the hill, officials said.\n\nShelling went on."


def item(title: str, markup: str, more: str = "") -> Article:
    fields = f"<guid>urn:a</guid><title>{html.escape(title)}</title><description>{html.escape(markup)}</description>"
    (article,) = read_copy(RSS.format(fields + more).encode())
    return article


@pytest.mark.parametrize(
    "footer",
    [
        'The post <a href="http://x.example/1">Army takes hill</a> appeared first on <a href="/">Hill News</a>.',
        'The post <a href="http://x.example/1">Army takes hill</a> first appeared on Hill News.',
        "Der Beitrag Army takes hill erschien zuerst auf Hügelbote.",
        "L’article Army takes hill est apparu en premier sur Colline.",
        "L'articolo Army takes hill proviene da Collina.",
    ],
)
def test_where_a_story_stands_is_none_of_it(footer: str) -> None:
    assert item("Army takes hill", f"{STORY}<p>{footer}</p>").body == BODY


@pytest.mark.parametrize(
    "button", ["Read more", "Continue reading →", "Share", "Subscribe now", "Read the full story »"]
)
def test_a_button_below_a_story_is_none_of_it(button: str) -> None:
    assert item("Army takes hill", f"{STORY}<p><a href='/1'>{button}</a></p>").body == BODY


@pytest.mark.parametrize(
    "last",
    [
        "The post about the hill appeared first on Telegram.",
        "Reports that the army takes hill after hill first appeared on Sunday.",
        "“Army takes hill” was what state media had all day.",
        "Share prices fell.",
    ],
)
def test_a_last_paragraph_that_only_looks_like_that_is_of_the_story(last: str) -> None:
    assert item("Army takes hill", f"{STORY}<p>{last}</p>").body == f"{BODY}\n\n{last}"


def test_a_text_that_is_nothing_else_stays() -> None:
    assert item("Hill", "<p>Read more</p>").body == "Read more"


def test_a_headline_that_the_text_repeats_is_no_paragraph_of_it() -> None:
    assert item("Army takes hill", f"<p>Army takes hill</p>{STORY}").body == BODY


SOURCE = '<source url="https://hill.example">Hill News</source>'
LINK = '<a href="https://x.example/{}">{}</a>&nbsp;&nbsp;<font color="#6f6f6f">{}</font>'


@pytest.mark.parametrize(
    "markup",
    [
        LINK.format(1, "Army takes hill - for now", "Hill News"),
        f"<ol><li>{LINK.format(1, 'Army takes hill - for now', 'Hill News')}</li>"
        f"<li>{LINK.format(2, 'Rebels deny loss of hill', 'Valley Post')}</li></ol>",
    ],
)
def test_of_an_aggregators_entry_the_headline_is_read_without_whose_it_is(markup: str) -> None:
    found = item("Army takes hill - for now - Hill News", markup, SOURCE)
    assert (found.headline, found.body, found.provider) == ("Army takes hill - for now", "", "Hill News")


def test_a_text_beside_a_source_is_read() -> None:
    assert item("Army takes hill - Hill News", STORY, SOURCE).body == BODY
