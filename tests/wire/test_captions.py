"""What a picture shows is no part of the story, however its caption is marked; the words around it stay."""

from __future__ import annotations

import time

import pytest
from lxml import etree

from bellwire.wire.text import clean, from_html
from bellwire.wire.xml_text import story_of

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


@pytest.mark.parametrize("text", ["[caption] is open", "no [/caption] opened", f"[caption]{'x' * 4000}[/caption]"])
def test_marks_that_enclose_no_caption_take_nothing_away(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("unit", ["[caption]", "[/caption]", "[caption ", "[caption][/caption]", "[caption]x[/caption"])
def test_marks_without_number_take_no_quadratic_time(unit: str) -> None:
    before = time.process_time()
    clean(unit * (1_000_000 // len(unit)))
    assert time.process_time() - before < 3
