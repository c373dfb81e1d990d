"""How long intake waits before it asks again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bellwire.intake.pacing import Pace, retry_after

PACE = Pace(every=300.0, least=30.0)
NOW = datetime(2016, 12, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(("jitter", "seconds"), [(0.0, 270), (0.5, 300), (1.0, 330)])
def test_an_interval_is_a_tenth_more_or_less(jitter: float, seconds: float) -> None:
    assert PACE.wait(0, None, jitter) == pytest.approx(seconds)


@pytest.mark.parametrize(("failures", "seconds"), [(1, 600), (2, 1200), (3, 2400), (4, 3600), (1000, 3600)])
def test_each_failure_doubles_it_up_to_an_hour(failures: int, seconds: float) -> None:
    assert PACE.wait(failures, None, 1.0) == seconds


def test_up_to_half_of_a_back_off_is_chance() -> None:
    assert PACE.wait(3, None, 0.0) == 1200


def test_an_interval_longer_than_an_hour_is_kept_in_failure_too() -> None:
    assert Pace(7200.0, 30.0).wait(5, None, 1.0) == 7200


def test_what_the_server_asks_for_is_kept() -> None:
    assert PACE.wait(0, 900.0, 0.5) == 900 and PACE.wait(1, 9000.0, 0.5) == 9000
    assert PACE.wait(0, 1.0, 0.5) == 300


def test_nothing_is_asked_more_often_than_is_polite() -> None:
    assert Pace(1.0, 30.0).wait(0, None, 0.0) == 30


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("Sun, 04 Dec 2016 12:01:00 GMT", 60),
        ("Sun, 04 Dec 2016 11:00:00 GMT", 0),
        ("Sun, 04 Dec 2016 12:01:00 -0000", 60),
        ("9" * 30, 86_400),
        ("Sun, 04 Dec 2036 12:01:00 GMT", 86_400),
        ("soon", None),
        ("-5", None),
        ("1" * 50, None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_time(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds
