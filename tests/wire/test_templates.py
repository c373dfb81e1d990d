"""A template that nobody filled in is refused as such; copy that speaks of money and brackets is not."""

from __future__ import annotations

import json

import pytest

from bellwire.errors import BadCopy
from bellwire.wire import read_copy

STORY = "Troops took the hospital.\n\nRebels held on."


def ninjs(**fields: str) -> bytes:
    given = {"uri": "urn:x:1", "version": "1", "headline": "Army nears old city", "body_text": STORY}
    return json.dumps(given | fields).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"{% extends 'mail.txt' %}\nALEPPO (AP) - {{ text }}",
        b"{{ headline }}\n",
        b"{# of the desk #}\n<p>{{ text }}</p>",
        b"<%= render item %>",
        ninjs(uri="urn:x:{{ item.id }}"),
        ninjs(version="{{ version }}"),
        ninjs(headline="{$article->title|escape}"),
        ninjs(headline=" ${headline} "),
        ninjs(headline="{% block headline %}"),
    ],
)
def test_a_template_is_refused_as_one(data: bytes) -> None:
    with pytest.raises(BadCopy, match="a template that nobody filled in"):
        read_copy(data, "text/plain")


def test_php_may_be_a_program_too() -> None:
    with pytest.raises(BadCopy, match="a template or program in PHP, no copy"):
        read_copy(b"<?php print $title ?>")


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "Army buys ${5m} of shells"},
        {"headline": "How {{mustache}} made a president"},
        {"uri": "http://x.example/a?b={1}&c=$d"},
        {"body_text": "{{ quoted }} is how a template writes it."},
    ],
)
def test_copy_with_such_signs_in_it_is_copy(fields: dict[str, str]) -> None:
    assert len(read_copy(ninjs(**fields))) == 1
