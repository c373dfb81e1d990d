"""The hour of what is due, where copy gives it apart from the day: "will vote on Monday … The vote is set for noon"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from bellwire.reading.facts.times import TimeMention, find_times
from bellwire.reading.reading import Event, Status, When

#: What copy calls a vote, and another thing that is due, once it has told of it.
_VOTE = "vote|voting|ballot"
_CALLED: Mapping[str, str] = {
    "truce": f"{_VOTE}|session|truce|cease-?fire|pause|lull|armistice",
    "talks": "meeting|talks?|session|round|negotiations?",
    "agreement": f"{_VOTE}|signing|ceremony",
    "release": "exchange|swap|release|handover",
    "withdrawal": "withdrawal|pull-?out|pullback|departure",
    "threat": "deadline|ultimatum",
}
_DUE = (
    r"starts?|begins?|opens?|expires?|convenes?|runs? out|takes? (?:place|effect|hold)|due|scheduled|set|slated|timed"
    r"|down for|comes? into (?:force|effect)|enters? into force|to (?:start|begin|take effect)"
)
#: What those do who are to do it: "the two are to meet at 3 p.m."
_DONE: Mapping[str, str] = {
    "talks": "meet|sit down|convene|gather|be received",
    "agreement": "sign|vote",
    "release": "be (?:freed|released|handed over|exchanged|swapped)|change hands",
    "withdrawal": "leave|withdraw|pull out|depart|be gone",
}
#: What says when a truce is over.
_ENDS = re.compile(
    r"\b[Tt]he (?:[\w-]+ )?(?:truce|cease-?fire|pause|lull|armistice)\b[^.\n]{0,120}?"
    r"\b(?:to end|ends|expires?|runs? out|lapses?|to (?:expire|run out|lapse))\b"
)
#: How far on in its paragraph the hour may stand.
_REACH = 120
#: Kinds that may run until an hour, what stands before it, and how far down copy tells it.
_UNTIL = frozenset(["threat", "withdrawal", "release"])
_TERM = re.compile(r"\b(?:until|till|by|before|no later than)\s(?:local\s)?$", re.I)
_LEAD = 900
_AHEAD = frozenset([Status.PLANNED, Status.PROPOSED, Status.THREATENED])


def timed(events: Sequence[Event], body: str, anchor: datetime | None) -> tuple[Event, ...]:
    """The events, what is due on a day with its hour, where the body gives one and tells of one such thing alone."""
    if anchor is None:
        return tuple(events)
    return tuple(_timed(event, events, body, anchor) for event in events)


def _ending(event: Event, body: str, anchor: datetime) -> Event:
    """A truce that holds with the hour at which it ends, where the body gives one that is still to come."""
    if event.when is not None and event.when.at is not None and event.when.at > anchor:
        return event
    for at, mention, text, behind in _hours_behind(_ENDS, body, anchor):
        if at > anchor and mention.start >= behind:
            words = text[mention.start : mention.end]
            when = When(start=at.date(), end=at.date(), precision="minute", text=words, at=at.astimezone(UTC))
            return msgspec.structs.replace(event, when=when)
    return event


def _timed(event: Event, events: Sequence[Event], body: str, anchor: datetime) -> Event:
    if event.kind == "truce" and event.status is Status.HAPPENED:
        return _ending(event, body, anchor)
    when, called = event.when, _CALLED.get(event.kind, _VOTE)
    if when is None or event.status not in _AHEAD or when.precision not in ("day", "part"):
        return event
    alike = [one for one in events if one.kind == event.kind and one.status in _AHEAD and one.when is not None]
    if when.at is not None or len({one.when.end for one in alike if one.when}) > 1:
        return event
    if event.kind in _UNTIL and (until := _until(when, body, anchor)) is not None:
        return msgspec.structs.replace(event, when=_at(when, until))
    at = _hour(
        when, rf"\b(?:(?:[Tt]he (?:[\w-]+ )?|(?=V))(?i:{called})|It|They)\b[^.\n]{{0,40}}?\b(?:{_DUE})\b", body, anchor
    )
    if at is None and (done := _DONE.get(event.kind)) is not None:
        at = _hour(when, rf"\b(?:will|to) (?:{done})\b", body, anchor)
    return event if at is None else msgspec.structs.replace(event, when=_at(when, at))


def _until(when: When, body: str, anchor: datetime) -> datetime | None:
    """The hour until which it is given, where the first paragraphs name one on its day, and one alone."""
    hours = {
        mention.at
        for mention in find_times(body[:_LEAD], anchor, "future")
        if mention.at is not None and mention.first == when.end and _TERM.search(body[: mention.start])
    }
    return hours.pop() if len(hours) == 1 else None


def _hour(when: When, pattern: str, body: str, anchor: datetime) -> datetime | None:
    for at, mention, _, _ in _hours_behind(pattern, body, anchor):
        if mention.first in (when.end, anchor.date()):
            return datetime.combine(when.end, at.timetz())
    return None


def _hours_behind(
    pattern: str | re.Pattern[str], body: str, anchor: datetime
) -> Iterator[tuple[datetime, TimeMention, str, int]]:
    """The hours told where a pattern stands: each with its mention in the text from there on, and where the pattern
    ends in that."""
    for match in re.finditer(pattern, body):
        text = body[match.start() : match.end() + _REACH].split("\n")[0]
        for mention in find_times(text, anchor, "future"):
            if mention.at is not None:
                yield mention.at, mention, text, match.end() - match.start()


def _at(when: When, at: datetime) -> When:
    return When(start=when.end, end=when.end, precision="minute", text=when.text, at=at.astimezone(UTC))
