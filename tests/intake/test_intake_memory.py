"""By what an item of a source is known again."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from bellwire.intake.memory import article_key, bytes_key
from bellwire.wire import Article

ARTICLE = Article(uri="urn:a", version="2", headline="Army advances", body="The army advanced.")


def changed(**fields: object) -> str:
    return article_key(msgspec.structs.replace(ARTICLE, **fields))


def test_a_version_is_known_again_whatever_its_text() -> None:
    assert changed(headline="Army advances again", received=datetime(2016, 12, 4, tzinfo=UTC)) == article_key(ARTICLE)


@pytest.mark.parametrize("fields", [{"version": "3"}, {"uri": "urn:b"}, {"pubstatus": "canceled"}])
def test_another_version_story_or_status_is_another_item(fields: dict[str, str]) -> None:
    assert changed(**fields) != article_key(ARTICLE)


def test_without_a_version_the_text_tells() -> None:
    assert changed(version="") == changed(version="")
    assert changed(version="", body="x") != changed(version="")
    assert changed(version="", received=datetime(2016, 12, 4, tzinfo=UTC)) == changed(version="")


def test_uri_and_version_are_not_run_together() -> None:
    assert changed(uri="urn:a1", version="2") != changed(uri="urn:a", version="12")


def test_bytes_are_known_again_and_are_no_article() -> None:
    assert bytes_key(b"x") == bytes_key(b"x") != bytes_key(b"y")
