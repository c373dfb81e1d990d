"""Plain text: with a dateline it is known as copy, without one it must be declared."""

from __future__ import annotations

import pytest

from bellwire.errors import BadCopy
from bellwire.wire import read_copy

STORY = b"Army nears old city\n\nALEPPO, Syria, Dec 4 (Reuters) - Troops advanced on Sunday.\n\nRebels held on.\n"


def test_a_dateline_gives_place_and_agency() -> None:
    (article,) = read_copy(STORY)
    assert (article.headline, article.located, article.provider) == ("Army nears old city", "Aleppo", "Reuters")


def test_the_body_keeps_its_paragraphs() -> None:
    (article,) = read_copy(STORY)
    assert article.body.endswith("on Sunday.\n\nRebels held on.")


def test_the_same_text_has_the_same_uri() -> None:
    assert read_copy(STORY)[0].uri == read_copy(STORY.replace(b"\n", b"\r\n"))[0].uri


def test_declared_plain_text_needs_no_dateline() -> None:
    (article,) = read_copy(b"A headline\nA body.", "text/plain; charset=utf-8")
    assert (article.headline, article.body) == ("A headline", "A body.")


def test_declared_empty_text_is_refused() -> None:
    with pytest.raises(BadCopy, match="empty"):
        read_copy(b"  ", "text/plain")
