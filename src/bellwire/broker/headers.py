"""Every header of every message, once: CloudEvents 1.0 in binary mode, and where a message comes from.

A subscriber filters by them without parsing. `topics` says which topic carries which message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: What `ce_source` of copy that intake takes in begins with; the feed's name, quoted, stands behind it.
FEED_SOURCE = "/bellwire/intake/"

Pairs = tuple[tuple[str, str], ...]

#: Messages whose headers are listed here; wire copy that others put on the articles topic may bear any, or none.
MESSAGES = ("article", "reading", "event", "alert", "thread", "dead-letter")

_PAYLOADS = MESSAGES[:-1]
_TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|\+00:00)$"
_NUMBER = r"^\d+$"


@dataclass(frozen=True, slots=True)
class HeaderSpec:
    """One header: the messages on which it always stands, those on which it may, and the form of its value."""

    name: str
    meaning: str
    always: tuple[str, ...] = _PAYLOADS
    sometimes: tuple[str, ...] = ()
    pattern: str | None = None


#: In the order in which a message bears them.
HEADERS = (
    HeaderSpec("content-type", "media type of the value"),
    HeaderSpec("ce_specversion", "version of CloudEvents"),
    HeaderSpec("ce_id", "deterministic: the same input gives the same id; of an alert its `id`"),
    HeaderSpec("ce_source", "who made it"),
    HeaderSpec("ce_type", "what the message is"),
    HeaderSpec("ce_subject", "place path, where there is one: `SY/Aleppo`", always=(), sometimes=_PAYLOADS[1:]),
    HeaderSpec(
        "ce_time",
        "the wire's version time; absent where the copy has none that can be read",
        always=(),
        sometimes=_PAYLOADS,
        pattern=_TIME,
    ),
    HeaderSpec("ce_recordedtime", "when it was seen", pattern=_TIME),
    HeaderSpec("ce_dataschema", "name of the value's JSON Schema"),
    HeaderSpec(
        "ce_partitionkey",
        "the key, where it is not empty",
        always=("article", "reading", "alert", "thread"),
        sometimes=("event",),
    ),
    HeaderSpec("ce_correlationid", "the thread", always=("alert", "thread"), sometimes=("event",)),
    HeaderSpec(
        "ce_causationid",
        "`uri#version` of the article that caused it; absent where the clock did",
        always=("reading", "event"),
        sometimes=("alert", "thread"),
        pattern="#",
    ),
    HeaderSpec("ce_sequence", "zero-padded: sorts as text", always=("reading", "alert", "thread"), pattern=_NUMBER),
    HeaderSpec("ce_severitytext", "the priority", always=("alert", "thread")),
    HeaderSpec("topic", "topic of the message that it comes from", always=("reading", "dead-letter")),
    HeaderSpec("partition", "partition of that message", always=("reading", "dead-letter"), pattern=_NUMBER),
    HeaderSpec("offset", "offset of that message", always=("reading", "dead-letter"), pattern=_NUMBER),
    HeaderSpec(
        "part", "`2/3`: the second of three readings of that message", always=("reading",), pattern=r"^\d+/\d+$"
    ),
    HeaderSpec(
        "resent-of",
        "of a dead letter that was sent again: `TOPIC/PARTITION@OFFSET` of the message that became it",
        always=(),
        sometimes=("article", "reading", "dead-letter"),
    ),
    HeaderSpec(
        "attempt",
        "of a dead letter that was sent again: which attempt this is",
        always=(),
        sometimes=("article", "reading", "dead-letter"),
        pattern=_NUMBER,
    ),
    HeaderSpec("error-class", "class of the error", always=("dead-letter",)),
    HeaderSpec("reason", "why, in one word", always=("dead-letter",)),
    HeaderSpec("sentence", "why, in a sentence", always=("dead-letter",)),
    HeaderSpec(
        "attempts",
        "how often it was tried, attempts before it was sent again included",
        always=("dead-letter",),
        pattern=_NUMBER,
    ),
    HeaderSpec("first-seen", "when the message came to Kafka", always=("dead-letter",), pattern=_TIME),
    HeaderSpec("version", "version of Bellwire that gave it up", always=("dead-letter",)),
)

_NAMES = frozenset(spec.name for spec in HEADERS)


def in_order(values: Mapping[str, str | None]) -> Pairs:
    """These headers in the order of the list; one without a value is left out. Raises KeyError for one not listed."""
    if unlisted := values.keys() - _NAMES:
        raise KeyError(*unlisted)
    return tuple((spec.name, value) for spec in HEADERS if (value := values.get(spec.name)))


def schema_name(payload: str) -> str:
    """The name of a payload's schema: its `$id` and the value of `ce_dataschema`."""
    return f"urn:bellwire:{payload}:v1"


def type_name(payload: str, what: str = "") -> str:
    """The value of `ce_type`: `bellwire.reading`, `bellwire.event.capture`."""
    return f"bellwire.{payload}.{what}".rstrip(".")
