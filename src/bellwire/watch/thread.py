"""A thread as it is remembered, and what one reading changes: the watcher's whole input and output."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from bellwire.reading.reading import Event, Grade, Outcome
from bellwire.watch.alert import Alert, MsgType, Priority


class ThreadState(StrEnum):
    OPEN = "open"
    QUIET = "quiet"
    CLOSED = "closed"
    CANCELED = "canceled"


class ThreadKey(msgspec.Struct, frozen=True, order=True):
    """Where candidates for "the same thing" are looked for: an index entry, never a scan."""

    country: str
    kind_group: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What one article version says of a thread. `agency` is the originating one, not the masthead."""

    uri: str
    version: str
    provider: str = ""
    agency: str = ""
    grade: Grade = Grade.UNNAMED
    headline: str = ""
    version_time: datetime | None = None
    received: datetime | None = None
    digest: str = ""
    shingles: tuple[int, ...] = ()
    events: tuple[Event, ...] = ()


class TimelineEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One published version, short."""

    id: str
    version: int
    msg_type: MsgType
    priority: Priority
    updated: datetime
    headline: str
    changed: str | None = None
    uri: str | None = None


class Thread(msgspec.Struct, frozen=True, kw_only=True):
    """One developing story. `theatre` is a place path; `keys` where it is found; `due` when the clock next matters to it."""

    id: str
    theatre: str
    keys: tuple[ThreadKey, ...]
    state: ThreadState = ThreadState.OPEN
    first_seen: datetime
    last_news: datetime
    due: datetime | None = None
    reports: tuple[Report, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    latest: Alert | None = None


class KnownVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One version of an article that was registered before. `digest` is its text's."""

    uri: str
    version: str
    outcome: Outcome
    version_time: datetime | None = None
    received: datetime | None = None
    digest: str = ""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledger gives the watcher for one reading: versions of its uri; threads its keys find or its uri touched."""

    versions: tuple[KnownVersion, ...] = ()
    threads: tuple[Thread, ...] = ()


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """Why something was or was not published: `reason` is a value of `reasons.Reason`."""

    reason: str
    detail: str = ""
    event: str | None = None
    thread: str | None = None


class ThreadEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event with its thread, for the event topics."""

    thread: str | None
    theatre: str
    uri: str
    version: str
    event: Event


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """All that one reading (or a tick of the clock) changes, to be written in one transaction."""

    outcome: Outcome | None = None
    version: KnownVersion | None = None
    threads: tuple[Thread, ...] = ()
    alerts: tuple[Alert, ...] = ()
    events: tuple[ThreadEvent, ...] = ()
    decisions: tuple[Decision, ...] = ()
