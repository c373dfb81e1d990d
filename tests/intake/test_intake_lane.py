"""Which copy goes ahead of what waits."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fake_kafka import FakeKafka

from bellwire.intake.lane import overtakes
from bellwire.intake.messages import article_message, parcel
from bellwire.intake.producer import ArticleProducer
from bellwire.wire import Article

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


def _article(**more: object) -> Article:
    return Article(**({"uri": "urn:a", "version": "1", "headline": "Rebels kill 20 in Ravno"} | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(("urgency", "goes"), [(1, True), (2, True), (3, False), (5, False), (9, False)])
def test_flashes_and_bulletins_overtake(urgency: int, goes: bool) -> None:
    assert overtakes(_article(urgency=urgency)) is goes


def test_copy_without_an_urgency_does_not() -> None:
    assert not overtakes(_article())


def test_an_article_that_is_taken_back_by_its_status_overtakes_whatever_its_urgency() -> None:
    assert overtakes(_article(pubstatus="canceled"))


@pytest.mark.parametrize(
    "more", [{"headline": "KILL: Army takes Ravno"}, {"ednote": 'Editors: please kill "Army takes Ravno"'}]
)
def test_a_notice_that_takes_back_another_by_its_name_stays_behind_it(more: dict[str, str]) -> None:
    assert not overtakes(_article(urgency=1, **more))


def test_the_urgency_of_each_article_of_a_package_counts() -> None:
    made = parcel(b'[{"uri":"a","headline":"x","urgency":1},{"uri":"b","headline":"y"}]', name="f", now=NOW)
    assert [message.urgent for message in made.messages] == [True, False]


def test_what_cannot_be_read_overtakes_nothing() -> None:
    [message] = parcel(b'{"urgency":1', name="f", now=NOW).messages
    assert not message.urgent


def test_urgent_copy_goes_to_a_topic_of_its_own_where_there_is_one() -> None:
    for urgent_topic, topics in (("articles.urgent", ["articles.urgent", "articles"]), (None, ["articles"] * 2)):
        kafka = FakeKafka()
        with ArticleProducer(
            "a:1", "articles", max_message_bytes=1000, urgent_topic=urgent_topic, connect=kafka
        ) as producer:
            for urgency in (2, 3):
                producer.send(article_message(_article(urgency=urgency), now=NOW))
        assert [one["topic"] for one in kafka.sent] == topics
