"""Where a subscriber begins."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bellwire.errors import BellwireError

#: "latest", "beginning", a time (ISO 8601, or ago: "30m", "2h", "7d"), or an offset in each partition.
Since = str | datetime | int

_AGO = re.compile(r"([0-9]{1,5})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


#: Kafka's times begin here; its offsets are below this.
_FIRST, _OFFSETS = datetime(1970, 1, 1, tzinfo=UTC), 2**63

#: So many digits are more than any offset has, and Python reads no number of thousands.
_DIGITS = 20


def place_since(since: Since, now: datetime) -> str | int | datetime:
    """The same, of what Kafka can be asked for. Raises BellwireError for a time or an offset that it cannot."""
    found = read_since(since, now)
    if isinstance(found, datetime) and found < _FIRST:
        raise BellwireError(f"since {since!r} is before 1970, where nothing is: write beginning for all there is")
    if isinstance(found, int) and not 0 <= found < _OFFSETS:
        raise BellwireError(f"since {since!r} is no offset: it is from 0 to {_OFFSETS - 1}")
    return found


def read_since(since: Since, now: datetime) -> str | int | datetime:
    """ "latest", "beginning", an offset, or an aware time. Raises BellwireError for what is none of these."""
    if not isinstance(since, str | datetime | int) or isinstance(since, bool):
        raise BellwireError(f"since {since!r} is no text, time or offset")
    if isinstance(since, datetime | int) or since in ("latest", "beginning"):
        found: str | int | datetime = since
    elif since.isdecimal():
        found = int(since) if len(since) < _DIGITS else _OFFSETS
    elif ago := _AGO.fullmatch(since):
        try:
            found = now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        except OverflowError:
            raise BellwireError(f"since {since!r} is before there was a calendar") from None
    else:
        try:
            found = datetime.fromisoformat(since)
        except ValueError:
            raise BellwireError(
                f"since {since!r} is not latest, beginning, a time (2026-11-23T06:00:00Z, 2h ago as 2h), nor an offset"
            ) from None
    return found.replace(tzinfo=UTC) if isinstance(found, datetime) and found.tzinfo is None else found
