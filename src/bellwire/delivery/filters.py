"""A filter of alerts, as it stands in an address: `?direction=escalation&country=SY,IQ&text=hospital`. Pure.

Its names are the labels of matchers. Values of one name are alternatives, names add up; `text` asks for every one of
its words, `least` for a priority or what is louder, and `filter` has matchers as subscriptions have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from bellwire.delivery.labels import MEANING as LABELS
from bellwire.delivery.labels import labels_of
from bellwire.delivery.matchers import Matcher, bounded, equal, matches, one_of, read_matchers, weight_of
from bellwire.toml_file import nearest, shown
from bellwire.watch.alert import Alert, Priority

#: Every name that a filter may have, in the order of an address, with what it asks for. Listed in docs/desk.md.
NAMES: Mapping[str, str] = {
    **LABELS,
    "text": "words, all of which stand in headline, change, evidence, parties or place",
    "least": "the lowest priority",
    "filter": 'matchers, all of which fit: `agency!="Tass",text=~"hospital|clinic"`',
}


#: Values that a filter has at most, before the matchers that are made of them are counted.
_MOST = 300

#: A filter up to this weight looks back as far as any; a heavier one in proportion less.
LIGHT = 50


class BadFilter(ValueError):
    """A filter that cannot be: its sentence says what is wrong, and what to write."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which alerts are wanted: those that all `matchers` fit. `values`: the same by name, as an address has them."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    matchers: tuple[Matcher, ...] = ()

    def __bool__(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.matchers)

    @property
    def weight(self) -> int:
        """How costly it is to ask."""
        return weight_of(self.matchers)

    def within(self, most: int) -> int:
        """How many it is asked of at once, where a light filter is asked of so many: a heavy one would take minutes."""
        return max(1, most * LIGHT // max(self.weight, LIGHT))

    def matches(self, alert: Alert) -> bool:
        """Whether an alert is wanted."""
        return matches(self.matchers, labels_of(alert))

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
        return read_filter(pair for pair in self.pairs() if pair != (name, value))


def read_filter(pairs: Iterable[tuple[str, str]]) -> Filter:
    """The filter in an address's query. Raises BadFilter where a name or a value is none."""
    given: dict[str, list[str]] = {}
    for name, text in pairs:
        if name not in NAMES:
            raise BadFilter(f"{shown(name)}: no such filter; {nearest(name, NAMES, 'there are ' + ', '.join(NAMES))}")
        given.setdefault(name, []).extend(_split(name, text))
        if len(given[name]) > _MOST:
            raise BadFilter(f"{name}: there are more than {_MOST} values")
    try:
        read = {name: _read(name, values) for name, values in given.items() if values}
        asked = bounded(matcher for name in NAMES if name in read for matcher in read[name][1])
    except ValueError as error:
        raise BadFilter(str(error)) from None
    return Filter({name: values for name, (values, _) in read.items()}, asked)


def read_query(query: str) -> Filter:
    """The same of a whole query."""
    return read_filter(parse_qsl(query, keep_blank_values=True))


def _read(name: str, given: Sequence[str]) -> tuple[tuple[str, ...], tuple[Matcher, ...]]:
    """The values of one name, each once as we spell it, and the matchers that ask for them."""
    if name == "filter":
        asked = tuple(dict.fromkeys(bounded(matcher for text in given for matcher in read_matchers(text))))
        return tuple(map(str, asked)), asked
    exact = tuple(equal("priority" if name == "least" else name, value) for value in dict.fromkeys(given))
    values = tuple(dict.fromkeys(matcher.value for matcher in exact))
    if name == "least":
        return values, tuple(_at_least(Priority(value)) for value in values)
    return values, tuple(dict.fromkeys(exact)) if name == "text" else (one_of(name, values),)


def _at_least(least: Priority) -> Matcher:
    loudest_first = list(Priority)
    return one_of("priority", loudest_first[: loudest_first.index(least) + 1])


def _split(name: str, text: str) -> list[str]:
    if name == "filter":
        return [text] if text.strip() else []
    values = text.casefold().split() if name == "text" else [value.strip() for value in text.split(",")]
    return [value for value in values if value]


def _join(name: str, values: tuple[str, ...]) -> str:
    return (" " if name == "text" else ",").join(values)
