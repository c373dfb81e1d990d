"""Where a subscriber begins."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bellwire.errors import BellwireError

#: "latest", "beginning", a time (ISO 8601, or ago: "30m", "2h", "7d"), or an offset in each partition.
Since = str | datetime | int

_AGO = re.compile(r"([0-9]{1,5})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def read_since(since: Since, now: datetime) -> str | int | datetime:
    """ "latest", "beginning", an offset, or an aware time. Raises BellwireError for what is none of these."""
    if isinstance(since, datetime | int) or since in ("latest", "beginning"):
        found: str | int | datetime = since
    elif since.isdecimal():
        found = int(since)
    elif ago := _AGO.fullmatch(since):
        found = now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    else:
        try:
            found = datetime.fromisoformat(since)
        except ValueError:
            raise BellwireError(
                f"since {since!r} is not latest, beginning, a time (2026-11-23T06:00:00Z, 2h ago as 2h), nor an offset"
            ) from None
    return found.replace(tzinfo=UTC) if isinstance(found, datetime) and found.tzinfo is None else found
