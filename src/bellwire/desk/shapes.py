"""What programs are answered, as types: each is the JSON that goes out, and its schema in OpenAPI."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from bellwire.ledger import Silence
from bellwire.ledger.texts import Copy
from bellwire.reading.reading import Event, Grade, Outcome
from bellwire.stream.envelope import ThreadView
from bellwire.watch.alert import Alert, Deadline
from bellwire.watch.thread import Decision, ThreadState, TimelineEntry

Traffic = Literal["Actual", "Test", "Exercise"]


class Problem(Struct, frozen=True, kw_only=True):
    """What went wrong (RFC 9457): `detail` says it, and what to write instead."""

    type: str
    title: str
    status: int
    detail: str


class AlertPage(Struct, frozen=True, kw_only=True):
    """Alerts, newest first. `next`: the `cursor` of what follows, null at the end; `place`: where a stream goes on."""

    alerts: tuple[Alert, ...]
    next: str | None
    place: str


class ThreadPage(Struct, frozen=True, kw_only=True):
    """Threads, that of the newest alert first. `next`: the `cursor` of what follows, null at the end."""

    threads: tuple[ThreadView, ...]
    next: str | None


class ReportTold(Struct, frozen=True, kw_only=True):
    """What one article version says of a thread. `copied`: it repeats another's text and adds no source."""

    uri: str
    version: str
    provider: str
    agency: str
    grade: Grade
    headline: str
    version_time: datetime | None
    received: datetime | None
    events: tuple[Event, ...]
    slug: str
    copied: bool
    urgency: int


class ThreadTold(Struct, frozen=True, kw_only=True):
    """A thread as it stands, with its reports."""

    id: str
    theatre: str
    state: ThreadState
    first_seen: datetime
    last_news: datetime
    due: datetime | None
    reports: tuple[ReportTold, ...]
    timeline: tuple[TimelineEntry, ...]
    latest: Alert | None
    status: Traffic
    articles: int
    deadline: Deadline | None


class Story(Struct, frozen=True, kw_only=True):
    """One thread with every version that was published, eldest first."""

    thread: ThreadTold
    alerts: tuple[Alert, ...]


class EventTold(Struct, frozen=True, kw_only=True):
    """An event as on the topics of events, with `at`: when its article arrived."""

    thread: str | None
    theatre: str
    uri: str
    version: str
    event: Event
    status: Traffic
    at: datetime


class EventPage(Struct, frozen=True, kw_only=True):
    """Events, the last told first. `next`: the `cursor` of what follows, null at the end."""

    events: tuple[EventTold, ...]
    next: str | None


class VersionTold(Struct, frozen=True, kw_only=True):
    """One version of an article, what became of it, and its copy where that is kept."""

    version: str
    outcome: Outcome
    version_time: datetime | None
    received: datetime | None
    decisions: tuple[Decision, ...]
    copy: Copy | None


class ArticleTold(Struct, frozen=True, kw_only=True):
    """An article, its versions in the order in which they came, and the ids of the threads that it told of."""

    uri: str
    versions: tuple[VersionTold, ...]
    threads: tuple[str, ...]


class FeedTold(Struct, frozen=True, kw_only=True):
    """A feed: its latest article, how many came in a day, and how many seconds it may be silent."""

    name: str
    state: str
    latest: datetime | None
    day: int
    expected: float | None


class Feeds(Struct, frozen=True, kw_only=True):
    """Every feed. `wrong`: what is wrong with the file of feeds."""

    feeds: tuple[FeedTold, ...]
    wrong: str


class Silences(Struct, frozen=True, kw_only=True):
    """Silences, the last to end first."""

    silences: tuple[Silence, ...]


class HeldTold(Struct, frozen=True, kw_only=True):
    """A target that is spared after failures in a row: since when, when it is tried next, what it said last."""

    since: datetime
    next_try: datetime
    said: str


class SubscriptionView(Struct, frozen=True, kw_only=True):
    """Who is sent what and when. `target`: mail addresses, or the host of an address, since the rest of it may be
    secret; `query`: of the list that shows the same; `by`, `at`: null of those in the file; `lacks`: why nothing is
    sent; `pending`: how what is served is another than this, "" where it is this; `deliveries`: how many in each state;
    `failing`, `dead`: what the target said last of what is tried again, and of what was given up; `held`: whether it is
    spared after failures."""

    name: str
    route: str
    target: str
    matchers: tuple[str, ...]
    least: str
    digest: str | None
    quiet: str | None
    zone: str
    passes: str
    tests: bool
    silences: bool
    query: str
    by: str | None
    at: datetime | None
    lacks: str
    pending: str
    deliveries: dict[str, int]
    failing: str
    dead: str
    held: HeldTold | None


class Subscriptions(Struct, frozen=True, kw_only=True):
    """Those of the file, then those that were made at the desk."""

    subscriptions: tuple[SubscriptionView, ...]


class Tried(Struct, frozen=True, kw_only=True):
    """How many deliveries are tried at once."""

    deliveries: int


class Standing(Struct, frozen=True, kw_only=True):
    """How the desk stands: `why` not well, for those who may read."""

    status: Literal["ok", "unavailable"]
    why: tuple[str, ...] | UnsetType = UNSET


class Health(Struct, frozen=True, kw_only=True):
    """How the desk stands, whether alerts can come (`feed`), and how many listen."""

    status: Literal["ok", "unavailable"]
    feed: Literal["connecting", "live", "lost"]
    listeners: int | UnsetType = UNSET
    why: str | UnsetType = UNSET


#: All of them, for OpenAPI.
EVERY = (
    Problem,
    AlertPage,
    ThreadPage,
    Story,
    EventPage,
    ArticleTold,
    Feeds,
    Silences,
    Subscriptions,
    Tried,
    Standing,
    Health,
)
