"""Composes effects from the inside out: what an operator makes of an event that already has a status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: How an outer effect changes an inner status; a pair that is not listed leaves the outer effect.
COMPOSED = {
    ("denied", "denied"): "happened",
    ("threatened", "predicted"): "threatened",
    ("denied", "threatened"): "denied",
    ("denied", "planned"): "denied",
    ("denied", "proposed"): "denied",
    ("denied", "predicted"): "denied",
    ("denied", "claimed"): "denied",
    ("planned", "claimed"): "planned",
    ("proposed", "claimed"): "proposed",
    ("threatened", "claimed"): "threatened",
    ("predicted", "claimed"): "predicted",
    ("past", "claimed"): "past",
    ("proposed", "planned"): "proposed",
    ("predicted", "planned"): "predicted",
    ("threatened", "planned"): "threatened",
    ("threatened", "proposed"): "threatened",
    ("past", "planned"): "past",
}


#: The operator of what comes to an end; effects of what is only wanted, threatened or feared, so that it goes on.
ENDING, UNDONE = "end", frozenset(["proposed", "threatened", "predicted"])


@dataclass(frozen=True, slots=True)
class Step:
    """One operator met on the way: the word, where it stands, its name and effect."""

    word: str
    at: int
    name: str
    effect: str


def status_under(steps: Iterable[Step]) -> str:
    """The status of an event under these operators, innermost first."""
    status, last = "happened", ""
    for step in steps:
        if last == ENDING and status == "denied" and step.effect in UNDONE:  # "They sought talks to end the siege."
            return "happened"
        if last == "rule out" and step.name == "in order to":  # "Talks to prevent clashes" tell of none.
            return "nothing"
        if step.name == "if":  # Nothing above reaches a condition: "if they are not freed" denies nothing.
            return step.effect if status != "nothing" else status
        if last == "would have" and step.effect == "denied":  # "Vetoed a text that would have imposed an embargo."
            continue
        near = last == "out of reach" and step.name == "not"  # "A truce is not far off."
        status, last = "predicted" if near else compose(status, step.effect, step.name), step.name
    return status


def compose(inner: str, outer: str, name: str = "") -> str:
    """The status of an event of status `inner` under an operator of effect `outer`."""
    if outer == "happened" or inner == "nothing":
        return inner
    if inner == "proposed" and name == "vote":
        return outer
    if inner == "denied" and outer == "denied" and name in ("deny", "rule out", "doubt"):
        return "predicted"
    return COMPOSED.get((inner, outer), outer)
