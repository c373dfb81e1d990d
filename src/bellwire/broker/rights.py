"""What each part may do at the broker, and no more: for ACLs. docs/security.md shows it; a test runs each part so."""

from __future__ import annotations

from dataclasses import dataclass

from bellwire.broker.topics import COPY, TOPICS
from bellwire.settings import Settings


@dataclass(frozen=True, slots=True)
class Right:
    """Operations, as Kafka calls them, on a topic (its short name) or, where none is named, on the workers' group."""

    operations: tuple[str, ...]
    topic: str = ""

    def resource(self, settings: Settings) -> tuple[str, str]:
        """("TOPIC" or "GROUP", its full name)."""
        return ("TOPIC", settings.topic(self.topic)) if self.topic else ("GROUP", settings.group)


_NAMES = tuple(spec.name for spec in TOPICS)
_PUBLISHED = tuple(name for name in _NAMES if name not in (*COPY, "readings", "dead-letters"))

#: READ and WRITE imply DESCRIBE.
ROLES: dict[str, tuple[Right, ...]] = {
    "intake": tuple(Right(("WRITE",), name) for name in COPY),
    "worker": (
        *(Right(("READ", "DESCRIBE_CONFIGS"), name) for name in COPY),
        Right(("READ", "WRITE", "DESCRIBE_CONFIGS"), "readings"),
        *(Right(("WRITE", "DESCRIBE_CONFIGS"), name) for name in (*_PUBLISHED, "dead-letters")),
        Right(("READ",)),
    ),
    "desk": (
        *(Right(("READ",), name) for name in ("alerts", "dead-letters")),
        *(Right(("DESCRIBE",), name) for name in (*COPY, "readings", "")),
    ),
    "subscriber": tuple(Right(("READ",), name) for name in _PUBLISHED),
    "audit": (
        *(Right(("READ",), name) for name in (*COPY, "readings", "dead-letters")),
        Right(("DESCRIBE",)),
    ),
    "dead-letters": (
        *(Right(("READ", "WRITE"), name) for name in (*COPY, "readings")),
        Right(("READ",), "dead-letters"),
    ),
    "topics": tuple(Right(("CREATE", "DESCRIBE", "DESCRIBE_CONFIGS"), name) for name in _NAMES),
}


def in_words(role: str) -> str:
    """A role's rights in one line: "`WRITE` on `articles`; `READ` on the group", topics of the same rights together."""
    topics: dict[tuple[str, ...], list[str]] = {}
    for right in ROLES[role]:
        topics.setdefault(right.operations, []).append(_in_words(right))
    return "; ".join(
        f"{', '.join(f'`{operation}`' for operation in operations)} on {', '.join(dict.fromkeys(names))}"
        for operations, names in topics.items()
    )


def _in_words(right: Right) -> str:
    name = "events.*" if right.topic.startswith("events.") else right.topic
    return f"`{name}`" if name else "the group"
