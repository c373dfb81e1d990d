"""Which threads a page lists: filtered, sorted, grouped, a page at a time; what the address asks for and nothing else.

The newest are looked at first, so that an ordinary page costs as little with a hundred thousand threads as with ten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, cast
from urllib.parse import urlencode

from bellwire.delivery.filters import BadFilter, Filter, read_filter
from bellwire.delivery.silences import is_silenced
from bellwire.desk.words import place_words
from bellwire.ledger import Ledger
from bellwire.toml_file import nearest, shown
from bellwire.watch.alert import LOUDNESS, Alert, MsgType

Sort = Literal["newest", "priority", "score", "place"]
Group = Literal["", "theatre", "place"]

#: Threads of one page; and, where they are sorted otherwise than by time or grouped, of how many newest ones.
ROWS, SORTED = 100, 500
#: Threads that one page looks at, at most (with a heavy filter fewer): behind them "older" goes on.
_LOOKED_AT = 5000
_AT_ONCE = 125

SORTS: Mapping[Sort, tuple[str, Callable[[Alert], object]]] = {
    "newest": ("newest first", lambda alert: 0),
    "priority": ("loudest first", lambda alert: LOUDNESS[alert.priority]),
    "score": ("highest score first", lambda alert: -alert.score.value),
    "place": ("by place", lambda alert: place_words(alert.event.place)),
}

GROUPS: Mapping[Group, str] = {"": "not grouped", "theatre": "by theatre", "place": "by place"}

#: What may stand in an address of a list besides its filter. Listed in docs/desk.md.
OTHERS = {
    "sort": "`newest` (as it is without), `priority`, `score`, `place`: the newest 500 that fit, sorted",
    "group": "`theatre`: under the country in which they play; `place`: under the place, those of a country together",
    "exercises": "`true`: tests and exercises too",
    "silenced": "`true`: what silences hide, instead of what they do not",
    "cursor": "where a list goes on",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address of the list asks for."""

    filter: Filter = field(default_factory=Filter)
    sort: Sort = "newest"
    group: Group = ""
    before: int | None = None
    exercises: bool = False
    silenced: bool = False

    @property
    def plain(self) -> bool:
        """Whether what is new stands at the top."""
        return self.sort == "newest" and not self.group and self.before is None

    def query(self) -> str:
        """As in an address, but for how far back it goes."""
        rest = [
            ("sort", self.sort if self.sort != "newest" else ""),
            ("group", self.group),
            ("exercises", "true" if self.exercises else ""),
            ("silenced", "true" if self.silenced else ""),
        ]
        return "&".join(part for part in (self.filter.query(), urlencode([one for one in rest if one[1]])) if part)

    def link(self, wanted: Filter | None = None) -> str:
        """The address of this list, or of the same with another filter."""
        query = (self if wanted is None else replace(self, filter=wanted)).query()
        return f"/?{query}" if query else "/"


@dataclass(frozen=True, slots=True)
class Listing:
    """The threads of one page. `older`: from where the next page goes on, None where there is none; `silenced`: how
    many were passed over between them because silences hide them; `places`: of each alert, by its id, the place in the
    order of deciding."""

    alerts: tuple[Alert, ...]
    older: int | None
    silenced: int
    places: Mapping[str, int]


def read_wanted(pairs: Iterable[tuple[str, str]]) -> Wanted:
    """What an address asks for. Raises BadFilter where it cannot be."""
    given = list(pairs)
    mine = {name: value for name, value in given if name in OTHERS}
    sort = mine.get("sort") or "newest"
    if sort not in SORTS:
        raise BadFilter(f"sort: no {shown(sort)}; {nearest(sort, SORTS, 'there are ' + ', '.join(SORTS))}")
    group = mine.get("group") or ""
    if group not in GROUPS:
        known = [name for name in GROUPS if name]
        raise BadFilter(f"group: no {shown(group)}; {nearest(group, known, 'there are ' + ', '.join(known))}")
    return Wanted(
        filter=read_filter((name, value) for name, value in given if name not in OTHERS),
        sort=cast(Sort, sort),
        group=cast(Group, group),
        before=_place(mine.get("cursor")),
        exercises=yes("exercises", mine.get("exercises")),
        silenced=yes("silenced", mine.get("silenced")),
    )


