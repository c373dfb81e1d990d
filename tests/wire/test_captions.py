"""What a picture shows is no part of the story, however its caption is marked; the words around it stay."""

from __future__ import annotations

import json
from html import escape

import pytest
from lxml import etree

from bellwire.wire import read_copy
from bellwire.wire.captions import without_captions
from bellwire.wire.text import clean, from_html
from bellwire.wire.xml_text import story_of
from kit.effort import soon

STORY = "The army took it."
CAPTIONS = [
    '<figure><img src="a"/><figcaption>SHOWN</figcaption></figure>',
    '<figcaption class="wp-element-caption">SHOWN</figcaption>',
    '<div class="wp-caption aligncenter"><img src="a"/><p class="wp-caption-text">SHOWN</p></div>',
    '<dl class="gallery-item"><dd class="wp-caption-text gallery-caption">SHOWN</dd></dl>',
    '<p class="caption">SHOWN</p>',
    '<p class="lead Photo-Caption">SHOWN</p>',
    '<div class="image_caption">SHOWN</div>',
    '<div class="imageCaption"><p>SHOWN</p></div>',
    '<span class="figure__caption">SHOWN</span>',
    '<div class="media-block__description">SHOWN</div>',
    '<span class="photo-credit">SHOWN</span>',
]


@pytest.mark.parametrize("caption", CAPTIONS)
def test_a_caption_is_left_out_of_html(caption: str) -> None:
    assert from_html(f"{caption}<p>{STORY}</p>") == STORY


@pytest.mark.parametrize("caption", CAPTIONS)
def test_a_caption_is_left_out_of_xhtml(caption: str) -> None:
    assert story_of(etree.fromstring(f"<body>{caption}<p>{STORY}</p></body>")) == STORY


@pytest.mark.parametrize(
    "classes",
    ["story", "captioned-story", "with-caption", "no-caption", "article-description", "media-body", "image", "credit"],
)
def test_other_classes_are_of_the_story(classes: str) -> None:
    markup = f'<div class="{classes}"><p>{STORY}</p></div>'
    assert from_html(markup) == story_of(etree.fromstring(f"<body>{markup}</body>")) == STORY


@pytest.mark.parametrize(
    "caption",
    [
        '[caption id="attachment_1" align="alignleft" width="300"]<img src="a"/> SHOWN[/caption]',
        '[caption width="300"]<a href="b"><img src="a"/></a> <em>SHOWN</em>[/caption]',
        "[wp_caption]SHOWN[/wp_caption]",
        "[caption id='1']SHOWN[/caption]<p>Between.</p>[caption id='2']SHOWN[/caption]",
    ],
)
def test_what_stands_between_marks_of_a_caption_is_left_out(caption: str) -> None:
    told = from_html(f"<p>{STORY}</p>{caption}<p>It fell.</p>")
    assert "SHOWN" not in told and "caption" not in told
    assert told.startswith(STORY) and told.endswith("It fell.")


FILED = [
    "FILE - In this Monday, March 1, 2021 file photo, troops march in Mosul. (AP Photo/X, File)",
    "FILE – In this Nov. 30 file photo, troops march in Mosul",
    "FILE — Troops march in Mosul on Nov. 30, 2016.",
    "FILE: Troops march in Mosul, November 30, 2016.",
    "FILE PHOTO: Troops march in Mosul. REUTERS/Jane Doe/File Photo",
    "File picture - Troops march",
    "(FILES) In this file photo taken on November 30, 2016 troops march",
    "In this Dec. 4, 2016 photo, troops march in Mosul.",
    "In this Saturday, Dec. 3, 2016 file photo, troops march.",
    "In this undated photo, troops march.",
    "In this photo provided by the White Helmets, smoke rises.",
    "In this image taken from video, smoke rises.",
    "Smoke rises over Mosul, Dec. 4, 2016. (AP Photo/Jane Doe)",
    "Smoke rises. (White Helmets via AP, File)",
    "Smoke rises over Mosul, December 4, 2016. REUTERS/Jane Doe",
]


