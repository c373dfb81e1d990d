"""Only text comes out, however markup arrived: as it is, escaped, cut short; what merely looks like it stays."""

from __future__ import annotations

import json

import pytest

from bellwire.wire import Article, encode, read_copy
from bellwire.wire.tags import has_tags
from bellwire.wire.text import clean, from_html
from kit.effort import soon

MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1) ",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)>",
    "<SVG ONLOAD=alert(1)>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>",
    "<xss onclick=alert(1)>",
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    "<b>",
    "<i>",
    "<B></B>",
    "</p>",
    "<!-- x -->",
    "<!DOCTYPE html>",
]
TEXTS = [
    "a < b",
    "a <b and c> d",
    "<3",
    "Casualties <200",
    "<reuters@x.com>",
    "<http://x.com/a>",
    "Sears <S> and Phillips <PIE>, <GM.N>",
    "<Cyclops Corp> said",
    "x << y >> z",
]


def escaped(markup: str) -> str:
    return markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.parametrize("markup", [*MARKUP, *map(escaped, MARKUP), *map(escaped, map(escaped, MARKUP))])
def test_only_text_comes_out_of_markup(markup: str) -> None:
    for told in (clean(f"Army {markup}"), from_html(f"<p>Army {markup}</p>"), from_html(f"Army {markup}")):
        assert told == "Army"


@pytest.mark.parametrize("markup", ["<svg onload=alert(1)>", "<b>", "<body onload=x()>", "<iframe src=x>", "<select>"])
def test_what_stands_behind_an_element_that_nothing_closes_is_read(markup: str) -> None:
    assert clean(f"{markup}Army took it.") == from_html(f"<p>{markup}Army took it.</p>") == "Army took it."


@pytest.mark.parametrize("text", TEXTS)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert clean(text) == text
    assert clean(f"{text}, he said") == f"{text}, he said"
    assert clean(f"<b>Army</b> {text}") == f"Army {text}"
    assert from_html(f"<p>{escaped(text)}</p>") == text


def test_however_deep_markup_was_escaped_none_is_left() -> None:
    markup = "<svg onload=alert(1)>"
    for _ in range(9):
        assert not has_tags(clean(markup)) and not has_tags(from_html(f"<p>{markup}</p>"))
        markup = escaped(markup)


@pytest.mark.parametrize("field", ["headline", "body", "slug", "byline", "provider", "located", "ednote"])
def test_bellwire_s_own_form_is_cleaned_as_any_other(field: str) -> None:
    dirty = Article(**{"uri": "u", "headline": "h", "body": "b", field: "Army <script>x()</script>\u202e\u0007came"})
    (article,) = read_copy(encode(dirty))
    assert getattr(article, field) == "Army came"


@pytest.mark.parametrize("form", ['{{"uri":"u","headline":{0}}}', '{{"uri":"u","headline":"h","body_text":{0}}}'])
def test_a_headline_or_body_of_json_holds_no_markup(form: str) -> None:
    (article,) = read_copy(form.format(json.dumps("Army <svg onload=alert(1)>came")).encode())
    assert "Army came" in (article.headline, article.body)


@pytest.mark.parametrize("unit", ["<B>", "<b ", "<b>", "</b>", "<svg>", "<svg ", "<a href", "<x on", "<x y=", "<head>"])
def test_tags_without_number_take_no_quadratic_time(unit: str) -> None:
    with soon():
        clean(unit * (1_000_000 // len(unit)))
