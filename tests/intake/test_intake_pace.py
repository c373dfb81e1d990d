"""A replay keeps the rhythm of life, faster."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bellwire.intake.example import example_wire, replay, schedule
from bellwire.wire import Article

START = datetime(2016, 12, 4, 6, tzinfo=UTC)


def wire(*minutes: float | None) -> list[Article]:
    return [
        Article(uri=str(number), received=None if minute is None else START + timedelta(minutes=minute))
        for number, minute in enumerate(minutes)
    ]


def test_gaps_between_arrivals_are_divided_by_the_speed() -> None:
    assert schedule(wire(0, 10, 40), speed=60) == [0, 10, 30]


def test_no_gap_is_shorter_than_the_least() -> None:
    assert schedule(wire(0, 0.1, 40), speed=600, least_gap=0.15) == [0, 0.15, pytest.approx(3.99)]


def test_without_a_speed_the_example_takes_about_eight_seconds() -> None:
    assert 7.5 < sum(schedule(example_wire())) < 9


def test_an_article_without_arrival_follows_its_forerunner_at_once() -> None:
    assert schedule(wire(0, None, 10), speed=60, least_gap=0.15) == [0, 0.15, 0.15]


def test_articles_that_arrive_out_of_order_are_not_waited_for() -> None:
    assert schedule(wire(10, 0, 20), speed=60, least_gap=0.15) == [0, 0.15, 20]


def test_an_empty_wire_and_a_single_article_take_no_time() -> None:
    assert schedule([]) == []
    assert schedule(wire(5)) == [0]


@pytest.mark.parametrize("speed", [0, -1, float("nan")])
def test_a_speed_that_is_not_above_zero_is_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        schedule(wire(0, 1), speed=speed)


def test_replay_sends_each_article_after_its_wait() -> None:
    done: list[str | float] = []
    articles = wire(0, 10, 40)
    assert replay(articles, lambda article: done.append(article.uri), speed=60, sleep=done.append) == 3
    assert done == ["0", 10, "1", 30, "2"]


def test_a_sleep_that_raises_ends_the_replay() -> None:
    sent: list[str] = []

    def woken(_: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        replay(wire(0, 10, 40), lambda article: sent.append(article.uri), sleep=woken)
    assert sent == ["0"]
