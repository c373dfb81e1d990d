"""What is different between two versions of an alert, for people. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from bellwire.desk.words import counts, place_words
from bellwire.watch.alert import Alert

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of a headline: in both, only in the newer (`added`), or only in the older (`dropped`)."""

    text: str
    how: Literal["same", "added", "dropped"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A named value that was another before; "" where it was none, or is none any more."""

    name: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Differences:
    """All that is different. `headline`: in pieces, empty where it is the same."""

    headline: tuple[Change, ...]
    values: tuple[Difference, ...]


def differences(before: Alert | None, now: Alert) -> Differences:
    """What `now` tells that `before` told otherwise; nothing where there is none before."""
    if before is None:
        return Differences((), ())
    headline = () if before.headline == now.headline else compared(before.headline, now.headline)
    pairs = ((name, tell(before), tell(now)) for name, tell in _TOLD.items())
    return Differences(headline, tuple(Difference(name, was, is_) for name, was, is_ in pairs if was != is_))


def compared(before: str, now: str) -> tuple[Change, ...]:
    """Two texts, word by word."""
    old, new = _WORDS.findall(before), _WORDS.findall(now)
    found: list[Change] = []
    for step, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if step == "equal":
            found.append(Change("".join(new[new_from:new_to]), "same"))
            continue
        found += [Change(text, "dropped") for text in ["".join(old[old_from:old_to])] if text]
        found += [Change(text, "added") for text in ["".join(new[new_from:new_to])] if text]
    return tuple(found)


def _deadline(alert: Alert) -> str:
    due = alert.deadline
    return f"{due.what}, {due.at:%Y-%m-%d %H:%M} UTC, {due.state.value}" if due else ""


def _voices(stance: str) -> Callable[[Alert], str]:
    return lambda alert: _list(sorted({one.source for one in alert.attribution if one.stance == stance}))


def _list(values: Sequence[str]) -> str:
    return ", ".join(values)


_TOLD: dict[str, Callable[[Alert], str]] = {
    "priority": lambda alert: alert.priority.value,
    "direction": lambda alert: alert.direction.value,
    "kind": lambda alert: alert.event.kind,
    "status": lambda alert: alert.event.status.value,
    "place": lambda alert: place_words(alert.event.place),
    "toll": lambda alert: _list(counts(alert.event)),
    "certainty": lambda alert: alert.certainty.value,
    "contested": lambda alert: "contested" if alert.contested else "",
    "sources": lambda alert: _list(alert.corroboration.independent_sources),
    "say so": _voices("asserts"),
    "deny it": _voices("denies"),
    "due": _deadline,
    "score": lambda alert: f"{alert.score.value:g}",
}
