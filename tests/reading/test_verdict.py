"""What rings: the news of an article that a desk wants, and what it must wait for."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from bellwire.reading import Reader
from bellwire.reading.encoder import Said
from bellwire.reading.events.merge import merge
from bellwire.reading.events.opinion.news import wanted
from bellwire.reading.events.substance import is_waged
from bellwire.reading.events.verdict import ringing
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


def said(kind: float, rings: float) -> Said:
    """What the encoder would say of a text that may tell one kind and wants it: log odds."""
    none = np.zeros((0, 1))
    return Said(np.array([-4.0, kind]), none, np.array([3.0, rings]), 0.0, np.zeros(4), none, none, ())


def test_an_article_is_wanted_for_its_clearest_event() -> None:
    assert wanted(0.0, said(kind=3.0, rings=3.0)) > 0.5
    assert wanted(0.0, said(kind=3.0, rings=-3.0)) < -0.5
    assert wanted(0.0, said(kind=-3.0, rings=3.0)) < -0.5


def test_copy_without_a_word_of_war_rings_only_where_it_is_beyond_doubt(reader: Reader) -> None:
    article = Article(uri="urn:v", version="1", headline=HEADLINE, body=BODY.format(later=""), version_time=WHEN)
    drafts, bearing = reader.drafts(article, reader.pages(article))
    events = merge(drafts)
    assert bearing is not None
    for alert, expected in ((0.6, False), (0.9, True)):
        assert any(ringing(events, frozenset(), replace(bearing, alert=alert), waged=False)) is expected
    assert any(ringing(events, frozenset(), replace(bearing, alert=0.6)))
