"""Who does it and to whom it is done, where a noun has an owner: "the governor's assassination"."""

from __future__ import annotations

from datetime import datetime

import pytest

from bellwire.reading import Reader
from bellwire.wire.article import Article


@pytest.mark.parametrize(
    ("text", "kind", "actor", "target"),
    [
        ("The rebels demanded the colonel's release from the army's prison.", "release", "rebels", "colonel"),
        ("The army's capture of the town from the rebels was announced on Monday.", "capture", "army", "town"),
    ],
)
def test_an_owner_suffers_what_a_noun_tells_unless_it_says_who_does(
    text: str, kind: str, actor: str, target: str, reader: Reader
) -> None:
    at = datetime.fromisoformat("2024-05-14T18:00:00Z")
    told = [one for one in reader.read(Article(uri="urn:u", version="1", body=text, version_time=at)).events]
    found = next(one for one in told if one.kind == kind)
    assert found.actor is not None and actor in found.actor.text
    assert found.target is not None and target in found.target.text
