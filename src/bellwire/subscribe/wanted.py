"""Which messages a subscriber gets: the filter, and each alert version once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bellwire.errors import BellwireError
from bellwire.subscribe.known import check
from bellwire.subscribe.message import Message

#: Loudest first (design: contract, "Alert out").
PRIORITIES = ("FLASH", "BULLETIN", "URGENT", "ROUTINE")

#: Threads whose last alert id is kept in memory: years of a busy desk.
THREADS_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class Filter:
    """Which messages are wanted; an empty tuple wants all. A place is a path and wants what lies in it; `least` is the
    lowest priority of an alert or a thread. Raises BellwireError for a kind, place, direction or priority that is
    none: it would match nothing."""

    kinds: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    directions: tuple[str, ...] = ()
    include_tests: bool = False
    least: str = "ROUTINE"

    def __post_init__(self) -> None:
        if self.least not in PRIORITIES:
            raise BellwireError(f"no priority {self.least!r}; there are: {', '.join(PRIORITIES)}", reason="bad-filter")
        check(self.kinds, self.places, self.directions)

    def wants(self, message: Message) -> bool:
        """Looks at the headers first: most of what is not wanted is never parsed."""
        if not self._headers_allow(message):
            return False
        if message.topic == "dead-letters":
            return True
        if (not self.include_tests and is_test(message.data)) or self._too_low(message.data):
            return False
        if not (self.kinds or self.places or self.directions):
            return True
        return any(self._wants_event(event) for event in _events(message.data))

    def _too_low(self, data: Mapping[str, Any]) -> bool:
        priority = (data.get("latest") or data).get("priority")
        return priority in PRIORITIES and PRIORITIES.index(priority) > PRIORITIES.index(self.least)

    def _headers_allow(self, message: Message) -> bool:
        if message.topic != "alerts" and not message.topic.startswith("events."):
            return True
        kind = message.headers.get("ce_type", "").removeprefix("bellwire.event.")
        subject = message.headers.get("ce_subject")
        return not (
            (self.kinds and message.topic != "alerts" and kind and kind not in self.kinds)
            or (self.places and subject and not self._lies_in(subject))
        )

    def _wants_event(self, event: dict[str, Any]) -> bool:
        return (
            (not self.kinds or event.get("kind") in self.kinds)
            and (not self.directions or event.get("direction") in self.directions)
            and (not self.places or self._lies_in((event.get("place") or {}).get("path") or ""))
        )

    def _lies_in(self, path: str) -> bool:
        """SY/Aleppo lies in SY and in SY/Aleppo, not in SY/Al."""
        inside = f"{path}/".casefold()
        return any(inside.startswith(f"{place.strip('/')}/".casefold()) for place in self.places)


def is_test(data: dict[str, Any]) -> bool:
    """Whether it is exercise or test traffic: an alert or thread marked so, or copy whose profile says so."""
    marked = (data.get("latest") or data).get("status") in ("Test", "Exercise")
    copy = data.get("article") if isinstance(data.get("article"), dict) else data
    return marked or str((copy or {}).get("profile", "")).casefold() in ("test", "exercise")


def _events(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The events in a payload: the one of an event topic, a reading's, the leading one of an alert or a thread.

    An alert's own direction counts besides its event's: it is that of the whole thread.
    """
    for event in data.get("events") or ():
        if isinstance(event, dict):
            yield event
    alert = data.get("latest") or data
    if isinstance(event := alert.get("event"), dict):
        yield event
        if "direction" in alert:
            yield {**event, "direction": alert["direction"]}


class Told:
    """Which threads a subscriber was told of, up to which version.

    Bellwire publishes at least once; ids of one thread grow, so what is not greater than the last was seen before and
    is dropped where `once` is set. And whoever was told of a thread gets all its later versions, also those that no
    longer fit the filter: a correction that moves the place, a kill.
    """

    def __init__(
        self, *, once: bool = True, remembered: int = THREADS_REMEMBERED, last: Mapping[str, str] | None = None
    ) -> None:
        """`last`: of threads that were told before this began, the id of their last version."""
        self._last = OrderedDict((thread, (version, True)) for thread, version in (last or {}).items())
        self._once = once
        self._remembered = remembered

    def passes(self, message: Message, wanted: bool) -> bool:
        """Whether to hand this alert version on, and remember that."""
        last, told = self._last.get(message.key, ("", False))
        version = str(message.data.get("id", ""))
        repeated = bool(version) and version <= last
        told = told or (wanted and not repeated)
        self._last[message.key] = (max(version, last), told)
        self._last.move_to_end(message.key)
        if len(self._last) > self._remembered:
            self._last.popitem(last=False)
        return told and not (repeated and self._once)
