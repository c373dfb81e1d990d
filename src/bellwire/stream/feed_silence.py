"""Tells when a feed falls silent: a gauge to alert on, and a warning in the log. The ledger knows of all workers'
articles, so that any worker can tell."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

import structlog

from bellwire.intake.feeds import Feed
from bellwire.intake.silence import SilenceWatch
from bellwire.ledger import FeedArrivals
from bellwire.metrics.worker import FEED_EXPECTED_SILENCE, FEED_SILENT

_log = structlog.get_logger("bellwire.feeds")


class Ledger(Protocol):
    """Remembers what came by each feed (bellwire.ledger)."""

    def feeds(self, now: datetime) -> Sequence[FeedArrivals]: ...


class FeedSilence:
    """Looks at the ledger; the feeds are those of feeds.toml."""

    def __init__(self, ledger: Ledger, feeds: Mapping[str, Feed], since: datetime) -> None:
        self._ledger = ledger
        self._watch = SilenceWatch(feeds.values(), since)
        for feed in feeds.values():
            if feed.silence is not None:
                FEED_EXPECTED_SILENCE.labels(feed.name).set(feed.silence.total_seconds())
                FEED_SILENT.labels(feed.name).set(0)

    async def look(self, now: datetime | None = None) -> None:
        """Tell of every feed that fell silent or is heard again."""
        now = now or datetime.now(UTC)
        arrivals = await asyncio.to_thread(self._ledger.feeds, now)
        for turn in self._watch.look({one.feed: one.latest for one in arrivals}, now):
            FEED_SILENT.labels(turn.feed.name).set(turn.silent)
            latest = turn.latest.isoformat() if turn.latest else "never"
            if turn.silent:
                expected = str(turn.feed.silence)
                _log.warning("feed is silent", feed=turn.feed.name, latest_article=latest, expected_within=expected)
            else:
                _log.info("feed is heard again", feed=turn.feed.name, latest_article=latest)
