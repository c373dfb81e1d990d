"""What the watcher's decisions weigh: data/*.toml, read once and checked; an unknown key or a wrong type is refused."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Literal, TypeVar

import msgspec

Scope = Literal["spot", "area", "nation"]
#: What makes two kinds one thing: docs/watching.md, "What links kinds".
Link = Literal["consequence", "blow", "operation", "stage", "answer", "within"]


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Data of ours: every key is known."""


class Kind(_Strict, frozen=True):
    """How near places must be, points of an alert that it leads, and its part in the id of a thread that it opens."""

    scope: Scope
    lead: float
    group: str


class Kinds(_Strict, frozen=True):
    kind: dict[str, Kind]
    link: dict[Link, dict[str, dict[str, float]]]
    about: dict[str, str]


class PlaceValue(_Strict, frozen=True):
    same: float
    holds: float
    nation: float
    unknown: float
    apart: float


class SameThing(_Strict, frozen=True):
    kind: float
    place: float
    time: float
    actors: float
    text: float
    toll: float
    site: float
    other_site: float
    hour: float
    answer: float
    same_uri: float
    threshold: float
    within_article: float
    beside_confidence: float
    near_copy: float
    reprint: float
    lead_chars: int
    spot_km: float
    area_km: float
    region_km: float
    blow_hours: float
    spot_days: int
    nation_days: int
    place_value: PlaceValue


class Clock(_Strict, frozen=True):
    ended_hours: float
    quiet_hours: float
    near_minutes: float
    passed_minutes: float
    future_minutes: float
    recency_days: float
    horizon_days: float
    outcome_confidence: float


class Limits(_Strict, frozen=True):
    events: int
    threads: int
    candidates: int
    report_events: int
    full_reports: int
    reports: int
    evidence: int
    attribution: int
    quiet_versions: int
    timeline: int


class Step(_Strict, frozen=True):
    least: int
    points: float


class PriorityPoints(_Strict, frozen=True):
    flash: float
    bulletin: float
    urgent: float
    update_source: float
    update_copy: float
    update_toll: float
    grave: float
    contested: float
    headline: float
    status: dict[str, float]
    certainty: dict[str, float]
    toll: tuple[Step, ...]
    urgency: dict[str, float]


class Window(_Strict, frozen=True):
    hours: int
    least: int


class TempoFigures(_Strict, frozen=True):
    window: tuple[Window, ...]
    band: float
    back: float
    lull_usual: float
    lull_share: float
    kept_days: int
    half_life_days: float
    history_days: float


class Figures(_Strict, frozen=True):
    method: str
    tempo: TempoFigures
    same_thing: SameThing
    clock: Clock
    limits: Limits
    priority: PriorityPoints


class Agencies(_Strict, frozen=True):
    agency: dict[str, tuple[str, ...]]


class Words(_Strict, frozen=True):
    kill: tuple[str, ...]
    correction: tuple[str, ...]
    exercise: tuple[str, ...]
    test: tuple[str, ...]
    exercise_told: tuple[str, ...]
    test_told: tuple[str, ...]
    vote: str
    voted: str
    vote_off: str
    sums: tuple[str, ...]
    no_sums: tuple[str, ...]
    captives: str
    vessels: str
    beside: str
    next_blow: tuple[str, ...]
    new_blow: tuple[str, ...]
    longer: str
    partly: str
    disowned: str
    began: str
    over: str
    put_off: str
    goes_ahead: str
    rises: str
    measure: str
    blow: str
    bomb: str
    gun: str
    nuclear_test: str
    owns: str
    grave: tuple[str, ...]
    common: frozenset[str]
    titles: frozenset[str]
    sites: frozenset[str]
    site_sorts: dict[str, str]
    vague: frozenset[str]


class CapTable(_Strict, frozen=True):
    category: str
    urgency: dict[str, str]
    deadline_urgency: dict[str, str]
    severity: dict[str, str]


class Templates(_Strict, frozen=True):
    noun: dict[str, str]
    verb: dict[str, str]
    due: dict[str, str]
    named: dict[str, dict[str, str]]
    doers: dict[str, tuple[str, ...]]
    singular: dict[str, tuple[str, ...]]
    mark: dict[str, str]


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """All data of the room, loaded once by `load_policy` and handed down."""

    kinds: Kinds
    figures: Figures
    agencies: dict[str, str]
    words: Words
    cap: CapTable
    templates: Templates
    pairs: dict[tuple[str, str], tuple[Link, float]]
    #: Of each kind those that may tell of the same thing, itself among them.
    related: dict[str, frozenset[str]]

    def affinity(self, one: str, other: str) -> float:
        """How readily two kinds tell of the same thing, 0 to 1; 0 for those that do so within one article only."""
        if one == other:
            return 1.0 if one in self.kinds.kind else 0.0
        link, value = self.pairs.get((one, other), ("within", 0.0))
        return 0.0 if link == "within" else value

    def link(self, one: str, other: str) -> Link | None:
        """What makes two kinds one thing; None where nothing does, or where they are one kind."""
        return self.pairs[one, other][0] if (one, other) in self.pairs else None

    def scope(self, one: str, other: str) -> Scope:
        """The wider of two kinds' scopes."""
        return wider(self.kinds.kind[one].scope, self.kinds.kind[other].scope)


def wider(one: Scope, other: Scope) -> Scope:
    """The wider of two scopes."""
    order: tuple[Scope, ...] = ("spot", "area", "nation")
    return max(one, other, key=order.index)


_T = TypeVar("_T")


def read_data(name: str, kind: type[_T], text: str | None = None) -> _T:
    """One data file as `kind`. Raises msgspec.ValidationError for an unknown key, a missing one or a wrong type."""
    if text is None:
        text = (files("bellwire.watch") / "data" / name).read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), kind)


@lru_cache(maxsize=1)
def load_policy() -> Policy:
    """The shipped policy."""
    agencies = read_data("agencies.toml", Agencies).agency
    kinds = read_data("kinds.toml", Kinds)
    pairs = {
        pair: (link, value)
        for link, rows in kinds.link.items()
        for one, row in rows.items()
        for other, value in row.items()
        for pair in ((one, other), (other, one))
    }
    return Policy(
        kinds=kinds,
        figures=read_data("policy.toml", Figures),
        agencies={plain_name(alias): name for name, aliases in agencies.items() for alias in (name, *aliases)},
        words=read_data("words.toml", Words),
        cap=read_data("cap.toml", CapTable),
        templates=read_data("headlines.toml", Templates),
        pairs=pairs,
        related={one: frozenset(other for other in kinds.kind if _related(one, other, pairs)) for one in kinds.kind},
    )


def _related(one: str, other: str, pairs: dict[tuple[str, str], tuple[Link, float]]) -> bool:
    return one == other or pairs.get((one, other), ("within", 0.0))[0] != "within"


def plain_name(text: str) -> str:
    """A name as compared: lower case, no dots, no leading "the", single spaces."""
    return re.sub(r"^the ", "", " ".join(text.lower().replace(".", "").split()))


@lru_cache(maxsize=64)
def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all."""
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.I)
