"""A thread as it is remembered, and what one reading changes: the watcher's whole input and output."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

import msgspec

from bellwire.reading.reading import Direction, Event, Grade, Outcome, Reading
from bellwire.watch.alert import Alert, Deadline, MsgType, Priority


class ThreadState(StrEnum):
    """OPEN: it has news. QUIET: none for half a day. CLOSED: ended. CANCELED: taken back. HELD: no story yet but
    embargoed copy that waits for its time, or a kill notice that waits for what it names: never shown, never put on a
    topic."""

    HELD = "held"
    OPEN = "open"
    QUIET = "quiet"
    CLOSED = "closed"
    CANCELED = "canceled"


#: South, west, north and east, in degrees.
Box = tuple[float, float, float, float]


class ThreadKey(msgspec.Struct, frozen=True, order=True, gc=False, omit_defaults=True):
    """Where candidates for "the same thing" are looked for: an index entry, never a scan. `kind_group`: a kind with a
    place or without, or a square of the map (`keys.py`); of names that kill notices give, the name. `box`: of a square,
    what of the map is meant; None: all of it."""

    country: str
    kind_group: str
    box: Box | None = None

    @property
    def group(self) -> tuple[str, str]:
        """The key without its box."""
        return self.country, self.kind_group

    @property
    def weight(self) -> int:
        """How much it tells that it leads to a thread: "strike=SY/Aleppo" most, then "@72:74", then "strike@"."""
        _, is_square, square = self.kind_group.rpartition("@")
        return 9 if "=" in self.kind_group else 4 if is_square and square else 1

    def leads_to(self, kept: ThreadKey) -> bool:
        """Whether what is looked for under this key is found under that one."""
        if self.group != kept.group:
            return False
        if self.box is None or kept.box is None:
            return True
        south, west, north, east = self.box
        return kept.box[0] <= north and kept.box[2] >= south and kept.box[1] <= east and kept.box[3] >= west


class Report(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one article version says of a thread. `agency` is the originating one, not the masthead; `copied` is set
    where the text is another report's (a reprint, near-identical copy): it adds no source. `slug` is what a kill
    notice may name. A report beyond the newest ones is kept without events."""

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
    slug: str = ""
    copied: bool = False
    urgency: int = 5


class TimelineEntry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One published version, short."""

    id: str
    version: int
    msg_type: MsgType
    priority: Priority
    updated: datetime
    headline: str
    changed: str | None = None
    uri: str | None = None


class Thread(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One developing story. `theatre` is a place path; `keys` where it is found; `due` when the clock next matters.

    `keys` empties by itself when the thread has ended (so an index by keys holds live threads only); it is still
    found by the uris of its reports, for a late kill. `articles` counts all reports ever, also those no longer kept.
    Embargoed copy is a thread of its own in state HELD: `held` is its reading, `due` the embargo's end, and it is
    found by uri. So is a kill notice, `due` when what it names is too old to alert, and found by those names. So a
    ledger that stores a thread whole, with its id, keys, due and uris, stores both.
    """

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
    status: Literal["Actual", "Test", "Exercise"] = "Actual"
    articles: int = 0
    deadline: Deadline | None = None
    held: Reading | None = None

    @property
    def uris(self) -> tuple[str, ...]:
        """Every article that this thread must be found by, each once, in order."""
        kept = tuple(dict.fromkeys(report.uri for report in self.reports))
        return (*kept, self.held.uri) if self.held else kept


class Level(StrEnum):
    """How a tempo stands to its usual."""

    USUAL = "usual"
    RAISED = "raised"
    LULL = "lull"


class Tempo(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Reports by hour (hours since 1970 → count, of the last weeks), how that stands, and the alert that told so last;
    `since`: when counting began; `due`: when the clock next matters."""

    country: str
    direction: Direction
    since: datetime
    hours: dict[int, int] = {}
    level: Level = Level.USUAL
    latest: Alert | None = None
    due: datetime | None = None

    @property
    def id(self) -> str:
        """What tells it from other tempos and from threads."""
        return f"tempo-{self.country}-{self.direction.value}"

    @property
    def keys(self) -> tuple[ThreadKey, ...]:
        """Its theatre, as a thread has it."""
        return (ThreadKey(self.country, "tempo"),)


class KnownVersion(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One version of an article that was registered before. `digest` is its text's."""

    uri: str
    version: str
    outcome: Outcome
    version_time: datetime | None = None
    received: datetime | None = None
    digest: str = ""


class Known(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the ledger gives the watcher for one reading: versions of its uri (the latest registration of each); threads
    that its uri touched, whatever their state, and the likeliest of those that its keys lead to; tempos of its keys'
    countries, and `since`: when the first article of all arrived."""

    versions: tuple[KnownVersion, ...] = ()
    threads: tuple[Thread, ...] = ()
    tempos: tuple[Tempo, ...] = ()
    since: datetime | None = None


class Decision(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Why something was or was not published: `reason` is a value of `reasons.Reason`."""

    reason: str
    detail: str = ""
    event: str | None = None
    thread: str | None = None


class ThreadEvent(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An event with its thread, for the event topics. `status`: of its article's traffic, as an alert has it."""

    thread: str | None
    theatre: str
    uri: str
    version: str
    event: Event
    status: Literal["Actual", "Test", "Exercise"] = "Actual"


class Changes(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """All that one reading (or a tick of the clock) changes, to be written in one transaction.

    `version` replaces what was registered for the same (uri, version). `threads` replace those of the same id, `tempos`
    those of the same country and direction.
    `released` are readings of embargoed copy whose time has come (only from a tick): the caller watches each again
    in the same transaction, `watch(reading, known(reading.uri, keys(reading)), now)`. Threads in state HELD, and
    CLOSED ones without `latest`, are kept but never published.
    """

    outcome: Outcome | None = None
    version: KnownVersion | None = None
    threads: tuple[Thread, ...] = ()
    alerts: tuple[Alert, ...] = ()
    events: tuple[ThreadEvent, ...] = ()
    decisions: tuple[Decision, ...] = ()
    released: tuple[Reading, ...] = ()
    tempos: tuple[Tempo, ...] = ()
