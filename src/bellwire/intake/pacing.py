"""How long to wait before a source is asked again: its interval, jitter, back-off, and what the server asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

#: Seconds at most between two tries of a source that fails, if its interval is not longer.
_LONGEST = 3600.0

#: Seconds at most that a server's Retry-After is honoured.
_LONGEST_ASKED = 86_400.0


@dataclass(frozen=True, slots=True)
class Pace:
    """`every`: seconds between two polls where all is well, `least`: between any two."""

    every: float
    least: float

    def wait(self, failures: int, asked: float | None, jitter: float) -> float:
        """Seconds to wait after so many failures in a row. `jitter`: at random, 0 to 1; a tenth of the interval either
        way, up to half of a back-off."""
        every = max(self.every, self.least)
        if not failures:
            wait = every * (0.9 + 0.2 * jitter)
        else:
            wait = min(every * 2.0 ** min(failures, 16), max(_LONGEST, every)) * (0.5 + 0.5 * jitter)
        return max(wait, self.least, asked or 0.0)


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header (RFC 9110, 10.2.3) asks for; None where it asks for none that can be read."""
    if not value or len(value) > 40:
        return None
    if value.strip().isdecimal():
        return min(float(value.strip()), _LONGEST_ASKED)
    try:
        until = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - now).total_seconds(), 0.0), _LONGEST_ASKED)
