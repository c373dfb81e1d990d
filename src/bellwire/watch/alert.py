"""What is published of a thread (design: contract, "Alert out")."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

import msgspec

from bellwire.reading.reading import Attribution, Direction, Event, Evidence


class MsgType(StrEnum):
    """As in CAP 1.2: an Update supersedes what came before, a Cancel takes it back."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"


class Priority(StrEnum):
    """How loudly the bells ring, loudest first."""

    FLASH = "FLASH"
    BULLETIN = "BULLETIN"
    URGENT = "URGENT"
    ROUTINE = "ROUTINE"


#: The rank of each priority, by its value; the loudest is 0.
LOUDNESS = {name.value: rank for rank, name in enumerate(Priority)}


class Certainty(StrEnum):
    """As in CAP 1.2."""

    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"
    UNKNOWN = "Unknown"


class DeadlineState(StrEnum):
    OPEN = "open"
    NEAR = "near"
    MET = "met"
    PASSED = "passed"
    AVERTED = "averted"


class ArticleRef(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The article that caused a version."""

    uri: str
    version: str
    provider: str = ""
    version_time: datetime | None = None


class ScorePart(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One named addend of a score, in points, with the reason in words."""

    name: str
    value: float
    why: str


class Score(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Points from 0 to 100: the sum of the parts, held within the range."""

    value: float
    parts: tuple[ScorePart, ...]
    method: str


class Corroboration(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How many articles, which originating agencies (each once), how many unlike texts."""

    articles: int
    independent_sources: tuple[str, ...]
    unique_texts: int


class CitedEvidence(Evidence, frozen=True, kw_only=True):
    """Evidence with the article version it stands in."""

    uri: str
    version: str


class Deadline(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something with a time: what is due, when (UTC), how exact that time is, how it stands. `kind` is the event's;
    `stage` tells the start of a truce from its end, and a vote on a thing from the thing."""

    what: str
    at: datetime
    precision: Literal["minute", "part", "day"]
    state: DeadlineState
    kind: str = ""
    stage: Literal["start", "end", "vote"] = "start"


class Pace(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How much is told of a country over the last hours: `count` reports in `hours`, against the `usual` of its own
    past (a decaying median), and the `least` and `most` within which nothing is said."""

    hours: int
    count: int
    usual: float
    least: float
    most: float


class Cap(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The CAP 1.2 fields of the same names."""

    urgency: str
    severity: str
    certainty: str
    category: str = "Security"


class Latency(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Milliseconds; None where a time is not known or the clock is the articles' own."""

    wire_to_received: int | None = None
    received_to_alert: int | None = None


class Alert(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One version of what is published of a thread. `id` is `<thread>-<version, six digits>`: in order as text.

    An alert of kind `tempo` has no thread: `thread` is a name of its own, its `event` bears no evidence, and `tempo`
    has the figures.
    """

    id: str
    thread: str
    version: int
    msg_type: MsgType
    status: Literal["Actual", "Test", "Exercise"] = "Actual"
    references: tuple[str, ...] = ()
    article: ArticleRef | None = None
    headline: str
    changed: str | None = None
    direction: Direction
    priority: Priority
    score: Score
    certainty: Certainty
    contested: bool = False
    event: Event
    events: tuple[str, ...] = ()
    corroboration: Corroboration
    attribution: tuple[Attribution, ...] = ()
    evidence: tuple[CitedEvidence, ...] = ()
    deadline: Deadline | None = None
    tempo: tuple[Pace, ...] = ()
    cap: Cap
    first_seen: datetime
    updated: datetime
    reason: str
    latency_ms: Latency = Latency()
    links: dict[str, str] = {}
