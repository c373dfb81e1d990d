"""What rings: the news of an article that a desk wants, and what it must wait for."""

from datetime import UTC, datetime

import pytest

from bellwire.reading import Reader
from bellwire.reading.events.substance import is_waged
from bellwire.reading.reading import Event
from bellwire.wire.article import Article

WHEN = datetime(2023, 11, 18, 18, tzinfo=UTC)
HEADLINE = "Troops take hill town as rebels fall back"
BODY = """BUNIA, Congo, Nov 18 (Reuters) - Government troops captured the hill town of Kanyabayonga on Saturday, the
army said.

Residents fled towards the lake with what they could carry.

Aid workers said that the road to the south was crowded with families.

{later}"""


def rings(reader: Reader, later: str) -> dict[str, Event]:
    article = Article(uri="urn:v", version="1", headline=HEADLINE, body=BODY.format(later=later), version_time=WHEN)
    return {event.kind: event for event in reader.read(article).events if event.alertable}


def test_a_vote_that_is_due_rings_though_it_is_told_late(reader: Reader) -> None:
    found = rings(reader, "The U.N. Security Council is due to vote on November 20 on a draft that demands a truce.")
    assert found["capture"].status in ("happened", "claimed")
    assert found["truce"].status in ("planned", "proposed") and found["truce"].when is not None


def test_what_was_done_long_before_does_not(reader: Reader) -> None:
    found = rings(reader, "A truce that was agreed in the valley in March 2021 held for nine weeks.")
    assert "capture" in found and "truce" not in found


@pytest.mark.parametrize(
    "text", ["He spoke of the sanctions.", "It is Ukraine's own.", "The U.N. met.", "The army left."]
)
def test_a_word_of_war_counts_wherever_it_stands_in_its_sentence(text: str, reader: Reader) -> None:
    assert is_waged(
        [], "A talk", text + " Nothing else was said in all of the long evening." * 10, reader.knowledge.waging
    )


def test_long_copy_without_a_word_of_war_tells_of_none(reader: Reader) -> None:
    assert not is_waged([], "A talk", "Nothing was said in all of the long evening. " * 12, reader.knowledge.waging)
