"""What every source on the network is: an address that is asked at a pace, and what is remembered of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from bellwire.addresses import shown
from bellwire.intake.arrivals import Arrivals
from bellwire.intake.feeds import Feed
from bellwire.intake.fetching import Fetcher
from bellwire.intake.memory import SourceState, source_key
from bellwire.intake.pacing import Pace


@dataclass(frozen=True, slots=True)
class Online:
    """A feed's address, and what is used to ask it."""

    url: str
    feed: Feed
    pace: Pace
    fetcher: Fetcher
    arrivals: Arrivals

    @property
    def name(self) -> str:
        """For a line of the log."""
        return f"{self.feed.name} ({shown(self.url)})" if self.feed.name else shown(self.url)

    @property
    def host(self) -> str:
        """Whose server it is."""
        return urlsplit(self.url).hostname or ""

    def remember(self, state: SourceState) -> None:
        """How far it has been read; nothing new was sent."""
        self.arrivals.take(source_key(self.url), [], state)
