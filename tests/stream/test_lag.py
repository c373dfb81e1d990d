from __future__ import annotations

import time
from collections.abc import Mapping

import pytest

from bellwire.broker.admin import Place, Standing
from bellwire.metrics.worker import CONSUMER_LAG, CONSUMER_LAG_SECONDS, LAG_SEEN
from bellwire.stream.lag import measure_lag

_A0, _A1, _B0 = Place("a", 0), Place("a", 1), Place("b", 0)


class _Broker:
    def __init__(self, came: Mapping[Place, float]) -> None:
        self.asked: Mapping[Place, int] = {}
        self._came = came

    def arrivals(self, offsets: Mapping[Place, int]) -> dict[Place, float]:
        self.asked = offsets
        return {at: when for at, when in self._came.items() if at in offsets}


def _value(gauge: object, *labels: str) -> float:
    child = gauge.labels(*labels) if labels else gauge  # type: ignore[attr-defined]
    return float(child._value.get())


def test_the_lag_in_time_is_that_of_the_eldest_message_that_waits() -> None:
    now = time.time()
    broker = _Broker({_A0: now - 5, _A1: now - 100})
    measure_lag(broker, {_A0: Standing(0, 9, 7), _A1: Standing(0, 9, 8), _B0: Standing(0, 9, 9)}, ["a", "b"])
    assert _value(CONSUMER_LAG_SECONDS, "a") == pytest.approx(100, abs=30)
    assert (_value(CONSUMER_LAG, "a"), _value(CONSUMER_LAG, "b"), _value(CONSUMER_LAG_SECONDS, "b")) == (3, 0, 0)
    assert _value(LAG_SEEN) >= now


def test_it_asks_of_what_waits_only_and_from_the_first_that_is_there() -> None:
    broker = _Broker({})
    measure_lag(broker, {_A0: Standing(5, 9, None), _A1: Standing(5, 9, 3), _B0: Standing(0, 9, 9)}, ["a", "b"])
    assert broker.asked == {_A0: 5, _A1: 5}
    assert _value(CONSUMER_LAG_SECONDS, "a") == 0


def test_a_message_of_the_time_to_come_is_no_lag() -> None:
    measure_lag(_Broker({_A0: time.time() + 1000}), {_A0: Standing(0, 1, 0)}, ["a"])
    assert _value(CONSUMER_LAG_SECONDS, "a") == 0
