"""Times as wires write them → aware UTC, or None. Never a stand-in for what cannot be read."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def read_time(text: object) -> datetime | None:
    """ISO 8601 (extended or basic) or RFC 822. Without a zone it is taken as UTC, as IPTC's own samples do."""
    if not isinstance(text, str) or not (text := text.strip()) or len(text) > 64:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            return None
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def write_time(time: datetime | None) -> str | None:
    """As `2016-12-04T21:30:00Z`."""
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z") if time else None
