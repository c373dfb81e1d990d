"""When something is sent: at once, in a digest, after quiet hours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

from bellwire.toml_fields import span

_HOURS = re.compile(r"([0-9]{1,2}:[0-9]{2})\s*[-–]\s*([0-9]{1,2}:[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of each day in which nothing is sent but what passes; the end may lie on the next day."""

    start: time
    end: time

    def until(self, now: datetime, zone: tzinfo) -> datetime | None:
        """When the quiet that holds now ends; None where none does. Both in UTC."""
        local = now.astimezone(zone)
        clock = local.time().replace(tzinfo=None)
        overnight = self.start > self.end
        inside = self.start <= clock < self.end if not overnight else clock >= self.start or clock < self.end
        if not inside:
            return None
        day = local.date() + timedelta(days=1 if overnight and clock >= self.start else 0)
        return datetime.combine(day, self.end, zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Digest:
    """One message for many alerts: every so often, counted from midnight UTC, or each day at a time."""

    every: timedelta | None = None
    at: time | None = None

    def next(self, now: datetime, zone: tzinfo) -> datetime:
        """The first digest after now, in UTC."""
        if self.every is not None:
            midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
            return midnight + ((now - midnight) // self.every + 1) * self.every
        local = now.astimezone(zone)
        today = datetime.combine(local.date(), self.at or time(), zone)
        if today > local:
            return today.astimezone(UTC)
        return datetime.combine(local.date() + timedelta(days=1), self.at or time(), zone).astimezone(UTC)


def due(now: datetime, digest: Digest | None, quiet: Quiet | None, zone: tzinfo) -> datetime:
    """When what comes now and does not pass is sent: with the next digest, and not before quiet hours end."""
    sent = digest.next(now, zone) if digest else now
    end = quiet.until(sent, zone) if quiet else None
    return end or sent


def read_quiet(value: Any) -> Quiet:
    """ "22:00-06:00". Raises ValueError."""
    found = _HOURS.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        if found is None:
            raise ValueError
        quiet = Quiet(_clock(found[1]), _clock(found[2]))
    except ValueError:
        raise ValueError('write the hours from start to end: "22:00-06:00"') from None
    if quiet.start == quiet.end:
        raise ValueError("quiet hours have an end: these would never end")
    return quiet


def read_digest(value: Any) -> Digest:
    """ "1h" or "07:00". Raises ValueError."""
    if isinstance(value, str) and ":" in value:
        try:
            return Digest(at=_clock(value))
        except ValueError:
            raise ValueError('write how often ("30m", "1h") or when each day ("07:00")') from None
    every = span(value)
    if every > timedelta(days=1):
        raise ValueError('a digest comes at least once a day: write "24h" or less')
    return Digest(every=every)


def _clock(text: str) -> time:
    hour, _, minute = text.partition(":")
    return time(int(hour), int(minute))
