"""Which feeds say nothing for longer than they may (design: product, rule 10). Pure: times are arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bellwire.intake.feeds import Feed


class Silence(StrEnum):
    """How a feed stands to what is expected of it. WAITING: nothing ever came, and it is too early to miss it.
    UNLISTED: nobody said what to expect."""

    HEARD = "heard"
    SILENT = "silent"
    WAITING = "waiting"
    UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True)
class Turn:
    """A feed that fell silent, or is heard again; when its latest article came, None where none ever did."""

    feed: Feed
    silent: bool
    latest: datetime | None


def silence_of(feed: Feed | None, latest: datetime | None, now: datetime, since: datetime | None = None) -> Silence:
    """How a feed stands whose latest article came at `latest`; `since`: when somebody began to listen."""
    if feed is None or feed.silence is None:
        return Silence.UNLISTED
    heard = latest or since
    if heard is not None and now - heard > feed.silence:
        return Silence.SILENT
    return Silence.WAITING if latest is None else Silence.HEARD


class SilenceWatch:
    """Notes which of these feeds are silent; listens since `since`."""

    def __init__(self, feeds: Iterable[Feed], since: datetime) -> None:
        self._feeds = tuple(feed for feed in feeds if feed.silence is not None)
        self._since = since
        self._silent: set[str] = set()

    def look(self, latest: Mapping[str, datetime], now: datetime) -> list[Turn]:
        """What has turned since the look before; `latest`: of each feed when its latest article came."""
        turns = []
        for feed in self._feeds:
            heard = latest.get(feed.name)
            silent = silence_of(feed, heard, now, self._since) is Silence.SILENT
            if silent != (feed.name in self._silent):
                turns.append(Turn(feed, silent, heard))
        self._silent ^= {turn.feed.name for turn in turns}
        return turns
