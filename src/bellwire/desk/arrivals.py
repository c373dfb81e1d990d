"""Which feeds there are, what came by them, and which are silent: those of feeds.toml, and whatever else came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bellwire.errors import BellwireError
from bellwire.intake.feeds import known_feeds
from bellwire.intake.silence import Silence, silence_of
from bellwire.ledger import Ledger
from bellwire.settings import Settings


@dataclass(frozen=True, slots=True)
class FeedStanding:
    """A feed ("" is copy that names none): when its latest article came, how many in a day, how long it may be silent,
    whether it is."""

    name: str
    latest: datetime | None
    day: int
    expected: timedelta | None
    state: Silence


def feeds(ledger: Ledger, settings: Settings, now: datetime) -> tuple[list[FeedStanding], str]:
    """Every feed, and what is wrong with the file of feeds."""
    came = {one.feed: one for one in ledger.feeds(now)}
    try:
        known, wrong = known_feeds(settings), ""
    except BellwireError as error:
        known, wrong = {}, str(error)
    found = []
    for name in [*known, *(name for name in came if name not in known)]:
        feed, arrivals = known.get(name), came.get(name)
        latest = arrivals.latest if arrivals else None
        found.append(
            FeedStanding(
                name=name,
                latest=latest,
                day=arrivals.day if arrivals else 0,
                expected=feed.silence if feed else None,
                state=silence_of(feed, latest, now),
            )
        )
    return found, wrong
