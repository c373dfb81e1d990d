"""Which alerts a program asks for: the words of matchers, in the address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import HTTPException, Request
from starlette.datastructures import QueryParams

from bellwire.delivery.decide import louder
from bellwire.delivery.labels import MEANING, labels_of
from bellwire.delivery.matchers import Matcher, equal, matches, read_matchers
from bellwire.ledger import Ledger
from bellwire.toml_file import nearest, shown
from bellwire.watch.alert import Alert, Priority

#: What may stand in the address besides labels.
_OTHERS = ("filter", "least", "exercises", "limit", "cursor")

#: Alerts that are looked at for one answer; what it does not hold comes with its cursor.
_LOOKED_AT = 2000
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """`matchers`: all must fit; of each of `choices`, what one label may be, one."""

    matchers: tuple[Matcher, ...] = ()
    choices: tuple[tuple[Matcher, ...], ...] = ()
    least: Priority = Priority.ROUTINE
    exercises: bool = False

    def fits(self, alert: Alert) -> bool:
        """Whether it is asked for."""
        if not louder(alert.priority, self.least) or (alert.status != "Actual" and not self.exercises):
            return False
        labels = labels_of(alert)
        return matches(self.matchers, labels) and all(any(one.matches(labels) for one in some) for some in self.choices)


def asked(request: Request) -> Asked:
    """`filter=kind=~"strike|bombing"` (repeatable), `kind=strike&place=SY`, `least=URGENT`, `exercises=true`. Raises
    HTTPException 400, which says what is wrong."""
    try:
        return _asked(request.query_params)
    except ValueError as error:
        raise HTTPException(400, str(error)) from None


def page(ledger: Ledger, want: Asked, limit: int, cursor: str | None) -> tuple[list[Alert], str | None]:
    """The latest version of each thread that is asked for, newest first, after `cursor`; and the cursor of what
    follows. Raises HTTPException 400 for a cursor that is none."""
    if cursor is not None and not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 19):
        raise HTTPException(400, "cursor: that is none of ours; take `next` of the answer before")
    found: list[Alert] = []
    before = int(cursor) if cursor else None
    for _ in range(_LOOKED_AT // _AT_ONCE):
        rows = ledger.alerts_before(before, _AT_ONCE)
        for before, alert in rows:
            if want.fits(alert):
                found.append(alert)
            if len(found) == limit:
                return found, str(before)
        if len(rows) < _AT_ONCE:
            return found, None
    return found, str(before)


def _asked(given: QueryParams) -> Asked:
    for name in given:
        if name not in MEANING and name not in _OTHERS:
            known = (*MEANING, *_OTHERS)
            raise ValueError(
                f"{shown(name)}: no such parameter; {nearest(name, known, 'there are ' + ', '.join(known))}"
            )
    least = given.get("least", "ROUTINE").upper()
    if least not in list(Priority):
        raise ValueError(f"least: {shown(least)} is none of {', '.join(Priority)}")
    return Asked(
        matchers=tuple(matcher for text in given.getlist("filter") for matcher in read_matchers(text)),
        choices=tuple(_choices(given)),
        least=Priority(least),
        exercises=given.get("exercises", "") in ("true", "1"),
    )


def _choices(given: QueryParams) -> Iterator[tuple[Matcher, ...]]:
    for label in MEANING:
        if values := given.getlist(label):
            yield tuple(equal(label, value) for value in values)
