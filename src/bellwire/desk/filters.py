"""A filter of alerts, as it stands in an address: `?direction=escalation&country=SY,IQ&text=hospital`. Pure.

Values of one name are alternatives, names add up; `text` asks for every one of its words.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from bellwire.reading.facts.tables import country_names
from bellwire.reading.reading import Direction, Status
from bellwire.watch.alert import Alert, Priority
from bellwire.watch.keys import country_of
from bellwire.watch.policy import load_policy

#: Values of one name, and characters of one value, that a filter may have.
_MOST, _LONGEST = 50, 200


class BadFilter(ValueError):
    """A filter that cannot be: its sentence says what is wrong, and what there is."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which alerts are wanted: those that have one of the values of every name in it."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.values)

    def matches(self, alert: Alert) -> bool:
        """Whether an alert is wanted."""
        return all(_ASKS[name](alert, wanted) for name, wanted in self.values.items())

    def of(self, name: str) -> tuple[str, ...]:
        """The values of one name; none where it is not asked for."""
        return self.values.get(name, ())

    def pairs(self) -> list[tuple[str, str]]:
        """Each name with each of its values, in order."""
        return [(name, value) for name in NAMES for value in self.of(name)]

    def query(self) -> str:
        """As in an address: the same filter is always the same text."""
        return urlencode([(name, _join(name, self.of(name))) for name in NAMES if self.of(name)])

    def without(self, name: str, value: str) -> Filter:
        """The same filter but for one value."""
        left = tuple(one for one in self.of(name) if one != value)
        rest = {other: values for other, values in self.values.items() if other != name}
        return Filter({**rest, name: left} if left else rest)


def read_filter(pairs: Iterable[tuple[str, str]]) -> Filter:
    """The filter in an address's query. Raises BadFilter where a name or a value is none."""
    found: dict[str, list[str]] = {}
    for name, given in pairs:
        if name not in NAMES:
            raise BadFilter(f"no filter is called {name!r}; there are {', '.join(NAMES)}")
        values = given.split() if name == "text" else [value.strip() for value in given.split(",")]
        found.setdefault(name, []).extend(_checked(name, value) for value in values if value)
    for name, values in found.items():
        if len(values) > _MOST:
            raise BadFilter(f"{name}: {len(values)} values are more than {_MOST}")
    return Filter({name: tuple(dict.fromkeys(values)) for name, values in found.items() if values})


def read_query(query: str) -> Filter:
    """The same of a whole query."""
    return read_filter(parse_qsl(query, keep_blank_values=True))


@lru_cache(maxsize=1)
def choices() -> Mapping[str, tuple[str, ...]]:
    """What each name may be; names that may be anything are not in it. Countries are ISO 3166 alpha-2."""
    return {
        "direction": tuple(one.value for one in Direction if one is not Direction.NONE),
        "kind": (*sorted(load_policy().kinds.kind), "tempo"),
        "priority": tuple(one.value for one in Priority),
        "country": tuple(sorted(country_names())),
        "status": tuple(one.value for one in Status),
        "contested": ("true",),
    }


def _checked(name: str, value: str) -> str:
    if len(value) > _LONGEST:
        raise BadFilter(f"{name}: a value has at most {_LONGEST} characters")
    if name in ("agency", "text"):
        return value.casefold()
    allowed = choices().get(name)
    if allowed is None:
        return value
    wanted = value.upper() if name in ("priority", "country") else value.lower()
    if wanted in allowed:
        return wanted
    near = difflib.get_close_matches(wanted, allowed, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(allowed[:12])}{', …' * (len(allowed) > 12)}"
    raise BadFilter(f"{name}: no {value!r}; {hint}")


def _join(name: str, values: tuple[str, ...]) -> str:
    return (" " if name == "text" else ",").join(values)


def _agencies(alert: Alert) -> set[str]:
    named = {source.casefold() for source in alert.corroboration.independent_sources}
    return named | {alert.article.provider.casefold()} if alert.article else named


def _words(alert: Alert) -> str:
    event = alert.event
    parties = [one.text for one in (event.actor, event.target) if one is not None]
    place = [event.place.name] if event.place else []
    told = [proof.text for proof in alert.evidence]
    return " ".join([alert.headline, alert.changed or "", *parties, *place, *told]).casefold()


_ASKS: Mapping[str, Callable[[Alert, tuple[str, ...]], bool]] = {
    "direction": lambda alert, wanted: alert.direction.value in wanted,
    "kind": lambda alert, wanted: alert.event.kind in wanted,
    "priority": lambda alert, wanted: alert.priority.value in wanted,
    "country": lambda alert, wanted: country_of(alert.event) in wanted,
    "agency": lambda alert, wanted: not _agencies(alert).isdisjoint(wanted),
    "status": lambda alert, wanted: alert.event.status.value in wanted,
    "thread": lambda alert, wanted: alert.thread in wanted,
    "contested": lambda alert, wanted: alert.contested,
    "text": lambda alert, wanted: all(word in _words(alert) for word in wanted),
}

#: Every name that a filter may have, in the order of an address.
NAMES = tuple(_ASKS)
