"""Readings made by hand, so that a test of the watcher says what was read and needs no reader."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from bellwire.reading.reading import (
    ArticleSummary,
    Attribution,
    Direction,
    Event,
    Evidence,
    Grade,
    Outcome,
    Party,
    Place,
    Reading,
    Status,
    When,
)
from bellwire.watch import MemoryLedger, load_watcher
from bellwire.watch.alert import Alert
from bellwire.watch.rehearsal import Rehearsal

#: When the first article of a test arrives: a Sunday morning.
NOON = datetime.fromisoformat("2016-12-04T12:00:00Z")

ALEPPO = Place(name="Aleppo", path="SY/Aleppo", country="SY", lat=36.2, lon=37.16, precision="town")
IDLIB = Place(name="Idlib", path="SY/Idlib", country="SY", lat=35.93, lon=36.63, precision="town")
PALMYRA = Place(name="Palmyra", path="SY/Palmyra", country="SY", lat=34.55, lon=38.28, precision="town")
SYRIA = Place(name="Syria", path="SY", country="SY", lat=35.0, lon=38.5, precision="country")
MOSUL = Place(name="Mosul", path="IQ/Mosul", country="IQ", lat=36.34, lon=43.13, precision="town")

ARMY = Party(text="the army", name="Syrian army", country="SY", role="military")
REBELS = Party(text="the rebels", name="Jabha Shamiya", country="SY", role="rebel")
RUSSIA = Party(text="Russia", name="Russia", country="RU", role="government")

_FAMILIES = {
    "strike": ("strikes", Direction.ESCALATION),
    "bombing": ("strikes", Direction.ESCALATION),
    "attack": ("strikes", Direction.ESCALATION),
    "capture": ("ground", Direction.ESCALATION),
    "advance": ("ground", Direction.ESCALATION),
    "clash": ("ground", Direction.ESCALATION),
    "siege": ("posture", Direction.ESCALATION),
    "mobilization": ("posture", Direction.ESCALATION),
    "unrest": ("unrest", Direction.ESCALATION),
    "threat": ("posture", Direction.ESCALATION),
    "rejection": ("diplomacy", Direction.ESCALATION),
    "sanction": ("diplomacy", Direction.ESCALATION),
    "violation": ("truce", Direction.ESCALATION),
    "truce": ("truce", Direction.DE_ESCALATION),
    "talks": ("diplomacy", Direction.DE_ESCALATION),
    "agreement": ("diplomacy", Direction.DE_ESCALATION),
    "weapons": ("posture", Direction.ESCALATION),
    "withdrawal": ("relief", Direction.DE_ESCALATION),
    "aid": ("relief", Direction.DE_ESCALATION),
    "release": ("relief", Direction.DE_ESCALATION),
    "casualties": ("harm", Direction.IMPACT),
    "damage": ("harm", Direction.IMPACT),
    "shortage": ("harm", Direction.IMPACT),
    "accusation": ("context", Direction.CONTEXT),
    "protest": ("context", Direction.CONTEXT),
}


def says(source: str, grade: Grade = Grade.OFFICIAL, *, denies: bool = False) -> Attribution:
    """Somebody says so, or denies it."""
    return Attribution(text=f"{source} said", source=source, grade=grade, stance="denies" if denies else "asserts")


def on(day: str, hour: str | None = None) -> When:
    """A day, or a minute (UTC) of it."""
    start = date.fromisoformat(day)
    if hour is None:
        return When(start=start, end=start, precision="day", text=day)
    return When(start=start, end=start, precision="minute", at=datetime.fromisoformat(f"{day}T{hour}:00Z"), text=hour)


def event(kind: str, status: str = "happened", place: Place | None = ALEPPO, **more: Any) -> Event:
    """An event with evidence of its own; `more` are fields of Event, `text` its sentence, `alertable` True."""
    family, direction = _FAMILIES[kind]
    text = more.pop("text", f"{kind} {status} in {place.name if place else 'a place'}")
    more.setdefault("alertable", direction is not Direction.CONTEXT and status != "past")
    more.setdefault("id", f"{kind}-{status}-{place.path if place else ''}")
    evidence = Evidence(field="body", start=0, end=len(text), text=text, trigger=(0, 4))
    return Event(
        kind=kind,
        family=family,
        direction=direction,
        status=Status(status),
        place=place,
        evidence=(evidence,),
        rule=f"{kind}/by-hand",
        confidence=0.8,
        **more,
    )


def reading(uri: str, *events: Event, at: datetime = NOON, version: str = "1", **article: Any) -> Reading:
    """A reading of (`uri`, `version`) that arrives at `at`; `article` are fields of its summary, or `outcome`."""
    outcome = Outcome(article.pop("outcome", "read"))
    article.setdefault("headline", f"Headline of {uri}")
    article.setdefault("provider", "Reuters")
    article.setdefault("version_time", at)
    article.setdefault("received", at)
    article.setdefault("digest", digest(f"{uri}{version}"))
    own = tuple(msgspec.structs.replace(one, id=f"{uri}#{version}:{i}:{one.id}") for i, one in enumerate(events))
    return Reading(
        uri=uri,
        version=version,
        outcome=outcome,
        direction=Direction.NONE,
        method="by-hand",
        article=ArticleSummary(**article),
        events=own,
    )


def digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


def shingles(text: str) -> tuple[int, ...]:
    """The smallest hashes of a text's four-word shingles, as a reading keeps them."""
    words = text.split()
    grams = {" ".join(words[i : i + 4]) for i in range(len(words) - 3)}
    return tuple(sorted(int.from_bytes(hashlib.sha256(gram.encode()).digest()[:8], "big") for gram in grams)[:64])


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


class Wire:
    """A wire whose readings are watched in memory; `alerts` are the versions published, in order."""

    def __init__(self) -> None:
        self.ledger = MemoryLedger()
        self.rehearsal = Rehearsal(load_watcher(), self.ledger)
        self.alerts: list[Alert] = []

    def send(self, *readings: Reading) -> list[Alert]:
        """Watch readings as they arrive; returns the versions that they made (and the clock before them)."""
        made = [alert for one in readings for alert in self.rehearsal.read(one)]
        self.alerts += made
        return made

    def wait(self, until: datetime) -> list[Alert]:
        """Let the clock run."""
        made = list(self.rehearsal.run_on(until))
        self.alerts += made
        return made

    @property
    def reasons(self) -> list[str]:
        return [reason for _, reason in self.rehearsal.decisions]

    @property
    def latest(self) -> Alert:
        return self.alerts[-1]
