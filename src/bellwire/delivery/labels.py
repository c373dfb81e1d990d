"""What an alert can be asked for: its labels, each with its values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bellwire.reading.facts.tables import country_names
from bellwire.reading.knowledge import load_kinds
from bellwire.reading.reading import Direction, Status
from bellwire.watch.alert import Alert, Certainty, Priority
from bellwire.watch.keys import country_of
from bellwire.watch.thread import ThreadEvent

Labels = Mapping[str, tuple[str, ...]]

#: Every label, with what it is. Listed in docs/routes.md.
MEANING = {
    "kind": "the kind of the leading event",
    "family": "its family",
    "direction": "the direction of the event, and of the whole thread",
    "country": "the country of the theatre, as two letters (ISO 3166)",
    "place": "the place path: `SY/Aleppo`; `=` means in it, so that `SY` is the whole country",
    "agency": "each originating agency that tells it; where none is counted, who provided the copy",
    "priority": "FLASH, BULLETIN, URGENT or ROUTINE",
    "status": "whether it happened, is claimed, planned, …",
    "certainty": "Observed, Likely, Possible, Unlikely or Unknown",
    "contested": "`true` or `false`",
    "thread": "the id of its thread",
    "text": "headline, change, parties, place, evidence: `=` finds words in them, `=~` an expression anywhere in them",
}


def labels_of(alert: Alert) -> Labels:
    """The values of each label; none where the alert has none."""
    event, place = alert.event, alert.event.place
    named = [party.text for party in (event.actor, event.target) if party] + ([place.name] if place else [])
    provider = alert.article.provider if alert.article else ""
    return {
        "kind": (event.kind,),
        "family": (event.family,),
        "direction": tuple({alert.direction.value, event.direction.value}),
        "country": _some(country_of(event)),
        "place": _some(place.path if place else ""),
        "agency": alert.corroboration.independent_sources or _some(provider),
        "priority": (alert.priority.value,),
        "status": (event.status.value,),
        "certainty": (alert.certainty.value,),
        "contested": ("true" if alert.contested else "false",),
        "thread": (alert.thread,),
        "text": tuple(filter(None, (alert.headline, alert.changed, *named, *(cited.text for cited in alert.evidence)))),
    }


#: The labels of an event by itself; the others are of what is made of it.
OF_EVENTS = ("kind", "family", "direction", "country", "place", "status", "contested", "thread", "text")


def labels_of_event(told: ThreadEvent) -> Labels:
    """The values of each of these; `contested`: whether it is in dispute within its article."""
    event = told.event
    named = [party.text for party in (event.actor, event.target) if party] + ([event.place.name] if event.place else [])
    return {
        "kind": (event.kind,),
        "family": (event.family,),
        "direction": (event.direction.value,),
        "country": _some(country_of(event)),
        "place": _some(event.place.path if event.place else ""),
        "status": (event.status.value,),
        "contested": ("true" if event.disputed else "false",),
        "thread": _some(told.thread or ""),
        "text": tuple(filter(None, (*named, *(proof.text for proof in event.evidence)))),
    }


@cache
def known_values() -> Mapping[str, tuple[str, ...]]:
    """Of labels that have only so many values, these."""
    kinds = load_kinds()
    return {
        "kind": (*kinds, "tempo"),
        "family": (*dict.fromkeys(kind.family for kind in kinds.values()), "tempo"),
        "direction": tuple(direction for direction in Direction if direction is not Direction.NONE),
        "country": tuple(country_names()),
        "priority": tuple(Priority),
        "status": tuple(Status),
        "certainty": tuple(Certainty),
        "contested": ("true", "false"),
    }


def _some(value: str) -> tuple[str, ...]:
    return (value,) if value else ()
