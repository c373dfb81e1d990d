"""A feed that falls silent is told by a gauge and once in the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from structlog.testing import capture_logs

from bellwire.intake.feeds import Feed
from bellwire.ledger import FeedArrivals
from bellwire.metrics.worker import SERVED
from bellwire.stream.feed_silence import FeedSilence
from kit.alerts import NOON

HOUR = timedelta(hours=1)


class Heard:
    """A ledger that knows when one feed was heard last."""

    def __init__(self, latest: datetime) -> None:
        self.latest = latest

    def feeds(self, now: datetime) -> Sequence[FeedArrivals]:
        return [FeedArrivals("night", self.latest, 1), FeedArrivals("other", self.latest, 1)]


def gauge(name: str) -> float | None:
    return SERVED.registry.get_sample_value(name, {"feed": "night"})


async def test_a_silent_feed_is_a_gauge_and_one_warning_until_it_is_heard() -> None:
    ledger = Heard(NOON)
    silence = FeedSilence(ledger, {"night": Feed("night", HOUR)}, since=NOON)
    assert gauge("bellwire_feed_expected_silence_seconds") == 3600
    with capture_logs() as said:
        await silence.look(NOON + HOUR)
        assert gauge("bellwire_feed_silent") == 0
        for hours in (2, 3):
            await silence.look(NOON + hours * HOUR)
        assert gauge("bellwire_feed_silent") == 1
        ledger.latest = NOON + 3 * HOUR
        await silence.look(NOON + 3 * HOUR)
    assert gauge("bellwire_feed_silent") == 0
    assert [(one["log_level"], one["event"], one["feed"]) for one in said] == [
        ("warning", "feed is silent", "night"),
        ("info", "feed is heard again", "night"),
    ]
    assert SERVED.registry.get_sample_value("bellwire_feed_silent", {"feed": "other"}) is None