@pytest.mark.parametrize("caption", FILED)
def test_a_caption_that_stands_as_a_paragraph_is_left_out(caption: str) -> None:
    html = f"<p>{caption}</p><p>{STORY}</p><p>{caption}</p><p>It fell.</p>"
    told = f"Headline\n\nMOSUL (AP) - {STORY}\n\n{caption}\n\nIt fell.\n"
    (ninjs,) = read_copy(json.dumps({"uri": "urn:a", "headline": "h", "body_html": html}).encode())
    (feed,) = read_copy(
        f"<rss><channel><item><guid>a</guid><description>{escape(html)}</description></item></channel></rss>".encode()
    )
    (plain,) = read_copy(told.encode())
    assert ninjs.body == feed.body == f"{STORY}\n\nIt fell."
    assert plain.body == f"MOSUL (AP) - {STORY}\n\nIt fell."


def test_a_caption_above_a_story_is_no_headline_of_it() -> None:
    (article,) = read_copy(f"{FILED[0]}\n\nTroops take Mosul\n\nMOSUL (AP) - {STORY}\n".encode())
    assert (article.headline, article.body) == ("Troops take Mosul", f"MOSUL (AP) - {STORY}")


@pytest.mark.parametrize(
    "paragraph",
    [
        "FILE sharing was cut off on Dec. 4, 2016, the army said.",
        "FILE – the word that stood on the box – was all that was left in 2016.",
        "FILE NO. 23 - The army took it in 2016.",
        "FILED FROM MOSUL - The army took it on Dec. 4.",
        "PROFILE - The general who took it in 2016.",
        "FILE - Troops took the archive.",
        "In this war, photos of Dec. 4, 2016 are all that is left.",
        "In this small picture, everything stands.",
        "In this case the photo of 2016 was shown.",
        "The photo was shown (AP reported) on Sunday.",
        "The army told REUTERS/AFP of it on Sunday.",
        "The army told REUTERS/AFP.",
        "(FILES were burned on Dec. 4, 2016)",
    ],
)
def test_a_paragraph_that_only_begins_like_a_caption_is_of_the_story(paragraph: str) -> None:
    assert without_captions(f"{STORY}\n\n{paragraph}") == f"{STORY}\n\n{paragraph}"


def test_a_text_that_is_nothing_but_a_caption_stays() -> None:
    assert without_captions(FILED[0]) == FILED[0]


@pytest.mark.parametrize(
    "unit", ["FILE - ", "In this ", "In this 1. ", "(AP Photo/", "REUTERS/A a", "FILE PHOTO", "\n\n"]
)
def test_paragraphs_without_number_take_no_quadratic_time(unit: str) -> None:
    with soon():
        without_captions(unit * (1_000_000 // len(unit)))
        without_captions(f"{unit}\n\n" * (1_000_000 // len(unit)))


@pytest.mark.parametrize("text", ["[caption] is open", "no [/caption] opened", f"[caption]{'x' * 4000}[/caption]"])
def test_marks_that_enclose_no_caption_take_nothing_away(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("unit", ["[caption]", "[/caption]", "[caption ", "[caption][/caption]", "[caption]x[/caption"])
def test_marks_without_number_take_no_quadratic_time(unit: str) -> None:
    with soon():
        clean(unit * (1_000_000 // len(unit)))


@pytest.mark.parametrize("classes", ["INFOBOX", "infobox", "linkbox", "np-public notepad"])
def test_what_agencies_lay_beside_a_story_is_left_out_of_its_xhtml(classes: str) -> None:
    box = f'<div class="{classes}"><h2>Links</h2><p>SHOWN</p></div>'
    assert story_of(etree.fromstring(f"<body><p>{STORY}</p>{box}</body>")) == STORY