def listing(ledger: Ledger, wanted: Wanted, silences: Sequence[Filter] = (), most: int = ROWS) -> Listing:
    """The threads that an address asks for. What silences hide is counted; a Cancel is never hidden."""
    room = most if wanted.sort == "newest" and not wanted.group else max(most, SORTED)
    found: list[tuple[int, Alert]] = []
    hidden = looked = 0
    older, most_looked = None, wanted.filter.within(_LOOKED_AT)
    for place, alert, fits in _newest(ledger, wanted):
        if len(found) == room or looked == most_looked:
            older = found[-1][0] if len(found) == room else place + 1
            break
        looked += 1
        if not fits:
            continue
        if is_silenced(alert, silences) is not wanted.silenced:
            hidden += 1
            continue
        found.append((place, alert))
    alerts = sorted((alert for _, alert in found), key=SORTS[wanted.sort][1])  # type: ignore[arg-type]
    places = {alert.id: place for place, alert in found}
    return Listing(tuple(alerts), older, 0 if wanted.silenced else hidden, places)


def is_wanted(alert: Alert, wanted: Wanted) -> bool:
    """Whether a list shows a thread by this alert of it, silences and the versions before it aside."""
    return (wanted.exercises or alert.status == "Actual") and wanted.filter.matches(alert)


def concerns(alert: Alert, before: Iterable[Alert], wanted: Wanted) -> bool:
    """Whether a list shows a thread by this alert, or by one that it takes back: a kill reaches all who got any."""
    return any(is_wanted(one, wanted) for one in (alert, *before))


def theatres(alerts: Sequence[Alert]) -> list[tuple[str, list[Alert]]]:
    """The same alerts by the country in which they play, the country of the first one first."""
    return _by(alerts, _country)


def groups(alerts: Sequence[Alert], group: Group) -> list[tuple[str, list[Alert]]]:
    """The same alerts under headings; under none where they are not grouped. Places of a country stay together."""
    if not group:
        return [("", list(alerts))]
    countries = theatres(alerts)
    if group == "theatre":
        return countries
    return [one for _, some in countries for one in _by(some, _place_of)]


def _by(alerts: Sequence[Alert], heading: Callable[[Alert], str]) -> list[tuple[str, list[Alert]]]:
    found: dict[str, list[Alert]] = {}
    for alert in alerts:
        found.setdefault(heading(alert), []).append(alert)
    return list(found.items())


def _place_of(alert: Alert) -> str:
    return place_words(alert.event.place) if alert.event.place else _country(alert)


def _country(alert: Alert) -> str:
    place = alert.event.place
    return place_words(place).rpartition(", ")[2] if place else "Place unknown"


def _newest(ledger: Ledger, wanted: Wanted) -> Iterator[tuple[int, Alert, bool]]:
    """The latest alert of each thread with its place, and whether a list wants it."""
    before = wanted.before
    while some := ledger.alerts_before(before, _AT_ONCE):
        versions = _taken_back(ledger, [alert for _, alert in some], wanted)
        for place, alert in some:
            yield place, alert, concerns(alert, versions.get(alert.thread, ()), wanted)
        before = some[-1][0]


def _taken_back(ledger: Ledger, alerts: Sequence[Alert], wanted: Wanted) -> Mapping[str, Sequence[Alert]]:
    """The versions, by thread, of what a Cancel takes back that a list does not want by itself."""
    asked = [one.thread for one in alerts if one.msg_type is MsgType.CANCEL and not is_wanted(one, wanted)]
    return ledger.alerts_of_each(asked) if asked else {}


def _place(cursor: str | None) -> int | None:
    if not cursor:
        return None
    if not cursor.isascii() or not cursor.isdecimal() or len(cursor) > 18:
        raise BadFilter(f"cursor: {shown(cursor)} is none of ours; take the one of the answer before")
    return int(cursor)


def yes(name: str, given: str | None) -> bool:
    """What `true` or `false` in an address says; without it no. Raises BadFilter."""
    if given in (None, "", "false", "true"):
        return given == "true"
    raise BadFilter(f"{name}: {shown(given or '')} is neither true nor false")
