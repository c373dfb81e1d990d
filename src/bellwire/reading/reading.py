"""What Bellwire read in one article: the reading and its events (design: contract, "Reading out").

They are frozen and lead nowhere back, as alerts and threads do: `gc=False` spares the collector from walking them.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

import msgspec

#: The method's version: changes whenever the same text may give another reading.
METHOD = "2026.11"


class Outcome(StrEnum):
    """What became of an article version; every one gets exactly one.

    READ … TOO_LONG are decided by the article alone and stand in its reading; SUPERSEDED and REPEATED need the
    versions before it, so only the watcher, which has them, writes those (into the ledger).
    """

    READ = "read"
    WITHHELD = "withheld"
    EMBARGOED = "embargoed"
    CANCELED = "canceled"
    STALE = "stale"
    UNDATED = "undated"
    FUTURE = "future"
    NOT_ENGLISH = "not-english"
    TOO_LONG = "too-long"
    SUPERSEDED = "superseded"
    REPEATED = "repeated"


class Direction(StrEnum):
    """Which way an event, an article or a thread points."""

    ESCALATION = "escalation"
    DE_ESCALATION = "de-escalation"
    IMPACT = "impact"
    CONTEXT = "context"
    MIXED = "mixed"
    NONE = "none"


#: What stands for a direction where there is no room for the word.
MARKS = {Direction.ESCALATION: "▲", Direction.DE_ESCALATION: "▼", Direction.IMPACT: "●", Direction.MIXED: "◆"}


class Status(StrEnum):
    """Exactly one per event (design: ontology)."""

    HAPPENED = "happened"
    CLAIMED = "claimed"
    PLANNED = "planned"
    PROPOSED = "proposed"
    THREATENED = "threatened"
    PREDICTED = "predicted"
    DENIED = "denied"
    PAST = "past"


#: Statuses of what is told as having come to pass: a fact, or a claim of it.
TOLD = frozenset({Status.HAPPENED, Status.CLAIMED})


class Grade(StrEnum):
    """What kind of source speaks, best first."""

    OWN_REPORTER = "own reporter"
    NAMED = "named"
    OFFICIAL = "official"
    UNNAMED = "unnamed"
    PARTY = "party"


class Party(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An actor or a target: the words, and what they are known to mean. `country` is ISO 3166 alpha-2."""

    text: str
    name: str | None = None
    country: str | None = None
    role: str | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True, gc=False, rename={"origin": "from"}):
    """Where an event takes or would take place. `path` is `SY/Aleppo`; degrees WGS 84; `origin`: how it is known."""

    name: str
    path: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: Literal["point", "town", "region", "country"] = "country"
    origin: Literal["text", "actor", "article", "located"] = "text"


class When(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """When: an interval of days, both ends included; `at` is the minute (UTC) where a clock time is given."""

    start: date
    end: date
    precision: Literal["minute", "part", "day", "week", "month", "year", "range"] = "day"
    text: str = ""
    at: datetime | None = None


class Attribution(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who says so. `text` is the words of attribution, `source` the speaker."""

    text: str
    source: str
    grade: Grade
    stance: Literal["asserts", "denies"] = "asserts"


class Evidence(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The sentence that proves an event: `text` is exactly `field[start:end]`; `trigger` is a span of that field."""

    field: Literal["headline", "body"]
    start: int
    end: int
    text: str
    trigger: tuple[int, int]


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing told in an article. `counts`: killed, wounded, captured, displaced → [least, most]."""

    id: str
    kind: str
    family: str
    direction: Direction
    status: Status
    plover: str | None = None
    disputed: bool = False
    alertable: bool = False
    actor: Party | None = None
    target: Party | None = None
    place: Place | None = None
    when: When | None = None
    duration: str | None = None
    counts: dict[str, tuple[int, int]] = {}
    attribution: tuple[Attribution, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    rule: str = ""
    confidence: float = 0.0


class ArticleSummary(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What later steps need of the article without its text. `credits` are agencies named in the copy, as written;
    `shingles` a MinHash-ready digest of the text (64-bit hashes), by which near-identical copy is known, where the
    reading has events."""

    headline: str = ""
    provider: str = ""
    byline: str = ""
    credits: tuple[str, ...] = ()
    version_time: datetime | None = None
    received: datetime | None = None
    embargoed: datetime | None = None
    pubstatus: str = "usable"
    urgency: int = 5
    located: str = ""
    slug: str = ""
    ednote: str = ""
    profile: str = ""
    feed: str = ""
    digest: str = ""
    shingles: tuple[int, ...] = ()


class Reading(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What was read in one article version: its events, or why there are none. `body`: the text that evidence spans are
    slices of, where there are events, or the copy is a notice that takes a story back."""

    uri: str
    version: str
    outcome: Outcome
    direction: Direction = Direction.NONE
    language: str = ""
    read_at: datetime | None = None
    took_ms: int = 0
    method: str = ""
    article: ArticleSummary
    events: tuple[Event, ...] = ()
    body: str = ""
